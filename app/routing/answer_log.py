"""What a client was sent of one answer, over all hosts that gave it; takes out what the client did not ask for.

Events pass here on their way to the client, already in its dialect. What to do with the log when a host is lost is
`continuation`'s business.
"""

import json
from collections.abc import Iterator
from typing import Any

from app.routing.call import Dialect
from app.routing.dialects import CONTENT, LAST_MARKS, READERS, Said
from app.routing.token_log import TokenLog
from app.routing.wanted import Wanted

DONE = b"data: [DONE]"
_DATA = b"data: "
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


class AnswerLog:
    """Everything sent so far.

    Args:
        dialect: How the client's events look.
        wanted: What the client asked for.

    Attributes:
        said: What the client has.
        tokens: Its tokens, where the answer has one choice only.
        head: The fields of the first chunk but its choices; empty before it.
        is_done: Whether the last event was sent.
    """

    def __init__(self, dialect: Dialect, wanted: Wanted) -> None:
        self._read = READERS[dialect]
        self._last_marks = LAST_MARKS[dialect]
        self._wanted = wanted
        self.said = Said()
        self.tokens = TokenLog()
        self.head: dict[str, Any] = {}
        self.is_done = False

    @property
    def is_finished(self) -> bool:
        """Whether it was said why each answer ended; the usage and the last line may be missing."""
        ends = sum(1 for key in self.said.marks if key[1] == "finish")
        return self._wanted.is_openai and ends >= self._wanted.choice_count

    @property
    def has_usage(self) -> bool:
        """Whether the client has all it wants of the usage."""
        return not self._wanted.has_usage_event or any(key[1] == "usage" for key in self.said.marks)

    def note(self, fields: dict[str, Any], event: bytes | None = None) -> bytes:
        """One event in OpenAI's dialect as the client gets it, without its last empty line.

        Args:
            fields: Its JSON.
            event: How it is written, where that is known: it passes as it is when there is nothing to take out.

        Returns:
            Nothing when it says nothing to the client.
        """
        text = self._note_said(fields)
        if not self.head:
            self.head = {name: value for name, value in fields.items() if name not in ("choices", "timings", "usage")}
        if self._wanted.is_one and fields.get("choices"):
            choice = fields["choices"][0]
            if (timings := fields.get("timings")) is not None:
                self.tokens.note(choice, timings, text)
            if choice.get("delta") == {} and not choice.get("finish_reason"):
                return b""
            if self._take_out(fields, choice):
                event = None
        return event if event is not None else _DATA + written(fields)

    def _note_said(self, fields: dict[str, Any]) -> str:
        """Remember what an event says; returns its text."""
        choice: dict[str, Any] = (fields.get("choices") or ({},))[0]
        delta = choice.get("delta")
        # Nearly every event is of this kind.
        if self.head and self._wanted.is_one and delta and len(delta) == 1 and delta.get("content"):
            text: str = delta["content"]
            if not choice.get("finish_reason"):
                self.said.texts[CONTENT] = self.said.texts.get(CONTENT, "") + text
                return text
        reading = self._read(fields)
        self.said.note(reading)
        return "".join(place.text for place in reading.places)

    def note_other(self, fields: dict[str, Any], name: bytes) -> None:
        """One event, and what stands before its JSON, in another dialect than OpenAI's: nothing is taken out of it."""
        reading = self._read(fields)
        self.said.note(reading)
        is_last = name.startswith(b"event: error") or any(key[1] in self._last_marks for key in reading.marks)
        self.is_done = self.is_done or is_last

    def _take_out(self, fields: dict[str, Any], choice: dict[str, Any]) -> bool:
        """Remove what the client did not ask for; whether there was any."""
        wanted, changed = self._wanted, False
        if not wanted.probabilities and choice.get("logprobs") is not None:
            if "delta" in choice:
                del choice["logprobs"]
            else:
                choice["logprobs"] = None
            changed = True
        if not wanted.timings and "timings" in fields and not choice.get("finish_reason"):
            del fields["timings"]
            changed = True
        return changed


def split_event(event: bytes) -> tuple[bytes, bytes]:
    """An event without its last empty line, as what stands before its JSON, and the JSON; empty when it has none."""
    if event.startswith(_DATA):
        return _DATA, event[len(_DATA) :]
    name, separator, data = event.partition(b"\n" + _DATA)
    return (name + separator, data) if separator else (event, b"")


def events_in(data: bytes) -> Iterator[bytes]:
    """Whole events, each without its last empty line."""
    return (event for event in data.split(b"\n\n") if event)


def written(fields: dict[str, Any]) -> bytes:
    """JSON as llama.cpp writes it."""
    return _ENCODER.encode(fields).encode()
