"""How the machine does for memory: what is available, and on Linux for how long programs waited for it (PSI).

What follows from it is decided in `app/domain/pressure.py`. Pressure stall information is described in the kernel's
Documentation/accounting/psi.rst; kernels without it, containers that hide it, and other systems are judged by the
memory available alone.
"""

from pathlib import Path

from app.domain.pressure import MemoryReading
from app.system import memory

MACHINE = Path("/proc/pressure/memory")


def parse_pressure(text: str) -> float | None:
    """Percent of the last ten seconds in which some program waited for memory; None when the text does not say."""
    for line in text.splitlines():
        kind, *fields = line.split()
        values = dict(field.partition("=")[::2] for field in fields)
        if kind == "some" and "avg10" in values:
            try:
                return float(values["avg10"])
            except ValueError:
                return None
    return None


def read_memory() -> MemoryReading:
    """How the machine, or the container, does now."""
    total_bytes, available_bytes = memory.memory_total_and_available()
    return MemoryReading(total_bytes, available_bytes, _stalled_percent())


def _stalled_percent() -> float | None:
    """The container's own figure where there is one: at the root of a machine's groups there is none."""
    for path in (memory.CGROUP / "memory.pressure", MACHINE):
        try:
            return parse_pressure(path.read_text())
        except (OSError, ValueError):  # not there, or the kernel was started without it
            continue
    return None
