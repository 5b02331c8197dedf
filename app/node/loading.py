"""Loading models on this node, one at a time: planning, making room, planning again when a peer refuses or leaves.

What runs is kept here too. Which model a request means, and whether a peer answers it, is for `serving.py`.
"""

import asyncio
import logging
from collections import Counter

from app.domain.errors import Problem, UserError
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.model import ModelFacts
from app.domain.placement import Plan, Refusal
from app.domain.plan import Placement, plan
from app.domain.state import Ready
from app.lib.tasks import TaskOwner
from app.models.store import StoredModel
from app.node.directory import Directory, FreeBytes
from app.node.run import ModelRun, ShardRefused
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)

PLAN_ATTEMPTS = 4


class ElsewhereError(Exception):
    """Another node loads the same model at the same time and is its head."""

    def __init__(self, peer_id: PeerId) -> None:
        super().__init__(peer_id)
        self.peer_id = peer_id


class Loader:
    """Everything this node is head of.

    Args:
        workshop: The means of running hosts.
        directory: Who may hold layers.

    Attributes:
        runs: What is loaded or being loaded; for others to read.
        failures: Why a model could not be loaded the last time.
    """

    def __init__(self, workshop: Workshop, directory: Directory) -> None:
        self._workshop = workshop
        self._directory = directory
        self._loads: dict[ModelId, asyncio.Task[ModelRun]] = {}
        self._waiting: Counter[ModelId] = Counter()
        self._yielded: dict[ModelId, PeerId] = {}
        self._one_at_a_time = asyncio.Lock()
        self._tasks = TaskOwner("loader")
        self._closing = False
        self._giving_back: set[asyncio.Task[None]] = set()
        self.runs: dict[ModelId, ModelRun] = {}
        self.failures: dict[ModelId, Problem] = {}

    def is_loading(self, model_id: ModelId) -> bool:
        """Whether somebody waits for this model to be loaded here."""
        return model_id in self._loads

    def plan(self, facts: ModelFacts) -> Plan | Refusal:
        """How a model would be loaded now, with idle ones given up for it."""
        return self._plan(facts, {})[0]

    def _plan(self, facts: ModelFacts, refused: FreeBytes) -> tuple[Plan | Refusal, tuple[ModelRun, ...]]:
        """A plan, and the idle models that must be unloaded for it: as few as possible, the least used first."""
        placement = Placement.SPREAD if facts.is_demo else Placement.FASTEST
        idle = sorted(filter(self._may_be_given_up, self.runs.values()), key=lambda run: run.last_used)
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

    def _may_be_given_up(self, run: ModelRun) -> bool:
        # Who waited for the load comes a moment after its end: until then nobody is answered, and yet it is wanted.
        return run.is_idle and not self._waiting[run.facts.model_id]

    # -- loading --------------------------------------------------------------------------------------------

    async def ensure(self, stored: StoredModel) -> ModelRun:
        """The run of a model, loaded; all who ask at the same time wait for the same load.

        Raises:
            UserError: It cannot be loaded, or loading was stopped.
            ElsewhereError: Another node is its head.
        """
        model_id = stored.facts.model_id
        load = self._loads.get(model_id)
        if load is None:
            if (run := self.runs.get(model_id)) is not None:
                return run
            load = self._start(stored)
        self._waiting[model_id] += 1
        try:
            return await asyncio.shield(load)
        except asyncio.CancelledError:
            if not load.cancelled():
                raise
            if (head := self._yielded.get(model_id)) is not None:
                raise ElsewhereError(head) from None
            raise UserError("Loading ended", f"Loading {stored.facts.name} was stopped.", code="load_stopped") from None
        finally:
            self._waiting[model_id] -= 1

    def _start(self, stored: StoredModel) -> asyncio.Task[ModelRun]:
        if self._closing:
            raise UserError("Ending", "Hearth is about to end on this device.", code="not_running")
        model_id = stored.facts.model_id
        self._yielded.pop(model_id, None)
        load = self._tasks.spawn(self._load(stored), f"load {stored.facts.name}", awaited=True)
        self._loads[model_id] = load
        load.add_done_callback(lambda _: self._ended(model_id, load))
        return load

    def _ended(self, model_id: ModelId, load: asyncio.Task[ModelRun]) -> None:
        self._loads.pop(model_id, None)
        if not load.cancelled():
            load.exception()  # read here too: all who waited for it may have gone

    async def _load(self, stored: StoredModel) -> ModelRun:
        async with self._one_at_a_time:
            self.failures.pop(stored.facts.model_id, None)
            if self._giving_back:  # what ended hosts held may be needed now
                await asyncio.wait(self._giving_back)
            try:
                return await self._load_by_plan(stored)
            except UserError as error:
                self.failures[stored.facts.model_id] = error.problem
                raise
            finally:
                self._workshop.changed()

    async def _load_by_plan(self, stored: StoredModel) -> ModelRun:
        """Plan and load; when a peer refuses or leaves, plan again with what is known then."""
        refused: dict[tuple[PeerId, str], int] = {}
        for _ in range(PLAN_ATTEMPTS):
            answer, evicted = self._plan(stored.facts, refused)
            if isinstance(answer, Refusal):
                raise _too_large(answer)
            if answer.head != self._workshop.peer_id:
                raise ElsewhereError(answer.head)
            if not await self._make_room(evicted):
                continue
            run = ModelRun(self._workshop, stored, answer, self._run_ended)
            self.runs[stored.facts.model_id] = run
            try:
                await run.load()
                return run
            except ShardRefused as refusal:
                self.runs.pop(stored.facts.model_id, None)
                if refusal.refusal.claimed:
                    raise ElsewhereError(refusal.peer_id) from refusal
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

    async def _make_room(self, evicted: tuple[ModelRun, ...]) -> bool:
        """Unload idle models; False when one of them is in use again."""
        for run in evicted:
            if not self._may_be_given_up(run):
                return False
            await self._remove(run)
        return True

    # -- ending ---------------------------------------------------------------------------------------------

    async def unload(self, model_id: ModelId) -> bool:
        """End a model, or its loading, and wait until everything is given back; False when there is nothing to end."""
        load = self._loads.get(model_id)
        if load is not None:
            load.cancel()
            await asyncio.wait([load])
        run = self.runs.get(model_id)
        if run is not None:
            await self._remove(run)
        return run is not None or load is not None

    async def yield_to(self, peer_id: PeerId, model_id: ModelId) -> bool:
        """Whether a peer may be head of a model: yes unless this node is loading it and has the lower id.

        Of two that load the same model at once the lower peer id becomes head; the other stops, gives back what it
        holds for it, and routes to it.
        """
        load = self._loads.get(model_id)
        if load is None:
            return True
        if self._workshop.peer_id < peer_id:
            return False
        self._yielded[model_id] = peer_id
        load.cancel()
        await asyncio.wait([load])
        return True

    def lease_lost(self, lease_id: LeaseId) -> None:
        """A shard is gone: an idle host would not notice, so it is ended; one that loads is planned anew."""
        for run in list(self.runs.values()):
            if run.lose_lease(lease_id) and isinstance(run.status, Ready):
                self._run_ended(run)

    def peer_lost(self, peer_id: PeerId) -> None:
        """All shards on a peer are gone; said also where the link process ended and could name no lease."""
        for run in list(self.runs.values()):
            for lease_id in run.leases_of(peer_id):
                self.lease_lost(lease_id)

    async def unload_split(self) -> None:
        """End everything that runs on peers: this node leaves."""
        for model_id, run in list(self.runs.items()):
            if run.peers:
                await self.unload(model_id)

    async def close(self) -> None:
        """End everything; nothing can be loaded any more."""
        self._closing = True
        for load in self._loads.values():
            load.cancel()
        await self._tasks.finish()
        for run in list(self.runs.values()):
            await self._remove(run)

    async def _remove(self, run: ModelRun) -> None:
        if self.runs.get(run.facts.model_id) is run:
            del self.runs[run.facts.model_id]
            await run.unload()

    def _run_ended(self, run: ModelRun) -> None:
        if self.runs.get(run.facts.model_id) is run:
            del self.runs[run.facts.model_id]
            giving_back = self._tasks.spawn(run.unload(), f"clean up {run.facts.name}")
            self._giving_back.add(giving_back)
            giving_back.add_done_callback(self._giving_back.discard)
        self._workshop.changed()


def _too_large(refusal: Refusal) -> UserError:
    words = [*refusal.reasons, *(f"{out.name} is left out: {out.reason}." for out in refusal.left_out)]
    return UserError(
        "Model too large",
        " ".join(words),
        "Offer more memory, start Hearth on another laptop, or choose a smaller model.",
        "model_too_large",
    )
