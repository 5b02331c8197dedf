"""How fast something goes lately."""

import time
from collections import deque
from collections.abc import Callable

_SECONDS = 4.0
_LEAST_SECONDS = 0.5


class Pace:
    """Adds up what has moved, and says how much of it per second. For one thread at a time.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moved: deque[tuple[float, int]] = deque()
        self._begun_at = clock()

    def note(self, count: int) -> None:
        """So much has moved now."""
        self._moved.append((self._clock(), count))

    def per_second(self) -> float | None:
        """Of the last few seconds; None until that can be said."""
        now = self._clock()
        while self._moved and self._moved[0][0] < now - _SECONDS:
            self._moved.popleft()
        seconds = min(_SECONDS, now - self._begun_at)
        if seconds < _LEAST_SECONDS:
            return None
        return sum(count for _, count in self._moved) / seconds
