"""What an answer is continued with."""

import json
from typing import Any

import pytest

from app.routing.call import OPERATIONS, Call
from app.routing.resume import going_on, is_replayed, obstacle, remaining

MESSAGES = [{"role": "user", "content": "hello"}]
PICTURE = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}]
TEXT_PART = [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]


@pytest.mark.parametrize(
    ("path", "fields", "word"),
    [
        ("/v1/chat/completions", {"messages": MESSAGES}, None),
        ("/v1/chat/completions", {"messages": TEXT_PART, "n": 1, "tools": []}, None),
        ("/v1/chat/completions", {"messages": MESSAGES, "response_format": {"type": "text"}}, None),
        ("/v1/chat/completions", {"messages": MESSAGES, "response_format": {"type": "json_schema"}}, "form"),
        ("/v1/chat/completions", {"messages": MESSAGES, "grammar": "root ::= x"}, "form"),
        ("/v1/chat/completions", {"messages": MESSAGES, "n": 2}, "several answers"),
        ("/v1/chat/completions", {"messages": MESSAGES, "tools": [{}]}, "tools"),
        ("/v1/chat/completions", {"messages": MESSAGES, "logprobs": True}, "probabilities"),
        ("/v1/chat/completions", {"messages": PICTURE}, "pictures"),
        ("/v1/completions", {"prompt": "a"}, None),
        ("/v1/completions", {"prompt": [1, 2]}, None),
        ("/v1/completions", {"prompt": ["a", "b"]}, "several prompts"),
        ("/v1/completions", {"prompt": "a", "logprobs": 3}, "probabilities"),
        ("/v1/messages", {"messages": MESSAGES}, "Only streams"),
    ],
)
def test_what_cannot_be_continued(path: str, fields: dict[str, Any], word: str | None) -> None:
    operation = next(operation for operation in OPERATIONS if operation.path == path)
    reason = obstacle(Call(operation, b"", None, wants_stream=True), fields)
    assert reason is None if word is None else word in (reason or "")
    assert obstacle(Call(operation, b"", None, wants_stream=False), fields) is not None


@pytest.mark.parametrize(
    ("fields", "produced", "left"),
    [
        ({}, 5, None),
        ({"max_tokens": None}, 5, None),
        ({"max_tokens": -1}, 5, None),
        ({"max_tokens": 20}, 5, 15),
        ({"max_tokens": 20, "max_completion_tokens": 8}, 5, 3),
        ({"max_tokens": 20, "n_predict": 6}, 5, 1),
        ({"max_tokens": 5}, 5, 0),
        ({"max_tokens": 5}, 6, 0),
    ],
)
def test_what_is_left_of_the_length(fields: dict[str, Any], produced: int, left: int | None) -> None:
    assert remaining(fields, produced) == left


@pytest.mark.parametrize(
    ("fields", "produced", "replayed"),
    [
        ({}, 5, False),
        ({"temperature": 0.7}, 5, False),
        ({"temperature": 0}, 5, True),
        ({"temperature": 0}, 5000, False),
        ({"top_k": 1}, 5, True),
        ({"temperature": 0.7, "seed": 4}, 5, True),
        ({"temperature": 0.7, "seed": -1}, 5, False),
    ],
)
def test_what_is_replayed(fields: dict[str, Any], produced: int, replayed: bool) -> None:
    assert is_replayed(fields, produced) is replayed


def test_the_request_that_goes_on() -> None:
    fields = {"messages": MESSAGES, "model": "m", "temperature": 0.7, "stop": "END", "max_tokens": 9, "stream": True}
    request = json.loads(going_on(fields | {"stream_options": {"include_usage": True}}, [1, 2], [3, 4]))
    assert request.pop("n_probs") == 1
    assert request.pop("post_sampling_probs") is True
    assert request.pop("timings_per_token") is True
    assert request == {
        "model": "m",
        "temperature": 0.7,
        "stop": ["END"],
        "max_tokens": 7,
        "prompt": [1, 2, 3, 4],
        "stream": True,
        "cache_prompt": True,
    }
