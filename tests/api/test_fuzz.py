"""The ports of a real node for programs of this computer and for peers, under requests of every wrong form."""

import asyncio
import json
import logging
import random
import re
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.node.options import NodeOptions
from app.served_node import ServedNode
from app.system.paths import Paths
from app.system.settings import Settings
from tests.api.fuzz_requests import (
    BODIES,
    HELLO,
    SOME_WRONG_VALUES,
    WRONG_BODIES,
    WRONG_HTTP,
    WRONG_VALUES,
    request_bytes,
    with_one_wrong,
)
from tests.link.fuzz_time import SECONDS, SEED
from tests.models.random_model import write_random_model
from tests.spoiling import damaged, mutated

HANGS_SECONDS = 60.0
WAITS_SECONDS = 0.3
AT_ONCE = 8
_STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})")
_FIXED = {("POST", "/api/invite"), ("POST", "/api/quit"), ("GET", "/api/diagnosis")}
"""They read nothing of what is sent: one makes a swarm, one ends the program, one takes its time."""


class Ports:
    """A node under fuzzers."""

    def __init__(self, node: ServedNode, peer_socket: str) -> None:
        self.node = node
        self.peer_socket = peer_socket

    async def send(self, data: bytes, *, as_peer: bool = False, patience_seconds: float = HANGS_SECONDS) -> int:
        """Send it, and read what comes to the end; returns the status, 0 when the node just hung up.

        Args:
            data: What to send.
            as_peer: To the port for peers.
            patience_seconds: When to hang up.

        Raises:
            TimeoutError: The patience was at its end.
        """
        answer = b""
        async with asyncio.timeout(patience_seconds):
            if as_peer:
                reader, writer = await asyncio.open_unix_connection(self.peer_socket)
            else:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.node._api.port)
            try:
                writer.write(data)
                await writer.drain()
                answer = await reader.read()
            except ConnectionError:
                pass
            finally:
                writer.close()
        status = _STATUS.match(answer)
        return int(status[1]) if status else 0

    async def send_all(self, requests: list[bytes], *, as_peer: bool = False, is_whole: bool = True) -> None:
        """Send them, a few at once, and let no answer be a mistake of the node.

        Args:
            requests: What to send.
            as_peer: To the port for peers.
            is_whole: They are requests of HTTP, after which the node closes the connection; for others it may wait.
        """

        async def some(part: list[bytes]) -> None:
            for data in part:
                try:
                    patience_seconds = HANGS_SECONDS if is_whole else WAITS_SECONDS
                    status = await self.send(data, as_peer=as_peer, patience_seconds=patience_seconds)
                except TimeoutError:
                    assert not is_whole, (data[:400], data[-400:])
                    continue
                assert status < 500 or status == 503, (status, data[:400], data[-400:])

        await asyncio.gather(*(some(requests[start::AT_ONCE]) for start in range(AT_ONCE)))

    async def still_answer(self) -> None:
        """Both ports answer a right question, once what was changed is as before: memory, a pause, keys."""
        await self.node.set_offer(None)
        await self.node.sharing.resume()
        for key in self.node.keys.all:
            await self.node.keys.remove(key.name)
        body = json.dumps({"model": "tiny", "messages": HELLO, "max_tokens": 2}).encode()
        question = request_bytes("POST", "/v1/chat/completions", body, "")
        assert [await self.send(question), await self.send(question, as_peer=True)] == [200, 200]


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model."""
    return write_random_model(tmp_path_factory.mktemp("models") / "tiny.gguf", "tiny", seed=3)


@pytest.fixture
async def ports(short_folder: str, tiny_model: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Ports]:
    """A real node with one model; at the end it has answered rightly and logged no error."""
    root = Path(short_folder)
    paths = Paths(root, root / "cache", root / "run", root / "log")
    for folder in (paths.data, paths.cache, paths.runtime, paths.log):
        folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(node_name="desk", secrets="memory", context_length=128, threads=1)  # no answer is long
    options = NodeOptions(
        settings=replace(settings, api_port=0),
        settings_path=root / "settings.toml",
        paths=paths,
        model_files=(tiny_model,),
        demo_model=root / "no-demo.gguf",
    )
    node = ServedNode(options, lambda: None)
    try:
        await node.start()
        ports = Ports(node, options.peer_api_endpoint.removeprefix("unix:"))
        await ports.still_answer()
        yield ports
        await ports.still_answer()
    finally:
        await node.stop()
    assert [entry.getMessage() for entry in caplog.records if _is_mistake(entry)] == []


def _is_mistake(entry: logging.LogRecord) -> bool:
    """The HTTP server notes requests that it cannot read as errors, too."""
    return entry.levelno >= logging.ERROR and not entry.getMessage().startswith("Error handling request")


def whole(ports: Ports, bodies: list[bytes], method: str, path: str) -> list[bytes]:
    """Requests with these bodies."""
    return [request_bytes(method, path, body, ports.node.local_key) for body in bodies]


async def test_every_route_that_reads_a_body_is_known_here(ports: Ports) -> None:
    router = ports.node._api._runner.app.router
    routes = {
        (route.method, re.sub(r"\{[^}]*\}", "x", route.resource.canonical))
        for route in router.routes()
        if route.resource is not None and route.method not in ("GET", "HEAD", "OPTIONS")
    }
    assert routes - _FIXED == set(BODIES)


async def test_bodies_of_every_wrong_form(ports: Ports) -> None:
    for (method, path), body in BODIES.items():
        wrong_values = SOME_WRONG_VALUES if path.startswith("/v1") else WRONG_VALUES
        bodies = [*WRONG_BODIES, *with_one_wrong(body, wrong_values)]
        await ports.send_all(whole(ports, bodies, method, path))
        if path.startswith("/v1"):
            await ports.send_all(whole(ports, list(WRONG_BODIES), method, path), as_peer=True)


async def test_http_of_every_wrong_form(ports: Ports) -> None:
    await ports.send_all(list(WRONG_HTTP), is_whole=False)
    await ports.send_all(list(WRONG_HTTP), as_peer=True, is_whole=False)


async def test_some_seconds_of_spoilt_requests(ports: Ports) -> None:
    seed = SEED or random.randrange(1, 1 << 32)
    chance, deadline, count = random.Random(seed), time.monotonic() + SECONDS, 0
    routes = list(BODIES.items())
    while time.monotonic() < deadline:
        requests = []
        is_whole = chance.random() < 0.5
        for _ in range(AT_ONCE * 2):
            (method, path), right = chance.choice(routes)
            body = json.dumps(damaged(right, chance, WRONG_VALUES)).encode()
            request = request_bytes(method, path, body, ports.node.local_key)
            requests.append(request if is_whole else mutated(request, chance))
        try:
            await ports.send_all(requests, as_peer=chance.random() < 0.3, is_whole=is_whole)
        except AssertionError as error:
            error.add_note(f"seed {seed}")
            raise
        count += len(requests)
    assert count > AT_ONCE, seed
