"""An answer that is an error, in the shape that OpenAI and Anthropic clients read, whole or inside a stream.

Every error that leaves this program over HTTP is a `Failure`. What a host says of its own errors is translated here
too, so that clients see the same words whichever host answered.
"""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import Problem
from app.domain.words import format_count
from app.routing.call import Dialect

_STATUS_OF_CODE = {
    "model_not_found": 404,
    "busy": 503,
    "model_too_large": 503,
    "not_running": 503,
    "not_willing": 503,
    "node_not_found": 404,
    "local_key_missing": 401,
    "local_key_wrong": 401,
    "host_refused": 403,
    "origin_refused": 403,
}

_TYPE_OF_STATUS = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
}

_CODE_OF_HOST_TYPE = {
    "exceed_context_size_error": "context_length_exceeded",
    "not_supported_error": "not_supported",
    "unavailable_error": "busy",
}

_BLAMES_REQUEST = re.compile(r"json\.exception|is required|must be|invalid|^Failed to parse (tools|messages)")
"""Messages of llama.cpp's server that say 500 where the request is at fault."""

_NOT_WORTH_RETRYING = frozenset({"model_too_large", "loading_failed"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One error.

    Attributes:
        status: HTTP status.
        message: Whole sentences for people.
        code: A stable word for programs.
        param: The field of the request that is at fault, if one is.
        title: What happened, in a few words; may be empty.
        hint: What to do; may be empty. It is part of `message` too, for clients that show only that.
    """

    status: int
    message: str
    code: str
    param: str | None = None
    title: str = ""
    hint: str = ""

    @property
    def kind(self) -> str:
        """OpenAI's `type`."""
        fallback = "invalid_request_error" if self.status < 500 else "server_error"
        return _TYPE_OF_STATUS.get(self.status, fallback)

    @property
    def headers(self) -> dict[str, str]:
        """What tells a client whether to try again."""
        if self.code in _NOT_WORTH_RETRYING:
            return {"x-should-retry": "false"}
        return {"Retry-After": "2"} if self.status == 503 else {}

    def fields(self) -> dict[str, Any]:
        """The object under `error`."""
        fields = {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}
        extras = {"title": self.title, "hint": self.hint}
        return fields | {name: text for name, text in extras.items() if text}

    def body(self, dialect: Dialect = Dialect.OPENAI) -> bytes:
        """The JSON body of an answer that is this error."""
        body: dict[str, Any] = {"error": self.fields()}
        if dialect is Dialect.ANTHROPIC:
            body = {"type": "error"} | body
        return json.dumps(body).encode()

    def event(self, dialect: Dialect = Dialect.OPENAI) -> bytes:
        """The same as one event of a stream that has begun."""
        match dialect:
            case Dialect.OPENAI:
                return b"data: " + self.body() + b"\n\n"
            case Dialect.RESPONSES:
                fields = {"type": "error"} | {name: self.fields()[name] for name in ("code", "message", "param")}
                return b"event: error\ndata: " + json.dumps(fields).encode() + b"\n\n"
            case Dialect.ANTHROPIC:
                return b"event: error\ndata: " + self.body(dialect) + b"\n\n"


class AnswerError(Exception):
    """Raised to answer a request with a `Failure`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def failure_of_problem(problem: Problem, default_status: int) -> Failure:
    """What a `UserError` looks like over HTTP; `default_status` is for codes that say nothing about it."""
    return Failure(
        status=_STATUS_OF_CODE.get(problem.code, default_status),
        message=str(problem),
        code=problem.code,
        param="model" if problem.code == "model_not_found" else None,
        title=problem.title,
        hint=problem.hint,
    )


def context_exceeded(prompt_tokens: int | None, context_length: int, prompt_field: str) -> Failure:
    """The prompt is longer than one conversation may be; `prompt_tokens` is None when nobody counted."""
    length = f" has {format_count(prompt_tokens, 'token', 'tokens')}" if prompt_tokens else " is too long"
    return Failure(
        status=400,
        message=f"The prompt{length}; this model's maximum context length is "
        f"{format_count(context_length, 'token', 'tokens')}. Shorten the conversation.",
        code="context_length_exceeded",
        param=prompt_field,
    )


def failure_of_host(status: int, body: bytes, context_length: int, prompt_field: str) -> Failure:
    """Translate an error answer of a host, or of a peer that already translated it.

    Args:
        status: Its HTTP status; a stream's error event has none of its own, its JSON names it.
        body: Its JSON body, `{"error": {...}}`; anything else becomes a sentence that says so.
        context_length: Tokens of one conversation of the model.
        prompt_field: Where the prompt is in the request (`messages`, `prompt`, `input`).
    """
    try:
        answer = json.loads(body)
        error = answer.get("error", answer)  # in an event of `/v1/responses` it is not an object of its own
        message, code, kind = str(error["message"]), error.get("code"), str(error.get("type"))
    except (ValueError, KeyError, TypeError, AttributeError):
        text = body[:200].decode(errors="replace").strip() or "no explanation"
        return Failure(status if status >= 400 else 502, f"The model's host answered: {text}", "host_error")
    if kind == "exceed_context_size_error":
        return context_exceeded(_count(error.get("n_prompt_tokens")), context_length, prompt_field)
    if "too large to process" in message:  # an embedding model must read its whole input at once
        return context_exceeded(None, context_length, prompt_field)
    if isinstance(code, int):
        status, code = code, _CODE_OF_HOST_TYPE.get(kind, kind)
        if status == 500 and _BLAMES_REQUEST.search(message):
            status, code = 400, "invalid_request_error"
    param = error.get("param")
    return Failure(
        status if 400 <= status < 600 else 502,
        message,
        str(code or kind),
        param if isinstance(param, str) else None,
        str(error.get("title") or ""),
        str(error.get("hint") or ""),
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


_LOST = "The device that was answering went away, or the model's process ended."

HOST_LOST = Failure(
    status=502,
    message=f"{_LOST} Ask again.",
    code="host_lost",
    title="The answer was cut off",
    hint="Ask again.",
)
"""The connection to the host, or to the peer that has it, broke."""


def cut_off(reason: str | None) -> Failure:
    """The same when the answer might have gone on elsewhere, and why it could not."""
    return replace(HOST_LOST, message=" ".join(part for part in (_LOST, reason, "Ask again.") if part))
