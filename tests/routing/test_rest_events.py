"""The rest of an answer in the client's dialect."""

import json
from typing import Any

import pytest

from app.routing.rest_events import DONE, Contradiction, Rest, Style
from app.routing.token_log import Piece

HEAD = {"id": "chatcmpl-1", "created": 7, "model": "m", "object": "chat.completion.chunk", "timings": {}}


def said(text: str, token_id: int, count: int) -> bytes:
    """One event of a completion."""
    named = {"content": [{"id": token_id}]}
    choice = {"text": text, "index": 0, "logprobs": named, "finish_reason": None}
    return _event({"choices": [choice], "id": "chatcmpl-2", "timings": {"predicted_n": count}})


def ended(reason: str, completion_tokens: int) -> bytes:
    """The last event of a completion."""
    choice = {"text": "", "index": 0, "logprobs": None, "finish_reason": reason}
    return _event({"choices": [choice], "usage": {"completion_tokens": completion_tokens}, "timings": {"x": 1}})


def _event(fields: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(fields, ensure_ascii=False).encode() + b"\n\n"


def parsed(events: bytes) -> list[dict[str, Any]]:
    """The JSON of every event."""
    return [json.loads(event[6:]) for event in events.split(b"\n\n") if event]


def rest(*, begun_with: Piece, is_chat: bool = True, wants_usage: bool = False) -> Rest:
    """After "Hello" was sent, with a prompt of 10 tokens."""
    return Rest(Style(is_chat, wants_usage, HEAD), b"Hello", 10, begun_with)


ALL = Piece(b"Hello", (1, 2), 2)
NOTHING = Piece(b"", (), 0)


def test_from_its_tokens_everything_is_new() -> None:
    (event,) = parsed(rest(begun_with=ALL).feed(said(" you", 3, 1)))
    assert event == {
        "choices": [{"finish_reason": None, "index": 0, "delta": {"content": " you"}}],
        "id": "chatcmpl-1",
        "created": 7,
        "model": "m",
        "object": "chat.completion.chunk",
    }


def test_a_replay_passes_on_what_is_new_also_of_an_event_in_part() -> None:
    reading = rest(begun_with=NOTHING)
    assert reading.feed(said("Hel", 1, 1)) == b""
    assert not reading.said_more
    (event,) = parsed(reading.feed(said("lo you", 2, 2)))
    assert event["choices"][0]["delta"] == {"content": " you"}
    assert reading.said_more
    assert reading.delivered == b"Hello you"
    assert [piece.token_ids for piece in reading.log.pieces if piece.text] == [(1,), (2,)]


@pytest.mark.parametrize("events", [said("Help", 1, 1), said("Hel", 1, 1) + ended("stop", 1)])
def test_a_replay_that_reads_otherwise(events: bytes) -> None:
    with pytest.raises(Contradiction):
        rest(begun_with=NOTHING).feed(events)


def test_the_end_of_a_chat_counts_everything() -> None:
    end, usage = parsed(rest(begun_with=ALL, wants_usage=True).feed(ended("stop", 5)))
    assert end["choices"] == [{"finish_reason": "stop", "index": 0, "delta": {}}]
    assert usage["usage"] == {"completion_tokens": 7, "prompt_tokens": 10, "total_tokens": 17}
    assert usage["choices"] == []
    (end,) = parsed(rest(begun_with=ALL).feed(ended("length", 5)))
    assert "usage" not in end
    assert end["timings"] == {"x": 1}


def test_the_end_of_a_completion() -> None:
    (end,) = parsed(rest(begun_with=ALL, is_chat=False).feed(ended("stop", 5)))
    assert end["choices"] == [{"text": "", "index": 0, "logprobs": None, "finish_reason": "stop"}]
    assert end["usage"]["completion_tokens"] == 7


def test_nothing_left_to_generate() -> None:
    events = rest(begun_with=ALL).end("length")
    assert events.endswith(DONE)
    assert parsed(events.removesuffix(DONE))[0]["choices"][0]["finish_reason"] == "length"


def test_comments_and_the_last_line_pass() -> None:
    assert rest(begun_with=ALL).feed(b": ping\n\ndata: [DONE]\n\n") == b": ping\n\n" + DONE
