"""Listening: on both loopback addresses, and what is said when another program has the port."""

import os
import socket
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from app.api.peer import PeerApiServer
from app.api.server import ApiServer
from app.domain.errors import UserError
from app.system.ports import who_listens
from tests.api.serving_node import ServingNode


def _server(node: ServingNode, port: int) -> ApiServer:
    return ApiServer(node, port, who_listens=who_listens, quit_app=lambda: None)


async def test_a_port_in_use_names_the_program() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        server = _server(ServingNode({}), port)
        with pytest.raises(UserError) as refused:
            await server.start()
    problem = refused.value.problem
    assert problem.code == "port_in_use"
    assert f"Port {port}" in problem.message
    assert str(os.getpid()) in problem.message
    assert "python" in problem.message.lower()
    assert f"--api-port {port + 1}" in problem.hint
    await server.stop()


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
async def test_a_port_in_use_on_the_other_loopback_address_is_refused_too() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        server = _server(ServingNode({}), other.getsockname()[1])
        with pytest.raises(UserError, match="is used by"):
            await server.start()
        await server.stop()
        with socket.create_server(("127.0.0.1", other.getsockname()[1])):
            pass  # the first address was given back


async def test_the_port_is_free_again_after_stopping() -> None:
    first = _server(ServingNode({}), 0)
    await first.start()
    await first.stop()
    second = _server(ServingNode({}), first.port)
    await second.start()
    await second.stop()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_every_name_of_this_computer(host: str) -> None:
    server = _server(ServingNode({}), 0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"http://{host}:{server.port}/health")
        assert await answer.json() == {"status": "ok"}
    await server.stop()


async def test_what_a_peer_may_ask(node: ServingNode, short_folder: str) -> None:
    """The models' endpoints, from hosts of this node only; the name of the model comes in a header too."""
    path = f"{short_folder}/peer.sock"
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(path)  # what a node that was killed leaves
    server = PeerApiServer(node, f"unix:{path}")
    await server.start()
    assert os.stat(path).st_mode & 0o777 == 0o600
    async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(path)) as session:
        answer = await session.post(
            "http://hearth/v1/completions",
            json={"prompt": "Once", "max_tokens": 2},
            headers={"X-Hearth-Model": "tiny"},
        )
        assert (await answer.json())["model"] == "tiny"
        assert node.targets == [("tiny", True)]
        for forbidden in ("/api/token", "/api/swarm", "/"):
            assert (await session.get(f"http://hearth{forbidden}")).status == 404
    await server.stop()
    assert os.listdir(short_folder) == []


async def test_a_request_travels_over_a_peer(node: ServingNode, short_folder: str) -> None:
    """Two gateways in a row: what a client sees is the same as from one."""
    peer_api = PeerApiServer(node, f"unix:{short_folder}/peer.sock")
    await peer_api.start()
    near = ServingNode({"tiny": node.hosts["tiny"]})
    near.is_local, near.node_name = False, "attic"
    peer = replace(node.hosts["tiny"], socket_path=Path(short_folder) / "peer.sock")
    near.choose = lambda name: peer
    server = _server(near, 0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        body = {"model": "tiny", "messages": [{"role": "user", "content": "hello"}], "max_tokens": 3}
        whole = await session.post(f"{server.url}/chat/completions", json=body)
        assert whole.headers["X-Hearth-Node"] == "attic"
        assert (await whole.json())["choices"][0]["message"]["content"]
        stream = await session.post(f"{server.url}/chat/completions", json=body | {"stream": True})
        assert (await stream.read()).endswith(b"data: [DONE]\n\n")
        body["messages"] = [{"role": "user", "content": "word " * 6000}]
        for wants_stream in (False, True):
            long = await session.post(f"{server.url}/chat/completions", json=body | {"stream": wants_stream})
            assert long.status == 400
            assert (await long.json())["error"]["code"] == "context_length_exceeded"
        assert [local_only for _, local_only in node.targets] == [True] * 4
    await server.stop()
    await peer_api.stop()
