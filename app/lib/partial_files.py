"""Files that are not whole yet: filled chunk by chunk in any order, and found again after a stop or a crash.

Beside them lies a list of the chunks that are safe on disk. Whether what is written is right, where it comes from and
where it goes then are for others. Everything here blocks; one object may be used by several threads.
"""

import contextlib
import errno
import json
import os
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.lib.files import replace_file

CHUNK_BYTES = 8 * 1024 * 1024
RESERVE_BYTES = 256 * 1024 * 1024
"""What is left free of a disk: a full one makes every other program fail."""

_LIST = "chunks.json"
_LOOK_EVERY_BYTES = 64 * 1024 * 1024


class NoRoomError(OSError):
    """The disk has no room for the rest.

    Attributes:
        missing_bytes: How much more would have to be free.
    """

    def __init__(self, missing_bytes: int) -> None:
        super().__init__(errno.ENOSPC, "the disk is full")
        self.missing_bytes = missing_bytes


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one of the files.

    Attributes:
        part: Which file, from 0.
        offset: Where it begins there.
        size: In bytes.
    """

    part: int
    offset: int
    size: int


def chunks_of(sizes: Sequence[int], chunk_bytes: int = CHUNK_BYTES) -> tuple[Chunk, ...]:
    """The chunks of files of these sizes: all of one length but the last of each file."""
    return tuple(
        Chunk(part, offset, min(chunk_bytes, size - offset))
        for part, size in enumerate(sizes)
        for offset in range(0, size, chunk_bytes)
    )


class PartialFiles:
    """Files of known sizes in a folder of their own; made, or found as they were left.

    Args:
        directory: Where they are; must exist.
        names: Of the files.
        sizes: Of each, in bytes.
        chunk_bytes: Of each chunk but the last of a file.
        reserve_bytes: What is left free of the disk.

    Attributes:
        chunks: All of them; a chunk's number is its index.
        paths: The files.

    Raises:
        OSError: The files cannot be made.
    """

    def __init__(
        self,
        directory: Path,
        names: Sequence[str],
        sizes: Sequence[int],
        *,
        chunk_bytes: int = CHUNK_BYTES,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        self.paths = tuple(directory / name for name in names)
        self.chunks = chunks_of(sizes, chunk_bytes)
        self._sizes = tuple(sizes)
        self._chunk_bytes = chunk_bytes
        self._reserve_bytes = reserve_bytes
        self._directory = directory
        self._lock = threading.Lock()
        self._syncing = threading.Lock()
        self._unlooked_bytes = 0
        is_whole = [path.exists() and path.stat().st_size == size for path, size in zip(self.paths, sizes, strict=True)]
        self._done = {number for number in self._read_list() if is_whole[self.chunks[number].part]}
        self._files: list[IO[bytes]] = []
        try:
            for path, size in zip(self.paths, sizes, strict=True):
                file = path.open("r+b" if path.exists() else "w+b", buffering=0)
                self._files.append(file)
                file.truncate(size)
        except BaseException:
            self.close()
            raise

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the chunks that are not there, in order."""
        with self._lock:
            return tuple(number for number in range(len(self.chunks)) if number not in self._done)

    def has(self, number: int) -> bool:
        """Whether a chunk is there."""
        with self._lock:
            return number in self._done

    @property
    def done_bytes(self) -> int:
        """What is there."""
        with self._lock:
            return sum(self.chunks[number].size for number in self._done)

    @property
    def total_bytes(self) -> int:
        """All of it."""
        return sum(self._sizes)

    def check_room(self) -> None:
        """Look whether the disk has room for the rest.

        Raises:
            NoRoomError: It has not.
        """
        # Files with holes: only what was written takes space.
        missing_bytes = (
            self.total_bytes - self.done_bytes + self._reserve_bytes - shutil.disk_usage(self._directory).free
        )
        if missing_bytes > 0:
            raise NoRoomError(missing_bytes)

    def write(self, number: int, data: memoryview | bytes) -> bool:
        """Write a chunk; False when it was there already.

        Raises:
            NoRoomError: The disk is full, or nearly.
            OSError: It cannot be written.
        """
        chunk = self.chunks[number]
        if len(data) != chunk.size:
            raise ValueError(f"a chunk of {chunk.size} bytes, and {len(data)} are given")
        with self._lock:
            if number in self._done:
                return False
            self._look_at_room(chunk.size)
            try:
                file = self._files[chunk.part]
                file.seek(chunk.offset)
                rest = memoryview(data)
                while rest:
                    rest = rest[file.write(rest) :]
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise NoRoomError(chunk.size) from error
                raise
            self._done.add(number)
            return True

    def forget(self, numbers: Iterable[int]) -> None:
        """These chunks turned out to be wrong: they are missing again."""
        with self._lock:
            self._done.difference_update(numbers)

    def sync(self) -> None:
        """Make what was written safe: after a crash it is found again.

        Raises:
            OSError: It cannot be written.
        """
        with self._syncing:
            with self._lock:
                done = sorted(self._done)
            for file in self._files:
                os.fsync(file.fileno())
            text = {"sizes": self._sizes, "chunk_bytes": self._chunk_bytes, "done": _ranges(done)}
            replace_file(self._directory / _LIST, json.dumps(text))

    def close(self) -> None:
        """Let go of the files; `sync` before, or what was written since is not known next time."""
        for file in self._files:
            with contextlib.suppress(OSError):
                file.close()

    def _look_at_room(self, size: int) -> None:
        if self._unlooked_bytes <= 0:
            free_bytes = shutil.disk_usage(self._directory).free
            if free_bytes - size < self._reserve_bytes:
                raise NoRoomError(self._reserve_bytes + size - free_bytes)
            # Looked at again before so much could have been too much.
            self._unlooked_bytes = min(_LOOK_EVERY_BYTES, (free_bytes - self._reserve_bytes) // 2)
        self._unlooked_bytes -= size

    def _read_list(self) -> set[int]:
        """The chunks that are said to be safe; none where the list is missing, broken, or of other files."""
        try:
            body = json.loads((self._directory / _LIST).read_text())
            if (tuple(body["sizes"]), body["chunk_bytes"]) != (self._sizes, self._chunk_bytes):
                return set()
            numbers = {number for first, after in body["done"] for number in range(first, after)}
        except (OSError, ValueError, TypeError, KeyError):
            return set()
        return {number for number in numbers if 0 <= number < len(self.chunks)}


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as ranges: the first of each, and the one after its last."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number:
            ranges[-1] = (ranges[-1][0], number + 1)
        else:
            ranges.append((number, number + 1))
    return ranges
