"""The one place that creates asyncio tasks: every task has a name, an owner, and somebody who reads its error."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

_log = logging.getLogger(__name__)


class TaskOwner:
    """Owns background tasks: keeps them alive, logs their failures, ends them together.

    Args:
        name: Put before the names of its tasks.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn[T](self, coroutine: Coroutine[Any, Any, T], name: str, *, awaited: bool = False) -> asyncio.Task[T]:
        """Run a coroutine in the background.

        Args:
            coroutine: What to run.
            name: For logs.
            awaited: The caller awaits the task and reads its error; otherwise an error is logged with its traceback.
        """
        task = asyncio.get_running_loop().create_task(coroutine, name=f"{self._name}:{name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard if awaited else self._finished)
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait for its end."""
        current = asyncio.current_task()
        pending = [task for task in self._tasks if task is not current and not task.done()]
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)

    async def finish(self) -> None:
        """Wait for the end of what still runs, without cancelling it: for tasks that give something back."""
        current = asyncio.current_task()
        while pending := [task for task in self._tasks if task is not current and not task.done()]:
            await asyncio.wait(pending)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task %s failed", task.get_name(), exc_info=error)
