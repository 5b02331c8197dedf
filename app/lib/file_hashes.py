"""SHA-256 of large files, of the whole and of each chunk in one reading, and a book in which they are kept.

The book knows a file by its path, size and time of change, so that no file is read twice. Hashing lets go of the
interpreter's lock: a thread that does it keeps no other from working.
"""

import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.lib.files import replace_file
from app.lib.partial_files import CHUNK_BYTES

_log = logging.getLogger(__name__)

_READ_BYTES = 1024 * 1024
MOST_KEPT = 512
"""So many files are remembered; the ones asked for longest ago are forgotten."""


class FileChangedError(OSError):
    """The file is not what it was."""


class HashingStopped(Exception):
    """Who wanted the hash has asked to stop."""


@dataclass(frozen=True, slots=True)
class FileState:
    """By what a file is known to be the same.

    Attributes:
        size: In bytes.
        modified_ns: When it was changed, in nanoseconds since the epoch.
    """

    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> "FileState":
        """As it is now. Raises OSError."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class FileHash:
    """What is in a file.

    Attributes:
        size: In bytes.
        sha256: Of the whole, in hexadecimal.
        chunks: Of each chunk of `CHUNK_BYTES`, in hexadecimal.
    """

    size: int
    sha256: str
    chunks: tuple[str, ...]


def hash_file(path: Path, on_bytes: Callable[[int], None], is_stopped: Callable[[], bool]) -> FileHash:
    """Read a file and hash it.

    Args:
        path: The file.
        on_bytes: Told how many bytes were read since it was told last.
        is_stopped: Asked now and then.

    Raises:
        OSError: It cannot be read, or has changed meanwhile (`FileChangedError`).
        HashingStopped: As asked.
    """
    before = FileState.of(path)
    whole, chunks = hashlib.sha256(), []
    buffer = memoryview(bytearray(_READ_BYTES))
    with path.open("rb", buffering=0) as file:
        for start in range(0, before.size, CHUNK_BYTES):
            chunk, left = hashlib.sha256(), min(CHUNK_BYTES, before.size - start)
            while left:
                if is_stopped():
                    raise HashingStopped
                count = file.readinto(buffer[: min(left, _READ_BYTES)])
                if not count:
                    raise FileChangedError("the file became shorter")
                whole.update(buffer[:count])
                chunk.update(buffer[:count])
                left -= count
                on_bytes(count)
            chunks.append(chunk.hexdigest())
    if FileState.of(path) != before:
        raise FileChangedError("the file was changed while it was read")
    return FileHash(before.size, whole.hexdigest(), tuple(chunks))


class HashBook:
    """Hashes of files, kept in a file.

    Args:
        path: Where; need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._entries: dict[str, tuple[FileState, FileHash]] = {}
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            self._entries = {name: _entry(body) for name, body in json.loads(path.read_text()).items()}

    def find(self, path: Path) -> FileHash | None:
        """The hash of a file as it is now; None when it is not known or the file cannot be looked at."""
        try:
            state = FileState.of(path)
        except OSError:
            return None
        with self._lock:
            known = self._entries.get(os.fspath(path))
        return known[1] if known is not None and known[0] == state else None

    def note(self, path: Path, state: FileState, found: FileHash) -> None:
        """Keep what was found, for a file that was in this state."""
        with self._lock:
            self._entries.pop(os.fspath(path), None)
            self._entries[os.fspath(path)] = (state, found)
            while len(self._entries) > MOST_KEPT:
                del self._entries[next(iter(self._entries))]
            body = {name: _body(*entry) for name, entry in self._entries.items()}
            try:
                replace_file(self._path, json.dumps(body))
            except OSError as error:  # it is found again next time
                _log.warning("hashes of files are not kept: %s", error)


def _body(state: FileState, found: FileHash) -> list[Any]:
    return [state.size, state.modified_ns, found.sha256, "".join(found.chunks)]


def _entry(body: list[Any]) -> tuple[FileState, FileHash]:
    size, modified_ns, sha256, chunks = body
    found = FileHash(int(size), str(sha256), tuple(chunks[i : i + 64] for i in range(0, len(chunks), 64)))
    return FileState(int(size), int(modified_ns)), found
