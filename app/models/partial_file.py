"""A file that is being downloaded: what has arrived is on disk and counted, and no more arrives than a limit allows."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPORT_SECONDS = 0.25


class PartialFile(io.FileIO):
    """Writes to the end of a file, unbuffered: when this process is killed, what was written stays.

    Args:
        path: Made when it is missing.
        bytes_per_second: At most so many are taken; 0 for no limit.
        report: Called now and then with the size of the file.
    """

    def __init__(self, path: Path, bytes_per_second: int, report: Callable[[int], None]) -> None:
        super().__init__(path, "ab+")
        self.seek(0, io.SEEK_END)
        self._bytes_per_second = bytes_per_second
        self._report = report
        self._reported_at = 0.0
        self._free_at = time.monotonic()

    def write(self, data: Any, /) -> int:
        """Write all of it, then wait as long as the limit wants."""
        rest = memoryview(data)
        while rest:
            rest = rest[super().write(rest) :]
        now = time.monotonic()
        if now - self._reported_at >= REPORT_SECONDS:
            self._reported_at = now
            self._report(self.tell())
        if self._bytes_per_second:
            self._free_at = max(self._free_at, now) + len(data) / self._bytes_per_second
            time.sleep(max(0.0, self._free_at - now))
        return len(data)
