"""Reading what an answer has said, from events as llama.cpp's server writes them."""

import json
from typing import Any

import pytest

from app.routing.token_log import Outcome, Piece, TokenLog


def event(delta: dict[str, Any], token_id: int | None = None, count: int = 0, **choice: Any) -> bytes:
    """One event of a chat; with a token it says how many there have been."""
    choice = {"finish_reason": None, "index": 0, "delta": delta} | choice
    fields: dict[str, Any] = {"choices": [choice], "id": "chatcmpl-1", "model": "tiny"}
    if token_id is not None:
        choice["logprobs"] = {"content": [{"id": token_id, "token": "", "bytes": [], "prob": 1.0, "top_probs": []}]}
        fields["timings"] = {"predicted_n": count}
    return b"data: " + json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


ROLE = event({"role": "assistant", "content": None})


@pytest.mark.parametrize(
    ("events", "pieces"),
    [
        ([ROLE], []),
        ([ROLE, event({"content": "a"}, 7, 1)], [Piece(b"a", (7,), 1)]),
        # Three tokens of one character came before, without events.
        ([event({"content": "😀"}, 227, 4)], [Piece("😀".encode(), (227,), 4)]),
        (
            [event({"content": "a"}, 7, 1), event({"content": "é"}, 9, 3)],
            [Piece(b"a", (7,), 1), Piece(b"\xc3\xa9", (9,), 2)],
        ),
        # Held back because of a stop string, and named all the same: completions do so.
        ([event({"content": ""}, 7, 1), event({"content": "ab"}, 8, 2)], [Piece(b"ab", (7, 8), 2)]),
        # Held back and not said yet.
        ([event({"content": "a"}, 7, 1), event({"content": ""}, 8, 2)], [Piece(b"a", (7,), 1)]),
    ],
)
def test_pieces(events: list[bytes], pieces: list[Piece]) -> None:
    log = TokenLog()
    log.feed(b"".join(events))
    assert log.pieces == pieces
    assert log.sent == b"".join(piece.text for piece in pieces)


def test_what_was_not_asked_for_is_taken_out_and_nothing_else() -> None:
    passed = TokenLog().feed(b": ping\n\n" + ROLE + event({"content": 'é "x"'}, 7, 1) + b"data: [DONE]\n\n")
    assert passed == b": ping\n\n" + ROLE + event({"content": 'é "x"'}) + b"data: [DONE]\n\n"


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        (b": ping\n\n", Outcome.RUNNING),
        (event({}, finish_reason="stop"), Outcome.FINISHED),
        (b"data: [DONE]\n\n", Outcome.DONE),
    ],
)
def test_how_far_it_has_come(last: bytes, outcome: Outcome) -> None:
    log = TokenLog()
    log.feed(ROLE + last)
    assert log.outcome is outcome


@pytest.mark.parametrize(
    ("delta", "word"),
    [({"reasoning_content": "hm"}, "thinking"), ({"tool_calls": [{"index": 0}]}, "tool"), ({"content": "a"}, None)],
)
def test_what_cannot_go_on(delta: dict[str, Any], word: str | None) -> None:
    log = TokenLog()
    log.feed(event(delta, 7, 1))
    assert log.obstacle is None if word is None else word in (log.obstacle or "")


def test_the_shared_fields_are_those_of_the_first_event() -> None:
    log = TokenLog()
    log.feed(ROLE + event({"content": "a"}, 7, 1))
    assert log.head == {"id": "chatcmpl-1", "model": "tiny"}
