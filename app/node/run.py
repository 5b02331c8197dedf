"""One model that this node is head of: from a plan to a running host, and back.

What is acquired on the way (memory, leases, workers, tunnels, the host) is given back in the opposite order, however
far it came.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial

from app.domain.device import is_rpc_device
from app.domain.errors import Problem, UserError
from app.domain.ids import LeaseId, PeerId
from app.domain.model import ModelFacts
from app.domain.placement import Plan, Shard
from app.domain.sentence import say
from app.domain.state import Failed, Loading, ModelStatus, Ready
from app.domain.words import listed
from app.engine.assignment import compare
from app.engine.host import Host, HostSpec
from app.engine.worker import Worker
from app.lib.processes import ProcessEnd
from app.lib.tasks import TaskOwner
from app.models.store import StoredModel
from app.node.allowance import memory_of
from app.node.borrowing import Borrowing, ShardRefused
from app.node.load_progress import LoadProgress
from app.node.membership import Membership
from app.node.messages import LeaseRefused
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)


class ModelRun:
    """A model being loaded, served or ended by this node.

    Args:
        workshop: The means of running hosts.
        stored: The model.
        plan: What goes where.
        ended: Called when the host has ended unasked.
        tasks: Owns what it does in the background.

    Attributes:
        predicted: Tokens per second that were predicted for it; None when its devices were not measured.
        freed: Set when everything is given back.
        last_used: Monotonic time of the last request's begin or end, or of when it was loaded.
    """

    def __init__(
        self,
        workshop: Workshop,
        stored: StoredModel,
        plan: Plan,
        ended: Callable[["ModelRun"], None],
        tasks: TaskOwner,
    ) -> None:
        self._workshop = workshop
        self.stored = stored
        self._ended = ended
        self._tasks = tasks
        self._stack = AsyncExitStack()
        self._host: Host | None = None
        self._borrowing = Borrowing(workshop, stored.facts, tasks)
        self._lost: ShardRefused | None = None
        self._work: asyncio.Task[None] | None = None
        self._active = 0
        self._closing = False
        self.freed = asyncio.Event()
        self.plan = plan
        self.tokens_per_second: float | None = None
        self.predicted: float | None = None
        self._progress = LoadProgress(plan, stored.facts.file_bytes, self._show)
        self.status: ModelStatus = self._progress.status
        self.last_used = 0.0

    @property
    def facts(self) -> ModelFacts:
        """The model."""
        return self.stored.facts

    @property
    def reservation(self) -> str:
        """The owner's name of all its memory in the allowance."""
        return f"model-{self.facts.model_id}"

    @property
    def endpoint(self) -> str:
        """Where the host is spoken to."""
        if self._host is None:
            words = say("{model} is not loaded.", model=self.facts.name)
            raise UserError(say("Model not loaded"), words, code="model_not_ready")
        return self._host.endpoint

    @property
    def peers(self) -> frozenset[PeerId]:
        """Other nodes it runs on."""
        return frozenset(s.peer_id for s in self.plan.shards if s.peer_id != self._workshop.peer_id)

    @property
    def _own_shards(self) -> tuple[Shard, ...]:
        return tuple(shard for shard in self.plan.shards if shard.peer_id == self._workshop.peer_id)

    @property
    def is_idle(self) -> bool:
        """Loaded and answering nobody."""
        return self._active == 0 and isinstance(self.status, Ready)

    @property
    def active(self) -> int:
        """Answers in progress."""
        return self._active

    def lose_lease(self, lease_id: LeaseId, lender: PeerId | None = None) -> Shard | None:
        """What it held by this lease, which is gone; None when it is none of its leases, or not of that lender."""
        shard = self._borrowing.shard_of(lease_id)
        if shard is not None and lender is not None and shard.peer_id != lender:
            return None
        if shard is not None:
            self._lose(shard)
        return shard

    def lose_peer(self, peer_id: PeerId, reason: str) -> Shard | None:
        """What it held, or asked for, on a peer that is gone; None when it does not use that peer."""
        shard = self._borrowing.shard_on(peer_id)
        if shard is not None:
            self._lose(shard, reason)
        return shard

    def lose_device(self, device_id: str, reason: str) -> Shard | None:
        """What it held on a device of this node that is gone; None when it does not use that device."""
        shard = next((shard for shard in self._own_shards if shard.device_id == device_id), None)
        if shard is not None:
            self._lose(shard, reason)
        return shard

    def _lose(self, shard: Shard, reason: str = "it has left") -> None:
        """One that is loading ends with `ShardRefused`, at once: no answer is waited for that cannot come."""
        self._lost = self._lost or ShardRefused(shard, LeaseRefused(reason, 0))
        if self._work is not None:
            self._work.cancel()

    def lose_own_memory(self) -> None:
        """This node offers less than it holds."""
        self._lose((*self._own_shards, self.plan.shards[-1])[0], "it offers less now")

    async def load(self) -> None:
        """Acquire everything and wait until the host answers.

        Raises:
            ShardRefused: A peer does not lend, or left meanwhile; everything is given back.
            UserError: It cannot be loaded; everything is given back.
        """
        self._work = self._tasks.spawn(self._acquire(), f"acquire {self.facts.name}", awaited=True)
        try:
            await self._wait_for_work(self._work)
        except BaseException as error:
            await self.abandon()
            if self._lost is not None and isinstance(error, UserError):
                raise self._lost from error  # then that is why
            if isinstance(error, UserError):
                self.status = Failed(error.problem)
            raise
        finally:
            self._work = None
        self.last_used = asyncio.get_running_loop().time()
        self.status = Ready(None, 0, self.predicted)
        self._workshop.changed()

    async def _wait_for_work(self, work: asyncio.Task[None]) -> None:
        try:
            await asyncio.wait({work})
        finally:
            work.cancel()
            await asyncio.wait({work})
        if self._lost is not None:
            raise self._lost
        work.result()

    async def _acquire(self) -> None:
        self._reserve_own_memory()
        ports = await self._workers() if self.plan.is_split else ()
        await self._start_host(ports)

    async def unload(self) -> None:
        """End the host and give everything back."""
        self._closing = True
        if self._active and self._host is not None:
            # One that writes an answer does not end when asked: it holds the connection open without a word.
            await self._host.kill()
        await self._stack.aclose()
        self.freed.set()
        self._workshop.changed()

    async def abandon(self) -> None:
        """As `unload`, for a host that is good for nothing: it is not given time to end."""
        self._closing = True
        if self._host is not None:
            await self._host.kill()
        await self.unload()

    def traffic(self, way: str, carried_bytes: int) -> None:
        """Weights on their way so far, as the link counts them for a lease, or the door to a given worker for it."""
        self._progress.carried(way, carried_bytes)

    def begin_request(self) -> None:
        """One more answer in progress."""
        self._count(+1)

    def end_request(self) -> None:
        """One less."""
        self._count(-1)

    def note_speed(self, tokens_per_second: float) -> None:
        """What the last answer measured."""
        self.tokens_per_second = tokens_per_second
        self._count(0)

    def _count(self, change: int) -> None:
        self._active += change
        self.last_used = asyncio.get_running_loop().time()
        if isinstance(self.status, Ready):
            self.status = Ready(self.tokens_per_second, self._active, self.predicted)
            self._workshop.changed()

    def _show(self, status: Loading) -> None:
        if isinstance(self.status, Loading):
            self.status = status
            self._workshop.changed()

    def _reserve_own_memory(self) -> None:
        for part, device_id, reserved_bytes in memory_of(self._own_shards, self.plan.host_bytes):
            key = f"{self.reservation}/{part}"
            self._workshop.allowance.reserve(key, device_id, reserved_bytes)
            self._stack.callback(self._workshop.allowance.release, key)

    async def _workers(self) -> tuple[int, ...]:
        """A loopback port for each shard, in the order of the plan."""
        membership = self._workshop.membership()
        names = sorted({s.node_name for s in self.plan.shards if s.peer_id in self.peers})
        if names:
            self._progress.step(say("asking {names} for memory", names=listed(names)))
        self._stack.push_async_callback(self._borrowing.give_back)
        attempts = [
            self._own_worker(shard)
            if shard.peer_id == self._workshop.peer_id
            else self._leased_worker(shard, membership)
            for shard in self.plan.shards
        ]
        results = await asyncio.gather(*attempts, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return tuple(result for result in results if isinstance(result, int))

    async def _own_worker(self, shard: Shard) -> int:
        if is_rpc_device(shard.device_id):
            self._progress.expect(shard.device_id)
            carried = partial(self.traffic, shard.device_id)
            given = await self._workshop.given.open(shard.device_id, shard.total_bytes, carried)
            self._stack.push_async_callback(given.stop)
            return given.port
        worker = await Worker.start(
            self._workshop.programs,
            name=f"own worker {self.facts.name}",
            threads=self._workshop.threads,
            cache_directory=None,
            device_id=shard.device_id,
            on_exit=lambda end: _log.debug("own worker of %s ended: %s", self.facts.name, end),
        )
        self._stack.push_async_callback(worker.stop)
        return worker.port

    async def _leased_worker(self, shard: Shard, membership: Membership | None) -> int:
        lease_id, port = await self._borrowing.open(shard, membership)
        self._progress.expect(lease_id)
        return port

    async def _start_host(self, ports: tuple[int, ...]) -> None:
        spec = HostSpec(
            model_path=self.stored.path,
            plan=self.plan,
            rpc_ports=ports,
            threads=self._workshop.threads,
            kind=self.facts.kind,
            runtime_directory=self._workshop.runtime_directory,
        )
        self._host = await Host.start(self._workshop.programs, spec, on_exit=self._host_ended)
        self._stack.push_async_callback(self._host.stop)
        assignments = await self._progress.until(self._host.ready(), self._host.pid)
        if self.plan.is_split and (difference := compare(self.plan, assignments)) is not None:
            words = say("{model} was loaded otherwise: {difference}", model=self.facts.name, difference=difference)
            raise UserError(say("The plan was not followed"), words)

    def _host_ended(self, end: ProcessEnd) -> None:
        if self._closing or isinstance(self.status, Loading):
            return
        _log.warning("the host of %s ended: %s", self.facts.name, end)
        words = say("{model} stopped, perhaps because one of its devices left.", model=self.facts.name)
        hint = say("Ask again: it is loaded anew.")
        self.status = Failed(Problem(say("Model stopped"), words, hint, "host_ended"))
        self._ended(self)
