"""How long loading will still take, judged from how it went lately. Pure: whoever asks gives the time."""

from collections import deque
from dataclasses import dataclass, field

from app.domain.ids import ModelId
from app.domain.state import AppState, Loading

LOOK_BACK_SECONDS = 12.0
"""Older measurements do not count: loading from the disk and over the network go at different rates."""

SOONEST_SECONDS = 2.0
"""Before that long nothing is said."""


@dataclass(slots=True)
class _Course:
    total_bytes: int
    points: deque[tuple[float, int]] = field(default_factory=deque)


class Paces:
    """Follows the loading of models over snapshots."""

    def __init__(self) -> None:
        self._courses: dict[ModelId, _Course] = {}

    def seconds_left(self, state: AppState | None, now: float) -> dict[ModelId, float]:
        """Take note of a snapshot.

        Args:
            state: The snapshot.
            now: Monotonic seconds.

        Returns:
            Seconds that are left for each model of which that can be said.
        """
        loading = {m.model_id: m.status for m in state.models if isinstance(m.status, Loading)} if state else {}
        self._courses = {model_id: course for model_id, course in self._courses.items() if model_id in loading}
        for model_id, status in loading.items():
            course = self._courses.get(model_id)
            begun_anew = course is None or course.total_bytes != status.total_bytes
            if course is None or begun_anew or status.done_bytes < course.points[-1][1]:
                course = self._courses[model_id] = _Course(status.total_bytes)
            course.points.append((now, status.done_bytes))
            while now - course.points[0][0] > LOOK_BACK_SECONDS and len(course.points) > 2:
                course.points.popleft()
        return {model_id: left for model_id, course in self._courses.items() if (left := _left(course)) is not None}


def _left(course: _Course) -> float | None:
    (first_at, first), (last_at, last) = course.points[0], course.points[-1]
    if last_at - first_at < SOONEST_SECONDS or last <= first or course.total_bytes <= last:
        return None
    return (course.total_bytes - last) * (last_at - first_at) / (last - first)
