"""Which node has the beginning of a conversation in its cache: marks of messages, and where they went. Pure.

A host reads again only what it has not read before. So a conversation is worth sending where it was, as long as that
node's slots have not been given to others meanwhile.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.ids import ModelId, PeerId

CHARACTERS_PER_TOKEN = 4
"""Of most languages' text; a rough measure is enough to compare two ways."""

MOST_MARKS = 200
KEPT_SECONDS = 3600.0
MOST_CONVERSATIONS = 1024

_BLOCK_CHARACTERS = 512
_SHAPING_FIELDS = ("tools", "functions", "system", "instructions", "chat_template_kwargs")
"""Fields that a template writes before the messages."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a prompt up to one point.

    Attributes:
        digest: The same for the same beginning.
        characters: Its length.
    """

    digest: bytes
    characters: int


type Marks = tuple[Mark, ...]


def marks_of(fields: Mapping[str, Any]) -> Marks:
    """The marks of a request's prompt, from the shortest to the longest: after each message, or each block of text."""
    digest, characters = b"", 0
    shaping = {name: fields[name] for name in _SHAPING_FIELDS if fields.get(name)}
    if shaping:
        digest, characters = _next(digest, shaping)
    marks: list[Mark] = []
    for block in _blocks(fields)[:MOST_MARKS]:
        digest, length = _next(digest, block)
        characters += length
        marks.append(Mark(digest, characters))
    return tuple(marks)


def _blocks(fields: Mapping[str, Any]) -> Sequence[Any]:
    messages = fields.get("messages") or fields.get("input")
    if isinstance(messages, list):
        return messages
    prompt = fields.get("prompt") or messages
    if not isinstance(prompt, str):
        return ()
    return [prompt[start : start + _BLOCK_CHARACTERS] for start in range(0, len(prompt), _BLOCK_CHARACTERS)]


def _next(digest: bytes, block: Any) -> tuple[bytes, int]:
    # A text is not taken for the same as JSON that reads like it: JSON puts quotes around it.
    written = json.dumps(block, sort_keys=True, ensure_ascii=False).encode(errors="surrogatepass")
    return hashlib.blake2b(digest + written, digest_size=16).digest(), len(written)


@dataclass(slots=True, eq=False)
class _Kept:
    """A conversation in a node's cache."""

    model_id: ModelId
    peer_id: PeerId
    marks: Marks
    at: float


class PrefixMemory:
    """Remembers where conversations went, for a while.

    Args:
        most: How many conversations in all.
        seconds: For how long each.
    """

    def __init__(self, most: int = MOST_CONVERSATIONS, seconds: float = KEPT_SECONDS) -> None:
        self._most = most
        self._seconds = seconds
        self._all: OrderedDict[int, _Kept] = OrderedDict()
        self._by_digest: dict[tuple[ModelId, bytes], set[int]] = {}
        self._next_key = 0

    def __len__(self) -> int:
        return len(self._all)

    def note(self, model_id: ModelId, peer_id: PeerId, marks: Marks, slots: int, now: float) -> None:
        """A conversation was sent to a node.

        Args:
            model_id: Whom it talks to.
            peer_id: Where.
            marks: Of its prompt; nothing is noted without any.
            slots: How many conversations that node keeps of this model: older ones are forgotten.
            now: Seconds of a monotonic clock.
        """
        self._forget_old(now)
        if not marks:
            return
        there = [key for key, kept in self._all.items() if (kept.model_id, kept.peer_id) == (model_id, peer_id)]
        digests = {mark.digest for mark in marks}
        earlier = [key for key in there if self._all[key].marks[-1].digest in digests]
        for key in earlier or there[: max(0, len(there) - slots + 1)]:
            self._forget(key)
        key, self._next_key = self._next_key, self._next_key + 1
        self._all[key] = _Kept(model_id, peer_id, marks, now)
        for mark in marks:
            self._by_digest.setdefault((model_id, mark.digest), set()).add(key)
        while len(self._all) > self._most:
            self._forget(next(iter(self._all)))

    def kept(self, model_id: ModelId, marks: Marks, now: float) -> dict[PeerId, int]:
        """By node, how many tokens of the beginning of a prompt it has read already; only nodes that have some."""
        self._forget_old(now)
        found: dict[PeerId, int] = {}
        for mark in reversed(marks):
            for key in self._by_digest.get((model_id, mark.digest), ()):
                found.setdefault(self._all[key].peer_id, mark.characters // CHARACTERS_PER_TOKEN)
        return found

    def forget_node(self, peer_id: PeerId, model_id: ModelId | None = None) -> None:
        """A node has left, or has given up a model: what it kept is gone."""
        for key in [k for k, kept in self._all.items() if kept.peer_id == peer_id]:
            if model_id is None or self._all[key].model_id == model_id:
                self._forget(key)

    def _forget_old(self, now: float) -> None:
        while self._all:
            key, kept = next(iter(self._all.items()))
            if now - kept.at < self._seconds:
                return
            self._forget(key)

    def _forget(self, key: int) -> None:
        kept = self._all.pop(key)
        for mark in kept.marks:
            keys = self._by_digest[kept.model_id, mark.digest]
            keys.discard(key)
            if not keys:
                del self._by_digest[kept.model_id, mark.digest]
