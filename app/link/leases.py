"""The leases that this node has granted: whose channels may reach which worker, and how much memory is theirs."""

import threading
from dataclasses import dataclass

from app.domain.ids import LeaseId, PeerId
from app.link.kept_weights import KeptWeights


class LeaseAccount:
    """Memory of one lease, booked by all its channels.

    Args:
        limit_bytes: What was lent.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._used_bytes = 0
        self._lock = threading.Lock()

    @property
    def limit_bytes(self) -> int:
        """What was lent."""
        return self._limit_bytes

    @property
    def used_bytes(self) -> int:
        """What is allocated of it."""
        return self._used_bytes

    def reserve(self, amount_bytes: int) -> bool:
        """Take this much, or nothing and False."""
        with self._lock:
            if self._used_bytes + amount_bytes > self._limit_bytes:
                return False
            self._used_bytes += amount_bytes
            return True

    def release(self, amount_bytes: int) -> None:
        """Give back; a negative amount takes without asking."""
        with self._lock:
            self._used_bytes -= amount_bytes


@dataclass(frozen=True, slots=True)
class ServedLease:
    """A worker of this node, lent to a peer.

    Attributes:
        lease_id: Its name.
        peer_id: Who may use it.
        worker_port: Where the worker listens, on 127.0.0.1.
        account: How much it may allocate.
        weights: What the worker keeps on disk; None where that is not this node's business.
    """

    lease_id: LeaseId
    peer_id: PeerId
    worker_port: int
    account: LeaseAccount
    weights: KeptWeights | None = None


class LeaseTable:
    """All leases granted and not ended."""

    def __init__(self) -> None:
        self._leases: dict[LeaseId, ServedLease] = {}
        self._lock = threading.Lock()

    def serve(self, lease: ServedLease) -> None:
        """Let a lease be used from now on."""
        with self._lock:
            self._leases[lease.lease_id] = lease

    def end(self, lease_id: LeaseId) -> ServedLease | None:
        """Let it be used no more; what it was, if it was one."""
        with self._lock:
            return self._leases.pop(lease_id, None)

    def find(self, lease_id: LeaseId, peer_id: PeerId) -> ServedLease | None:
        """The lease, when it is this peer's."""
        with self._lock:
            lease = self._leases.get(lease_id)
        return lease if lease is not None and lease.peer_id == peer_id else None

    def weights_of(self, lease_id: LeaseId) -> KeptWeights | None:
        """What a lease's worker keeps; None where nothing is, and when there is no such lease."""
        with self._lock:
            lease = self._leases.get(lease_id)
        return lease.weights if lease is not None else None

    def end_all_of(self, peer_id: PeerId) -> list[LeaseId]:
        """End all leases of a peer; their names."""
        with self._lock:
            ended = [lease.lease_id for lease in self._leases.values() if lease.peer_id == peer_id]
            for lease_id in ended:
                del self._leases[lease_id]
        return ended
