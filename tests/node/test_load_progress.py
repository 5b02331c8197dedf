"""How far a load is: by what travels, and by what a real process has in memory."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from typing import cast

import pytest

from app.domain.ids import PeerId
from app.domain.model import ContextSettings
from app.domain.placement import Plan
from app.domain.plan import plan
from app.domain.state import Loading
from app.engine.loaded_bytes import loaded_bytes
from app.node import load_progress
from app.node.load_progress import GETTING_READY, LOADING_LAYERS, LoadProgress
from tests.domain.builders import MB, cpu, model, node

TAKE_MEMORY = """
import sys
held = bytearray()
for line in sys.stdin:
    held += b"x" * int(line)
    print(len(held), flush=True)
"""
FILE_BYTES = 400 * MB


def planned(here_bytes: int, there_bytes: int) -> Plan:
    candidates = (node("here", cpu(here_bytes), has_model=True), node("there", cpu(there_bytes)))
    answer = plan(model(), ContextSettings(1000, 1), candidates, PeerId("peer-here"))
    assert isinstance(answer, Plan)
    return answer


@pytest.fixture
async def hog() -> AsyncIterator[asyncio.subprocess.Process]:
    """A program that takes as much memory as it is told, line by line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", TAKE_MEMORY, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


async def take(hog: asyncio.subprocess.Process, more_bytes: int) -> None:
    assert hog.stdin is not None
    assert hog.stdout is not None
    hog.stdin.write(f"{more_bytes}\n".encode())
    await hog.stdout.readline()


class Shown:
    """Keeps what is shown, and lets a test wait for it."""

    def __init__(self) -> None:
        self.all: list[Loading] = []
        self._changed = asyncio.Event()

    def __call__(self, status: Loading) -> None:
        self.all.append(status)
        self._changed.set()

    async def until(self, condition: Callable[[Loading], bool]) -> None:
        async with asyncio.timeout(20):
            while not self.all or not condition(self.all[-1]):
                self._changed.clear()
                await self._changed.wait()


async def test_a_model_that_stays_here_is_followed_in_its_process(
    hog: asyncio.subprocess.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_progress, "LOOK_SECONDS", 0.01)
    shown = Shown()
    progress = LoadProgress(planned(2000 * MB, 0), FILE_BYTES, shown)
    is_ready = asyncio.Event()

    async def go_on() -> None:
        await take(hog, 100 * MB)
        await shown.until(lambda s: 60 * MB < s.done_bytes < 110 * MB and s.step == LOADING_LAYERS)
        await take(hog, 100 * MB)
        await shown.until(lambda s: 160 * MB < s.done_bytes < 210 * MB)
        await shown.until(lambda s: s.seconds_left is not None)
        await take(hog, 400 * MB)
        await shown.until(lambda s: s.done_bytes == FILE_BYTES and s.step == GETTING_READY)
        is_ready.set()

    await asyncio.gather(progress.until(is_ready.wait(), hog.pid), go_on())
    assert {status.total_bytes for status in shown.all} == {FILE_BYTES}
    count = len(shown.all)
    await asyncio.sleep(0.1)
    assert len(shown.all) == count


async def test_what_travels_is_added_up_and_nothing_else(hog: asyncio.subprocess.Process) -> None:
    shown = Shown()
    split = planned(800 * MB, 800 * MB)
    progress = LoadProgress(split, FILE_BYTES, shown)
    progress.step("asking there for memory")
    progress.expect("lease-1")
    progress.expect("lease-2")
    progress.carried("lease-1", 10 * MB)
    progress.carried("lease-2", 5 * MB)
    progress.carried("lease-1", 20 * MB)
    progress.carried("of another model", 90 * MB)
    assert [(s.done_bytes // MB, s.step) for s in shown.all] == [
        (0, "asking there for memory"),
        (10, LOADING_LAYERS),
        (15, LOADING_LAYERS),
        (25, LOADING_LAYERS),
    ]
    assert shown.all[-1].total_bytes == split.bytes_to_move
    await take(hog, 100 * MB)
    await progress.until(asyncio.sleep(0), hog.pid)  # whose memory does not count
    assert shown.all[-1].done_bytes == 0
    progress.carried("lease-1", 30 * MB)
    assert shown.all[-1].done_bytes == 0


async def test_a_process_that_is_gone_tells_nothing(hog: asyncio.subprocess.Process) -> None:
    assert cast(int, loaded_bytes(hog.pid)) < 20 * MB
    hog.kill()
    await hog.wait()
    assert loaded_bytes(hog.pid) is None
    assert loaded_bytes(os.getpid()) is not None
