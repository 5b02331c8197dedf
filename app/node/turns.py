"""Turns at one host: as many answers at a time as it has slots; who must wait does so in a fair queue with a limit.

A host would queue by itself, but in the order of arrival, without limit, and without saying who is before whom.
"""

import asyncio
from collections.abc import Callable

from app.domain.asked import Waiting
from app.domain.errors import UserError
from app.domain.load import ModelLoad
from app.domain.queue import FairQueue, QueueFullError
from app.domain.route import BUSY, SLOWED_BY_EACH_OTHER
from app.domain.sentence import say

_SMOOTHING = 0.3


class Turns:
    """The slots of one host.

    Args:
        name: Of the model, for people.
        slots: How many answers at a time.
        limit: How many may wait.
        changed: To be called when somebody came or went.
    """

    def __init__(self, name: str, slots: int, limit: int, changed: Callable[[], None]) -> None:
        self._name = name
        self._slots = slots
        self._queue: FairQueue[asyncio.Future[None]] = FairQueue(limit)
        self._changed = changed
        self._active = 0
        self._speed: float | None = None
        self._reading_speed: float | None = None

    @property
    def load(self) -> ModelLoad:
        """How busy the host is."""
        return ModelLoad(self._active, self._slots, len(self._queue), self._speed, self._reading_speed)

    async def begin(self, client: str, waiting: Waiting, *, first: bool = False) -> None:
        """Wait for a turn; each is to be ended by `end`. Who is cancelled meanwhile has left the queue.

        Args:
            client: Whose request it is.
            waiting: Told where it waits.
            first: Before all others.

        Raises:
            UserError: Too many wait already (`busy`).
        """
        if self._active < self._slots:
            self._active += 1
            self._changed()
            return
        turn = asyncio.get_running_loop().create_future()
        try:
            self._queue.join(client, turn, first=first)
        except QueueFullError as error:
            raise too_many(self._name, len(self._queue)) from error
        waiting.begin(lambda: self._queue.ahead_of(turn))
        self._changed()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._queue.leave(turn)
                self._changed()
            else:  # its turn came in the same moment
                self.end()
            raise
        finally:
            waiting.end()

    def end(self) -> None:
        """A turn is over: it is the next one's."""
        while (turn := self._queue.take()) is not None:
            if not turn.done():  # who has just given up leaves in a moment
                turn.set_result(None)
                break
        else:
            self._active -= 1
        self._changed()

    def note_speed(self, writing: float | None, reading: float | None) -> None:
        """How fast an answer was written and its prompt read, in tokens per second, beside the others of that time."""
        slowed = 1.0 + SLOWED_BY_EACH_OTHER * max(0, self._active - 1)
        if writing is not None:
            self._speed = _smoothed(self._speed, writing * slowed)
        if reading is not None:
            self._reading_speed = _smoothed(self._reading_speed, reading * slowed)


def too_many(name: str, waiting: int) -> UserError:
    """The queue is full."""
    return UserError(
        say("Too many requests"),
        say("{count} requests wait for {model} already; no more are taken for now.", count=waiting, model=name),
        say("Ask again in a moment."),
        BUSY,
    )


def _smoothed(before: float | None, now: float) -> float:
    return now if before is None else before + _SMOOTHING * (now - before)
