"""The rest of an answer in the client's dialect."""

from typing import Any

from app.routing.rest_events import Begun, FromText, FromTokens, last_events
from tests.routing.test_wanted import CHAT, COMPLETIONS, wanted

HEAD = {"id": "chatcmpl-1", "created": 7, "model": "m", "object": "chat.completion.chunk"}
BEGUN = Begun(HEAD, 10, 2)
PLAIN = wanted(CHAT, {})
USAGE = wanted(CHAT, {"stream_options": {"include_usage": True}})


def said(text: str, count: int) -> dict[str, Any]:
    """One event of a completion."""
    choice = {"text": text, "index": 0, "logprobs": {"content": [{"id": 3}]}, "finish_reason": None}
    return {"choices": [choice], "id": "chatcmpl-2", "timings": {"predicted_n": count}}


def ended(completion_tokens: int) -> dict[str, Any]:
    """The last event of a completion."""
    choice = {"text": "", "index": 0, "logprobs": None, "finish_reason": "stop"}
    return {"choices": [choice], "usage": {"completion_tokens": completion_tokens}, "timings": {"predicted_n": 5}}


def test_words() -> None:
    (event,) = FromTokens(BEGUN, PLAIN).translate(said(" you", 1))
    choice = {"finish_reason": None, "index": 0, "delta": {"content": " you"}, "logprobs": {"content": [{"id": 3}]}}
    assert event == HEAD | {"choices": [choice], "timings": {"predicted_n": 3}}


def test_a_token_without_words_is_still_named() -> None:
    (event,) = FromTokens(BEGUN, PLAIN).translate(said("", 1))
    assert (event["choices"][0]["delta"], event["timings"]) == ({}, {"predicted_n": 3})


def test_the_end_of_a_chat_counts_everything() -> None:
    end, usage = FromTokens(BEGUN, USAGE).translate(ended(5))
    assert end["choices"] == [{"finish_reason": "stop", "index": 0, "delta": {}}]
    assert usage["usage"] == {"completion_tokens": 7, "prompt_tokens": 10, "total_tokens": 17}
    assert usage["choices"] == []
    assert usage["timings"] == {"predicted_n": 7}
    (end,) = FromTokens(BEGUN, PLAIN).translate(ended(5))
    assert "usage" not in end
    assert end["timings"] == {"predicted_n": 7}


def test_the_end_of_a_completion() -> None:
    (end,) = FromTokens(BEGUN, wanted(COMPLETIONS, {"prompt": "a"})).translate(ended(5))
    assert end["choices"] == [{"text": "", "index": 0, "logprobs": None, "finish_reason": "stop"}]
    assert end["usage"]["completion_tokens"] == 7


def test_nothing_left_to_generate() -> None:
    (end,) = last_events(BEGUN, "length", PLAIN)
    assert end["choices"][0]["finish_reason"] == "length"


def test_a_chat_that_goes_on_repeats_no_role() -> None:
    rest = FromText(BEGUN)
    role = {"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}], "id": "chatcmpl-2"}
    words = {"choices": [{"index": 0, "delta": {"content": "a"}}], "id": "chatcmpl-2"}
    usage = {"choices": [], "id": "chatcmpl-2", "usage": {"completion_tokens": 1, "prompt_tokens": 99}}
    assert list(rest.translate(role)) == []
    assert list(rest.translate(words)) == [HEAD | {"choices": words["choices"]}]
    (event,) = rest.translate(usage)
    assert event["usage"] == {"completion_tokens": 3, "prompt_tokens": 10, "total_tokens": 13}
