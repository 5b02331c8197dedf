"""Models that lost a device: how far each is on its way back, in words, and one line in the log with where time went.

What is done about a loss is `loading.py`'s; this only keeps count.
"""

import asyncio
import logging
from dataclasses import dataclass, field, replace

from app.domain.ids import ModelId
from app.domain.placement import Plan
from app.domain.recovery import Loss, Recovery, also_lost, recovery_words

_log = logging.getLogger(__name__)

REMEMBERED_SECONDS = 3600.0
SAME_LOSS_SECONDS = 2.0
"""A loss is told lease by lease, and of the peer."""

READING_SECONDS = 60.0
"""After this long an answer that reads again has spoken, or has been given up without a word here."""


@dataclass(slots=True)
class _Course:
    """Monotonic times of one recovery; None for what has not happened yet."""

    recovery: Recovery
    silent_seconds: float
    lost_at: float
    given_back_at: float | None = None
    planned_at: float | None = None
    loaded_at: float | None = None
    attempts: int = field(default=0)


class Recoveries:
    """All models that are on their way back."""

    def __init__(self) -> None:
        self._courses: dict[ModelId, _Course] = {}
        self._losses: dict[ModelId, list[float]] = {}

    def note_loss(self, model_id: ModelId) -> None:
        """A device that held part of it is gone; said once or several times of the same."""
        now = _now()
        recent = [at for at in self._losses.get(model_id, []) if now - at < REMEMBERED_SECONDS]
        if not recent or now - recent[-1] > SAME_LOSS_SECONDS:
            recent.append(now)
        self._losses[model_id] = recent

    def recent_losses(self, model_id: ModelId) -> int:
        """How often it lost a device in the last hour."""
        now = _now()
        return sum(now - at < REMEMBERED_SECONDS for at in self._losses.get(model_id, []))

    def begin(self, before: Plan, lost: tuple[Loss, ...], silent_seconds: float) -> None:
        """A host has ended, or must: its device left `silent_seconds` after it was last heard.

        One that is lost again before it was back goes on as the same recovery.
        """
        course = self._courses.get(before.model_id)
        now = _now()
        if course is None or course.loaded_at is not None:
            self._courses[before.model_id] = _Course(Recovery(before, lost), silent_seconds, now)
            return
        self.lose(before.model_id, *lost)

    def lose(self, model_id: ModelId, *losses: Loss) -> None:
        """These left too; nothing is said twice."""
        if (course := self._courses.get(model_id)) is not None and course.loaded_at is None:
            course.recovery = replace(course.recovery, lost=also_lost(course.recovery.lost, losses))

    def plan_again(self, model_id: ModelId) -> None:
        """The plan that it was loaded by did not hold."""
        if (course := self._courses.get(model_id)) is not None:
            course.recovery = replace(course.recovery, plan=None)

    def given_back(self, model_id: ModelId) -> None:
        """What the old host held is free."""
        if (course := self._courses.get(model_id)) is not None:
            course.given_back_at = course.given_back_at or _now()

    def planned(self, plan: Plan) -> None:
        """It is loaded by this plan now."""
        if (course := self._courses.get(plan.model_id)) is not None:
            course.recovery = replace(course.recovery, plan=plan)
            course.planned_at = _now()
            course.attempts += 1

    def loaded(self, model_id: ModelId) -> None:
        """The new host is there."""
        course = self._courses.get(model_id)
        if course is None or course.loaded_at is not None:
            return
        course.recovery = replace(course.recovery, is_loaded=True)
        course.loaded_at = _now()
        planned_at = course.planned_at or course.lost_at
        freed_at = course.given_back_at or course.lost_at
        _log.info(
            "recovered %s: noticed %.3f s, planned %.3f s, loaded %.3f s (freed %.3f s, attempts %d, %s)",
            course.recovery.before.model_name,
            course.silent_seconds,
            planned_at - course.lost_at,
            course.loaded_at - planned_at,
            freed_at - course.lost_at,
            course.attempts,
            ", ".join(map(str, course.recovery.lost)) or "nobody left",
        )

    def resumed(self, model_id: ModelId) -> None:
        """An answer that was cut off has its next word."""
        course = self._courses.pop(model_id, None)
        if course is not None and course.loaded_at is not None:
            now = _now()
            _log.info(
                "resumed %s: read %.3f s, in all %.3f s",
                course.recovery.before.model_name,
                now - course.loaded_at,
                now - course.lost_at + course.silent_seconds,
            )

    def failed(self, model_id: ModelId) -> None:
        """It cannot be brought back now."""
        course = self._courses.pop(model_id, None)
        if course is not None:
            name = course.recovery.before.model_name
            _log.info("not recovered %s: given up after %.3f s", name, _now() - course.lost_at)

    def is_recovering(self, model_id: ModelId) -> bool:
        """Whether it was lost and is not loaded again yet."""
        course = self._courses.get(model_id)
        return course is not None and course.loaded_at is None

    def words(self, model_id: ModelId) -> str:
        """What happens to it, or nothing."""
        course = self._courses.get(model_id)
        if course is None or (course.loaded_at is not None and _now() - course.loaded_at > READING_SECONDS):
            return ""
        return recovery_words(course.recovery)


def _now() -> float:
    return asyncio.get_running_loop().time()
