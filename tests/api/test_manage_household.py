"""The endpoints for who is in the household."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from app.api.server import ApiServer
from app.domain.errors import UserError
from tests.api.serving_node import LOCAL_KEY, SELF, TOKEN, ServingNode


@pytest.fixture
async def manage(server: ApiServer) -> AsyncGenerator[aiohttp.ClientSession]:
    """A session with the local key."""
    headers = {"Authorization": f"Bearer {LOCAL_KEY}"}
    async with aiohttp.ClientSession(server.url.removesuffix("/v1"), headers=headers) as session:
        yield session


@pytest.mark.parametrize("device", ["kitchen", "KITCHEN", SELF])
async def test_a_device_is_removed_by_its_name_or_its_peer_id(
    manage: aiohttp.ClientSession, node: ServingNode, device: str
) -> None:
    answer = await manage.post("/api/remove", json={"device": device})
    assert await answer.json() == {"ok": True, "name": "kitchen", "peer_id": SELF}
    assert node.asked == [("remove", SELF)]


async def test_an_unknown_device_and_a_refusal_are_said_in_words(
    manage: aiohttp.ClientSession, node: ServingNode
) -> None:
    unknown = await manage.post("/api/remove", json={"device": "cellar"})
    assert (unknown.status, (await unknown.json())["error"]["code"]) == (400, "device_not_found")
    node.failure = UserError("No", "It is this one.", "Use Leave.", "own_device")
    refused = await manage.post("/api/remove", json={"device": "kitchen"})
    assert refused.status >= 400
    assert (await refused.json())["error"]["code"] == "own_device"


async def test_the_token_is_replaced(manage: aiohttp.ClientSession) -> None:
    answer = await (await manage.post("/api/rotate")).json()
    assert (answer["token"] == TOKEN, answer["swarm_name"]) == (False, "amber-fox")
