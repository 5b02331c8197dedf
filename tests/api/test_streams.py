"""Streams: what a client sees while a model loads, when a host dies, and what happens when the client goes away."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import openai
import pytest

from app.api.server import ApiServer
from app.domain.errors import UserError
from app.domain.model import ModelKind
from tests.api.serving_node import ServingNode
from tests.routing.hosts import RealHost, running_host

HELLO = [{"role": "user", "content": "hello"}]


def chat_body(max_tokens: int = 5, **fields: Any) -> dict[str, Any]:
    """A request for a stream."""
    return {"model": "tiny", "messages": HELLO, "max_tokens": max_tokens, "stream": True} | fields


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so, for half a minute at most."""
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never became so")


async def test_every_event_is_whole_and_the_last_says_done(server: ApiServer) -> None:
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json=chat_body())
        assert answer.content_type == "text/event-stream"
        events = (await answer.read()).decode().removesuffix("\n\n").split("\n\n")
    assert events[-1] == "data: [DONE]"
    bodies = [json.loads(event.removeprefix("data: ")) for event in events[:-1]]
    assert all(body["model"] == "tiny" for body in bodies)
    assert "timings" in bodies[-1]


async def test_events_come_one_by_one(server: ApiServer) -> None:
    """The first word is here long before the last: nothing is gathered."""
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json=chat_body(max_tokens=500))
        chunks = [chunk async for chunk in answer.content.iter_any()]
    assert len(chunks) > 50


async def test_while_a_model_loads_there_are_comments_then_the_answer(server: ApiServer, node: ServingNode) -> None:
    node.begin_loading(3_100_000_000, 8_200_000_000)
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json=chat_body())
        assert answer.status == 200
        assert await answer.content.readuntil(b"\n\n") == b": loading layers 3.1 of 8.2 GB\n\n"
        node.loaded.set()
        rest = (await answer.read()).decode()
    assert rest.startswith(": answered by kitchen (CPU)\n\n")
    assert rest.endswith("data: [DONE]\n\n")


async def test_loading_that_fails_is_an_error_event(server: ApiServer, node: ServingNode) -> None:
    node.begin_loading(0, 0)
    async with openai.AsyncOpenAI(base_url=server.url, api_key="x", max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "hello"}], stream=True
        )
        node.choose = _fail
        node.loaded.set()
        with pytest.raises(openai.APIError, match=r"It ended\. Ask again\."):
            _ = [chunk async for chunk in stream]


def _fail(name: str) -> RealHost:
    raise UserError("Out of memory", "It ended.", "Ask again.", "loading_failed")


async def test_without_a_stream_the_answer_waits_for_loading(server: ApiServer, node: ServingNode) -> None:
    node.begin_loading(1, 2)
    async with aiohttp.ClientSession() as session:
        asking = asyncio.gather(
            session.post(f"{server.url}/chat/completions", json=chat_body(stream=False)), _set_soon(node.loaded)
        )
        answer = (await asking)[0]
        assert answer.status == 200
        assert (await answer.json())["choices"][0]["message"]["content"]


async def _set_soon(event: asyncio.Event) -> None:
    await asyncio.sleep(0.3)
    event.set()


@pytest.mark.parametrize("stream", [True, False])
async def test_a_client_that_hangs_up_stops_the_host(
    server: ApiServer, node: ServingNode, chat_host: RealHost, stream: bool
) -> None:
    before = await asyncio.to_thread(chat_host.metric, "tokens_predicted_total")
    # So many words cannot be over before they are stopped.
    body = {"model": "tiny", "prompt": ["Once"] * 40, "max_tokens": 1900, "stream": stream}
    async with aiohttp.ClientSession() as session:
        request = session.post(f"{server.url}/completions", json=body)
        if stream:
            answer = await request
            await answer.content.readuntil(b"\n\n")
            answer.close()
        else:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(request, 0.3)
    await until(lambda: node.open_requests == 0)
    await asyncio.to_thread(_until_idle, chat_host)
    assert await asyncio.to_thread(chat_host.metric, "tokens_predicted_total") - before < 40_000


