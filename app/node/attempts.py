"""Bringing one model to run: planning, making room, planning again when a peer refuses or leaves meanwhile.

When that is to be done, and for whom, is `loading.py`'s.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelFacts
from app.domain.placement import Plan
from app.domain.sentence import say
from app.lib.tasks import TaskOwner
from app.models.store import StoredModel
from app.node.borrowing import ShardRefused, ShardSilent
from app.node.directory import Directory, FreeBytes
from app.node.planning import Planner, Proposal, too_large
from app.node.recovering import Recoveries
from app.node.run import ModelRun
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)

PLAN_ATTEMPTS = 8
LOOK_SECONDS = 0.2

NOT_ENOUGH_MEMORY = "not_enough_memory"

SILENT_SECONDS = 30.0
"""For so long a peer that did not answer is not planned with, unless it says something new before."""


PATIENCE_SECONDS = 12.0
"""So long a model is not refused for the lack of a peer that is connected and does not answer: after a start its link
stands before requests reach it."""

HEAR_AGAIN_SECONDS = 0.5


class ElsewhereError(Exception):
    """Another node loads the same model at the same time and is its head."""

    def __init__(self, peer_id: PeerId) -> None:
        super().__init__(peer_id)
        self.peer_id = peer_id


class Attempts:
    """Loads models by plan, until one plan holds.

    Args:
        workshop: The means of running hosts.
        directory: Who may hold layers.
        planner: Makes the plans.
        runs: Where what is loaded or being loaded is kept.
        recoveries: What is on its way back.
        make_room: Unloads idle models; False when one of them is in use again.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        planner: Planner,
        runs: dict[ModelId, ModelRun],
        recoveries: Recoveries,
        make_room: Callable[[tuple[ModelRun, ...]], Awaitable[bool]],
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._planner = planner
        self._runs = runs
        self._recoveries = recoveries
        self._make_room = make_room
        self._later = TaskOwner("runs")

    async def close(self) -> None:
        """Give up what goes on after runs have ended."""
        await self._later.close()

    async def load(self, stored: StoredModel, ended: Callable[[ModelRun], None], first: Plan | None = None) -> ModelRun:
        """Plan and load; when a peer refuses or leaves, plan again with what is known then.

        Args:
            stored: The model.
            ended: Called when its host has ended unasked.
            first: The plan to begin with; None to make one.

        Raises:
            UserError: It cannot be loaded.
            ElsewhereError: Another node is its head.
        """
        refused: dict[tuple[PeerId, str], int] = {}
        unheard: set[PeerId] = set()
        patient_until = time.monotonic() + PATIENCE_SECONDS
        for _ in range(PLAN_ATTEMPTS):
            try:
                proposal = Proposal(first, ()) if first else await self._propose(stored.facts, refused)
            except UserError:
                if not unheard or time.monotonic() > patient_until:
                    raise
                await self._hear_again(unheard, refused)
                continue
            first = None
            if proposal.plan.head != self._workshop.peer_id:
                raise ElsewhereError(proposal.plan.head)
            if not await self._make_room(proposal.evicted):
                continue
            try:
                if (run := await self.load_by(stored, proposal.plan, ended)) is not None:
                    return run
            except ShardRefused as refusal:
                if refusal.refusal.claimed:
                    raise ElsewhereError(refusal.peer_id) from refusal
                if isinstance(refusal, ShardSilent):  # the next load is not to wait for it as long again
                    self._directory.set_aside(refusal.peer_id, say("it did not answer"), SILENT_SECONDS)
                    unheard.add(refusal.peer_id)
                _log.info("%s; planning again", refusal)
                refused[refusal.peer_id, refusal.device_id] = refusal.refusal.free_bytes
                self._recoveries.plan_again(stored.facts.model_id)
        raise UserError(
            say("Could not be loaded"),
            say("The other devices kept refusing to lend memory for {model}.", model=stored.facts.name),
            say("Wait until they are less busy, then ask again."),
            NOT_ENOUGH_MEMORY,
        )

    def is_alone(self, plan: Plan) -> bool:
        """Whether a plan needs nobody else: nothing but this node's own memory."""
        return not plan.is_split and plan.head == self._workshop.peer_id

    async def load_by(self, stored: StoredModel, plan: Plan, ended: Callable[[ModelRun], None]) -> ModelRun | None:
        """Load by a plan; None when the memory for it has been taken meanwhile.

        Raises:
            ShardRefused: A peer refuses, or leaves meanwhile.
            UserError: It cannot be loaded.
        """
        try:
            return await self._run_by(stored, plan, ended)
        except UserError as error:
            if error.problem.code != NOT_ENOUGH_MEMORY:
                raise
            return None

    async def _hear_again(self, unheard: set[PeerId], refused: dict[tuple[PeerId, str], int]) -> None:
        """Ask those who did not answer once more, in a moment."""
        await asyncio.sleep(HEAR_AGAIN_SECONDS)
        for peer_id, device_id in tuple(refused):
            if peer_id in unheard:
                del refused[peer_id, device_id]
        for peer_id in unheard:
            self._directory.plan_with(peer_id)
        unheard.clear()

    async def _propose(self, facts: ModelFacts, refused: FreeBytes) -> Proposal:
        """A plan. A model is not refused while one who has just come may offer more than is known, nor, when it was
        lost a moment ago, while one who left may come back at once.

        Raises:
            UserError: It does not fit.
        """
        while True:
            proposal = self._planner.propose(facts, refused)
            if isinstance(proposal, Proposal):
                return proposal
            may_return = self._recoveries.is_recovering(facts.model_id) and self._directory.may_return()
            if not (may_return or self._directory.may_say_more() or self._planner.is_unsettled):
                raise too_large(proposal)
            await asyncio.sleep(LOOK_SECONDS)

    async def _run_by(self, stored: StoredModel, plan: Plan, ended: Callable[[ModelRun], None]) -> ModelRun:
        """Load by a plan. Raises ShardRefused and UserError; everything is given back then."""
        model_id = stored.facts.model_id
        run = ModelRun(self._workshop, stored, plan, ended, self._later)
        run.predicted = self._planner.predicted(stored.facts, plan)
        self._runs[model_id] = run
        self._recoveries.planned(plan)
        try:
            await run.load()
        except BaseException:
            self._runs.pop(model_id, None)
            raise
        return run
