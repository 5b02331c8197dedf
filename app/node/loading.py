"""Loading models on this node: planning, making room, planning again when a peer refuses or leaves. They are loaded in
turn; at the same time only where they do not need each other's memory.

What runs is kept here too. Which model a request means, and whether a peer answers it, is for `serving.py`.
"""

import asyncio
import logging

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelFacts
from app.domain.placement import Plan, Refusal
from app.domain.recovery import Gone, Loss
from app.domain.sentence import say
from app.domain.state import Ready
from app.lib.tasks import TaskOwner
from app.models.store import StoredModel
from app.node.attempts import Attempts
from app.node.directory import Directory
from app.node.kept import KeptModels
from app.node.load_tasks import LoadTasks
from app.node.load_turns import LoadTurns
from app.node.losses import GIVE_BACK_SECONDS, Losses
from app.node.pins import Pins
from app.node.planning import Planner, Proposal
from app.node.recovering import Recoveries
from app.node.run import ModelRun
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)

RECENT_SECONDS = 60.0
"""A model that was used no longer ago is loaded again when it loses a device, before anybody asks."""


class Loader:
    """Everything this node is head of.

    Args:
        workshop: The means of running hosts.
        directory: Who may hold layers.
        pins: What the owner wants to keep.
        kept: Models that are to stay loaded: they are not given up for others.

    Attributes:
        runs: What is loaded or being loaded; for others to read.
        planner: Makes the plans.
        failures: Why a model could not be loaded the last time.
        news: What has changed for a model that is not loaded, for people.
        recoveries: What is on its way back.
        losses: To be told of devices that leave.
        rested: Models that their owner has unloaded: they are not loaded again before somebody asks for them.
    """

    def __init__(self, workshop: Workshop, directory: Directory, pins: Pins, kept: KeptModels) -> None:
        self._workshop = workshop
        self._directory = directory
        self._kept = kept
        self._loads = LoadTasks()
        self._turns = LoadTurns(workshop.changed)
        self._tasks = TaskOwner("loader")
        self._closing = False
        self._giving_back: dict[asyncio.Task[None], ModelRun] = {}
        self._last_used: dict[ModelId, float] = {}
        self.runs: dict[ModelId, ModelRun] = {}
        self.failures: dict[ModelId, Problem] = {}
        self.news: dict[ModelId, str] = {}
        self.rested: set[ModelId] = set()
        self.recoveries = Recoveries()
        self.losses = Losses(directory, self.recoveries, self._all_runs, self._end_lost)
        self.planner = Planner(
            workshop, directory, self.runs, self._may_be_given_up, lambda m: pins.plans.get(m), self._is_kept
        )
        self._attempts = Attempts(workshop, directory, self.planner, self.runs, self.recoveries, self._make_room)

    @property
    def queued(self) -> dict[ModelId, str]:
        """What each model waits for that is to be loaded, in words."""
        return self._turns.queued

    def is_loading(self, model_id: ModelId) -> bool:
        """Whether somebody waits for this model to be loaded here."""
        return model_id in self._loads

    def plan(self, facts: ModelFacts) -> Plan | Refusal:
        """How a model would be loaded now, with idle ones given up for it."""
        proposal = self.planner.propose(facts)
        return proposal.plan if isinstance(proposal, Proposal) else proposal

    def _may_be_given_up(self, run: ModelRun) -> bool:
        """Whether it may end for another model."""
        return self._is_unused(run) and not self._is_kept(run.facts.model_id)

    def _is_kept(self, model_id: ModelId) -> bool:
        return model_id in self._kept.model_ids

    def _is_unused(self, run: ModelRun) -> bool:
        return run.is_idle and not self._loads.is_awaited(run.facts.model_id)

    # -- loading --------------------------------------------------------------------------------------------

    async def ensure(self, stored: StoredModel) -> ModelRun:
        """The run of a model, loaded; all who ask at the same time wait for the same load.

        Raises:
            UserError: It cannot be loaded, or loading was stopped.
            ElsewhereError: Another node is its head.
        """
        model_id = stored.facts.model_id
        if model_id not in self._loads:
            if (run := self.runs.get(model_id)) is not None:
                return run
            self._start(stored)
        return await self._loads.wait(model_id, stored.facts.name)

    async def apply(self, model_id: ModelId, plan: Plan) -> bool:
        """Load a model anew by another plan; requests that come meanwhile wait for it.

        Returns:
            False when it is answering, or something else is being loaded: nothing was done.

        Raises:
            UserError: It could not be loaded, nor by any other plan.
            ElsewhereError: Another node is its head now.
        """
        run = self.runs.get(model_id)
        is_busy = run is None or not self._is_unused(run) or bool(self._loads)
        if run is None or is_busy:
            return False
        self._last_used[model_id] = run.last_used
        await asyncio.shield(self._start(run.stored, plan))
        return True

    def _start(self, stored: StoredModel, plan: Plan | None = None) -> asyncio.Future[ModelRun]:
        if self._closing:
            raise UserError(say("Ending"), say("Hearth is about to end on this device."), code="not_running")
        return self._loads.begin(stored.facts.model_id, self._load(stored, plan), stored.facts.name)

    async def _load(self, stored: StoredModel, plan: Plan | None) -> ModelRun:
        model_id = stored.facts.model_id
        self.rested.discard(model_id)
        try:
            run = None if plan else await self._load_beside(stored)
            run = run or await self._load_in_turn(stored, plan)
            run.last_used = self._last_used.pop(model_id, asyncio.get_running_loop().time())
        except BaseException as error:
            self.recoveries.failed(model_id)
            if isinstance(error, UserError):
                self.failures[model_id] = error.problem
            raise
        else:
            self.recoveries.loaded(model_id)
            return run
        finally:
            self._workshop.changed()

    async def _load_beside(self, stored: StoredModel) -> ModelRun | None:
        """Load at the same time as another, where it fits whole into what that one leaves free here; else None."""
        model_id, holder = stored.facts.model_id, self._turns.holder
        if holder is None or holder.model_id not in self.runs or self.recoveries.is_recovering(model_id):
            return None
        proposal = self.planner.propose(stored.facts)
        if isinstance(proposal, Refusal) or proposal.evicted or not self._attempts.is_alone(proposal.plan):
            return None
        self._forget_outcome(model_id)
        return await self._attempts.load_by(stored, proposal.plan, self._run_ended)

    async def _load_in_turn(self, stored: StoredModel, plan: Plan | None) -> ModelRun:
        """Load after the others, whose plans count on what is there now."""
        model_id = stored.facts.model_id
        async with self._turns.turn(stored.facts):
            self._forget_outcome(model_id)
            if (old := self.runs.get(model_id)) is not None:  # loaded by another plan so far
                await self._remove(old)
            if self._giving_back:  # what ended hosts held may be needed now
                await asyncio.wait(self._giving_back, timeout=GIVE_BACK_SECONDS)
            if self.recoveries.is_recovering(model_id):
                self.recoveries.given_back(model_id)
                await self._directory.refresh()
            return await self._attempts.load(stored, self._run_ended, plan)

    def _forget_outcome(self, model_id: ModelId) -> None:
        self.failures.pop(model_id, None)
        self.news.pop(model_id, None)

    async def _make_room(self, evicted: tuple[ModelRun, ...]) -> bool:
        """Unload idle models; False when one of them is in use again."""
        for run in evicted:
            if not self._may_be_given_up(run):
                return False
            await self._remove(run)
        return True

    # -- ending ---------------------------------------------------------------------------------------------

    async def unload(self, model_id: ModelId) -> bool:
        """As its owner wants, end a model, or its loading, and wait until everything is given back.

        Returns:
            False when there is nothing to end.
        """
        self.rested.add(model_id)
        return await self._end(model_id)

    async def let_go(self, run: ModelRun, news: str, *, is_needed: bool = True) -> bool:
        """End a run and say why; False when it is in use, or is to stay and good for something."""
        if not (self._may_be_given_up(run) if is_needed else self._is_unused(run)):
            return False
        await self._remove(run)
        self.news[run.facts.model_id] = news
        self._workshop.changed()
        return True

    async def _end(self, model_id: ModelId) -> bool:
        was_loading = await self._loads.stop(model_id)
        run = self.runs.get(model_id)
        if run is not None:
            await self._remove(run)
        return run is not None or was_loading

    async def yield_to(self, peer_id: PeerId, model_id: ModelId) -> bool:
        """Whether a peer may be head of a model: yes unless this node is loading it and has the lower id.

        Of two that load the same model at once the lower peer id becomes head; the other stops, gives back what it
        holds for it, and routes to it.
        """
        if model_id in self._loads:
            if self._workshop.peer_id < peer_id:
                return False
            await self._loads.stop(model_id, peer_id)
        return True

    # -- losses ---------------------------------------------------------------------------------------------

    async def fit_offer(self) -> None:
        """This node offers less: end models until what is held fits; idle ones first, the least used first.

        One that is in use is planned again at once with what is offered now, one that is not when it is asked.
        """
        allowance = self._workshop.allowance
        for run in sorted(self.runs.values(), key=lambda run: (not run.is_idle, run.last_used)):
            if allowance.devices_of(run.reservation) & allowance.overdrawn.keys():
                if self._is_unused(run):
                    await self._remove(run)
                    continue
                run.lose_own_memory()
                if isinstance(run.status, Ready):
                    self._end_lost(run, (Loss(say("this device"), Gone.LENDS_LESS),), 0.0)
                await self.losses.wait_until_freed((run,))

    def _all_runs(self) -> tuple[ModelRun, ...]:
        """Those that are there, and those that end: a host notices a loss before its cause is told."""
        return (*self.runs.values(), *self._giving_back.values())

    def _run_ended(self, run: ModelRun) -> None:
        """A host has ended by itself; whether a device was lost may be told in a moment."""
        self._end_lost(run, (), 0.0)

    def _end_lost(self, run: ModelRun, lost: tuple[Loss, ...], silent_seconds: float) -> None:
        """End a run that is good for nothing any more; one that was in use lately is loaded again at once."""
        model_id = run.facts.model_id
        if self.runs.get(model_id) is not run:
            return
        now = asyncio.get_running_loop().time()
        wanted = run.active > 0 or self._loads.is_awaited(model_id) or now - run.last_used < RECENT_SECONDS
        del self.runs[model_id]
        giving_back = self._tasks.spawn(run.abandon(), f"clean up {run.facts.name}")
        self._giving_back[giving_back] = run
        giving_back.add_done_callback(self._giving_back.pop)
        if wanted and not self._closing and model_id not in self._loads:
            self._last_used[model_id] = now if run.active else run.last_used
            self.recoveries.begin(run.plan, lost, silent_seconds)
            self._start(run.stored)
        elif lost:
            self.news[model_id] = say(
                "{loss}: {model} is not loaded any more.", loss=str(lost[0]), model=run.facts.name
            )
        self._workshop.changed()

    async def unload_split(self) -> None:
        """End everything that runs on peers: this node leaves."""
        for model_id, run in list(self.runs.items()):
            if run.peers:
                await self._end(model_id)

    async def close(self) -> None:
        """End everything; nothing can be loaded any more."""
        self._closing = True
        await self._loads.close()
        await self._tasks.finish()
        for run in list(self.runs.values()):
            await self._remove(run)
        await self.losses.close()
        await self._attempts.close()

    async def _remove(self, run: ModelRun) -> None:
        if self.runs.get(run.facts.model_id) is run:
            del self.runs[run.facts.model_id]
            await run.unload()
