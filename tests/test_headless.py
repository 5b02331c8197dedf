"""`worker --listen` as its user starts it, used by a stock llama.cpp server; and what it refuses to open."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import psutil
import pytest

from app.__main__ import run
from app.domain.errors import UserError
from app.engine.programs import find_programs
from app.lib.processes import ChildProcess
from app.node.open_worker import check_place
from tests.models.random_model import write_random_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_model(tmp_path_factory.mktemp("models") / "tiny.gguf", "tiny", seed=3)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


class Terminal:
    """A command that runs, with the lines that it has printed."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._came = asyncio.Event()

    def received(self, line: str) -> None:
        self.lines.append(line)
        self._came.set()

    async def wait_for(self, words: str) -> str:
        async with asyncio.timeout(30):
            while True:
                for line in self.lines:
                    if words in line:
                        return line
                self._came.clear()
                await self._came.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def open_worker(
    stack: AsyncExitStack, folder: Path, port: int, *options: str, **environment: str
) -> tuple[Terminal, ChildProcess]:
    terminal = Terminal()
    command = [sys.executable, "-m", "app", "--data-dir", os.fspath(folder), "worker"]
    child = await ChildProcess.start(
        [*command, "--listen", f"127.0.0.1:{port}", "--threads", "1", *options],
        name="open worker",
        environment={"PYTHONUNBUFFERED": "1", **environment},
        on_line=terminal.received,
        guarded=False,
    )
    stack.push_async_callback(child.stop)
    await terminal.wait_for("Ctrl+C ends it")  # the last line of the greeting
    return terminal, child


async def stock_server(stack: AsyncExitStack, model: Path, folder: Path, *options: str) -> tuple[ChildProcess, Path]:
    programs = find_programs()
    endpoint = folder / "s.sock"
    arguments = ["-m", str(model), "--no-repack", "-fit", "off", "-c", "512", "-np", "1", "-t", "1", "--cache-ram", "0"]
    server = await ChildProcess.start(
        [str(programs.server), *arguments, "--host", str(endpoint), *options],
        name="stock server",
        environment=programs.environment,
    )
    stack.push_async_callback(server.stop)
    return server, endpoint


async def answer(server: ChildProcess, endpoint: Path) -> str:
    async with aiohttp.ClientSession("http://server", connector=aiohttp.UnixConnector(str(endpoint))) as session:
        async with asyncio.timeout(60):
            while True:
                assert server.is_running, (await server.wait()).last_lines
                try:
                    async with session.get("/health") as health:
                        if health.status == 200:
                            break
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)
        body = {"prompt": "hello", "n_predict": 8, "temperature": 0}
        async with session.post("/completion", json=body) as response:
            text: str = (await response.json())["content"]
            return text


async def test_a_stock_server_uses_an_open_worker(
    stack: AsyncExitStack, model: Path, short_folder: Path, tmp_path: Path
) -> None:
    port = free_port()
    terminal, child = await open_worker(stack, tmp_path, port, "--offer", "200M")
    text = "\n".join(terminal.lines)
    assert f"llama-server --rpc 127.0.0.1:{port}" in text
    assert "no password and no encryption" in text
    listening = {
        connection.laddr
        for process in (psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True))
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert ("127.0.0.1", port) in listening
    assert {address.ip for address in listening} == {"127.0.0.1"}

    (short_folder / "alone").mkdir()
    alone = await answer(*await stock_server(stack, model, short_folder / "alone", "-ngl", "0"))
    options = ("--rpc", f"127.0.0.1:{port}", "-dev", "RPC0", "-ngl", "99")
    first = await stock_server(stack, model, short_folder, *options)
    assert await answer(*first) == alone
    await first[0].stop()
    first[1].unlink(missing_ok=True)
    again = await stock_server(stack, model, short_folder, *options)
    assert await answer(*again) == alone


