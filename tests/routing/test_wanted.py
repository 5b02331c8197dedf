"""What matters of a request when its answer must go on."""

import json
from typing import Any

import pytest

from app.routing.call import OPERATIONS, Call
from app.routing.wanted import Wanted, read_wanted

MESSAGES = [{"role": "user", "content": "hello"}]
PICTURE = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}]
TEXT_PART = [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]
CHAT = "/v1/chat/completions"
COMPLETIONS = "/v1/completions"


def wanted(path: str, fields: dict[str, Any], *, streams: bool = True) -> Wanted:
    """A request, read."""
    operation = next(operation for operation in OPERATIONS if operation.path == path)
    return read_wanted(Call(operation, json.dumps(fields).encode(), fields, None, streams))


@pytest.mark.parametrize(
    ("path", "fields", "name", "value"),
    [
        (CHAT, {}, "repeats", False),
        (CHAT, {"temperature": 0.7}, "repeats", False),
        (CHAT, {"temperature": 0}, "repeats", True),
        (CHAT, {"top_k": 1}, "repeats", True),
        (CHAT, {"temperature": 0.7, "seed": 4}, "repeats", True),
        (CHAT, {"temperature": 0.7, "seed": -1}, "repeats", False),
        (CHAT, {"n": 2}, "choice_count", 2),
        (COMPLETIONS, {"prompt": ["a", "b"], "n": 2}, "choice_count", 4),
        (COMPLETIONS, {"prompt": [1, 2]}, "choice_count", 1),
        (COMPLETIONS, {"prompt": [[1, 2], [3]]}, "choice_count", 2),
        (CHAT, {"messages": TEXT_PART}, "is_text", True),
        (CHAT, {"messages": PICTURE}, "is_text", False),
        (COMPLETIONS, {"prompt": "a"}, "is_text", True),
        (COMPLETIONS, {"prompt": [1, 2]}, "is_text", True),
        (COMPLETIONS, {"prompt": ["a"]}, "is_text", False),
        (CHAT, {"logprobs": True}, "probabilities", 20),
        (CHAT, {"logprobs": True, "top_logprobs": 3}, "probabilities", 3),
        (CHAT, {"logprobs": True, "top_logprobs": 0}, "probabilities", 0),
        (CHAT, {"n_probs": 2}, "probabilities", 2),
        (COMPLETIONS, {"logprobs": 4}, "probabilities", 4),
        (CHAT, {"response_format": {"type": "text"}}, "is_formed", False),
        (CHAT, {"response_format": {"type": "json_object"}}, "is_formed", True),
        (CHAT, {"json_schema": {}}, "is_formed", True),
        (CHAT, {"grammar": "root ::= x"}, "has_grammar", True),
        (CHAT, {"tools": []}, "has_tools", False),
        (CHAT, {"stream_options": {"include_usage": True}}, "has_usage_event", True),
        (CHAT, {"stream_options": "no"}, "has_usage_event", False),
        (COMPLETIONS, {"stream_options": {"include_usage": True}}, "has_usage_event", False),
        (CHAT, {}, "limit", None),
        (CHAT, {"max_tokens": None}, "limit", None),
        (CHAT, {"max_tokens": -1}, "limit", None),
        (CHAT, {"max_tokens": 20, "max_completion_tokens": 8}, "limit", 8),
        (CHAT, {"max_tokens": 20, "n_predict": 6}, "limit", 6),
        ("/v1/messages", {"messages": MESSAGES}, "is_openai", False),
    ],
)
def test_what_is_wanted(path: str, fields: dict[str, Any], name: str, value: object) -> None:
    assert getattr(wanted(path, fields), name) == value


@pytest.mark.parametrize(
    ("path", "fields", "is_put_together"),
    [
        (CHAT, {}, True),
        (COMPLETIONS, {"prompt": "a"}, True),
        (CHAT, {"n": 2}, False),
        (CHAT, {"logprobs": True}, False),
        (CHAT, {"verbose": True}, False),
        (COMPLETIONS, {"prompt": "a", "response_fields": ["content"]}, False),
        ("/v1/messages", {"messages": MESSAGES}, False),
        ("/v1/embeddings", {"input": "a"}, False),
    ],
)
def test_what_is_put_together(path: str, fields: dict[str, Any], is_put_together: bool) -> None:
    assert wanted(path, fields, streams=False).is_put_together is is_put_together
    assert not wanted(path, fields).is_put_together
