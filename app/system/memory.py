"""How much memory this machine has, and how much of it to offer when its owner has not said."""

from pathlib import Path

import psutil

KEPT_BYTES = 4_000_000_000
"""What stays with the owner of a machine that is large enough: the desktop, a browser, an editor."""

KEPT_FREE_BYTES = 500_000_000
"""What stays free whatever runs now, so that the machine is not pushed into swap."""

_STEP_BYTES = 100_000_000
CGROUP = Path("/sys/fs/cgroup")
"""This process's own group in a container; the root of all groups, which has no limit, elsewhere."""


def default_offer_bytes(total_bytes: int, available_bytes: int) -> int:
    """What to offer by default: all but 4 GB or three tenths, whichever is more, and never what is in use now.

    A machine with little memory offers a quarter of it. Whole hundreds of MB, so that the figure stays the same
    from start to start where it can.

    Args:
        total_bytes: Memory of the machine.
        available_bytes: What programs could take now without swapping.
    """
    share = max(total_bytes - max(KEPT_BYTES, total_bytes * 3 // 10), total_bytes // 4)
    offer = max(0, min(share, available_bytes - KEPT_FREE_BYTES))
    return offer // _STEP_BYTES * _STEP_BYTES


def memory_total_and_available() -> tuple[int, int]:
    """Bytes of memory that this process may use, and bytes that programs could take now without swapping.

    In a container the container's limit counts.
    """
    memory = psutil.virtual_memory()
    total, available = int(memory.total), int(memory.available)
    limit, current = _number(CGROUP / "memory.max"), _number(CGROUP / "memory.current")
    if limit is not None and current is not None and limit < total:
        return limit, max(0, min(available, limit - current + _cached_bytes()))
    return total, available


def _cached_bytes() -> int:
    """What a container keeps of files it has read; counted as in use, and given up when something else needs it."""
    try:
        fields = (line.split() for line in (CGROUP / "memory.stat").read_text().splitlines())
        return sum(int(value) for name, value in fields if name in ("active_file", "inactive_file"))
    except (OSError, ValueError):
        return 0


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):  # no such file outside of Linux; "max" where there is no limit
        return None
