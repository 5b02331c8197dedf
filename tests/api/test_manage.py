"""The management endpoints: the local key, every command, and errors with their hint."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from app.api.server import ApiServer
from app.domain.errors import UserError
from tests.api.serving_node import LOCAL_KEY, TOKEN, ServingNode

KEY = {"Authorization": f"Bearer {LOCAL_KEY}"}


@pytest.fixture
async def manage(server: ApiServer) -> AsyncGenerator[aiohttp.ClientSession]:
    """A session with the local key."""
    base = server.url.removesuffix("/v1")
    async with aiohttp.ClientSession(base, headers=KEY) as session:
        yield session


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "local_key_missing"),
        ({"Authorization": "Bearer wrong"}, "local_key_wrong"),
        ({"Authorization": "Bearer schlüssel"}, "local_key_wrong"),
        ({"Authorization": LOCAL_KEY}, "local_key_wrong"),
        ({"Authorization": f"Basic {LOCAL_KEY}"}, "local_key_wrong"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/token"), ("GET", "/api/swarm"), ("POST", "/api/leave"), ("GET", "/api/nothing")]
)
async def test_nothing_without_the_key(
    server: ApiServer, node: ServingNode, method: str, path: str, headers: dict[str, str], code: str
) -> None:
    async with aiohttp.ClientSession(server.url.removesuffix("/v1")) as session:
        answer = await session.request(method, path, headers=headers)
        assert answer.status == 401
        assert (await answer.json())["error"]["code"] == code
    assert node.asked == []


async def test_no_page_manages_not_even_a_local_one(manage: aiohttp.ClientSession) -> None:
    answer = await manage.get("/api/token", headers={"Origin": "http://localhost:4327"})
    assert answer.status == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_snapshot(manage: aiohttp.ClientSession) -> None:
    state = await (await manage.get("/api/swarm")).json()
    assert state["swarm"] == {"type": "NotJoined"}
    assert state["peers"][0]["status"] == {"type": "Online", "rtt_ms": None}
    assert state["peers"][0]["devices"][0]["kind"] == "cpu"
    assert [model["status"]["type"] for model in state["models"]] == ["Ready", "Ready"]


async def test_a_token_is_made_shown_and_forgotten(manage: aiohttp.ClientSession) -> None:
    assert await (await manage.get("/api/token")).json() == {"token": None}
    assert await (await manage.post("/api/invite")).json() == {"token": TOKEN, "swarm_name": "amber-fox"}
    assert await (await manage.get("/api/token")).json() == {"token": TOKEN}
    assert await (await manage.post("/api/leave")).json() == {"ok": True}
    assert await (await manage.get("/api/token")).json() == {"token": None}


@pytest.mark.parametrize(
    ("path", "body", "asked"),
    [
        ("/api/join", {"token": "hearth1x"}, ("join", "hearth1x")),
        ("/api/load", {"model": "tiny"}, ("load", "tiny")),
        ("/api/unload", {"model": "tiny"}, ("unload", "tiny")),
        ("/api/keep", {"model": "tiny", "keep": True}, ("keep_loaded", ("tiny", True))),
        ("/api/keep", {"model": "tiny", "keep": False}, ("keep_loaded", ("tiny", False))),
        ("/api/rename", {"name": "Küche"}, ("rename", "Küche")),
        ("/api/offer", {"bytes": 3_000_000_000}, ("set_offer", 3_000_000_000)),
        ("/api/offer", {"bytes": None}, ("set_offer", None)),
        ("/api/pause", {"until": None}, ("pause", None)),
        ("/api/pause", {"until": 2_000_000_000}, ("pause", 2_000_000_000.0)),
        ("/api/resume", None, ("resume", None)),
        ("/api/pin", {"model": "tiny"}, ("pin", "tiny")),
        ("/api/unpin", {"model": "tiny"}, ("unpin", "tiny")),
        ("/api/replan", {"model": "tiny"}, ("apply_better", "tiny")),
        ("/api/show", None, ("show", None)),
        ("/api/show", {"link": "hearth://join/x"}, ("show", "hearth://join/x")),
        ("/api/quit", None, ("quit", None)),
    ],
)
async def test_commands(
    manage: aiohttp.ClientSession, node: ServingNode, path: str, body: Any, asked: tuple[str, object]
) -> None:
    answer = await manage.post(path, json=body)
    assert await answer.json() == {"ok": True}
    assert node.asked == [asked]


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/api/join", {}, "token"),
        ("/api/join", {"token": ""}, "token"),
        ("/api/load", {"model": ["tiny"]}, "model"),
        ("/api/offer", {}, "bytes"),
        ("/api/offer", {"bytes": -1}, "bytes"),
        ("/api/offer", {"bytes": "3G"}, "bytes"),
        ("/api/offer", {"bytes": True}, "bytes"),
        ("/api/offer", {"bytes": 1 << 61}, "bytes"),
        ("/api/pause", {"until": "18:00"}, "until"),
        ("/api/pin", {}, "model"),
        ("/api/addresses", {}, "address"),
        ("/api/pause", {"until": True}, "until"),
        ("/api/pause", {"until": 10**400}, "until"),
        ("/api/invites", {"hours": 10**400}, "hours"),
    ],
)
async def test_fields(
    manage: aiohttp.ClientSession, node: ServingNode, path: str, body: dict[str, Any], param: str
) -> None:
    answer = await manage.post(path, json=body)
    assert answer.status == 400
    assert (await answer.json())["error"]["param"] == param
    assert node.asked == []


async def test_a_plan_and_a_refusal(manage: aiohttp.ClientSession) -> None:
    plan = await (await manage.get("/api/plan", params={"model": "tiny"})).json()
    assert plan["type"] == "Plan"
    assert plan["shards"][0]["holds_output"] is True
    refusal = await (await manage.get("/api/plan", params={"model": "huge"})).json()
    assert (refusal["type"], refusal["missing_bytes"]) == ("Refusal", 4_000_000_000)
    assert (await manage.get("/api/plan")).status == 400


async def test_addresses_given_by_hand(manage: aiohttp.ClientSession, node: ServingNode) -> None:
    assert await (await manage.get("/api/addresses")).json() == []
    added = await (await manage.post("/api/addresses", json={"address": "attic:4329"})).json()
    assert added == {
        "address": "attic:4329",
        "status": {"type": "NotReached", "reason": "refused"},
        "from_token": False,
    }
    assert await (await manage.get("/api/addresses")).json() == [added]
    assert await (await manage.delete("/api/addresses", json={"address": "attic:4329"})).json() == {"ok": True}
    assert node.asked == [("add_address", "attic:4329"), ("remove_address", "attic:4329")]


async def test_what_keeps_devices_apart(manage: aiohttp.ClientSession, node: ServingNode) -> None:
    node.network.facts = replace(node.network.facts, interfaces=())
    diagnosis = await (await manage.get("/api/diagnosis")).json()
    assert diagnosis["summary"] == "No network."
    assert [(f["code"], f["weight"]) for f in diagnosis["findings"]] == [("no_network", "problem")]
    assert diagnosis["facts"]["link_port"] == 4329


async def test_what_the_node_refuses(manage: aiohttp.ClientSession, node: ServingNode) -> None:
    node.failure = UserError("In another swarm", "This device is in amber-fox.", "Leave it first.", "in_another_swarm")
    answer = await manage.post("/api/join", json={"token": "hearth1x"})
    assert answer.status == 400
    assert (await answer.json())["error"] == {
        "message": "This device is in amber-fox. Leave it first.",
        "type": "invalid_request_error",
        "param": None,
        "code": "in_another_swarm",
        "title": "In another swarm",
        "hint": "Leave it first.",
    }
