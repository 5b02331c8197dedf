"""The rest of an answer in the client's dialect: events of a completion become events of the stream that was cut off.

Pure. The same id, name and time as before; a role is not repeated; the usage counts the whole answer; text that the
client has already is compared, not sent again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.routing.token_log import Outcome, Piece, TokenLog

_SHARED = ("id", "created", "model", "object", "system_fingerprint")

DONE = b"data: [DONE]\n\n"


class Contradiction(Exception):
    """Generated again, the answer reads otherwise than what the client has."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the events of one stream look.

    Attributes:
        is_chat: Chat completions, else completions.
        wants_usage: The usage is an event of its own at the end of a chat.
        head: What all events of the stream share.
    """

    is_chat: bool
    wants_usage: bool
    head: Mapping[str, Any]

    def text(self, text: str) -> bytes:
        """An event with text."""
        return self._event([self._choice(text, None)])

    def end(self, reason: str, usage: Mapping[str, Any], timings: Mapping[str, Any] | None) -> bytes:
        """The last events, before `DONE`."""
        extras = {} if timings is None else {"timings": timings}
        if not self.is_chat:
            return self._event([self._choice("", reason)], {"usage": usage} | extras)
        last = self._event([self._choice("", reason)], {} if self.wants_usage else extras)
        return last + self._event([], {"usage": usage} | extras) if self.wants_usage else last

    def _choice(self, text: str, reason: str | None) -> dict[str, Any]:
        if self.is_chat:
            return {"finish_reason": reason, "index": 0, "delta": {"content": text} if text else {}}
        return {"text": text, "index": 0, "logprobs": None, "finish_reason": reason}

    def _event(self, choices: list[dict[str, Any]], extras: Mapping[str, Any] | None = None) -> bytes:
        shared = {name: self.head[name] for name in _SHARED if name in self.head}
        fields = {"choices": choices, **shared, **(extras or {})}
        return b"data: " + json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


class Rest:
    """Reads the events of one completion that goes on with an answer.

    Args:
        style: How the client's events look.
        delivered: The text that the client has.
        prompt_tokens: Length of the prompt.
        begun_with: The text and the tokens that the completion was begun with, after the prompt.
    """

    def __init__(self, style: Style, delivered: bytes, prompt_tokens: int, begun_with: Piece) -> None:
        self._style = style
        self._delivered = len(delivered)
        self._expected = delivered
        self._prompt_tokens = prompt_tokens
        self._produced = begun_with.token_count
        self.log = TokenLog()
        self.log.pieces = [begun_with]
        self.log.sent = bytearray(begun_with.text)

    @property
    def delivered(self) -> bytes:
        """The text that the client has now."""
        return self._expected if len(self.log.sent) <= len(self._expected) else bytes(self.log.sent)

    @property
    def said_more(self) -> bool:
        """Whether the client got text from here."""
        return self._delivered > len(self._expected)

    def feed(self, events: bytes) -> bytes:
        """The client's events for these.

        Raises:
            Contradiction: What was generated again is not what the client has.
        """
        answer = b""
        for event in events.split(b"\n\n"):
            answer += self._feed_one(event + b"\n\n") if event else b""
        return answer

    def end(self, reason: str) -> bytes:
        """The last events of an answer of which nothing was left to generate."""
        return self._style.end(reason, self._usage(0), None) + DONE

    def _feed_one(self, event: bytes) -> bytes:
        self.log.feed(event)
        if not event.startswith(b"data: "):
            return event
        if self.log.outcome is Outcome.DONE:
            return DONE
        fields = json.loads(event[6:])
        answer = self._new_text()
        for choice in fields.get("choices", ()):
            if reason := choice.get("finish_reason"):
                if len(self.log.sent) < len(self._expected):
                    raise Contradiction
                usage = self._usage(fields.get("usage", {}).get("completion_tokens", 0))
                answer += self._style.end(reason, usage, fields.get("timings"))
        return answer

    def _new_text(self) -> bytes:
        said = self.log.sent
        if not self.said_more:
            overlap = min(len(said), len(self._expected))
            if said[:overlap] != self._expected[:overlap]:
                raise Contradiction
        new = bytes(said[self._delivered :])
        self._delivered = max(self._delivered, len(said))
        return self._style.text(new.decode()) if new else b""

    def _usage(self, completion_tokens: int) -> dict[str, Any]:
        completion_tokens += self._produced
        return {
            "completion_tokens": completion_tokens,
            "prompt_tokens": self._prompt_tokens,
            "total_tokens": completion_tokens + self._prompt_tokens,
        }
