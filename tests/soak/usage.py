"""What a node uses: its processes, their file descriptors and memory, to see whether any of it leaks."""

from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from tests.household.household import Hearth


@dataclass(frozen=True, slots=True)
class Usage:
    """What a node's processes use together.

    Attributes:
        processes: How many there are.
        descriptors: Open files and sockets.
        memory_bytes: Memory that is theirs alone (USS): what ends with them.
    """

    processes: int
    descriptors: int
    memory_bytes: int


def usage_of(node: Hearth) -> Usage:
    """All processes on a node's machine that last: hosts, workers and clients come and go and do not count."""
    return _sum(pid for pid in node.children() if _lasts(pid))


def _lasts(pid: int) -> bool:
    try:
        words = psutil.Process(pid).cmdline()
    except psutil.Error:
        return False
    return any(word in ("serve", "app.link.process") for word in words)


def _sum(pids: Iterable[int]) -> Usage:
    processes = descriptors = memory_bytes = 0
    for pid in pids:
        try:
            process = psutil.Process(pid)
            descriptors += process.num_fds()
            memory_bytes += process.memory_full_info().uss
        except psutil.Error:
            continue
        processes += 1
    return Usage(processes, descriptors, memory_bytes)
