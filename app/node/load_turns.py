"""Whose turn it is to be loaded, and who waits for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from app.domain.ids import ModelId
from app.domain.model import ModelFacts
from app.domain.sentence import say


class LoadTurns:
    """Lets one model at a time be planned and loaded, in the order of asking.

    Args:
        changed: Called when somebody waits, or no longer.

    Attributes:
        holder: Whose turn it is.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._lock = asyncio.Lock()
        self._waiting: dict[ModelId, ModelFacts] = {}
        self._changed = changed
        self.holder: ModelFacts | None = None

    @property
    def queued(self) -> dict[ModelId, str]:
        """What each model that waits waits for, in words."""
        name = self.holder.name if self.holder else say("another model")
        return {model_id: say("waits for {model} to be loaded", model=name) for model_id in self._waiting}

    @asynccontextmanager
    async def turn(self, facts: ModelFacts) -> AsyncIterator[None]:
        """Wait for one's turn, and have it until the end of the block."""
        self._waiting[facts.model_id] = facts
        self._changed()
        try:
            await self._lock.acquire()
        finally:
            del self._waiting[facts.model_id]
        try:
            self.holder = facts
            yield
        finally:
            self.holder = None
            self._lock.release()