async def test_an_open_worker_keeps_whole_weights_within_the_cap(
    stack: AsyncExitStack, short_folder: Path, tmp_path: Path
) -> None:
    """The output matrix of this model is 11 MiB: a worker keeps what is above 10 MiB."""
    model = write_random_model(tmp_path / "88M.gguf", "88M", seed=3, layers=2)
    output_bytes = 14336 * 768 * 34 // 32
    port = free_port()
    await open_worker(stack, tmp_path, port, "--offer", "200M", HEARTH_WEIGHT_CACHE="80M")
    folder = tmp_path / "cache" / "open-worker" / "open" / "rpc"
    options = ("--rpc", f"127.0.0.1:{port}", "-dev", "RPC0", "-ngl", "99")

    async def load() -> str:
        server, endpoint = await stock_server(stack, model, short_folder, *options)
        text = await answer(server, endpoint)
        await server.stop()
        endpoint.unlink(missing_ok=True)
        return text

    text = await load()
    (kept,) = folder.iterdir()
    assert kept.stat().st_size == output_bytes

    # The worker was killed while it wrote; and clients before have left more than is allowed.
    os.truncate(kept, output_bytes // 2)
    forgotten = folder / f"{1:016x}"
    forgotten.touch()
    os.truncate(forgotten, 100_000_000)
    os.utime(forgotten, (1, 1))
    assert await load() == text
    assert [(path, path.stat().st_size) for path in folder.iterdir()] == [(kept, output_bytes)]
    os.utime(kept, (1, 1))
    assert await load() == text
    assert kept.stat().st_mtime > 1, "it was used again, not sent"


async def test_a_client_gets_no_more_than_is_lent(
    stack: AsyncExitStack, model: Path, short_folder: Path, tmp_path: Path
) -> None:
    port = free_port()
    terminal, _ = await open_worker(stack, tmp_path, port, "--offer", "10M")
    options = ("--rpc", f"127.0.0.1:{port}", "-dev", "RPC0", "-ngl", "99")
    server, _ = await stock_server(stack, model, short_folder, *options)
    assert "refused" in await terminal.wait_for("asked for")
    assert (await server.wait()).exit_code != 0


@pytest.fixture
def short_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Short enough for the name of a Unix socket."""
    folder = tmp_path_factory.mktemp("s")
    assert len(str(folder)) < 90
    return folder


@pytest.mark.parametrize("address", ["0.0.0.0:50052", "8.8.8.8:50052", "[::]:50052"])
def test_what_strangers_could_reach_is_not_opened(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data-dir", str(tmp_path), "worker", "--listen", address], {}) == 1
    title, message, hint = capsys.readouterr().err.splitlines()
    assert title == "Open to strangers"
    assert address in message
    assert "--yes-expose" in hint


@pytest.mark.parametrize(
    ("address", "expose", "is_exposed"),
    [
        ("127.0.0.1:1", False, False),
        ("192.168.1.20:1", False, False),
        ("0.0.0.0:1", True, True),
        ("[::1]:1", False, False),
    ],
)
async def test_places(address: str, expose: bool, is_exposed: bool) -> None:
    place = await check_place(address, expose=expose)
    assert (place.port, place.is_exposed) == (1, is_exposed)


@pytest.mark.parametrize(("address", "code"), [("here", "usage"), ("host.invalid:1", "unknown_host")])
async def test_what_is_no_place(address: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        await check_place(address, expose=True)
    assert caught.value.problem.code == code


def test_an_address_of_another_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--data-dir", str(tmp_path), "worker", "--listen", "10.255.255.1:50052", "--offer", "50M"]
    assert run(arguments, {}) == 1
    assert capsys.readouterr().err.startswith("Cannot listen there\n")


def test_a_worker_with_a_token_of_localai_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = "b3RwOgogIGRodDoKICAgIGludGVydmFsOiAzNjAKICAgIGtleTogYWJj"
    environment = {"TOKEN": token, "HEARTH_SECRETS": "memory"}
    assert run(["--data-dir", str(tmp_path), "worker", "p2p-llama-cpp-rpc"], environment) == 1
    assert "network token of LocalAI" in capsys.readouterr().err
