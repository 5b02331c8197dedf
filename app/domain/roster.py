"""The roster: who is a member, who was removed, and the chain of epochs. The same on every member once they talked.

Everything in it only grows, so merging is the same in any order: two parts of a household that changed it apart end
with one roster. A removal never expires. Checking signatures is identity's work.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from app.domain.decoding import count, short_text
from app.domain.epoch import MAX_EPOCHS, EpochChain, decode_epoch, make_chain
from app.domain.ids import PeerId
from app.domain.sentence import say

MAX_MEMBERS = 256
MAX_DOORS = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A device that was once in the swarm, whether removed since or not.

    Attributes:
        peer_id: The device.
        first_seen: Wall-clock seconds since 1970 when a member first saw it.
        name: What people call it, as it last said.
        doors: Where its admission listener is, `host:port`, as it last said.
        told_at: Wall-clock seconds there when it said so; 0: it has not yet.
    """

    peer_id: PeerId
    first_seen: int
    name: str = ""
    doors: tuple[str, ...] = ()
    told_at: int = 0


@dataclass(frozen=True, slots=True)
class Removal:
    """A device is out, for good.

    Attributes:
        peer_id: The device.
        by: The member that removed it.
        under: Commitment of the epoch in force then: says which swarm it is out of.
        signature: By that member, over `payload`.
    """

    peer_id: PeerId
    by: PeerId
    under: str
    signature: bytes = b""

    @property
    def payload(self) -> bytes:
        """What is signed."""
        return f"{self.under} {self.peer_id}".encode()

    def to_wire(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            "peer_id": self.peer_id,
            "by": self.by,
            "under": self.under,
            "signature": base64.b64encode(self.signature).decode(),
        }


@dataclass(frozen=True, slots=True)
class Roster:
    """What a node knows of its swarm's members and tokens.

    Attributes:
        chain: The epochs.
        members: Everybody who was ever seen, by peer id.
        removals: Who is out, by peer id.
    """

    chain: EpochChain
    members: Mapping[PeerId, Member] = field(default_factory=lambda: MappingProxyType({}))
    removals: Mapping[PeerId, Removal] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def removed(self) -> frozenset[PeerId]:
        """Who is out."""
        return frozenset(self.removals)

    def is_member(self, peer_id: PeerId) -> bool:
        """Whether a device is in: seen once, and not removed."""
        return peer_id in self.members and peer_id not in self.removals

    @property
    def needs_new_epoch(self) -> bool:
        """Whether somebody who is out may know the secret in force: it was removed in another part of the swarm."""
        return not self.removed <= self.chain.tip.removed

    def name_of(self, peer_id: PeerId) -> str:
        """What people call a device."""
        member = self.members.get(peer_id)
        return member.name if member is not None and member.name else say("another device")

    def with_members(self, *members: Member) -> "Roster":
        """With what is newly known of these devices."""
        known = dict(self.members)
        for member in members:
            before = known.get(member.peer_id)
            known[member.peer_id] = member if before is None else _merge_member(before, member)
        oldest = sorted(known.values(), key=lambda member: (member.first_seen, member.peer_id))[:MAX_MEMBERS]
        kept = {member.peer_id: member for member in oldest}
        return self if kept == self.members else replace(self, members=MappingProxyType(kept))

    def with_introduction(self, peer_id: PeerId, name: str, doors: tuple[str, ...], now_seconds: int) -> "Roster":
        """With what a device says of itself; the very same roster when that is nothing new."""
        known = self.members.get(peer_id) or Member(peer_id, now_seconds)
        told = replace(known, name=name, doors=doors)
        if told == known:
            return self
        return self.with_members(replace(told, told_at=max(now_seconds, known.told_at + 1)))

    def with_removals(self, *removals: Removal) -> "Roster":
        """With these devices out."""
        known = dict(self.removals)
        for removal in removals:
            known[removal.peer_id] = min(removal, known.get(removal.peer_id, removal), key=_order)
        return self if known == self.removals else replace(self, removals=MappingProxyType(known))

    def merge(self, other: "Roster") -> "Roster":
        """What both know; commutative, associative and idempotent. The very same roster when nothing is new."""
        merged = self.with_members(*other.members.values()).with_removals(*other.removals.values())
        chain = self.chain.merge(other.chain)
        return merged if chain is self.chain else replace(merged, chain=chain)

    def to_wire(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            "epochs": [epoch.to_wire() for epoch in self.chain.newest_first()],
            "members": [
                {
                    "peer_id": member.peer_id,
                    "first_seen": member.first_seen,
                    "name": member.name,
                    "doors": list(member.doors),
                    "told_at": member.told_at,
                }
                for _, member in sorted(self.members.items())
            ],
            "removals": [removal.to_wire() for _, removal in sorted(self.removals.items())],
        }


def decode_roster(body: Any) -> Roster:
    """Read what `Roster.to_wire` wrote; no signature is checked here.

    Raises:
        ValueError: It makes no sense.
    """
    try:
        epochs, members, removals = body["epochs"], body["members"], body["removals"]
        if len(epochs) > MAX_EPOCHS or len(members) > MAX_MEMBERS or len(removals) > MAX_MEMBERS:
            raise ValueError("a roster is too long")
        chain = make_chain(decode_epoch(item) for item in epochs)
        roster = Roster(chain).with_members(*(_member(item) for item in members))
        return roster.with_removals(*(decode_removal(item) for item in removals))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a roster: {error!r}") from error


def decode_removal(body: Any) -> Removal:
    """Read what `Removal.to_wire` wrote.

    Raises:
        ValueError: It makes no sense. KeyError and TypeError for a wrong shape.
    """
    return Removal(
        peer_id=PeerId(short_text(body["peer_id"])),
        by=PeerId(short_text(body["by"])),
        under=short_text(body["under"]),
        signature=base64.b64decode(short_text(body["signature"]), validate=True),
    )


def _member(body: Any) -> Member:
    return Member(
        peer_id=PeerId(short_text(body["peer_id"])),
        first_seen=count(body["first_seen"]),
        name=short_text(body["name"]),
        doors=tuple(short_text(item) for item in body["doors"][:MAX_DOORS]),
        told_at=count(body["told_at"]),
    )


def _merge_member(one: Member, other: Member) -> Member:
    latest = max(one, other, key=lambda member: (member.told_at, member.name, member.doors))
    return replace(latest, first_seen=min(one.first_seen, other.first_seen))


def _order(removal: Removal) -> tuple[str, str, bytes]:
    return (removal.by, removal.under, removal.signature)
