"""Lending memory to peers: one worker process for each lease, alive only while the peer's link is."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.device import is_rpc_device
from app.domain.errors import UserError
from app.domain.footprint import WORKER_PROCESS_BYTES
from app.domain.ids import LeaseId, PeerId
from app.engine.process_limit import limit_memory
from app.engine.weight_cache import CachePlace
from app.engine.worker import Worker
from app.lib.processes import ProcessEnd
from app.lib.tasks import TaskOwner
from app.node.given_workers import GivenWorker
from app.node.membership import Membership
from app.node.messages import LeaseGranted, LeaseRefused, LeaseRequest
from app.node.own_weights import OwnWeights
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)

RELEASED_KEPT = 256
"""So many leases given back are remembered, for requests that arrive after their release."""


@dataclass(frozen=True, slots=True)
class LentShard:
    """A lease as faces show it."""

    peer_id: PeerId
    model_name: str
    layers: str


@dataclass(frozen=True, slots=True)
class HeldLease:
    """A lease by what it takes.

    Attributes:
        lease_id: The lease.
        peer_id: Who has it.
        device_id: The device that it is on.
        held_bytes: What it holds there.
    """

    lease_id: LeaseId
    peer_id: PeerId
    device_id: str
    held_bytes: int


@dataclass(slots=True)
class _Lease:
    shard: LentShard
    held: HeldLease
    starting: bool = True
    worker: Worker | GivenWorker | None = None
    cache: CachePlace | None = None
    telling: asyncio.Task[None] | None = None
    gone: asyncio.Event = field(default_factory=asyncio.Event)


class Lender:
    """Grants, serves and ends the leases of peers on this node's devices.

    Args:
        workshop: The means of running workers.
        own_weights: Finds weights on this disk that need not be sent; None for nothing of that kind.
    """

    def __init__(self, workshop: Workshop, own_weights: OwnWeights | None = None) -> None:
        self._workshop = workshop
        self._own_weights = own_weights
        self._leases: dict[LeaseId, _Lease] = {}
        self._ending: dict[LeaseId, _Lease] = {}
        self._released: deque[LeaseId] = deque(maxlen=RELEASED_KEPT)
        self._tasks = TaskOwner("lender")
        self._telling = TaskOwner("own weights of leases")
        self._closing = False

    @property
    def shards(self) -> tuple[LentShard, ...]:
        """What is lent now."""
        return tuple(lease.shard for lease in self._leases.values() if lease.worker is not None)

    @property
    def held(self) -> tuple[HeldLease, ...]:
        """Every lease, the oldest first; also those whose worker is just starting."""
        return tuple(lease.held for lease in self._leases.values())

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """The processes that compute for peers."""
        return tuple(lease.worker.pid for lease in self._leases.values() if lease.worker is not None)

    async def grant(
        self, peer_id: PeerId, request: LeaseRequest, *, unwilling: str = ""
    ) -> LeaseGranted | LeaseRefused:
        """Start a worker behind the link for a peer, or say why not.

        Args:
            peer_id: Who asks.
            request: For what.
            unwilling: Why nothing is lent now, in words that follow this node's name; empty when something is.
        """
        allowance = self._workshop.allowance
        free = allowance.lendable_bytes(request.device_id)
        membership = self._workshop.membership()
        if unwilling or membership is None or self._closing:
            return LeaseRefused(unwilling or "it lends no memory now", 0)
        if request.lease_id in self._released:  # asked for long ago: who asked has given up waiting since
            return LeaseRefused("it was given back before it was granted", free)
        if request.lease_id in self._leases or request.total_bytes <= WORKER_PROCESS_BYTES:
            return LeaseRefused("the request makes no sense", free)
        if request.total_bytes > free:
            is_short = request.total_bytes <= allowance.free_bytes(request.device_id)
            return LeaseRefused("it is short of memory now" if is_short else "its memory is in use", free)
        allowance.reserve(_key(request.lease_id), request.device_id, request.total_bytes)
        held = HeldLease(request.lease_id, peer_id, request.device_id, request.total_bytes)
        lease = _Lease(LentShard(peer_id, request.model_name, request.layers), held)
        self._leases[request.lease_id] = lease
        granted = False
        try:
            await self._start_worker(lease, request, membership)
            granted = self._leases.get(request.lease_id) is lease  # else the peer went while the worker started
        except (UserError, OSError) as error:
            _log.warning("no lease for %s: %s", peer_id, error)
            return LeaseRefused("its worker could not be started", free)
        finally:
            lease.starting = False
            if not granted:
                self._leases.pop(request.lease_id, None)
                await self._give_back(request.lease_id, lease)
        self._workshop.changed()
        return LeaseGranted(request.lease_id) if granted else LeaseRefused("the connection was lost", free)

    async def _start_worker(self, lease: _Lease, request: LeaseRequest, membership: Membership) -> None:
        limit_bytes = request.total_bytes - WORKER_PROCESS_BYTES
        if is_rpc_device(request.device_id):
            lease.worker = await self._workshop.given.open(request.device_id, limit_bytes)
        else:
            lease.cache = await self._workshop.weight_cache.open(request.lease_id, membership.swarm_name)
            lease.worker = await self._start_own_worker(request, lease.cache, limit_bytes)
        if self._leases.get(request.lease_id) is lease:
            link = membership.link
            own_file = self._own_weights.path_for(request) if self._own_weights and lease.cache else None
            await link.serve_lease(
                request.lease_id,
                lease.shard.peer_id,
                lease.worker.port,
                limit_bytes,
                lease.cache.files_directory if lease.cache else None,
                min(lease.cache.size_bytes, limit_bytes) if lease.cache else 0,
                expects_sources=own_file is not None,
            )
            if self._own_weights is not None and own_file is not None:
                telling = self._own_weights.tell(link, request, own_file)
                lease.telling = self._telling.spawn(telling, f"weights {request.lease_id}")

    async def _start_own_worker(self, request: LeaseRequest, cache: CachePlace | None, limit_bytes: int) -> Worker:
        worker = await Worker.start(
            self._workshop.programs,
            name=f"worker {request.model_name}",
            threads=self._workshop.threads,
            cache_directory=cache.directory if cache else None,
            device_id=request.device_id,
            on_exit=lambda end: self._worker_ended(request.lease_id, end),
        )
        if request.device_id == "CPU":
            # The link lets no message pass that is larger than what the peer may allocate.
            message_bytes = min(request.message_bytes or limit_bytes, limit_bytes)
            limit_memory(
                worker.pid,
                lease_bytes=limit_bytes,
                message_bytes=message_bytes,
                threads=self._workshop.threads,
            )
        return worker

    async def end(self, lease_id: LeaseId, peer_id: PeerId | None = None) -> None:
        """End a lease; when `peer_id` is given only if it is that peer's. Returns when its memory is free."""
        lease = self._leases.get(lease_id)
        if lease is None:
            self._released.append(lease_id)
            if (ending := self._ending.get(lease_id)) is not None:
                await ending.gone.wait()
            return
        if peer_id is not None and lease.shard.peer_id != peer_id:
            return
        del self._leases[lease_id]
        self._ending[lease_id] = lease
        if lease.starting:  # `grant` sees it, and gives everything back
            await lease.gone.wait()
        else:
            await self._give_back(lease_id, lease)

    async def _give_back(self, lease_id: LeaseId, lease: _Lease) -> None:
        membership = self._workshop.membership()
        try:
            if membership is not None:
                await membership.link.end_lease(lease_id)
        except (UserError, OSError) as error:
            _log.debug("lease %s: %s", lease_id, error)
        finally:  # also when this is cancelled
            if lease.telling is not None:
                lease.telling.cancel()
            if lease.worker is not None:
                await lease.worker.stop()
            self._workshop.allowance.release(_key(lease_id))
            self._ending.pop(lease_id, None)
            lease.gone.set()
            await self._workshop.weight_cache.close(lease_id)
        self._workshop.changed()

    def end_all_of(self, peer_id: PeerId) -> None:
        """A peer is gone: so are its rights here."""
        for lease_id in [i for i, lease in self._leases.items() if lease.shard.peer_id == peer_id]:
            self._tasks.spawn(self.end(lease_id), f"end {lease_id}")

    def device_lost(self, device_id: str) -> None:
        """A given worker is gone, and with it what is lent on it."""
        for lease_id in [i for i, lease in self._leases.items() if lease.held.device_id == device_id]:
            self.end_soon(lease_id)

    def end_soon(self, lease_id: LeaseId) -> None:
        """End a lease in the background."""
        self._tasks.spawn(self.end(lease_id), f"end {lease_id}")

    async def wait_for_end(self, lease_ids: Iterable[LeaseId]) -> None:
        """Wait until these leases have ended and what they held is free."""
        for lease_id in lease_ids:
            if (lease := self._leases.get(lease_id) or self._ending.get(lease_id)) is not None:
                await lease.gone.wait()

    async def end_all(self) -> None:
        """End every lease."""
        for lease_id in list(self._leases):
            await self.end(lease_id)

    async def close(self) -> None:
        """End every lease; nothing is lent any more."""
        self._closing = True
        await self.end_all()
        await self._telling.close()
        await self._tasks.finish()

    def _worker_ended(self, lease_id: LeaseId, end: ProcessEnd) -> None:
        if lease_id in self._leases:
            _log.warning("the worker of lease %s ended: %s", lease_id, end)
            self.end_soon(lease_id)


def _key(lease_id: LeaseId) -> str:
    return f"lease-{lease_id}/worker"
