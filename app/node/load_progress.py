"""How far a model is on its way into memory: bytes, the step, the time left."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from app.domain.pace import Pace
from app.domain.placement import Plan
from app.domain.sentence import say
from app.domain.state import Loading
from app.engine.loaded_bytes import loaded_bytes
from app.lib.tasks import TaskOwner

LOOK_SECONDS = 0.25

LOADING_LAYERS = say("loading layers")
GETTING_READY = say("getting ready")


class LoadProgress:
    """One load. A split model is followed by what travels, another one by what its host's process has read.

    Args:
        plan: Where its layers go.
        file_bytes: Size of its file.
        show: Takes each new status.

    Attributes:
        status: How far it is.
    """

    def __init__(self, plan: Plan, file_bytes: int, show: Callable[[Loading], None]) -> None:
        self._is_split = plan.is_split
        self._show = show
        self._pace = Pace()
        self._moved: dict[str, int] = {}
        self._tasks = TaskOwner(f"progress {plan.model_name}")
        self.status = Loading(0, plan.bytes_to_move if plan.is_split else file_bytes, say("starting"))

    def step(self, words: str) -> None:
        """What happens now."""
        self._become(Loading(0, self.status.total_bytes, words))

    def expect(self, way: str) -> None:
        """Weights will travel on this way: a lease, or a given worker."""
        self._moved[way] = 0

    def carried(self, way: str, carried_bytes: int) -> None:
        """So much has travelled on a way; one that is not expected does not count."""
        if way in self._moved:
            self._moved[way] = carried_bytes
            self._advance(sum(self._moved.values()))

    async def until[T](self, ready: Coroutine[Any, Any, T], pid: int) -> T:
        """Wait for a host to be ready, and see meanwhile how far it is; `pid` is its process."""
        self.step(LOADING_LAYERS)
        if not self._is_split:
            self._tasks.spawn(self._follow(pid), "follow")
        try:
            return await ready
        finally:
            self._moved.clear()  # what travels from now on are words
            await self._tasks.close()

    async def _follow(self, pid: int) -> None:
        while (done_bytes := await asyncio.to_thread(loaded_bytes, pid)) is not None:
            self._advance(done_bytes)
            await asyncio.sleep(LOOK_SECONDS)

    def _advance(self, done_bytes: int) -> None:
        total_bytes = self.status.total_bytes
        done_bytes = min(done_bytes, total_bytes)
        self._pace = self._pace.at(asyncio.get_running_loop().time(), done_bytes)
        # What follows has no measure: memory for conversations, a first run through all layers.
        words = GETTING_READY if done_bytes == total_bytes else LOADING_LAYERS
        left = self._pace.seconds_left(total_bytes)
        self._become(Loading(done_bytes, total_bytes, words, None if left is None else float(round(left))))

    def _become(self, status: Loading) -> None:
        self.status = status
        self._show(status)
