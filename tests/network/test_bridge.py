"""Trio in its thread and asyncio, calling each other."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import trio

from app.lib.tasks import TaskOwner
from app.network.bridge import AsyncioCaller, TrioThread
from app.network.events import NetworkStopped

STOP_SECONDS = 10.0


@pytest.fixture
async def thread() -> AsyncIterator[TrioThread]:
    thread = TrioThread("test")
    await thread.start()
    yield thread
    assert await thread.stop(STOP_SECONDS)


@pytest.fixture
async def caller() -> AsyncIterator[AsyncioCaller]:
    tasks = TaskOwner("test")
    yield AsyncioCaller(asyncio.get_running_loop(), tasks)
    await tasks.close()


async def test_a_trio_function_is_awaited_from_asyncio(thread: TrioThread) -> None:
    async def work() -> str:
        await trio.lowlevel.checkpoint()
        return threading.current_thread().name

    assert await thread.run(work) == "test"


async def test_its_error_arrives(thread: TrioThread) -> None:
    async def work() -> None:
        raise ValueError("from trio")

    with pytest.raises(ValueError, match="from trio"):
        await thread.run(work)


async def test_cancelling_in_asyncio_cancels_in_trio(thread: TrioThread) -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    async def work() -> None:
        loop.call_soon_threadsafe(started.set)
        try:
            await trio.sleep_forever()
        except trio.Cancelled:
            loop.call_soon_threadsafe(cancelled.set)
            raise

    running = thread.run(work)
    await started.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    async with asyncio.timeout(10):
        await cancelled.wait()


async def test_stopping_ends_what_runs_with_an_error_and_refuses_more() -> None:
    thread = TrioThread("test")
    await thread.start()
    running = thread.run(trio.sleep_forever)
    assert await thread.stop(STOP_SECONDS)
    with pytest.raises(NetworkStopped):
        await running
    with pytest.raises(NetworkStopped):
        await thread.run(trio.sleep_forever)


async def test_a_thread_that_does_not_end_is_not_waited_for() -> None:
    thread, released = TrioThread("test"), threading.Event()

    async def hang() -> None:
        released.wait(20)

    await thread.start()
    running = thread.run(hang)
    assert not await thread.stop(0.1)
    released.set()
    assert await thread.stop(STOP_SECONDS)
    await asyncio.wait([running])


async def test_asyncio_is_called_from_trio(thread: TrioThread, caller: AsyncioCaller) -> None:
    here = threading.current_thread()

    async def work() -> str:
        await asyncio.sleep(0)
        assert threading.current_thread() is here
        return "from asyncio"

    assert await thread.run(lambda: caller.call(work, "work")) == "from asyncio"


async def test_the_error_of_asyncio_arrives_in_trio(thread: TrioThread, caller: AsyncioCaller) -> None:
    async def work() -> None:
        raise KeyError("from asyncio")

    with pytest.raises(KeyError):
        await thread.run(lambda: caller.call(work, "work"))


async def test_cancelling_the_trio_task_cancels_the_asyncio_task(thread: TrioThread, caller: AsyncioCaller) -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    running = thread.run(lambda: caller.call(work, "work"))
    await started.wait()
    running.cancel()
    async with asyncio.timeout(10):
        await cancelled.wait()


async def test_a_cancelled_asyncio_task_is_an_error_in_trio(thread: TrioThread) -> None:
    tasks = TaskOwner("short-lived")
    caller = AsyncioCaller(asyncio.get_running_loop(), tasks)
    started = asyncio.Event()

    async def work() -> None:
        started.set()
        await asyncio.Event().wait()

    running = thread.run(lambda: caller.call(work, "work"))
    await started.wait()
    await tasks.close()
    with pytest.raises(NetworkStopped):
        await running
