"""The merged records of all nodes: the same on every node once they have talked.

Merging is per node, the highest (incarnation, counter) wins, so the order in which records arrive does not matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.domain.ids import PeerId
from app.domain.record import Record, SignedRecord


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
