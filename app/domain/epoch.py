"""Epochs: the tokens that a swarm has had, one after the other, as a chain that all members end up agreeing on.

A new epoch begins when a device is removed or the token is replaced. An epoch does not hold its secret: it holds what
the secret is recognised by. Chains are merged as sets of epochs, so the order in which they are learnt does not
matter. Signing and deriving is identity's work; this module compares, merges, reads and writes.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from app.domain.decoding import count, short_text
from app.domain.ids import PeerId

MAX_EPOCHS = 256
"""The oldest beyond these are forgotten; so are doors for members that slept through so many changes."""

_SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Epoch:
    """One token of the swarm, without the token.

    Attributes:
        number: 0 for the first, then one more than its parent.
        parent: `hash` of the epoch before; empty for the first.
        commitment: Derived from the epoch's secret one way: who holds the secret can show that it is this epoch's.
        door_tag: Derived likewise: under it members' doors are announced.
        removed: Every device that was removed when the epoch began: none of them was given its secret.
        author: The member that began it; empty for the first.
        signature: The author's, over `payload`; empty for the first.
    """

    number: int
    parent: str
    commitment: str
    door_tag: str
    removed: frozenset[PeerId] = frozenset()
    author: PeerId = field(default=PeerId(""))
    signature: bytes = field(default=b"", compare=False)

    @cached_property
    def payload(self) -> bytes:
        """What the author signs: JSON with sorted keys."""
        return json.dumps(self._body(), sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the payload, in hexadecimal."""
        return hashlib.sha256(self.payload).hexdigest()

    @property
    def rank(self) -> tuple[int, int]:
        """The highest is the epoch in force: the higher number, of equal ones the lower hash."""
        return (self.number, -int(self.hash, 16))

    def to_wire(self) -> dict[str, Any]:
        """A JSON object."""
        return {**self._body(), "signature": base64.b64encode(self.signature).decode()}

    def _body(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "parent": self.parent,
            "commitment": self.commitment,
            "door_tag": self.door_tag,
            "removed": sorted(self.removed),
            "author": self.author,
        }


@dataclass(frozen=True)
class EpochChain:
    """All epochs that a node knows of; at least one.

    Attributes:
        epochs: By their hash.
    """

    epochs: Mapping[str, Epoch]

    @cached_property
    def tip(self) -> Epoch:
        """The epoch in force."""
        return max(self.epochs.values(), key=lambda epoch: epoch.rank)

    @cached_property
    def commitments(self) -> frozenset[str]:
        """What the secrets of all of them are recognised by."""
        return frozenset(epoch.commitment for epoch in self.epochs.values())

    def newest_first(self) -> tuple[Epoch, ...]:
        """All epochs, the one in force first."""
        return tuple(sorted(self.epochs.values(), key=lambda epoch: epoch.rank, reverse=True))

    def merge(self, other: "EpochChain") -> "EpochChain":
        """What both know; commutative, associative and idempotent."""
        if other.epochs.keys() <= self.epochs.keys():
            return self
        return make_chain((*self.epochs.values(), *other.epochs.values()))

    def without_later_than(self, commitment: str) -> "EpochChain":
        """Without the epochs that rank above the one of this commitment, whose secrets are not known then.

        Raises:
            ValueError: There is no such epoch.
        """
        known = [epoch for epoch in self.epochs.values() if epoch.commitment == commitment]
        if not known:
            raise ValueError("there is no such epoch")
        limit = max(epoch.rank for epoch in known)
        return make_chain(epoch for epoch in self.epochs.values() if epoch.rank <= limit)


def make_chain(epochs: Iterable[Epoch]) -> EpochChain:
    """A chain of these epochs.

    Who joins by a token knows no earlier one and takes its epoch for the first; such a first epoch gives way to the
    real one of the same secret.

    Raises:
        ValueError: There is none.
    """
    by_hash = {epoch.hash: epoch for epoch in epochs}
    later = {epoch.commitment for epoch in by_hash.values() if epoch.number > 0}
    real = [epoch for epoch in by_hash.values() if epoch.number > 0 or epoch.commitment not in later]
    newest = sorted(real, key=lambda epoch: epoch.rank, reverse=True)[:MAX_EPOCHS]
    if not newest:
        raise ValueError("a chain has at least one epoch")
    return EpochChain(MappingProxyType({epoch.hash: epoch for epoch in newest}))


def decode_epoch(body: Any) -> Epoch:
    """Read what `Epoch.to_wire` wrote; the signature is not checked here.

    Raises:
        ValueError: It makes no sense. KeyError and TypeError for a wrong shape.
    """
    removed = [PeerId(short_text(item)) for item in body["removed"]]
    signature = base64.b64decode(short_text(body["signature"]), validate=True)
    epoch = Epoch(
        number=count(body["number"]),
        parent=short_text(body["parent"]),
        commitment=short_text(body["commitment"]),
        door_tag=short_text(body["door_tag"]),
        removed=frozenset(removed),
        author=PeerId(short_text(body["author"])),
        signature=signature,
    )
    is_first = epoch.number == 0
    if is_first != (not epoch.parent) or is_first != (not epoch.author) or (is_first and removed):
        raise ValueError("an epoch is the first or has a parent and an author")
    if not is_first and len(signature) != _SIGNATURE_BYTES:
        raise ValueError("an epoch is not signed")
    if len(epoch.door_tag) > 11 or not (epoch.door_tag.isascii() and epoch.door_tag.isalnum()):
        raise ValueError("not a tag")
    return epoch
