"""How often may be knocked: from one address, and in all. Pure: the caller passes the time."""

from collections import deque

WINDOW_SECONDS = 60.0
PER_ADDRESS = 30
IN_ALL = 120


class KnockRate:
    """Counts the knocks of the last minute; those that were refused are not counted."""

    def __init__(self) -> None:
        self._all: deque[tuple[float, str]] = deque()

    def allows(self, host: str, now_seconds: float) -> bool:
        """Whether one more knock from this host is welcome now; if so it is counted.

        Args:
            host: Where it comes from.
            now_seconds: Monotonic time.
        """
        while self._all and self._all[0][0] <= now_seconds - WINDOW_SECONDS:
            self._all.popleft()
        if len(self._all) >= IN_ALL or sum(known == host for _, known in self._all) >= PER_ADDRESS:
            return False
        self._all.append((now_seconds, host))
        return True
