"""Real child processes, and that none is left when an owner or a guard is killed."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from app.lib.processes import LAST_LINES, ChildProcess
from app.lib.tasks import TaskOwner

SLEEPER = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-I",
    "-S",
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]
OWNER = """
import asyncio, os, sys
from app.lib.processes import ChildProcess

async def main():
    child = await ChildProcess.start(sys.argv[1:], name="program")
    print(child.pid, flush=True)
    await child.wait()

asyncio.run(main())
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


@pytest.mark.parametrize("guarded", [True, False])
async def test_lines_of_both_streams_and_exit_code(guarded: bool) -> None:
    lines: list[str] = []
    code = "import os, sys\nprint('out', flush=True)\nprint('err', file=sys.stderr)\nprint(os.getpid())\nsys.exit(3)"
    child = await ChildProcess.start(python(code), name="program", on_line=lines.append, guarded=guarded)
    end = await child.wait()
    assert sorted(lines) == sorted(["out", "err", str(child.pid)])
    assert (end.exit_code, end.signal) == (3, None)
    assert sorted(end.last_lines) == sorted(lines)
    assert not child.is_running


@pytest.mark.parametrize("guarded", [True, False])
async def test_end_by_a_signal(guarded: bool) -> None:
    child = await ChildProcess.start(SLEEPER, name="program", guarded=guarded)
    assert child.is_running
    os.kill(child.pid, signal.SIGKILL)
    end = await child.wait()
    assert (end.exit_code, end.signal) == (137, signal.SIGKILL)


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_program_that_does_not_exist(guarded: bool) -> None:
    with pytest.raises(OSError, match="no-such-program"):
        await ChildProcess.start(["/no-such-program"], name="program", guarded=guarded)


@pytest.mark.parametrize("guarded", [True, False])
async def test_stop_asks_first_and_is_quick(guarded: bool) -> None:
    child = await ChildProcess.start(SLEEPER, name="program", guarded=guarded)
    await asyncio.wait_for(child.stop(grace_seconds=50), 10)
    assert (await child.wait()).signal == signal.SIGTERM
    assert not psutil.pid_exists(child.pid)
    await child.stop()


@pytest.mark.parametrize("guarded", [True, False])
async def test_stop_kills_what_does_not_end(guarded: bool) -> None:
    deaf = asyncio.Event()
    child = await ChildProcess.start(STUBBORN, name="program", on_line=lambda line: deaf.set(), guarded=guarded)
    await deaf.wait()
    await child.stop(grace_seconds=0.2)
    assert (await child.wait()).signal == signal.SIGKILL
    assert not psutil.pid_exists(child.pid)


async def test_input_of_a_process_that_watches_it() -> None:
    lines: asyncio.Queue[str] = asyncio.Queue()
    code = "import sys\nfor line in sys.stdin: print(line.strip().upper(), flush=True)"
    child = await ChildProcess.start(
        python(code), name="program", on_line=lines.put_nowait, guarded=False, pipe_input=True
    )
    for number in range(1000):
        await child.write_line(f"line {number} " + "x" * 1000)
    answers = [await lines.get() for _ in range(1000)]
    assert answers[-1] == "LINE 999 " + "X" * 1000
    await child.stop()
    with pytest.raises(BrokenPipeError):
        await child.write_line("too late")


async def test_a_guarded_process_has_no_input() -> None:
    with pytest.raises(ValueError, match="guarded"):
        await ChildProcess.start(SLEEPER, name="program", pipe_input=True)


async def test_a_talkative_program_never_blocks_and_its_last_lines_are_kept() -> None:
    count = 0

    def note(line: str) -> None:
        nonlocal count
        count += 1

    child = await ChildProcess.start(python("for n in range(50000): print('line', n)"), name="program", on_line=note)
    end = await child.wait()
    assert count == 50000
    assert end.last_lines == tuple(f"line {n}" for n in range(50000 - LAST_LINES, 50000))


