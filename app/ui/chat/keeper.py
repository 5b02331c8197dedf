"""The history in a thread of its own, so that no window waits for a disk. Without Qt.

What is written is carried out in order, also what is still to be written when the window closes. When the file cannot
be used, conversations are kept in memory, and the user is told once.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from app.domain.errors import Problem, UserError
from app.ui.chat.history import History
from app.ui.chat.history_file import not_kept

_log = logging.getLogger(__name__)

FILE_NAME = "chat.db"


class Keeper:
    """Reads and writes the history.

    Args:
        folder: The data folder; None to keep conversations in memory only.
        report: Has what the user should know; called in the keeper's thread.
    """

    def __init__(self, folder: Path | None, report: Callable[[Problem], None]) -> None:
        self._path = folder / FILE_NAME if folder else None
        self._report = report
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")
        self._history: History | None = None
        self._told = False

    def write(self, change: Callable[[History], None]) -> None:
        """Carry out a change soon; returns at once."""
        self._thread.submit(self._guarded, change)

    async def read[T](self, question: Callable[[History], T]) -> T:
        """Ask something, after all changes so far.

        Raises:
            UserError: The file cannot be read.
        """
        future: Future[T] = self._thread.submit(self._answer, question)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Wait until everything is written, and close the file."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True)

    # -- in the thread ------------------------------------------------------------------------------------------

    def _open(self) -> History:
        if self._history is None:
            try:
                self._history = History(self._path)
            except (UserError, sqlite3.Error) as error:
                self._tell(error.problem if isinstance(error, UserError) else not_kept(error).problem)
                self._history = History(None)
            if self._history.notice is not None:
                self._report(self._history.notice)
        return self._history

    def _answer[T](self, question: Callable[[History], T]) -> T:
        try:
            return question(self._open())
        except sqlite3.Error as error:
            _log.exception("the history could not be read")
            raise not_kept(error) from error

    def _guarded(self, change: Callable[[History], None]) -> None:
        try:
            change(self._open())
            self._told = False
        except sqlite3.Error as error:
            self._tell(not_kept(error).problem)
        except Exception:
            _log.exception("the history could not be written")

    def _tell(self, problem: Problem) -> None:
        """Once, until something can be written again."""
        _log.warning("%s: %s", problem.title, problem)
        if not self._told:
            self._told = True
            self._report(problem)

    def _close(self) -> None:
        if self._history is not None:
            try:
                self._history.close()
            except sqlite3.Error:
                _log.exception("the history could not be closed")
