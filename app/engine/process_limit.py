"""The second wall around a worker: the system refuses it memory beyond its lease.

The first is the link, which refuses such a request before the worker sees it. This one holds also where the link's
account were wrong. Linux counts a process's private writable memory against `RLIMIT_DATA`, mapped or on the heap; an
allocation beyond it fails in the worker, which then says so or ends. macOS and Windows have no limit of this kind that
is set here, and a worker that computes on a graphics card is not limited: its memory is on the card, and what the
card's driver takes in the process cannot be foreseen.
"""

import logging
import sys

import psutil

_log = logging.getLogger(__name__)

_MIB = 1024 * 1024

_WORK_BYTES = 64 * _MIB
"""What a worker takes besides its buffers: the graph it was sent, and room to compute in."""

_STACK_BYTES = 8 * _MIB
"""Each thread's stack counts whole, though little of it is touched; more where the system allows them more."""


def limit_memory(pid: int, *, lease_bytes: int, message_bytes: int, threads: int) -> bool:
    """Let a worker that has just started grow by its lease, and no further.

    Args:
        pid: Its process.
        lease_bytes: What its buffers may take together.
        message_bytes: The largest message it is sent: it reads one whole before it copies it into a buffer.
        threads: Its processor threads.

    Returns:
        Whether it is limited now: False where the system cannot do it, or the worker has ended.
    """
    if sys.platform != "linux":
        return False
    try:
        process = psutil.Process(pid)
        stack_bytes, _ = process.rlimit(psutil.RLIMIT_STACK)  # -1: without a limit, and then they are small
        growth_bytes = lease_bytes + message_bytes + _WORK_BYTES + threads * max(_STACK_BYTES, stack_bytes)
        limit_bytes = process.memory_info().data + growth_bytes
        process.rlimit(psutil.RLIMIT_DATA, (limit_bytes, limit_bytes))
    except (psutil.Error, OSError, ValueError) as error:  # ValueError: above what this process may give itself
        _log.warning("worker %d has no limit of the system: %s", pid, error)
        return False
    return True
