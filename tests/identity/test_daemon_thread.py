"""Blocking calls with a time limit."""

import subprocess
import sys
import threading

import pytest

from app.identity.daemon_thread import DaemonCaller


async def test_a_result_comes_back() -> None:
    assert await DaemonCaller("test").call(lambda: 42, 5) == 42


async def test_an_error_comes_back() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await DaemonCaller("test").call(fail, 5)


async def test_blocked_calls_do_not_pile_up() -> None:
    caller = DaemonCaller("test")
    release = threading.Event()
    calls: list[int] = []
    with pytest.raises(TimeoutError):
        await caller.call(release.wait, 0.01)
    with pytest.raises(TimeoutError, match="busy"):
        await caller.call(lambda: calls.append(1), 5)
    assert calls == []
    release.set()
    for thread in threading.enumerate():
        if thread.name == "test":
            thread.join(5)
    await caller.call(lambda: calls.append(2), 5)
    assert calls == [2]


PROGRAM = """
import asyncio, threading
from app.identity.daemon_thread import DaemonCaller

async def main() -> None:
    try:
        await DaemonCaller("test").call(threading.Event().wait, 0.05)
    except TimeoutError:
        print("gave up", flush=True)

asyncio.run(main())
"""


def test_a_call_that_blocks_for_ever_does_not_keep_the_program_alive() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=20, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "gave up\n", "")
