"""What a client wants of an answer, as far as it matters when the answer must go on; read from its request. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.routing.call import Call

CHAT_PATH = "/v1/chat/completions"
COMPLETION_PATH = "/v1/completions"

_LIMITS = ("n_predict", "max_completion_tokens", "max_tokens")
"""Names of the limit of an answer's length, in the order in which the host prefers them."""

_MANY_PROBABILITIES = 20
"""What llama.cpp gives for each token of a chat when `top_logprobs` does not say."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request.

    Attributes:
        is_chat: A chat completion.
        is_completion: A completion.
        streams: The client wants events.
        repeats: The same answer is expected every time: no chance, or a seed.
        choice_count: How many answers at once.
        probabilities: For each token, of how many candidates; 0 when the client wants none.
        sampled_probabilities: As they were when the token was chosen.
        timings: The client wants to know the time of each token.
        include_usage: The client wants the usage of a stream.
        is_formed: A chat whose answer has a prescribed form, which the chat template has a part in.
        has_grammar: The answer must follow a grammar, or a schema.
        has_tools: The answer may call tools.
        is_text: The prompt has no pictures or sound, and is one.
        is_plain: Nothing is asked for that only the host itself can put into an answer in one piece.
        limit: Most tokens of the answer; None when there is no limit.
    """

    is_chat: bool
    is_completion: bool
    streams: bool
    repeats: bool
    choice_count: int
    probabilities: int
    sampled_probabilities: bool
    timings: bool
    include_usage: bool
    is_formed: bool
    has_grammar: bool
    has_tools: bool
    is_text: bool
    is_plain: bool
    limit: int | None

    @property
    def is_openai(self) -> bool:
        """Whether its events are chunks of a chat completion or a completion."""
        return self.is_chat or self.is_completion

    @property
    def is_one(self) -> bool:
        """Whether it is one answer to one prompt whose tokens can be followed."""
        return self.is_openai and self.choice_count == 1

    @property
    def has_usage_event(self) -> bool:
        """Whether a chat ends with the usage in an event of its own."""
        return self.is_chat and (self.include_usage or not self.streams)

    @property
    def is_put_together(self) -> bool:
        """Whether an answer in one piece is streamed by the host and put together here, so that it can go on."""
        # Streams leave out the probabilities of tokens that say nothing.
        return self.is_one and self.is_plain and not self.streams and not self.probabilities


def read_wanted(call: Call) -> Wanted:
    """Read a request."""
    fields = call.fields
    is_chat, is_completion = call.operation.path == CHAT_PATH, call.operation.path == COMPLETION_PATH
    seed = fields.get("seed")
    form = fields.get("response_format")
    has_form = bool(isinstance(form, dict) and form.get("type") != "text") or fields.get("json_schema") is not None
    prompt, options = fields.get("prompt"), fields.get("stream_options")
    return Wanted(
        is_chat=is_chat,
        is_completion=is_completion,
        streams=call.wants_stream,
        repeats=fields.get("temperature") == 0
        or fields.get("top_k") == 1
        or (isinstance(seed, int) and not isinstance(seed, bool) and seed >= 0),
        choice_count=_choice_count(fields, is_completion),
        probabilities=_probabilities(fields, is_chat),
        sampled_probabilities=bool(fields.get("post_sampling_probs")),
        timings=bool(fields.get("timings_per_token")),
        include_usage=isinstance(options, dict) and bool(options.get("include_usage")),
        is_formed=is_chat and has_form,
        has_grammar=has_form or bool(fields.get("grammar")),
        has_tools=bool(fields.get("tools") or fields.get("functions")),
        is_text=_is_text(fields.get("messages")) if is_chat else isinstance(prompt, str) or is_ids(prompt),
        is_plain=not any(fields.get(name) for name in ("response_fields", "verbose", "echo")),
        limit=_limit(fields),
    )


def is_ids(value: object) -> bool:
    """Whether a prompt is one list of token ids."""
    return isinstance(value, list) and bool(value) and all(type(item) is int for item in value)


def _choice_count(fields: Mapping[str, Any], is_completion: bool) -> int:
    count = next((fields[name] for name in ("n_cmpl", "n") if isinstance(fields.get(name), int)), 1)
    prompt = fields.get("prompt")
    if is_completion and isinstance(prompt, list) and not any(isinstance(item, int) for item in prompt):
        return int(count) * len(prompt)
    return int(count)


def _probabilities(fields: Mapping[str, Any], is_chat: bool) -> int:
    if is_chat and fields.get("logprobs"):
        count = fields.get("top_logprobs")
        return _MANY_PROBABILITIES if count is None else _count(count)
    names = ("n_probs",) if is_chat else ("n_probs", "logprobs")
    return next((_count(fields[name]) for name in names if fields.get(name) is not None), 0)


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _limit(fields: Mapping[str, Any]) -> int | None:
    limits = (fields.get(name) for name in _LIMITS)
    limit = next((value for value in limits if isinstance(value, int)), -1)
    return None if limit < 0 else limit


def _is_text(messages: object) -> bool:
    if not isinstance(messages, list):
        return False
    contents = [message.get("content") for message in messages if isinstance(message, dict)]
    parts = [part for content in contents if isinstance(content, list) for part in content]
    return all(isinstance(part, dict) and part.get("type") == "text" for part in parts)
