"""Sleep, announced by a logind on a real bus: it waits for who holds a lock, and no longer than it says."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.lib.tasks import TaskOwner
from app.system import sleep
from app.system.sleep import watch_sleep
from tests.system.bus import FakeLogind, needs_bus, running_bus

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="logind is Linux's"), needs_bus]


@pytest.fixture
def bus() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="hb") as folder, running_bus(Path(folder)) as address:
        yield address


@pytest.fixture
async def logind(bus: str) -> AsyncIterator[FakeLogind]:
    logind = await FakeLogind.start(bus)
    yield logind
    logind.stop()


class Sleeper:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.hurry = True
        self.woken = asyncio.Event()

    async def before(self) -> None:
        self.told.append("sleep")
        if not self.hurry:
            await asyncio.sleep(60)
        self.told.append("ready")

    async def after(self) -> None:
        self.told.append("awake")
        self.woken.set()


async def test_sleep_waits_until_everything_is_done_and_again_the_next_time(bus: str, logind: FakeLogind) -> None:
    sleeper, tasks = Sleeper(), TaskOwner("test")
    tasks.spawn(watch_sleep(sleeper.before, sleeper.after, bus), "watch")
    for count in (1, 2):
        await logind.lock()
        ((words, _),) = logind.locks
        assert words == ["sleep", "Hearth", "What other devices run here is moved to them", "delay"]
        await logind.sleep()
        assert sleeper.told == ["sleep", "ready", "awake"] * (count - 1) + ["sleep", "ready"]
        sleeper.woken.clear()
        await logind.announce(False)
        await asyncio.wait_for(sleeper.woken.wait(), 10)
    await tasks.close()


async def test_sleep_is_not_held_up_for_longer_than_the_system_allows(bus: str, logind: FakeLogind) -> None:
    sleeper, tasks = Sleeper(), TaskOwner("test")
    sleeper.hurry = False
    logind.delay_microseconds = 600_000
    tasks.spawn(watch_sleep(sleeper.before, sleeper.after, bus), "watch")
    await logind.sleep()
    assert sleeper.told == ["sleep"]
    await tasks.close()


async def test_only_logind_is_believed(bus: str, logind: FakeLogind) -> None:
    sleeper, tasks = Sleeper(), TaskOwner("test")
    tasks.spawn(watch_sleep(sleeper.before, sleeper.after, bus), "watch")
    await logind.lock()
    other = await FakeLogind.start(bus)  # it only waits for the name
    await other.announce(True)
    await logind.sleep()
    assert sleeper.told == ["sleep", "ready"]
    await tasks.close()
    other.stop()


async def test_a_machine_without_logind_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sleep, "RETRY_SECONDS", 0.05)
    sleeper, tasks = Sleeper(), TaskOwner("test")
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        tasks.spawn(watch_sleep(sleeper.before, sleeper.after, f"unix:path={folder}/bus"), "watch")
        await asyncio.sleep(0.1)
        with running_bus(Path(folder)) as address:
            await asyncio.sleep(0.1)  # a bus, and no logind on it
            logind = await FakeLogind.start(address)
            await logind.sleep()
            assert sleeper.told == ["sleep", "ready"]
            logind.stop()
            await tasks.close()