def _until_idle(host: RealHost) -> None:
    while host.metric("requests_processing") + host.metric("requests_deferred"):
        # llama-server looks for lost clients in the first second in which nothing else is asked of it.
        time.sleep(1.2)


async def test_a_client_that_hangs_up_while_a_model_loads(server: ApiServer, node: ServingNode) -> None:
    node.begin_loading(1, 2)
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json=chat_body())
        await answer.content.readuntil(b"\n\n")
        answer.close()
    node.loaded.set()
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json=chat_body(stream=False))
        assert answer.status == 200
    assert node.open_requests == 0


async def test_stopping_ends_open_streams_at_once(node: ServingNode) -> None:
    server = ApiServer(node, 0, who_listens=lambda _: None, quit_app=lambda: None)
    await server.start()
    node.begin_loading(1, 2)
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json=chat_body())
        await answer.content.readuntil(b"\n\n")
        async with asyncio.timeout(5):
            await server.stop()
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


async def test_a_host_that_dies_in_the_middle(server: ApiServer, node: ServingNode, tmp_path: Path) -> None:
    with running_host(tmp_path, ModelKind.CHAT) as host:
        node.choose = lambda name: host
        async with aiohttp.ClientSession() as session:
            answer = await session.post(f"{server.url}/chat/completions", json=chat_body(max_tokens=1900))
            await answer.content.readuntil(b"\n\n")
            host.process.kill()
            text = (await answer.read()).decode()
        last = json.loads(text.strip().split("\n\n")[-1].removeprefix("data: "))
        assert last["error"]["code"] == "host_lost"


async def test_a_host_that_is_gone_is_replaced_without_the_client_noticing(
    server: ApiServer, node: ServingNode, chat_host: RealHost, tmp_path: Path
) -> None:
    with running_host(tmp_path, ModelKind.CHAT) as dead:
        dead.process.kill()
        dead.process.wait()
        hosts = [chat_host, dead]
        node.choose = lambda name: hosts.pop()
        async with aiohttp.ClientSession() as session:
            answer = await session.post(f"{server.url}/chat/completions", json=chat_body(stream=False))
            assert answer.status == 200
    assert hosts == []


@pytest.mark.parametrize("stream", [True, False])
async def test_no_host_at_all(server: ApiServer, node: ServingNode, tmp_path: Path, stream: bool) -> None:
    with running_host(tmp_path, ModelKind.CHAT) as dead:
        dead.process.kill()
        dead.process.wait()
        node.choose = lambda name: dead
        async with aiohttp.ClientSession() as session:
            answer = await session.post(f"{server.url}/chat/completions", json=chat_body(stream=stream))
            assert answer.status == 502
            assert (await answer.json())["error"]["code"] == "host_lost"


async def test_a_prompt_over_the_context_is_known_while_all_slots_are_busy(
    server: ApiServer, chat_host: RealHost
) -> None:
    """It would wait for its turn; its error still has a status, because the tokens are counted meanwhile."""
    async with aiohttp.ClientSession() as session:
        busy = [await session.post(f"{server.url}/chat/completions", json=chat_body(max_tokens=1900)) for _ in range(2)]
        long = chat_body(messages=[{"role": "user", "content": "word " * 6000}])
        answer = await session.post(f"{server.url}/chat/completions", json=long)
        error = (await answer.json())["error"]
        assert (answer.status, error["code"]) == (400, "context_length_exceeded")
        for other in busy:
            other.close()


async def test_more_requests_than_slots_are_all_answered(server: ApiServer) -> None:
    async with aiohttp.ClientSession() as session:

        async def one() -> bytes:
            answer = await session.post(f"{server.url}/chat/completions", json=chat_body(max_tokens=30))
            return await answer.read()

        answers = await asyncio.gather(*(one() for _ in range(8)))
    assert all(answer.endswith(b"data: [DONE]\n\n") for answer in answers)
