"""News: whole sentences that are shown for a while."""

import time

NEWS_SECONDS = 20.0


class News:
    """What has happened lately, the newest first."""

    def __init__(self) -> None:
        self._told: list[tuple[float, str]] = []

    def tell(self, sentence: str) -> None:
        """Something has happened."""
        self._told.insert(0, (time.monotonic(), sentence))

    def recent(self) -> tuple[str, ...]:
        """What is still news."""
        now = time.monotonic()
        self._told = [(at, words) for at, words in self._told if now - at < NEWS_SECONDS]
        return tuple(words for _, words in self._told)
