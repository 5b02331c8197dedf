"""What an answer that was cut off is continued with: whether it can be, and the request that goes on. Pure.

An answer goes on from token ids, not from its text: a text read again may fall into other tokens.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.routing.call import Call

CONTINUE_PATH = "/v1/completions"
"""It takes a prompt of token ids, and names every token of its answer."""

REPLAYED_TOKENS = 512
"""Longer answers go on from their tokens also where the same answer is expected: nobody waits for minutes."""

_CHAT_PATH = "/v1/chat/completions"
_LIMITS = ("n_predict", "max_completion_tokens", "max_tokens")
"""Names of the limit of an answer's length, in the order in which the host prefers them."""

_NAMES_TOKENS = {"n_probs": 1, "post_sampling_probs": True, "timings_per_token": True}
"""Makes a host name and count the tokens of each event. Probabilities after sampling are cheap: few tokens are left."""

_PROMPT_FIELDS = ("messages", "prompt", "chat_template_kwargs", "add_generation_prompt", "continue_final_message")
_FORM_FIELDS = ("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format")
_THINKING_FIELDS = ("reasoning_effort", "reasoning_format")
_EVENT_FIELDS = ("stream_options", "logprobs", "top_logprobs", "n", "best_of", "return_progress", "response_fields")
_NOT_REPEATED = frozenset((*_PROMPT_FIELDS, *_FORM_FIELDS, *_THINKING_FIELDS, *_EVENT_FIELDS, "verbose", *_LIMITS))
"""What shapes the prompt or the events: the prompt is there as ids, the events are made here."""


def obstacle(call: Call, fields: Mapping[str, Any]) -> str | None:
    """Why an answer to this request could not be continued, a whole sentence; None when it could."""
    if not call.wants_stream or call.operation.path not in (_CHAT_PATH, CONTINUE_PATH):
        return "Only streams of chat completions and of completions can go on."
    if any(fields.get(name) not in (None, 1) for name in ("n", "n_cmpl", "best_of")):
        return "It was one of several answers at once."
    if fields.get("tools") or fields.get("functions"):
        return "Answers that may call tools cannot go on."
    form = fields.get("response_format")
    if (isinstance(form, dict) and form.get("type") != "text") or fields.get("json_schema") or fields.get("grammar"):
        return "Answers in a prescribed form cannot go on."
    if any(fields.get(name) for name in ("logprobs", "top_logprobs", "n_probs", "timings_per_token")):
        return "Answers with probabilities or timings of each token cannot go on."
    if call.operation.path == _CHAT_PATH:
        return None if _is_text(fields.get("messages")) else "Answers about pictures or sound cannot go on."
    if fields.get("echo") or not (isinstance(fields.get("prompt"), str) or is_ids(fields.get("prompt"))):
        return "Answers to several prompts at once cannot go on."
    return None


def naming_tokens(fields: Mapping[str, Any]) -> bytes:
    """The client's request, with each token to be named."""
    return json.dumps({**fields, **_NAMES_TOKENS}).encode()


def is_replayed(fields: Mapping[str, Any], produced: int) -> bool:
    """Whether an answer is generated again from its start and compared with what was sent.

    Tokens read as a prompt are computed in batches, which rounds otherwise than one at a time: what follows them may be
    another word that is as likely. Where the same answer is expected every time (no chance, or a seed), and it is
    short enough, it is replayed.
    """
    seed = fields.get("seed")
    repeats = fields.get("temperature") == 0 or fields.get("top_k") == 1 or (isinstance(seed, int) and seed >= 0)
    return repeats and produced <= REPLAYED_TOKENS


def is_ids(value: object) -> bool:
    """Whether a prompt is one list of token ids."""
    return isinstance(value, list) and bool(value) and all(type(item) is int for item in value)


def remaining(fields: Mapping[str, Any], produced: int) -> int | None:
    """How many tokens are left of the client's limit; None when there is none."""
    limits = (fields.get(name) for name in _LIMITS)
    limit = next((value for value in limits if isinstance(value, int)), -1)
    return None if limit < 0 else max(0, limit - produced)


def going_on(fields: Mapping[str, Any], prompt_ids: Sequence[int], produced_ids: Sequence[int]) -> bytes:
    """The request for the rest of an answer: same sampling, what is left of its length."""
    request = {name: value for name, value in fields.items() if name not in _NOT_REPEATED}
    if isinstance(request.get("stop"), str):
        request["stop"] = [request["stop"]]
    left = remaining(fields, len(produced_ids))
    limit = {} if left is None else {"max_tokens": left}
    prompt = [*prompt_ids, *produced_ids]
    # A prompt that is partly in the host's cache is computed in other batches than a new one.
    request = {
        **request,
        **_NAMES_TOKENS,
        **limit,
        "prompt": prompt,
        "stream": True,
        "cache_prompt": bool(produced_ids),
    }
    return json.dumps(request).encode()


def _is_text(messages: object) -> bool:
    if not isinstance(messages, list):
        return False
    contents = [message.get("content") for message in messages if isinstance(message, dict)]
    parts = [part for content in contents if isinstance(content, list) for part in content]
    return all(isinstance(part, dict) and part.get("type") == "text" for part in parts)
