"""How much of its model a host has read, which it does not say itself: seen from outside, in its process."""

import psutil

from app.domain.footprint import HOST_PROCESS_BYTES


def loaded_bytes(pid: int) -> int | None:
    """Bytes of weights that a process has in memory or has read; None when the system does not tell.

    A file that is mapped is seen as memory, one that is read as input. The program itself is taken off.
    """
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            seen = process.memory_info().rss
            if hasattr(process, "io_counters"):  # not on macOS
                seen = max(seen, process.io_counters().read_bytes)
    except (psutil.Error, OSError):
        return None
    return max(0, seen - HOST_PROCESS_BYTES)
