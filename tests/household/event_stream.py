"""A streamed answer of a node, read as it comes."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class EventStream:
    """A streamed answer; `for text in stream` gives the text as it comes, until the end.

    Args:
        lines: As they come.
        give_up: Ends the client, from any thread.

    Attributes:
        comments: Those that came so far.
        events: The JSON of every event so far.
        text: The text so far.
        is_done: Whether the last line was sent.
    """

    def __init__(self, lines: Iterable[str], give_up: Callable[[], None] = lambda: None) -> None:
        self._lines = lines
        self.give_up = give_up
        self.comments: list[str] = []
        self.events: list[dict[str, Any]] = []
        self.text = ""
        self.is_done = False

    def __iter__(self) -> Iterator[str]:
        for event in self.chunks():
            for choice in event.get("choices", ()):
                if text := choice.get("text") or choice.get("delta", {}).get("content"):
                    self.text += text
                    yield text

    def chunks(self) -> Iterator[dict[str, Any]]:
        """Every event with JSON as it comes, whatever it says."""
        for line in self._lines:
            if line.startswith(":"):
                self.comments.append(line[1:].strip())
            elif line.strip() == "data: [DONE]":
                assert not self.is_done
                self.is_done = True
            elif line.startswith('{"status":'):  # not a stream: the client's own words for an error
                self.events.append(json.loads(json.loads(line)["body"]))
            elif line.startswith("data: "):
                event = json.loads(line[6:])
                self.events.append(event)
                yield event

    def read_comment(self, words: str) -> None:
        """Read until a comment begins so; nothing else may come before."""
        for line in self._lines:
            if line.startswith(":"):
                self.comments.append(line[1:].strip())
                if self.comments[-1].startswith(words):
                    return
            assert not line.startswith("data:"), line
        raise AssertionError(f"it ended before it said {words!r}")

    def read_to_end(self) -> str:
        """All of the text."""
        for _ in self:
            pass
        return self.text

    @property
    def errors(self) -> list[str]:
        """What error events said."""
        return [event["error"]["message"] for event in self.events if "error" in event]
