"""A fair queue: clients take turns, and each client's own requests keep their order. Pure: it knows no tasks, no clock.

Whoever asks for much waits behind his own requests, not before those of others.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator


class QueueFullError(Exception):
    """Too many wait already."""


class FairQueue[T]:
    """What waits, by client.

    Args:
        limit: How many may wait in all.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lines: OrderedDict[str, deque[T]] = OrderedDict()
        self._first: deque[T] = deque()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def join(self, client: str, item: T, *, first: bool = False) -> None:
        """Wait.

        Args:
            client: Whose it is.
            item: What waits.
            first: Before all others, whoever they are, and beyond the limit: for what had its turn already.

        Raises:
            QueueFullError: The limit is reached.
        """
        if first:
            self._first.append(item)
        elif self._count >= self._limit:
            raise QueueFullError
        else:
            self._lines.setdefault(client, deque()).append(item)
        self._count += 1

    def leave(self, item: T) -> bool:
        """Wait no more; whether it did."""
        for client, line in [("", self._first), *self._lines.items()]:
            if item in line:
                line.remove(item)
                self._count -= 1
                if not line and line is not self._first:
                    del self._lines[client]
                return True
        return False

    def take(self) -> T | None:
        """Whose turn it is, taken out of the queue; None when nobody waits."""
        if not self._count:
            return None
        self._count -= 1
        if self._first:
            return self._first.popleft()
        client, line = next(iter(self._lines.items()))
        item = line.popleft()
        if line:
            self._lines.move_to_end(client)
        else:
            del self._lines[client]
        return item

    def ahead_of(self, item: T) -> int:
        """How many have their turn before this one, as things are."""
        for position, waiting in enumerate(self._in_order()):
            if waiting == item:
                return position
        return 0

    def _in_order(self) -> Iterator[T]:
        yield from self._first
        lines = list(self._lines.values())
        for turn in range(max((len(line) for line in lines), default=0)):
            for line in lines:
                if turn < len(line):
                    yield line[turn]
