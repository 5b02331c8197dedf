"""An answer that a peer gives goes on when the peer is lost, and when the peer itself loses its host."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from app.api.peer import PeerApiServer
from app.routing import resume
from app.routing.gateway import Gateway
from tests.api.serving_node import ServingNode
from tests.routing.cutting import Cutter
from tests.routing.hosts import RealHost
from tests.routing.test_continuation import (
    CHAT,
    COMPLETIONS,
    GREEDY,
    MESSAGES,
    check_thirty_words,
    check_whole,
    error_of,
    events_of,
    undisturbed,
)
from tests.routing.test_gateway import call, read_stream

USAGE = {"stream_options": {"include_usage": True}}


@asynccontextmanager
async def cut_way(host: RealHost, path: Path, after_events: list[int]) -> AsyncGenerator[RealHost]:
    """A way to a host, or to a peer, that breaks."""
    cutter = Cutter(host, after_events)
    server = await asyncio.start_unix_server(cutter.carry, path)
    try:
        yield replace(host, socket_path=path)
    finally:
        server.close()
        await cutter.close()


@asynccontextmanager
async def household(host: RealHost, folder: str, near: list[int], far: list[int]) -> AsyncGenerator[Gateway]:
    """A gateway whose models are on a peer: the way to the peer breaks, and the peer's way to its host."""
    async with cut_way(host, Path(folder) / "host.sock", far) as lossy_host:
        peer_node = ServingNode({"tiny": lossy_host})
        peer_api = PeerApiServer(peer_node, f"unix:{folder}/peer.sock")
        await peer_api.start()
        peer = replace(host, socket_path=Path(folder) / "peer.sock")
        async with cut_way(peer, Path(folder) / "way.sock", near) as lossy_peer:
            node = ServingNode({"tiny": lossy_peer})
            node.is_local = False
            gateway = Gateway(node)
            yield gateway
            await gateway.close()
        await peer_api.stop()
        assert (node.open_requests, peer_node.open_requests) == (0, 0)


@pytest.mark.parametrize(("near", "far"), [([8], []), ([], [8]), ([9], [5, 7]), ([6, 9], [12])])
@pytest.mark.parametrize(
    ("path", "fields"),
    [(CHAT, {"messages": MESSAGES} | USAGE), (COMPLETIONS, {"prompt": "Once upon a time"})],
)
async def test_the_same_answer_comes(
    chat_host: RealHost, short_folder: str, path: str, fields: dict[str, Any], near: list[int], far: list[int]
) -> None:
    fields = GREEDY | fields
    expected = await undisturbed(chat_host, path, **fields)
    async with household(chat_host, short_folder, list(near), list(far)) as gateway:
        check_whole(await read_stream(gateway, call(path, stream=True, **fields)), expected)


@pytest.mark.parametrize(("near", "far"), [([8], []), ([], [8]), ([12], [7])])
@pytest.mark.parametrize("fields", [{"temperature": 0.9}, {"temperature": 0}])
async def test_it_goes_on_from_its_tokens(
    chat_host: RealHost,
    short_folder: str,
    monkeypatch: pytest.MonkeyPatch,
    fields: dict[str, Any],
    near: list[int],
    far: list[int],
) -> None:
    """The peer names its tokens, also those after a loss of its own, and reads prompts for other nodes."""
    monkeypatch.setattr(resume, "REPLAY_SECONDS", 0)
    request = call(CHAT, stream=True, messages=MESSAGES, **(GREEDY | USAGE | fields))
    async with household(chat_host, short_folder, list(near), list(far)) as gateway:
        stream = await read_stream(gateway, request)
        check_thirty_words(stream)
        assert not any(choice.get("logprobs") for event in events_of(stream) for choice in event["choices"])


async def test_a_peer_that_cannot_go_on_says_why(chat_host: RealHost, short_folder: str) -> None:
    fields: dict[str, Any] = GREEDY | {"messages": MESSAGES, "temperature": 0.9, "n": 2}
    async with household(chat_host, short_folder, [], [5]) as gateway:
        assert "several answers" in (error_of(await read_stream(gateway, call(CHAT, stream=True, **fields))) or "")


async def test_how_prompts_are_read_is_for_peers(chat_host: RealHost, short_folder: str) -> None:
    server = PeerApiServer(ServingNode({"tiny": chat_host}), f"unix:{short_folder}/peer.sock")
    await server.start()
    async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(f"{short_folder}/peer.sock")) as session:
        model = {"X-Hearth-Model": "tiny"}
        answer = await session.post("http://hearth/apply-template", json={"messages": MESSAGES}, headers=model)
        assert "kitchen" in (await answer.json())["prompt"]
        answer = await session.post("http://hearth/tokenize", json={"content": "hello"}, headers=model)
        assert (await answer.json())["tokens"]
        answer = await session.post("http://hearth/apply-template", json={"messages": 7}, headers=model)
        assert answer.status == 400
        answer = await session.post("http://hearth/tokenize", json={"content": "hello"})
        assert answer.status == 400
        for path in ("/completion", "/props", "/slots", "/infill"):
            assert (await session.post(f"http://hearth{path}", json={}, headers=model)).status == 404
    await server.stop()


async def test_a_peer_is_told_who_asks(chat_host: RealHost, short_folder: str) -> None:
    """So that all who ask it take turns, whichever device they come from."""
    peer_node = ServingNode({"tiny": chat_host})
    peer_api = PeerApiServer(peer_node, f"unix:{short_folder}/peer.sock")
    await peer_api.start()
    node = ServingNode({"tiny": replace(chat_host, socket_path=Path(short_folder) / "peer.sock")})
    node.is_local = False
    gateway = Gateway(node)
    try:
        for client in ("a/1", "b/2"):
            await gateway.whole(replace(call(CHAT, messages=MESSAGES), client=client))
    finally:
        await gateway.close()
        await peer_api.stop()
    assert [asked.client for asked in peer_node.requests] == ["a/1", "b/2"]
    assert all(asked.marks == () for asked in peer_node.requests), "a peer chooses nothing"
