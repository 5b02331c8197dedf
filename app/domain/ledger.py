"""The merged records of all nodes: the same on every node once they have talked.

Merging is per node, the highest (incarnation, counter) wins, so the order in which records arrive does not matter.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.domain.ids import PeerId
from app.domain.record import Record, SignedRecord

MAX_RECORDS = 256

EXPIRY_SECONDS = 30 * 24 * 3600
"""A node that nobody has heard of for so long, by the clock of who judges, is no longer shown."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The newest known record of each node.

    Attributes:
        entries: Signed records by the node they describe.
    """

    entries: Mapping[PeerId, SignedRecord] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, peer_id: PeerId) -> Record | None:
        """The newest record of a node, if any."""
        entry = self.entries.get(peer_id)
        return entry.record if entry else None

    def records(self) -> tuple[Record, ...]:
        """All records, in the order of peer ids."""
        return tuple(self.entries[peer_id].record for peer_id in sorted(self.entries))


def merge(ledger: Ledger, signed: SignedRecord) -> Ledger:
    """The ledger with this record, or the very same ledger when it already knows a newer one."""
    known = ledger.entries.get(signed.record.peer_id)
    if known is not None and known.record.order >= signed.record.order:
        return ledger
    return Ledger(MappingProxyType({**ledger.entries, signed.record.peer_id: signed}))


def forget(ledger: Ledger, peer_id: PeerId) -> Ledger:
    """The ledger without this node."""
    return Ledger(MappingProxyType({k: v for k, v in ledger.entries.items() if k != peer_id}))


def summary(ledger: Ledger) -> str:
    """A short text that is the same for two ledgers with the same records."""
    orders = sorted((peer_id, *entry.record.order) for peer_id, entry in ledger.entries.items())
    return hashlib.sha256(repr(orders).encode()).hexdigest()[:32]


def expired(silent_seconds: float) -> bool:
    """Whether a node that was last heard of so long ago is to be forgotten, and not to be learnt of again."""
    return silent_seconds >= EXPIRY_SECONDS


def to_give_up(heard_at: Mapping[PeerId, float], needed: Collection[PeerId]) -> PeerId | None:
    """Whom a full ledger forgets for a new node: who was not heard of for longest, and is not needed."""
    return min((p for p in heard_at if p not in needed), key=lambda p: (heard_at[p], p), default=None)
