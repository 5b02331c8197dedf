"""Whether something else computes on this machine while it is measured: Linux only, from the kernel's account."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

# user nice system idle iowait irq softirq steal; time stolen by other guests of the same computer counts too.
_BUSY_FIELDS = (0, 1, 2, 5, 6, 7)
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Quiet:
    """Tells the processor time of others from that of the processes that are measured.

    Args:
        own: Gives the ids of those processes; this one is always among them.
    """

    def __init__(self, own: Callable[[], Iterable[int]]) -> None:
        self._own = own
        self._busy_seconds, self._own_seconds, self._at = self._read()

    def others_share(self) -> float:
        """The part of one core that others have taken since the last call, or since this was made."""
        busy, own, at = self._read()
        share = ((busy - self._busy_seconds) - (own - self._own_seconds)) / (at - self._at)
        self._busy_seconds, self._own_seconds, self._at = busy, own, at
        return max(0.0, share)

    def wait(self, limit: float, patience_seconds: float) -> bool:
        """Wait until others take no more than this part of a core; False when they go on for too long."""
        deadline = time.monotonic() + patience_seconds
        self.others_share()
        while time.monotonic() < deadline:
            time.sleep(0.5)
            if self.others_share() <= limit:
                return True
        return False

    def _read(self) -> tuple[float, float, float]:
        words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        busy = sum(int(words[field]) for field in _BUSY_FIELDS) / _TICKS_PER_SECOND
        own = sum(_process_seconds(pid) for pid in {os.getpid(), *self._own()})
        return busy, own, time.monotonic()


def _process_seconds(pid: int) -> float:
    """Processor time of a process; none when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
