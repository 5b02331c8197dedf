"""A door to a real worker: one client after the other, held to a limit, and told when the worker goes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from app.engine.programs import find_programs
from app.engine.worker import Worker
from app.lib.tasks import TaskOwner
from app.link import rpc_door
from app.link.rpc_door import RpcDoor
from app.link.rpc_frames import FrameError
from app.link.rpc_probe import RpcServerFacts, probe_rpc_server

LIMIT_BYTES = 50_000_000


class Opened:
    """A door with its worker, and what was said."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.said: list[str] = []
        self.lost: asyncio.Queue[str] = asyncio.Queue()
        self.door = RpcDoor(
            lambda: ("127.0.0.1", worker.port),
            LIMIT_BYTES,
            self.said.append,
            lambda reason, spoken_from: self.lost.put_nowait(reason),
        )

    async def probe(self) -> RpcServerFacts:
        return await probe_rpc_server("127.0.0.1", self.door.port)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.door.port)


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    async with AsyncExitStack() as stack:
        worker = await Worker.start(
            find_programs(), name="worker", threads=1, cache_directory=None, on_exit=lambda end: None
        )
        stack.push_async_callback(worker.stop)
        opened = Opened(worker)
        await opened.door.start(("127.0.0.1",), 0)
        stack.push_async_callback(opened.door.stop)
        yield opened


async def test_a_client_sees_one_device_with_what_is_lent(opened: Opened) -> None:
    facts = await opened.probe()
    assert (facts.device_count, facts.free_bytes, facts.total_bytes) == (1, LIMIT_BYTES, LIMIT_BYTES)
    assert facts.rpc_version == find_programs().rpc_version


async def test_one_client_after_the_other(opened: Opened) -> None:
    reader, writer = await opened.connect()
    hello = bytes([14]) + (24).to_bytes(8, "little") + bytes(24)
    writer.write(hello)
    await reader.readexactly(8 + 28)
    tasks = TaskOwner("test")
    second = tasks.spawn(opened.probe(), "second", awaited=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(second), 0.2)
    writer.close()
    assert (await second).free_bytes == LIMIT_BYTES


async def test_more_than_the_limit_is_refused_before_the_worker_sees_it(opened: Opened) -> None:
    reader, writer = await opened.connect()
    allocate = (0).to_bytes(4, "little") + (LIMIT_BYTES + 1).to_bytes(8, "little")
    hello = bytes([14]) + (24).to_bytes(8, "little") + bytes(24)
    writer.write(hello + bytes([0]) + len(allocate).to_bytes(8, "little") + allocate)
    await reader.readexactly(8 + 28)
    assert await reader.readexactly(8 + 16) == (16).to_bytes(8, "little") + bytes(16)  # no pointer, no bytes
    assert opened.said == ["127.0.0.1 asked for 50,000,001 bytes, more than is lent: refused."]
    writer.close()


@pytest.mark.parametrize("greeting", [b"GET / HTTP/1.1\r\n\r\n", bytes([200]) * 64, bytes([0]) * 40])
async def test_who_speaks_something_else_is_sent_away(opened: Opened, greeting: bytes) -> None:
    reader, writer = await opened.connect()
    writer.write(greeting)
    assert await reader.read() == b""
    writer.close()
    assert (await opened.probe()).device_count == 1


async def test_who_says_nothing_keeps_nobody_out(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rpc_door, "FIRST_WORD_SECONDS", 0.05)
    reader, writer = await opened.connect()
    assert (await opened.probe()).device_count == 1
    assert await reader.read() == b""
    writer.close()


async def test_a_crowd_is_turned_away(opened: Opened) -> None:
    crowd = [await opened.connect() for _ in range(rpc_door.MOST_WAITING + 5)]
    closed = 0
    for reader, _ in crowd:
        try:
            await asyncio.wait_for(reader.read(1), 0.2)
            closed += 1
        except TimeoutError:
            continue
    assert closed >= 3
    for _, writer in crowd:
        writer.close()
    async with asyncio.timeout(10):
        while True:  # until the door has seen them go
            try:
                assert (await opened.probe()).device_count == 1
                return
            except (OSError, FrameError):
                await asyncio.sleep(0.02)


async def test_a_worker_that_goes_is_reported_and_its_client_hung_up_on(opened: Opened) -> None:
    reader, writer = await opened.connect()
    writer.write(bytes([14]) + (24).to_bytes(8, "little") + bytes(24))
    await reader.readexactly(8 + 28)
    await opened.worker.stop()
    assert await asyncio.wait_for(opened.lost.get(), 5)
    assert await reader.read() == b""
    writer.close()
    _, late = await opened.connect()
    late.write(bytes([14]))
    assert await asyncio.wait_for(opened.lost.get(), 5)
    late.close()
