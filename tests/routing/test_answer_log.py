"""What a client has of an answer, and what is taken out on the way, with events as llama.cpp's server writes them."""

import json
from typing import Any

import pytest

from app.routing.answer_log import AnswerLog, split_event
from app.routing.call import Dialect
from app.routing.token_log import Piece
from tests.routing.test_wanted import CHAT, wanted

TIMINGS = {"cache_n": 2, "prompt_n": 3, "predicted_per_second": 9.5}


def event(delta: dict[str, Any], token_id: int | None = None, count: int = 0, **choice: Any) -> bytes:
    """One event of a chat; with a token it says how many there have been."""
    choice = {"finish_reason": None, "index": 0, "delta": delta} | choice
    fields: dict[str, Any] = {"choices": [choice], "id": "chatcmpl-1", "model": "tiny"}
    if token_id is not None:
        choice["logprobs"] = {"content": [{"id": token_id, "token": "", "bytes": [], "prob": 1.0, "top_probs": []}]}
        fields["timings"] = TIMINGS | {"predicted_n": count}
    return b"data: " + json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def fed(*events: bytes, **fields: Any) -> tuple[AnswerLog, bytes]:
    """A log of these events, and what the client gets."""
    log = AnswerLog(Dialect.OPENAI, wanted(CHAT, fields))
    return log, b"|".join(log.note(json.loads(split_event(event)[1]), event) for event in events)


ROLE = event({"role": "assistant", "content": None})


@pytest.mark.parametrize(
    ("events", "pieces"),
    [
        ([ROLE], []),
        ([ROLE, event({"content": "a"}, 7, 1)], [Piece("a", (7,), 1)]),
        # Three tokens of one character came before, without events.
        ([event({"content": "😀"}, 227, 4)], [Piece("😀", (227,), 4)]),
        ([event({"content": "a"}, 7, 1), event({"content": "é"}, 9, 3)], [Piece("a", (7,), 1), Piece("é", (9,), 2)]),
        # Held back because of a stop string, and named all the same: completions do so.
        ([event({"content": ""}, 7, 1), event({"content": "ab"}, 8, 2)], [Piece("ab", (7, 8), 2)]),
        # Held back and not said yet.
        ([event({"content": "a"}, 7, 1), event({"content": ""}, 8, 2)], [Piece("a", (7,), 1)]),
    ],
)
def test_pieces(events: list[bytes], pieces: list[Piece]) -> None:
    log, _ = fed(*events)
    assert log.tokens.pieces == pieces
    assert log.said.texts.get((0, "content"), "") == log.tokens.text
    log.tokens.cut()
    assert log.tokens.token_count == sum(piece.token_count for piece in pieces)


def test_a_token_that_was_held_back_when_the_answer_was_cut_off_is_forgotten() -> None:
    log, _ = fed(event({"content": "a"}, 7, 1), event({}, 8, 2))
    log.tokens.cut()
    log.note(json.loads(event({"content": "b"}, 9, 2)[6:]))
    assert log.tokens.pieces[-1] == Piece("b", (9,), 1)


def test_what_was_not_asked_for_is_taken_out_and_nothing_else() -> None:
    _, passed = fed(ROLE, event({"content": 'é "x"'}, 7, 1), event({}, 7, 1, finish_reason="stop"))
    role, words, end = passed.split(b"|")
    assert (role, words) == (ROLE, event({"content": 'é "x"'}))
    assert json.loads(end[6:])["timings"]["predicted_n"] == 1


def test_what_was_asked_for_stays() -> None:
    words = event({"content": "a"}, 7, 1)
    assert fed(words, logprobs=True, timings_per_token=True)[1] == words
    assert b"logprobs" in fed(words, logprobs=True)[1]
    assert b"timings" not in fed(words, logprobs=True)[1]


def test_an_event_that_says_nothing_is_not_sent() -> None:
    assert fed(event({}, 7, 1), logprobs=True)[1] == b""


def test_how_far_it_has_come() -> None:
    usage = b'data: {"choices":[],"usage":{}}'
    log, _ = fed(ROLE, event({}, finish_reason="stop"), stream_options={"include_usage": True})
    assert (log.is_finished, log.has_usage) == (True, False)
    log.note(json.loads(usage[6:]))
    assert log.has_usage
    log, _ = fed(event({}, finish_reason="stop"), n=2)
    assert not log.is_finished


def test_prompt_and_speed() -> None:
    log, _ = fed(event({"content": "a"}, 7, 1))
    assert (log.tokens.prompt_tokens, log.tokens.tokens_per_second) == (5, 9.5)
    assert log.head == {"id": "chatcmpl-1", "model": "tiny"}


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        (b'data: {"a":1}', (b"data: ", b'{"a":1}')),
        (b'event: x\ndata: {"a":1}', (b"event: x\ndata: ", b'{"a":1}')),
        (b": ping", (b": ping", b"")),
    ],
)
def test_parts_of_an_event(raw: bytes, parts: tuple[bytes, bytes]) -> None:
    assert split_event(raw) == parts
