"""Hashes the files that this node shares, one after the other in a thread of low priority.

What somebody waits for comes first. Nothing is read twice: what was found is in the book.
"""

import contextlib
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from app.lib.file_hashes import FileHash, FileState, HashBook, HashingStopped, hash_file

_NICE = 10


class Hasher:
    """The thread, and what it has found.

    Args:
        book: Where hashes are kept.
    """

    def __init__(self, book: HashBook) -> None:
        self.book = book
        self._changed = threading.Condition()
        self._shared: list[Path] = []
        self._waited: Counter[Path] = Counter()
        self._now: Path | None = None
        self._read_bytes = 0
        self._failures: dict[Path, OSError] = {}
        threading.Thread(target=self._run, name="hashing", daemon=True).start()

    def share(self, paths: Iterable[Path]) -> None:
        """Hash these from now on when nothing is waited for, and no others."""
        with self._changed:
            self._shared = list(dict.fromkeys(paths))
            self._changed.notify_all()

    def wait_for(self, path: Path, seconds: float) -> FileHash | int:
        """The hash of a file, which comes before those that nobody waits for.

        Args:
            path: The file.
            seconds: How long to wait for it.

        Returns:
            The hash; or, when it is not known by then, how many bytes of the file were read.

        Raises:
            OSError: The file cannot be read.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            self._failures.pop(path, None)
            self._waited[path] += 1
            self._changed.notify_all()
        try:
            while (found := self.book.find(path)) is None:
                with self._changed:
                    if (error := self._failures.pop(path, None)) is not None:
                        raise error
                    left = deadline - time.monotonic()
                    if left <= 0:
                        return self._read_bytes if self._now == path else 0
                    self._changed.wait(left)
            return found
        finally:
            with self._changed:
                self._waited[path] -= 1
                self._waited += Counter()  # without those that nobody waits for any more

    def _run(self) -> None:
        _lower_priority()
        while True:
            with self._changed:
                while (path := self._next()) is None:
                    self._changed.wait()
                self._now, self._read_bytes = path, 0
            try:
                if self.book.find(path) is None:
                    state = FileState.of(path)
                    self.book.note(path, state, hash_file(path, self._count, self._can_wait))
                self._finished(path)
            except HashingStopped:
                pass
            except OSError as error:
                self._finished(path, error)

    def _next(self) -> Path | None:
        waited = (path for path in self._waited if path not in self._failures and self.book.find(path) is None)
        return next(waited, self._shared[0] if self._shared else None)

    def _finished(self, path: Path, error: OSError | None = None) -> None:
        with self._changed:
            self._shared = [other for other in self._shared if other != path]
            if error is not None:
                self._failures[path] = error
            self._now = None
            self._changed.notify_all()

    def _can_wait(self) -> bool:
        """Whether what is being read should be left for now: others wait, or it is shared no more."""
        if self._now in self._waited:
            return False
        return bool(self._waited) or self._now not in self._shared

    def _count(self, count: int) -> None:
        self._read_bytes += count


def _lower_priority() -> None:
    """Computing comes before this, where a thread can have a priority of its own."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
