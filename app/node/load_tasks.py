"""Loads in progress: who waits for each, and how it is ended or left to another node.

How a model is loaded is for `loading.py`.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.sentence import say
from app.lib.tasks import TaskOwner
from app.node.attempts import ElsewhereError
from app.node.run import ModelRun


class LoadTasks:
    """The loads of one node, one for each model at most."""

    def __init__(self) -> None:
        self._tasks = TaskOwner("loader")
        self._loads: dict[ModelId, asyncio.Task[ModelRun]] = {}
        self._waiting: Counter[ModelId] = Counter()
        self._yielded: dict[ModelId, PeerId] = {}

    def __bool__(self) -> bool:
        return bool(self._loads)

    def __contains__(self, model_id: ModelId) -> bool:
        return model_id in self._loads

    def is_awaited(self, model_id: ModelId) -> bool:
        """Whether somebody waits for it. They come a moment after its end: until then nobody is answered."""
        return self._waiting[model_id] > 0

    def begin(
        self, model_id: ModelId, work: Coroutine[Any, Any, ModelRun], model_name: str
    ) -> "asyncio.Future[ModelRun]":
        """Load a model in the background."""
        self._yielded.pop(model_id, None)
        load = self._tasks.spawn(work, f"load {model_name}", awaited=True)
        self._loads[model_id] = load
        load.add_done_callback(lambda _: self._ended(model_id, load))
        return load

    def _ended(self, model_id: ModelId, load: asyncio.Task[ModelRun]) -> None:
        self._loads.pop(model_id, None)
        if not load.cancelled():
            load.exception()  # read here too: all who waited for it may have gone

    async def wait(self, model_id: ModelId, model_name: str) -> ModelRun:
        """Wait for a load that is in progress; who gives up waiting does not end it.

        Raises:
            UserError: The model cannot be loaded, or loading was stopped.
            ElsewhereError: Another node is its head.
        """
        load = self._loads[model_id]
        self._waiting[model_id] += 1
        try:
            return await asyncio.shield(load)
        except asyncio.CancelledError:
            if not load.cancelled():
                raise
            if (head := self._yielded.get(model_id)) is not None:
                raise ElsewhereError(head) from None
            message = say("Loading {model} was stopped.", model=model_name)
            raise UserError(say("Loading ended"), message, code="load_stopped") from None
        finally:
            self._waiting[model_id] -= 1

    async def stop(self, model_id: ModelId, head: PeerId | None = None) -> bool:
        """End a load, and wait until it has ended; False when there is none.

        Args:
            model_id: The model.
            head: Who loads it instead: told to all who wait.
        """
        load = self._loads.get(model_id)
        if load is None:
            return False
        if head is not None:
            self._yielded[model_id] = head
        load.cancel()
        await asyncio.wait([load])
        return True

    async def close(self) -> None:
        """End all."""
        for load in self._loads.values():
            load.cancel()
        await self._tasks.finish()
