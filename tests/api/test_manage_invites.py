"""Inviting a device and letting it in over HTTP."""

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
    ("method", "path", "body", "asked"),
    [
        ("POST", "/api/invites", {}, ("create", 24)),
        ("POST", "/api/invites", {"hours": None}, ("create", 24)),
        ("POST", "/api/invites", {"hours": 0.5}, ("create", 0.5)),
        ("DELETE", "/api/invites/a1", None, ("cancel", "a1")),
        ("POST", "/api/newcomers/k1", {"accept": True}, ("accept", "k1")),
        ("POST", "/api/newcomers/k1", {"accept": False}, ("reject", "k1")),
    ],
)
async def test_each_command_reaches_the_node(
    manage: aiohttp.ClientSession, node: ServingNode, method: str, path: str, body: Any, asked: tuple[str, object]
) -> None:
    answer = await manage.request(method, path, json=body)
    assert answer.status == 200, await answer.text()
    assert node.asked == [asked]


async def test_a_new_invite_comes_with_its_code(manage: aiohttp.ClientSession) -> None:
    answer = await manage.post("/api/invites", json={})
    assert await answer.json() == {
        "invite_id": "a1",
        "code": "4821-amber-kettle-otter",
        "expires_at": 1_800_000_000.5,
    }


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/invites", {"hours": "24"}, "hours"),
        ("/api/invites", {"hours": True}, "hours"),
        ("/api/newcomers/k1", {}, "accept"),
        ("/api/newcomers/k1", {"accept": 1}, "accept"),
        ("/api/newcomers/k1", {"accept": "yes"}, "accept"),
    ],
)
async def test_nobody_is_let_in_by_a_body_that_does_not_say_so(
    manage: aiohttp.ClientSession, node: ServingNode, path: str, body: Any, field: str
) -> None:
    answer = await manage.post(path, json=body)
    assert answer.status == 400
    assert (await answer.json())["error"]["param"] == field
    assert node.asked == []


@pytest.mark.parametrize("path", ["/api/invites", "/api/newcomers/k1"])
async def test_only_with_the_local_key(server: ApiServer, node: ServingNode, path: str) -> None:
    async with aiohttp.ClientSession(server.url.removesuffix("/v1")) as session:
        assert (await session.post(path, json={"accept": True})).status == 401
    assert node.asked == []
