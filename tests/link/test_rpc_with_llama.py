"""A real worker and a real llama.cpp server, with two link processes between them."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from app.domain.ids import LeaseId
from app.engine.programs import Programs, find_programs
from app.engine.worker import Worker
from app.lib.processes import ChildProcess, ProcessEnd
from app.link.events import AllocationRefused, TunnelTraffic
from tests.link.kit import LinkNode, Swarm, join, running_link
from tests.models.random_model import write_random_model

LEASE = LeaseId("lease-1")
ENOUGH_BYTES = 1 << 30


@pytest.fixture(scope="module")
def programs() -> Programs:
    return find_programs()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_model(tmp_path_factory.mktemp("model") / "tiny.gguf", "tiny", layers=4)


@contextlib.asynccontextmanager
async def _worker(programs: Programs) -> AsyncIterator[Worker]:
    worker = await Worker.start(programs, name="worker", threads=1, cache_directory=None, on_exit=lambda end: None)
    try:
        yield worker
    finally:
        await worker.stop()


@contextlib.asynccontextmanager
async def _joined_pair() -> AsyncIterator[tuple[LinkNode, LinkNode]]:
    swarm = Swarm()
    async with running_link(swarm.member()) as head, running_link(swarm.member()) as lender:
        await join(head, lender)
        yield head, lender


async def _start_server(programs: Programs, model: Path, rpc_port: int, endpoint: Path) -> ChildProcess:
    # The first half of the layers on the worker, through whatever listens at the port.
    arguments = ["-m", str(model), "--rpc", f"127.0.0.1:{rpc_port}", "-dev", "RPC0", "-ngl", "99", "-fit", "off"]
    arguments += ["-c", "512", "-np", "1", "-t", "1", "--no-webui", "--cache-ram", "0", "--host", str(endpoint)]
    return await ChildProcess.start([str(programs.server), *arguments], name="server", environment=programs.environment)


async def _answer(server: ChildProcess, endpoint: Path) -> str:
    """A greedy answer, once the server is ready."""
    async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(endpoint))) as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get("http://host/health") as response:
                    if response.status == 200:
                        break
            if not server.is_running:
                raise AssertionError(await server.wait())
            await asyncio.sleep(0.02)
        body: dict[str, Any] = {"prompt": "Once upon a time", "n_predict": 24, "temperature": 0}
        async with session.post("http://host/completion", json=body) as response:
            content: str = (await response.json())["content"]
            return content


async def _greedy_answer(programs: Programs, model: Path, rpc_port: int) -> str:
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        endpoint = Path(folder) / "host.sock"
        server = await _start_server(programs, model, rpc_port, endpoint)
        try:
            return await asyncio.wait_for(_answer(server, endpoint), 60)
        finally:
            await server.stop()


async def _end_of_server(programs: Programs, model: Path, rpc_port: int) -> ProcessEnd:
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        server = await _start_server(programs, model, rpc_port, Path(folder) / "host.sock")
        return await asyncio.wait_for(server.wait(), 60)


async def test_the_answer_is_the_same_with_and_without_the_link(programs: Programs, model: Path) -> None:
    async with _worker(programs) as worker, _joined_pair() as (head, lender):
        expected = await _greedy_answer(programs, model, worker.port)
        await lender.link.serve_lease(LEASE, head.peer_id, worker.port, ENOUGH_BYTES)
        port = await head.link.open_tunnel(LEASE, lender.peer_id)
        assert expected
        assert await _greedy_answer(programs, model, port) == expected
        # The same lease serves the next host: what the first one held was given back.
        assert await _greedy_answer(programs, model, port) == expected
        carried = await head.event(TunnelTraffic, lambda event: event.to_peer_bytes > model.stat().st_size)
        assert carried.from_peer_bytes > 0


async def test_a_lease_too_small_is_refused_and_the_host_ends_cleanly(programs: Programs, model: Path) -> None:
    async with _worker(programs) as worker, _joined_pair() as (head, lender):
        await lender.link.serve_lease(LEASE, head.peer_id, worker.port, 500_000)
        port = await head.link.open_tunnel(LEASE, lender.peer_id)
        end = await _end_of_server(programs, model, port)
        assert end.signal is None
        assert end.exit_code == 1
        assert any("allocate" in line for line in end.last_lines)
        refused = await lender.event(AllocationRefused)
        assert (refused.lease_id, refused.limit_bytes) == (LEASE, 500_000)
        assert refused.requested_bytes > 500_000


async def test_a_lease_of_somebody_else_is_refused(programs: Programs, model: Path) -> None:
    async with _joined_pair() as (head, lender):
        await lender.link.serve_lease(LEASE, lender.peer_id, 9, ENOUGH_BYTES)
        port = await head.link.open_tunnel(LEASE, lender.peer_id)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        writer.close()


async def test_a_host_that_computes_ends_when_its_lease_does(programs: Programs, model: Path) -> None:
    async with _worker(programs) as worker, _joined_pair() as (head, lender):
        await lender.link.serve_lease(LEASE, head.peer_id, worker.port, ENOUGH_BYTES)
        port = await head.link.open_tunnel(LEASE, lender.peer_id)
        with tempfile.TemporaryDirectory(prefix="hl") as folder:
            endpoint = Path(folder) / "host.sock"
            server = await _start_server(programs, model, port, endpoint)
            try:
                await asyncio.wait_for(_answer(server, endpoint), 60)
                await lender.link.end_lease(LEASE)
                # An idle host does not look at its connection; the next answer finds it closed.
                with pytest.raises(aiohttp.ClientError):
                    await _answer(server, endpoint)
                assert (await asyncio.wait_for(server.wait(), 20)).signal is not None
            finally:
                await server.stop()
