"""The files in which a worker of this node keeps weights, as the link watches over them for one lease.

llama.cpp's RPC server trusts them blindly: one that was cut short (its worker was killed, the disk was full) would
become wrong weights without a word. It also writes whatever a peer asks it to keep. So the link looks at each file
before a worker may use it, notes its use, and says when enough was written. Where the files are, and how long they
stay, is for others.
"""

import contextlib
import os
from pathlib import Path

LEAST_KEPT_BYTES = 10 * 1024 * 1024
"""Tensors up to this size are not kept by any honest client (`HASH_THRESHOLD` of llama.cpp)."""


class KeptWeights:
    """What one lease may use of them; for one thread at a time and channel.

    Args:
        directory: Where the files are; each is named by the hash of what is in it.
        size_bytes: How much may be written.
    """

    def __init__(self, directory: Path, size_bytes: int) -> None:
        self._directory = directory
        self._left_bytes = size_bytes

    def has(self, content_hash: int, size_bytes: int) -> bool:
        """Whether a whole file of this size is there, which counts as used then; one that is broken is removed."""
        path = self._directory / f"{content_hash:016x}"
        with contextlib.suppress(OSError):
            if path.stat().st_size == size_bytes:
                os.utime(path)
                return True
            path.unlink()
        return False

    def may_keep(self, size_bytes: int) -> bool:
        """Whether data of this size may be written, which is counted then."""
        if not LEAST_KEPT_BYTES < size_bytes <= self._left_bytes:
            return False
        self._left_bytes -= size_bytes
        return True
