"""Stock llama.cpp RPC servers given by address: used as devices, lost, and used again."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from app.domain.asked import Asked
from app.domain.device import DeviceKind, rpc_device_id
from app.domain.errors import UserError
from app.domain.footprint import footprint
from app.domain.model import ContextSettings
from app.domain.placement import Plan, Refusal
from app.domain.state import OnDisk, Ready
from app.domain.version import RpcVersion
from app.engine.gguf import read_model
from app.engine.programs import find_programs
from app.lib.processes import ChildProcess
from app.link.rpc_frames import FrameError
from app.link.rpc_probe import probe_rpc_server
from tests.models.random_model import write_random_model
from tests.node.conftest import MakeNode, until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def start_stock_server(stack: AsyncExitStack, port: int) -> ChildProcess:
    """llama.cpp's own program with llama.cpp's own options."""
    programs = find_programs()
    command = [str(programs.rpc_server), "-H", "127.0.0.1", "-p", str(port), "-t", "1", "-d", "CPU"]
    server = await ChildProcess.start(command, name="stock", environment=programs.environment)
    stack.push_async_callback(server.stop)
    async with asyncio.timeout(10):
        while True:
            try:
                await probe_rpc_server("127.0.0.1", port)
                return server
            except OSError:
                await asyncio.sleep(0.02)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def large_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So large that half of it needs less than the whole with what a split costs."""
    return write_random_model(tmp_path_factory.mktemp("models") / "large.gguf", "30M", seed=3)


def needs_a_second_device(model: Path) -> int:
    """An offer that holds the host and half of the layers."""
    needs = footprint(read_model(model), ContextSettings(512, 2))
    half = needs.host_bytes + needs.shard_bytes(0, 0, True) + sum(needs.layer_bytes) // 2
    return min(half, needs.whole_bytes - 1)


async def answer(endpoint: str) -> str:
    connector = aiohttp.UnixConnector(endpoint.removeprefix("unix:"))
    async with aiohttp.ClientSession("http://host", connector=connector) as session:
        body = {"prompt": "hello", "n_predict": 8, "temperature": 0}
        async with session.post("/completion", json=body) as response:
            text: str = (await response.json())["content"]
            return text


async def test_a_stock_server_is_asked_what_it_is(stack: AsyncExitStack) -> None:
    port = free_port()
    await start_stock_server(stack, port)
    facts = await probe_rpc_server("127.0.0.1", port)
    assert facts.rpc_version == find_programs().rpc_version
    assert facts.device_count == 1
    assert 0 < facts.free_bytes <= facts.total_bytes


async def test_what_is_no_rpc_server_is_recognised(stack: AsyncExitStack) -> None:
    def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    web = await asyncio.start_server(talk, "127.0.0.1", 0)
    stack.callback(web.close)
    with pytest.raises(FrameError):
        await probe_rpc_server("127.0.0.1", web.sockets[0].getsockname()[1])
    with pytest.raises(OSError, match=r"refused|Connect"):
        await probe_rpc_server("127.0.0.1", free_port())


async def test_a_model_runs_on_a_given_worker_and_answers_the_same(
    make_node: MakeNode, large_model: Path, stack: AsyncExitStack
) -> None:
    port = free_port()
    await start_stock_server(stack, port)
    alone = await make_node(large_model, name="alone")
    whole = await alone.answers.target(Asked("large"))
    expected = await answer(whole.endpoint)
    whole.release()

    node = await make_node(large_model, offer=needs_a_second_device(large_model), workers=(f"127.0.0.1:{port}",))
    given = rpc_device_id(f"127.0.0.1:{port}")
    assert [device.device_id for device in node.snapshot.this_node.devices] == ["CPU", given]
    plan = await node.plan("large")
    assert isinstance(plan, Plan)
    assert [shard.device_id for shard in plan.shards] == [given, "CPU"]
    target = await node.answers.target(Asked("large"))
    assert await answer(target.endpoint) == expected
    used = {d.device_id: d.used_bytes == d.offered_bytes for d in node.snapshot.this_node.devices}
    assert used[given], "it serves one client at a time"
    target.release()


async def test_a_given_worker_that_goes_is_not_planned_with_until_it_is_back(
    make_node: MakeNode, large_model: Path, stack: AsyncExitStack
) -> None:
    port = free_port()
    address = f"127.0.0.1:{port}"
    server = await start_stock_server(stack, port)
    node = await make_node(large_model, offer=needs_a_second_device(large_model), workers=(address,))
    await node.load("large")
    await until(node, lambda s: isinstance(s.models[0].status, Ready))
    await server.stop()
    state = await until(node, lambda s: len(s.this_node.devices) == 1 and not isinstance(s.models[0].status, Ready))
    assert [p.title for p in state.problems] == [f"Worker {address} is not used"]
    assert isinstance(await node.plan("large"), Refusal)
    with pytest.raises(UserError) as refused:
        await node.load("large")
    assert refused.value.problem.code == "model_too_large"

    await start_stock_server(stack, port)
    state = await until(node, lambda s: len(s.this_node.devices) == 2)
    assert state.problems == ()
    await node.load("large")
    await until(node, lambda s: isinstance(s.models[0].status, Ready))
    await node.unload("large")
    state = await until(node, lambda s: isinstance(s.models[0].status, OnDisk))
    assert state.this_node.used_bytes == 0


async def test_a_worker_of_another_protocol_is_named(make_node: MakeNode, stack: AsyncExitStack) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for request_bytes, reply in (
            (9 + 24, bytes([3, 0, 0]) + bytes(25)),
            (9, (1).to_bytes(4, "little")),
            (9 + 4, bytes(16)),
        ):
            await reader.readexactly(request_bytes)
            writer.write(len(reply).to_bytes(8, "little") + reply)
        writer.close()

    old = await asyncio.start_server(speak, "127.0.0.1", 0)
    stack.callback(old.close)
    node = await make_node(workers=(f"127.0.0.1:{old.sockets[0].getsockname()[1]}",))
    [problem] = node.snapshot.problems
    assert "speaks RPC 3.0.0" in problem.message
    assert str(find_programs().rpc_version) in problem.message
    assert RpcVersion(3, 0, 0) != find_programs().rpc_version
    assert [device.kind for device in node.snapshot.this_node.devices] == [DeviceKind.CPU]
