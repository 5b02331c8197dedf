"""The one place where a click becomes a coroutine, and where its errors end up.

A `UserError` goes to whoever asked, as a `Problem`; anything else is logged with its traceback and shown as
one calm sentence. Tasks are owned by `TaskOwner`, so that they end with the program.
"""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from app.domain.errors import Problem, UserError
from app.lib.tasks import TaskOwner
from app.ui.bridge import UNEXPECTED

_log = logging.getLogger(__name__)

type Report = Callable[[Problem], None]


class Actions:
    """Starts coroutines from slots.

    Args:
        report: Shows the problem of an action that has no place of its own for it.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self._owner = TaskOwner("ui")

    def start(
        self,
        coroutine: Coroutine[Any, Any, None],
        name: str,
        *,
        report: Report | None = None,
        done: Callable[[], None] | None = None,
    ) -> Callable[[], None]:
        """Run a coroutine in the background.

        Args:
            coroutine: What to do.
            name: For logs.
            report: Shows its problem; by default the application does.
            done: Called at its end, however it ended.

        Returns:
            What cancels it.
        """
        task = self._owner.spawn(self._guarded(coroutine, name, report or self.report), name)

        def finished(_: object) -> None:
            # A task that is cancelled before its first step never reaches its own `finally`.
            coroutine.close()
            if done is not None:
                done()

        task.add_done_callback(finished)

        def cancel() -> None:
            task.cancel()

        return cancel

    async def close(self) -> None:
        """Cancel what still runs."""
        await self._owner.close()

    async def _guarded(self, coroutine: Coroutine[Any, Any, None], name: str, report: Report) -> None:
        try:
            await coroutine
        except UserError as error:
            report(error.problem)
        except Exception:
            _log.exception("the action %s failed", name)
            report(UNEXPECTED)
