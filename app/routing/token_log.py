"""What an answer has said so far, token by token: read from the host's events on their way to the client.

A host names the token of an event in `logprobs` when it is asked for probabilities, and says how many there have been
in `timings`. It sends no event for a token without a text of its own yet: one that ends in the middle of a UTF-8
character, or, in a chat, one held back because a stop string may begin there. Its text comes with a later event; its id
never does.

This module is pure; what an answer that was cut off is continued with is `resume`'s business.
"""

import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one event, and its tokens.

    Attributes:
        text: What was sent, in UTF-8.
        token_ids: Those that are known; the last of them always is.
        token_count: How many there are.
    """

    text: bytes
    token_ids: tuple[int, ...]
    token_count: int

    @property
    def is_known(self) -> bool:
        """Whether every token is."""
        return len(self.token_ids) == self.token_count


class Outcome(Enum):
    """How far an answer has come."""

    RUNNING = auto()
    FINISHED = auto()
    """It has said why it ended; the usage may be missing."""
    DONE = auto()
    """Its last line was sent."""


class TokenLog:
    """Reads events, remembers tokens, and takes out what the client did not ask for.

    Attributes:
        pieces: The text that was sent, with its tokens.
        sent: The text that was sent, in UTF-8.
        outcome: How far the answer has come.
        obstacle: Why an answer with these events cannot be continued, a whole sentence; None when it can.
        head: The fields of the first event but its choices; empty before it.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.sent = bytearray()
        self.outcome = Outcome.RUNNING
        self.obstacle: str | None = None
        self.head: dict[str, Any] = {}
        self._held_ids: tuple[int, ...] = ()
        self._held_text = b""
        self._counted = 0

    def feed(self, events: bytes) -> bytes:
        """Read whole events; returns them as the client gets them, without the names of tokens."""
        return b"".join(self._feed_one(event) + b"\n\n" for event in events.split(b"\n\n") if event)

    def _feed_one(self, event: bytes) -> bytes:
        if not event.startswith(b"data: "):
            return event
        if event == b"data: [DONE]":
            self.outcome = Outcome.DONE
            return event
        fields = json.loads(event[6:])
        if not self.head:
            self.head = {name: value for name, value in fields.items() if name != "choices"}
        if not fields.get("choices"):
            return event
        choice = fields["choices"][0]
        if choice.get("finish_reason"):
            self.outcome = Outcome.FINISHED
        text = self._text_of(choice)
        self.sent += text
        self._held_text += text
        named = choice.get("logprobs")
        if not isinstance(named, dict):
            return event
        self._add(tuple(entry["id"] for entry in named["content"]), fields.pop("timings")["predicted_n"])
        if "delta" in choice:
            del choice["logprobs"]
        else:
            choice["logprobs"] = None
        return b"data: " + json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def _add(self, token_ids: tuple[int, ...], counted: int) -> None:
        self._held_ids += token_ids
        if self._held_text:
            self.pieces.append(Piece(self._held_text, self._held_ids, counted - self._counted))
            self._held_text, self._held_ids, self._counted = b"", (), counted

    def _text_of(self, choice: dict[str, Any]) -> bytes:
        delta = choice.get("delta")
        if delta is None:
            text = choice.get("text")
        else:
            text = delta.get("content")
            if delta.get("reasoning_content"):
                self.obstacle = "It was thinking, and thoughts do not go on."
            elif delta.get("tool_calls"):
                self.obstacle = "It was calling a tool."
        return text.encode() if text else b""
