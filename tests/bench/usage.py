"""What a node's processes take: memory, and time of the processor while nothing happens."""

import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Usage:
    """What the processes of one kind take together.

    Attributes:
        name: What they are.
        count: Number of processes.
        resident_bytes: Resident set size.
        proportional_bytes: Proportional set size: of a page that several processes share, each has its part.
        cpu_percent: Of one core.
    """

    name: str
    count: int
    resident_bytes: int
    proportional_bytes: int
    cpu_percent: float


def measure_usage(pid: int, seconds: float) -> tuple[Usage, ...]:
    """Watch a process and all that descend from it for some time, which it blocks for.

    What begins or ends meanwhile is not counted.

    Raises:
        psutil.NoSuchProcess: The process itself has ended.
    """
    owner = psutil.Process(pid)
    processes = [owner, *owner.children(recursive=True)]
    before = [_cpu_seconds(process) for process in processes]
    start = time.monotonic()
    time.sleep(seconds)
    elapsed = time.monotonic() - start
    if not owner.is_running():
        raise psutil.NoSuchProcess(pid)
    kinds: dict[str, Usage] = {}
    for process, cpu_seconds in zip(processes, before, strict=True):
        try:
            name = kind_of(process.cmdline())
            memory = process.memory_full_info()
            used_seconds = _cpu_seconds(process) - cpu_seconds
        except psutil.NoSuchProcess:
            continue
        known = kinds.get(name, Usage(name, 0, 0, 0, 0.0))
        kinds[name] = Usage(
            name=name,
            count=known.count + 1,
            resident_bytes=known.resident_bytes + memory.rss,
            proportional_bytes=known.proportional_bytes + memory.pss,
            cpu_percent=round(known.cpu_percent + used_seconds / elapsed * 100, 2),
        )
    return tuple(kinds.values())


def kind_of(command: list[str]) -> str:
    """What a process of Hearth is: `link`, `guard`, the name of a program of llama.cpp, else `node`."""
    program = Path(command[0]).name
    if not program.startswith("python"):
        return program
    if "app.link.process" in command:
        return "link"
    return "guard" if any(Path(word).name == "guard.py" for word in command) else "node"


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
