"""Machines that arrive: models that fit now, better plans for loaded ones, and plans that the owner pins.

What is better, and when it is time, is decided by `domain/improvement.py`; loading is `loading.py`'s.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.improvement import Measured, improvement, is_time
from app.domain.placement import Plan, Refusal, Shard
from app.domain.sentence import Sentence, say
from app.domain.state import BetterPlan, Ready
from app.models.store import Shelf, StoredModel
from app.node.attempts import ElsewhereError
from app.node.parts import Parts
from app.node.planning import too_large
from app.node.problems import starting_error
from app.node.run import ModelRun

_log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
CAME_LATELY_SECONDS = 60.0
PINNED_AGAIN = say("The plan that was pinned is possible again.")


@dataclass(frozen=True, slots=True)
class _Possible:
    """Since when (monotonic) a model could be split over these devices."""

    devices: frozenset[tuple[PeerId, str]]
    since: float


class Plans:
    """The plans of this node's models, over time.

    Args:
        parts: The node's parts, once they exist.
        shelf: The models on this node's disk now.
        changed: To be called when something that faces show has changed.

    Attributes:
        better: What loaded models could run by now; for others to read.
    """

    def __init__(self, parts: Callable[[], Parts | None], shelf: Callable[[], Shelf], changed: Callable[[], None]):
        self._parts = parts
        self._shelf = shelf
        self._changed = changed
        self._possible: dict[ModelId, _Possible] = {}
        self._asked: set[ModelId] = set()
        self._fits_now: set[ModelId] = set()
        self.better: dict[ModelId, BetterPlan] = {}

    # -- commands -------------------------------------------------------------------------------------------

    async def pin(self, model_name: str) -> None:
        """Keep the plan of a model as it is while it can be; one that is not loaded keeps what would be planned now.

        Raises:
            UserError: The file of the model is not here, it does not fit, or the pin cannot be kept.
        """
        parts, stored = self._stored(model_name)
        run = parts.loader.runs.get(stored.facts.model_id)
        answer = run.plan if run is not None else parts.loader.plan(stored.facts)
        if isinstance(answer, Refusal):
            raise too_large(answer)
        await self._keep(parts, stored, answer)

    async def unpin(self, model_name: str) -> None:
        """Plan a model anew from now on when that is better. Raises UserError as `pin`."""
        parts, stored = self._stored(model_name)
        await self._keep(parts, stored, None)

    async def keep_loaded(self, model_name: str, keep: bool) -> None:
        """Load a model at the start and whenever it was lost, and do not give it up for others; or no longer.

        Raises:
            UserError: The file of the model is not here, or the choice cannot be kept.
        """
        parts, stored = self._stored(model_name)
        parts.loader.rested.discard(stored.facts.model_id)
        try:
            await parts.kept.set(stored.facts.model_id, keep)
        except OSError as error:
            words = say(
                "Whether {model} stays loaded could not be written down ({why}).",
                model=stored.facts.name,
                why=str(error),
            )
            raise _not_saved_error(words) from error
        finally:
            self._changed()

    async def apply_better(self, model_name: str) -> None:
        """Load a model by its better plan: at once when nobody is answered, else after the last answer.

        Raises:
            UserError: It is not loaded here, there is no better plan, or it could not be loaded.
        """
        parts, stored = self._stored(model_name)
        name, model_id = stored.facts.name, stored.facts.model_id
        run = parts.loader.runs.get(model_id)
        if run is None:
            words = say("{model} is not loaded on this device.", model=name)
            raise UserError(say("Not loaded here"), words, code="not_loaded")
        self._compare(parts, run)
        if model_id not in self.better:
            words = say("{model} runs as well as it can now.", model=name)
            raise UserError(say("No better plan"), words, code="no_better_plan")
        if not await self._apply(parts, run, self.better[model_id].plan):
            self._asked.add(model_id)

    def _stored(self, model_name: str) -> tuple[Parts, StoredModel]:
        parts = self._parts()
        if parts is None:
            raise starting_error()
        model = parts.directory.find(model_name, frozenset(parts.loader.runs))
        stored = self._shelf().models.get(model.model_id)
        if stored is None:
            words = say("The file of {model} is on another device, which plans it.", model=model.name)
            raise UserError(say("Not on this device"), words, say("Do this on that device."), "not_here")
        return parts, stored

    async def _keep(self, parts: Parts, stored: StoredModel, answer: Plan | None) -> None:
        try:
            await parts.pins.set(stored.facts.model_id, answer)
        except OSError as error:
            words = say(
                "The plan of {model} could not be written down ({why}).", model=stored.facts.name, why=str(error)
            )
            raise _not_saved_error(words) from error
        finally:
            self._changed()

    # -- watching -------------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """For ever: see what those who came make possible."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if (parts := self._parts()) is not None:
                self._look_at_refused(parts)
                await self._look_at_loaded(parts)

    def _look_at_refused(self, parts: Parts) -> None:
        """Models that did not fit and now do; and those of which that is not true any more."""
        loader = parts.loader
        self._fits_now -= loader.runs.keys()
        refused = {m for m, problem in loader.failures.items() if problem.code == "model_too_large"}
        for model_id in refused | self._fits_now:
            if (stored := self._shelf().models.get(model_id)) is None or loader.is_loading(model_id):
                continue
            answer = loader.plan(stored.facts)
            if isinstance(answer, Plan) and model_id in refused:
                del loader.failures[model_id]
                self._fits_now.add(model_id)
                loader.news[model_id] = self._why_it_fits(parts, answer)
                self._changed()
            elif isinstance(answer, Refusal) and model_id in self._fits_now:
                self._fits_now.discard(model_id)
                loader.news.pop(model_id, None)
                loader.failures[model_id] = too_large(answer).problem
                self._changed()

    def _why_it_fits(self, parts: Parts, plan: Plan) -> Sentence:
        came_at = parts.directory.came_at
        others = [s for s in plan.shards if s.peer_id != parts.workshop.peer_id]
        if not others:
            return say("Fits now: enough memory is free here.")

        def came(shard: Shard) -> float:
            return came_at.get(shard.peer_id, 0.0)

        newest = max(others, key=came)
        lately = time.monotonic() - came(newest) < CAME_LATELY_SECONDS
        return say("Fits now: {name} came." if lately else "Fits now: {name} lends enough.", name=newest.node_name)

    async def _look_at_loaded(self, parts: Parts) -> None:
        runs = parts.loader.runs
        for model_id in [m for m in self.better if m not in runs]:
            self._forget(model_id)
        for run in list(runs.values()):
            self._compare(parts, run)
            model_id = run.facts.model_id
            if (better := self.better.get(model_id)) is not None and self._is_time(parts, run):
                await self._apply(parts, run, better.plan)

    def _compare(self, parts: Parts, run: ModelRun) -> None:
        """Note whether a loaded model could run by a better plan now, and since when."""
        if not isinstance(run.status, Ready):
            return
        model_id = run.facts.model_id
        plan = parts.loader.planner.instead(run)
        gain = _gain(parts, run, plan) if isinstance(plan, Plan) else None
        if gain is None or not isinstance(plan, Plan):
            self._forget(model_id)
            return
        devices = frozenset((s.peer_id, s.device_id) for s in plan.shards)
        if (possible := self._possible.get(model_id)) is None or possible.devices != devices:
            self._possible[model_id] = _Possible(devices, time.monotonic())
        known = self.better.get(model_id)
        if known is None or (known.gain, known.plan.shards) != (gain, plan.shards):
            self.better[model_id] = BetterPlan(plan, gain)
            self._changed()

    def _forget(self, model_id: ModelId) -> None:
        self._possible.pop(model_id, None)
        self._asked.discard(model_id)
        if self.better.pop(model_id, None) is not None:
            self._changed()

    def _is_time(self, parts: Parts, run: ModelRun) -> bool:
        model_id = run.facts.model_id
        if not run.is_idle:
            return False
        return model_id in self._asked or is_time(
            possible_seconds=time.monotonic() - self._possible[model_id].since,
            idle_seconds=asyncio.get_running_loop().time() - run.last_used,
            recent_losses=parts.loader.recoveries.recent_losses(model_id),
        )

    async def _apply(self, parts: Parts, run: ModelRun, plan: Plan) -> bool:
        """Use a plan; False when it must wait. Raises UserError."""
        gain = self.better[run.facts.model_id].gain
        try:
            if not await parts.loader.apply(run.facts.model_id, plan):
                return False
        except ElsewhereError as elsewhere:
            _log.info("%s: %r", run.facts.name, elsewhere)
        except UserError as error:  # shown with the model
            _log.warning("%s could not be loaded by a better plan: %s", run.facts.name, error)
        else:
            _log.info("%s is loaded by a better plan: %s", run.facts.name, gain)
        self._forget(run.facts.model_id)
        return True


def _not_saved_error(words: Sentence) -> UserError:
    return UserError(say("Not kept"), words, say("It is kept until Hearth ends."), "not_saved")


def _gain(parts: Parts, run: ModelRun, plan: Plan) -> str | None:
    pinned = parts.pins.plans.get(run.facts.model_id)
    if plan == pinned:
        return PINNED_AGAIN if run.plan.shards != plan.shards else None
    measured = Measured(parts.directory.rtt_ms(), run.tokens_per_second)
    return improvement(run.plan, plan, measured, wants_all_devices=run.facts.is_demo)
