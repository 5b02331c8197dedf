"""The files in which a worker of this node keeps weights, as the link watches over them for one lease.

llama.cpp's RPC server trusts them blindly: one that was cut short (its worker was killed, the disk was full) would
become wrong weights without a word. It also writes whatever a peer asks it to keep. So the link looks at each file
before a worker may use it, notes its use, and says when enough was written. Where the files are, and how long they
stay, is for others.

What lies in a model's file on this disk need not be sent either: when it is asked for by its hash, it is copied from
there into a file of its own. While it is still being found out what has which hash, a question waits.
"""

import contextlib
import logging
import os
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from app.lib.file_hashes import FileState

_log = logging.getLogger(__name__)

LEAST_KEPT_BYTES = 10 * 1024 * 1024
"""Tensors up to this size are not kept by any honest client (`HASH_THRESHOLD` of llama.cpp)."""

NEWS_SECONDS = 20.0
"""Hashes that are waited for come a few per second; after so long without one they are waited for no more."""

_COPY_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WeightSource:
    """Weights in a file of this disk.

    Attributes:
        path: The file.
        offset: Where they begin.
        size: In bytes.
        state: Of the file, when it was looked at.
    """

    path: Path
    offset: int
    size: int
    state: FileState


class KeptWeights:
    """What one lease may use of them; its channels ask, one at a time.

    Args:
        directory: Where the files are; each is named by the hash of what is in it.
        size_bytes: How much may be written.
        expects_sources: Whether `add` will be called, until it says that it is all.
    """

    def __init__(self, directory: Path, size_bytes: int, *, expects_sources: bool = False) -> None:
        self._directory = directory
        self._left_bytes = size_bytes
        self._changed = threading.Condition()
        self._sources: dict[int, WeightSource] = {}
        self._expects_sources = expects_sources
        self._heard_at = time.monotonic()

    def add(self, sources: dict[int, WeightSource], *, is_all: bool) -> None:
        """Weights that are in files of this disk, by their hashes; and whether more will be known."""
        with self._changed:
            self._sources |= sources
            self._expects_sources = not is_all
            self._heard_at = time.monotonic()
            self._changed.notify_all()

    def has(self, content_hash: int, size_bytes: int) -> bool:
        """Whether a whole file of this size is there, which counts as used then; one that is broken is removed."""
        if self._is_kept(content_hash, size_bytes):
            return True
        source = self._source(content_hash)
        return source is not None and source.size == size_bytes and self._take(content_hash, source)

    def may_keep(self, size_bytes: int) -> bool:
        """Whether data of this size may be written, which is counted then."""
        if not LEAST_KEPT_BYTES < size_bytes <= self._left_bytes:
            return False
        self._left_bytes -= size_bytes
        return True

    def _is_kept(self, content_hash: int, size_bytes: int) -> bool:
        path = self._path(content_hash)
        with contextlib.suppress(OSError):
            if path.stat().st_size == size_bytes:
                os.utime(path)
                return True
            path.unlink()
        return False

    def _path(self, content_hash: int) -> Path:
        return self._directory / f"{content_hash:016x}"

    def _source(self, content_hash: int) -> WeightSource | None:
        """Where these weights are; waits while that may still become known."""
        with self._changed:
            while content_hash not in self._sources and self._expects_sources:
                left_seconds = self._heard_at + NEWS_SECONDS - time.monotonic()
                if left_seconds <= 0:
                    self._expects_sources = False
                    break
                self._changed.wait(left_seconds)
            return self._sources.get(content_hash)

    def _take(self, content_hash: int, source: WeightSource) -> bool:
        """Copy weights from a model's file; False where that cannot be, and they have to be sent."""
        if not self.may_keep(source.size):
            return False
        # Under a name that nobody asks for until it is whole; after a crash it is removed like one long unused.
        partial = self._directory / secrets.token_hex(8)
        try:
            with source.path.open("rb", buffering=0) as file, partial.open("xb", buffering=0) as copy:
                file.seek(source.offset)
                buffer, left = memoryview(bytearray(_COPY_BYTES)), source.size
                while left and (count := file.readinto(buffer[: min(left, _COPY_BYTES)])):
                    rest = buffer[:count]
                    while rest:
                        rest = rest[copy.write(rest) :]
                    left -= count
            if left or FileState.of(source.path) != source.state:
                raise OSError("the model's file has changed")
            partial.replace(self._path(content_hash))
        except OSError as error:
            _log.warning("weights of %s are not taken from it: %s", source.path.name, error)
            partial.unlink(missing_ok=True)
            return False
        return True