async def test_reading_slowly_keeps_what_is_worth_it() -> None:
    started = asyncio.Event()
    code = (
        "import sys, time\nprint('ready', flush=True)\ntime.sleep(0.2)\n"
        "for n in range(20000): print('noise', n)\nprint('last words', flush=True); sys.exit(1)"
    )
    child = await ChildProcess.start(
        python(code),
        name="program",
        on_line=lambda line: started.set(),
        is_worth_keeping=lambda line: not line.startswith("noise"),
    )
    await started.wait()
    child.read_slowly(0.02)
    assert (await child.wait()).last_lines == ("ready", "last words")


async def test_environment_is_added() -> None:
    code = "import os; print(os.environ['HEARTH_TEST'], 'PATH' in os.environ)"
    child = await ChildProcess.start(python(code), name="program", environment={"HEARTH_TEST": "yes"})
    assert (await child.wait()).last_lines == ("yes True",)


async def _owner_and_family(
    tmp_path: Path, program: list[str]
) -> tuple[psutil.Process, psutil.Process, psutil.Process]:
    """An owner in a process of its own, its guard, and the program."""
    script = tmp_path / "owner.py"
    script.write_text(OWNER)
    pid: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    owner = await ChildProcess.start(
        [sys.executable, str(script), *program],
        name="owner",
        environment={"PYTHONPATH": str(Path(__file__).parents[2])},
        on_line=lambda line: None if pid.done() else pid.set_result(int(line)),
        guarded=False,
    )
    child = psutil.Process(await pid)
    guard = child.parent()
    assert guard is not None
    assert guard.ppid() == owner.pid
    return psutil.Process(owner.pid), guard, child


@pytest.mark.parametrize("program", [SLEEPER, STUBBORN], ids=["sleeper", "stubborn"])
async def test_no_orphan_when_the_owner_is_killed(tmp_path: Path, program: list[str]) -> None:
    owner, guard, child = await _owner_and_family(tmp_path, program)
    owner.kill()
    await _gone(guard, child)


async def test_no_orphan_when_the_owner_is_killed_with_its_guard(tmp_path: Path) -> None:
    owner, guard, child = await _owner_and_family(tmp_path, STUBBORN)
    guard.suspend()
    owner.kill()
    guard.kill()
    await _gone(guard, child)


@pytest.mark.skipif(sys.platform not in ("linux", "win32"), reason="macOS has no parent-death signal")
async def test_the_program_ends_with_its_guard() -> None:
    child = await ChildProcess.start(SLEEPER, name="program")
    program = psutil.Process(child.pid)
    guard = program.parent()
    assert guard is not None
    guard.kill()
    end = await child.wait()
    assert end.signal == signal.SIGKILL
    await _gone(program)


async def _gone(*processes: psutil.Process) -> None:
    deadline = time.monotonic() + 10
    while any(_is_alive(process) for process in processes):
        assert time.monotonic() < deadline, "a process was left behind"
        await asyncio.sleep(0.02)


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_reading_slowly_does_not_delay_the_end() -> None:
    started = asyncio.Event()
    child = await ChildProcess.start(
        python("import time; print('ready', flush=True); time.sleep(60)"),
        name="program",
        on_line=lambda line: started.set(),
    )
    await started.wait()
    child.read_slowly(1000)
    await asyncio.wait_for(child.stop(), 10)


async def test_a_program_that_writes_much_does_not_wait_until_it_is_read() -> None:
    """At one pipe's content for each period it would take a minute and a half."""
    lines: list[str] = []
    child = await ChildProcess.start(
        python("for _ in range(60_000): print('x' * 99)"), name="program", on_line=lines.append
    )
    child.read_slowly(1.0)
    await asyncio.wait_for(child.wait(), 30)
    assert len(lines) == 60_000


async def test_a_start_that_is_given_up_leaves_no_process() -> None:
    owner = TaskOwner("test")
    before = set(psutil.Process().children(recursive=True))
    start = owner.spawn(ChildProcess.start(SLEEPER, name="sleeper"), "start", awaited=True)
    for _ in range(20):  # the guard exists by then, and has not said yet that it has started the program
        await asyncio.sleep(0)
    started = set(psutil.Process().children(recursive=True)) - before
    assert started
    await owner.close()
    assert start.cancelled()
    assert not any(process.is_running() for process in started)
