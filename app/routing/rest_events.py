"""The rest of an answer in the client's dialect: events of a host that goes on become events of the stream cut off.

Pure. The same id and name as before; a role is not repeated; counts are those of the whole answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.routing.wanted import Wanted

_SHARED = ("created", "id", "model", "system_fingerprint", "object")


@dataclass(frozen=True, slots=True)
class Begun:
    """What the rest follows.

    Attributes:
        head: What all events of the stream share.
        prompt_tokens: Length of the prompt.
        token_count: How many tokens of the answer the client has.
    """

    head: Mapping[str, Any]
    prompt_tokens: int
    token_count: int

    def counted(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The same event with the head of the stream, and counts of the whole answer."""
        fields |= {name: self.head[name] for name in _SHARED if name in self.head}
        if "timings" in fields:
            fields["timings"]["predicted_n"] += self.token_count
        if "usage" in fields:
            fields["usage"] = self.usage(fields["usage"]["completion_tokens"])
        return fields

    def usage(self, completion_tokens: int) -> dict[str, Any]:
        """The usage when so many tokens were added."""
        completion_tokens += self.token_count
        return {
            "completion_tokens": completion_tokens,
            "prompt_tokens": self.prompt_tokens,
            "total_tokens": completion_tokens + self.prompt_tokens,
        }


class FromText:
    """Reads chunks of a chat that goes on with its last message."""

    def __init__(self, begun: Begun) -> None:
        self._begun = begun

    def translate(self, fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The client's events for one of the host's."""
        if not any("role" in choice.get("delta", {}) for choice in fields.get("choices", ())):
            yield self._begun.counted(fields)


class FromTokens:
    """Reads chunks of a completion that goes on with ids.

    Args:
        begun: What was before.
        wanted: What the client asked for: a chat, or a completion.
    """

    def __init__(self, begun: Begun, wanted: Wanted) -> None:
        self._begun = begun
        self._wanted = wanted

    def translate(self, fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The client's events for one of the host's."""
        fields = self._begun.counted(fields)
        if not self._wanted.is_chat:
            yield fields
            return
        usage, timings = fields.pop("usage", None), fields.pop("timings", None)
        extras = {} if timings is None else {"timings": timings}
        for choice in fields["choices"]:
            reason, text = choice["finish_reason"], choice["text"]
            if text or not reason:
                named = choice["logprobs"]
                delta = {"finish_reason": None, "index": 0, "delta": {"content": text} if text else {}}
                delta |= {} if named is None else {"logprobs": named}
                yield fields | {"choices": [delta]} | extras
            if reason:
                yield from self._end(fields, reason, usage, extras)

    def _end(
        self, fields: dict[str, Any], reason: str, usage: dict[str, Any] | None, extras: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        last = {"choices": [{"finish_reason": reason, "index": 0, "delta": {}}]}
        yield fields | last | ({} if self._wanted.has_usage_event else extras)
        if self._wanted.has_usage_event:
            yield fields | {"choices": []} | {"usage": usage} | extras


def last_events(begun: Begun, reason: str, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The last events of an answer of which nothing is left to generate."""
    choice = {"text": "", "index": 0, "logprobs": None, "finish_reason": reason}
    fields = {"choices": [choice], "usage": {"completion_tokens": 0}}
    return FromTokens(begun, wanted).translate(fields)


def usage_event(begun: Begun) -> dict[str, Any]:
    """The usage of a chat that had come to its end but for this."""
    return begun.counted({"choices": [], "usage": {"completion_tokens": 0}})
