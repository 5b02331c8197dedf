"""Sentences about what has just happened, shown for a little while."""

import time
from collections.abc import Callable

NEWS_SECONDS = 20.0


class News:
    """What was told lately.

    Args:
        changed: Called when there is something new.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._told: list[tuple[float, str]] = []
        self._changed = changed

    def tell(self, sentence: str) -> None:
        """Something has happened."""
        self._told.insert(0, (time.monotonic(), sentence))
        self._changed()

    def forget(self) -> None:
        """What was told does not matter any more."""
        self._told.clear()
        self._changed()

    def recent(self) -> tuple[str, ...]:
        """The newest first."""
        now = time.monotonic()
        self._told = [(at, words) for at, words in self._told if now - at < NEWS_SECONDS]
        return tuple(words for _, words in self._told)
