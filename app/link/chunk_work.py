"""Which chunks of a copy are missing, and which source is fetching which."""

import threading
from collections.abc import Iterable, Iterator


class ChunkWork:
    """Hands out chunks to sources; for any thread.

    At the end, when all that is missing is being fetched, an idle source is given what another one has been at for
    longest, so that a slow source does not hold up the rest: what comes first counts.

    Args:
        missing: Numbers of the chunks, in the order in which they are wanted.
    """

    def __init__(self, missing: Iterable[int]) -> None:
        self._changed = threading.Condition()
        self._free: dict[int, None] = dict.fromkeys(missing)
        self._fetching: dict[int, list[str]] = {}

    @property
    def is_finished(self) -> bool:
        """Whether nothing is missing."""
        with self._changed:
            return not self._free and not self._fetching

    def take(self, source: str) -> int | None:
        """A chunk for a source to fetch; None when there is none for it now."""
        with self._changed:
            number = next(iter(self._free), None)
            if number is None:
                return self._doubled(source)
            del self._free[number]
            self._fetching[number] = [source]
            return number

    def _doubled(self, source: str) -> int | None:
        if any(source in sources for sources in self._fetching.values()):
            return None
        number = next((number for number, sources in self._fetching.items() if len(sources) == 1), None)
        if number is not None:
            self._fetching[number].append(source)
        return number

    def done(self, number: int) -> None:
        """A chunk is there."""
        with self._changed:
            self._free.pop(number, None)
            self._fetching.pop(number, None)
            self._changed.notify_all()

    def missing_again(self, numbers: Iterable[int]) -> None:
        """These were wrong."""
        with self._changed:
            self._free |= dict.fromkeys(numbers)
            self._changed.notify_all()

    def give_back(self, source: str) -> None:
        """A source fetches nothing any more: what it was at comes next."""
        with self._changed:
            freed = list(self._freed_by(source))
            for number in freed:
                del self._fetching[number]
            self._free = dict.fromkeys(freed) | self._free
            self._changed.notify_all()

    def _freed_by(self, source: str) -> Iterator[int]:
        for number, sources in self._fetching.items():
            if source in sources:
                sources.remove(source)
                if not sources:
                    yield number

    def wake(self) -> None:
        """Let all who wait look again."""
        with self._changed:
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until something changes, or for so long."""
        with self._changed:
            self._changed.wait(seconds)
