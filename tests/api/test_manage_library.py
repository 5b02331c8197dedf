"""Copying and deleting models over HTTP."""

from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest

from app.api.server import ApiServer
from tests.api.serving_node import LOCAL_KEY, ServingNode


@pytest.fixture
async def manage(server: ApiServer) -> AsyncGenerator[aiohttp.ClientSession]:
    """A session with the local key."""
    headers = {"Authorization": f"Bearer {LOCAL_KEY}"}
    async with aiohttp.ClientSession(server.url.removesuffix("/v1"), headers=headers) as session:
        yield session


@pytest.mark.parametrize(
    ("path", "body", "asked", "answered"),
    [
        ("/api/models/copy", {"model": "big"}, ("copy", "big"), {"transfer_id": "t1"}),
        ("/api/models/delete", {"model": "big"}, ("delete", "big"), {"ok": True}),
        ("/api/transfers/t1/stop", {}, ("stop_transfer", "t1"), {"ok": True}),
        ("/api/transfers/t1/discard", None, ("discard_transfer", "t1"), {"ok": True}),
    ],
)
async def test_each_command_reaches_the_node(
    manage: aiohttp.ClientSession,
    node: ServingNode,
    path: str,
    body: Any,
    asked: tuple[str, object],
    answered: dict[str, Any],
) -> None:
    answer = await manage.post(path, json=body)
    assert answer.status == 200, await answer.text()
    assert await answer.json() == answered
    assert node.asked == [asked]


@pytest.mark.parametrize("path", ["/api/models/copy", "/api/models/delete"])
@pytest.mark.parametrize("body", [{}, {"model": ""}, {"model": 7}, {"model": None}, {"model": ["big"]}])
async def test_a_command_without_a_model_is_refused(
    manage: aiohttp.ClientSession, node: ServingNode, path: str, body: Any
) -> None:
    answer = await manage.post(path, json=body)
    assert answer.status == 400
    assert (await answer.json())["error"]["param"] == "model"
    assert node.asked == []


@pytest.mark.parametrize("path", ["/api/models/copy", "/api/models/delete", "/api/transfers/t1/discard"])
async def test_only_with_the_local_key(server: ApiServer, node: ServingNode, path: str) -> None:
    async with aiohttp.ClientSession(server.url.removesuffix("/v1")) as session:
        assert (await session.post(path, json={"model": "big"})).status == 401
    assert node.asked == []
