"""The models of the swarm as this node can serve them: finding, planning, loading, routing, unloading."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from app.domain.errors import Problem, UserError
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.model import ModelFacts, ModelSummary
from app.domain.placement import Plan, Refusal
from app.domain.plan import Placement, plan
from app.domain.route import RouteHere, RoutePeer, Target, choose
from app.domain.state import Ready
from app.lib.tasks import TaskOwner
from app.models.store import Shelf, StoredModel
from app.node.directory import Directory, FreeBytes
from app.node.membership import NoReply
from app.node.messages import Declined, PlanReply, PlanRequest
from app.node.run import ModelRun, ShardRefused
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)

PLAN_ATTEMPTS = 4


class _ElsewhereError(Exception):
    """Another node loads the same model at the same time and is its head."""

    def __init__(self, peer_id: PeerId) -> None:
        super().__init__(peer_id)
        self.peer_id = peer_id


class Serving:
    """What this node is head of, and where everything else is found.

    Args:
        workshop: The means of running hosts.
        directory: Finds models and peers.
        shelf: The models on this node's disk now.
        node_name: What people call this node now.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        shelf: Callable[[], Shelf],
        node_name: Callable[[], str],
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._shelf = shelf
        self._node_name = node_name
        self._loads: dict[ModelId, asyncio.Task[ModelRun]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._tasks = TaskOwner("serving")
        self._yielded: dict[ModelId, PeerId] = {}
        self.runs: dict[ModelId, ModelRun] = {}
        self.failures: dict[ModelId, Problem] = {}

    # -- planning -------------------------------------------------------------------------------------------

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be run; asked of a peer when only a peer has the file."""
        model = self._find(model_name)
        if (run := self.runs.get(model.model_id)) is not None:
            return run.plan
        if (stored := self._shelf().models.get(model.model_id)) is not None:
            return self._plan_here(stored.facts, {})[0]
        route = choose(model.model_id, running_here=False, stored_here=False, online=self._directory.online_records())
        membership = self._workshop.membership()
        if isinstance(route, RoutePeer) and membership is not None:
            with suppress(NoReply):
                match await membership.ask(route.peer_id, PlanRequest(model.name)):
                    case PlanReply(answer):
                        return answer
                    case Declined(reason):
                        raise UserError("No plan", reason)
        raise UserError("No plan", f"The device that has {model.name} does not answer.", code="peer_unreachable")

    def _find(self, model_name: str | None) -> ModelSummary:
        return self._directory.find(model_name, frozenset(self.runs))

    def _plan_here(self, facts: ModelFacts, refused: FreeBytes) -> tuple[Plan | Refusal, tuple[ModelRun, ...]]:
        """A plan, and the idle models that must be unloaded for it: as few as possible, the least used first."""
        placement = Placement.SPREAD if facts.is_demo else Placement.FASTEST
        idle = sorted((run for run in self.runs.values() if run.is_idle), key=lambda run: run.last_used)
        best: tuple[Plan | Refusal, tuple[ModelRun, ...]] | None = None
        for count in range(len(idle) + 1):
            evicted = tuple(idle[:count])
            reservations = tuple(run.reservation for run in evicted)
            candidates = self._directory.candidates(facts.model_id, reservations, refused)
            answer = plan(facts, self._directory.context, candidates, self._workshop.peer_id, placement)
            if isinstance(answer, Plan) and (not answer.is_split or placement is Placement.SPREAD):
                return answer, evicted
            if best is None or (isinstance(answer, Plan) and isinstance(best[0], Refusal)):
                best = (answer, evicted)
        assert best is not None
        return best

    # -- serving --------------------------------------------------------------------------------------------

    async def target(self, model_name: str | None, local_only: bool) -> Target:
        """The host that answers a request, loaded if need be.

        Raises:
            UserError: There is no such model, or it cannot be loaded.
        """
        model = self._find(model_name)
        stored = self._shelf().models.get(model.model_id)
        if model.is_demo and not local_only:
            await self._bring_demo_to_the_swarm(model.model_id)
        running = model.model_id in self.runs or model.model_id in self._loads
        online = () if local_only else self._directory.online_records()
        route = choose(model.model_id, running_here=running, stored_here=stored is not None, online=online)
        match route:
            case RouteHere() if stored is not None:
                try:
                    return self._local_target(model, await self._ensure(stored))
                except _ElsewhereError as elsewhere:
                    if local_only:  # a peer asked: it will see in the ledger who has it now
                        raise UserError(
                            "Loaded elsewhere", f"{model.name} is being loaded on another device.", code="model_moved"
                        ) from elsewhere
                    return await self._peer_target(model, elsewhere.peer_id)
            case RoutePeer(peer_id, _):
                return await self._peer_target(model, peer_id)
        raise UserError("Unknown model", f"No device that is there now has {model.name}.", code="model_not_found")

    async def _bring_demo_to_the_swarm(self, model_id: ModelId) -> None:
        """The demo is there to show all devices at work: one loaded before others came is loaded anew over all."""
        run = self.runs.get(model_id)
        others = any(record.sharing for record in self._directory.online_records())
        if run is not None and run.is_idle and others and not run.peers:
            del self.runs[model_id]
            await run.unload()

    async def load(self, model_name: str) -> None:
        """Load a model on this node as head; does nothing when it is loaded here or on a peer."""
        (await self.target(model_name, local_only=False)).release()

    async def unload(self, model_name: str) -> None:
        """End a model that this node is head of.

        Raises:
            UserError: It is not loaded here.
        """
        model = self._find(model_name)
        load = self._loads.get(model.model_id)
        if load is not None:
            load.cancel()
            return
        run = self.runs.pop(model.model_id, None)
        if run is None:
            raise UserError("Not loaded here", f"{model.name} is not loaded on this device.", code="not_loaded")
        await run.unload()

    def _local_target(self, model: ModelSummary, run: ModelRun) -> Target:
        run.begin_request()
        released = False

        def release() -> None:
            nonlocal released
            if not released:
                released = True
                run.end_request()

        return Target(
            endpoint=run.endpoint,
            model_id=model.model_id,
            model_name=model.name,
            kind=model.kind,
            context_length=run.plan.context_length,
            peer_id=self._workshop.peer_id,
            node_name=self._node_name(),
            device_names=worker_names(run.plan),
            is_local=True,
            release=release,
        )

    async def _peer_target(self, model: ModelSummary, peer_id: PeerId) -> Target:
        membership = self._workshop.membership()
        record = membership.ledger.get(peer_id) if membership else None
        if membership is None or record is None:
            raise UserError("Device not there", "The device that has this model has left.", code="peer_unreachable")
        plans = [hosting.plan for hosting in record.hosting if hosting.plan.model_id == model.model_id]
        return Target(
            endpoint=await membership.link.open_http(peer_id),
            model_id=model.model_id,
            model_name=model.name,
            kind=model.kind,
            context_length=model.context_length,
            peer_id=peer_id,
            node_name=record.name,
            device_names=worker_names(plans[0]) if plans else (record.name,),
            is_local=False,
            release=lambda: None,
        )

    async def _ensure(self, stored: StoredModel) -> ModelRun:
        """The run of a model, loaded; all who ask at the same time wait for the same load."""
        model_id = stored.facts.model_id
        if (run := self.runs.get(model_id)) is not None and model_id not in self._loads:
            return run
        load = self._loads.get(model_id)
        if load is None:
            load = self._tasks.spawn(self._load(stored), f"load {stored.facts.name}", awaited=True)
            self._loads[model_id] = load
            load.add_done_callback(lambda _: self._loads.pop(model_id, None))
        try:
            return await asyncio.shield(load)
        except asyncio.CancelledError:
            if load.cancelled() and (head := self._yielded.pop(model_id, None)) is not None:
                raise _ElsewhereError(head) from None
            if load.cancelled():
                raise UserError(
                    "Loading ended", f"Loading {stored.facts.name} was stopped.", code="load_stopped"
                ) from None
            raise

    async def _load(self, stored: StoredModel) -> ModelRun:
        async with self._one_at_a_time:
            self.failures.pop(stored.facts.model_id, None)
            try:
                return await self._load_by_plan(stored)
            except UserError as error:
                self.failures[stored.facts.model_id] = error.problem
                raise
            finally:
                self._workshop.changed()

    async def _load_by_plan(self, stored: StoredModel) -> ModelRun:
        """Plan and load; when a peer refuses, plan again with what it says it has."""
        refused: dict[tuple[PeerId, str], int] = {}
        for _ in range(PLAN_ATTEMPTS):
            answer, evicted = self._plan_here(stored.facts, refused)
            if isinstance(answer, Refusal):
                raise _too_large(answer)
            if answer.head != self._workshop.peer_id:
                raise _ElsewhereError(answer.head)
            for run in evicted:
                if self.runs.pop(run.facts.model_id, None) is not None:
                    await run.unload()
            run = ModelRun(self._workshop, stored, answer, self._run_ended)
            self.runs[stored.facts.model_id] = run
            try:
                await run.load()
                return run
            except ShardRefused as refusal:
                del self.runs[stored.facts.model_id]
                if refusal.refusal.claimed:
                    raise _ElsewhereError(refusal.peer_id) from refusal
                _log.info("%s; planning again", refusal)
                refused[refusal.peer_id, refusal.device_id] = refusal.refusal.free_bytes
            except BaseException:
                self.runs.pop(stored.facts.model_id, None)
                raise
        raise UserError(
            "Could not be loaded",
            f"The other devices kept refusing to lend memory for {stored.facts.name}.",
            "Wait until they are less busy, then ask again.",
            "not_enough_memory",
        )

    # -- what others do -------------------------------------------------------------------------------------

    def yields_to(self, peer_id: PeerId, model_id: ModelId) -> bool:
        """Whether a peer may be head of a model: yes unless this node is loading it and has the lower id.

        Of two that load the same model at once the lower peer id becomes head; the other stops and routes to it.
        """
        load = self._loads.get(model_id)
        if load is None:
            return True
        if self._workshop.peer_id < peer_id:
            return False
        self._yielded[model_id] = peer_id
        load.cancel()
        return True

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """What the last answer of a model measured."""
        if (run := self.runs.get(model_id)) is not None:
            run.note_speed(tokens_per_second)

    def traffic(self, lease_id: LeaseId, to_peer_bytes: int) -> None:
        """Weights on their way to a peer."""
        for run in self.runs.values():
            run.traffic(lease_id, to_peer_bytes)

    def lease_lost(self, lease_id: LeaseId) -> None:
        """A shard is gone: an idle host would not notice, so it is ended; one that loads fails by itself."""
        for run in list(self.runs.values()):
            if run.holds(lease_id) and isinstance(run.status, Ready):
                self._run_ended(run)

    async def unload_split(self) -> None:
        """End everything that runs on peers: this node leaves."""
        for model_id, run in list(self.runs.items()):
            if run.peers:
                if (load := self._loads.get(model_id)) is not None:
                    load.cancel()
                self.runs.pop(model_id, None)
                await run.unload()

    async def close(self) -> None:
        """End everything."""
        await self._tasks.close()
        for run in list(self.runs.values()):
            await run.unload()
        self.runs.clear()

    def _run_ended(self, run: ModelRun) -> None:
        if self.runs.get(run.facts.model_id) is run:
            del self.runs[run.facts.model_id]
            self._tasks.spawn(run.unload(), f"clean up {run.facts.name}")
        self._workshop.changed()


def worker_names(answer: Plan) -> tuple[str, ...]:
    """Who computes, for people: a node once, with its processor when that is not the CPU."""
    names = [s.node_name if s.device_id == "CPU" else f"{s.node_name} ({s.device_id})" for s in answer.shards]
    return tuple(dict.fromkeys(names))


def _too_large(refusal: Refusal) -> UserError:
    words = [*refusal.reasons, *(f"{out.name} is left out: {out.reason}." for out in refusal.left_out)]
    return UserError(
        "Model too large",
        " ".join(words),
        "Offer more memory, start Hearth on another laptop, or choose a smaller model.",
        "model_too_large",
    )
