"""LocalAI's endpoints about the swarm: its shapes, and behind the local key."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import aiohttp
import pytest

from app.api.server import ApiServer
from app.domain.ids import PeerId
from app.domain.state import AppState, Away, Joined, NotJoined, Online
from tests.api.serving_node import LOCAL_KEY, SELF, ServingNode

STUDY, HALL = PeerId("12D3KooWStudy"), PeerId("12D3KooWHall")
SEEN_AT = 1_800_000_000.0


@pytest.fixture
async def localai(server: ApiServer) -> AsyncGenerator[aiohttp.ClientSession]:
    """A session with the local key."""
    headers = {"Authorization": f"Bearer {LOCAL_KEY}"}
    async with aiohttp.ClientSession(server.url.removesuffix("/v1"), headers=headers) as session:
        yield session


def household(state: AppState) -> AppState:
    """This device has the models, study lends memory, hall lends and has one model, but is away."""
    here = state.peers[0]
    study = replace(here, peer_id=STUDY, name="study", is_self=False, status=Online(0.4), address="192.168.1.7:4329")
    hall = replace(study, peer_id=HALL, name="hall", status=Away(SEEN_AT), address="")
    models = tuple(replace(model, on_nodes=(SELF, HALL) if i == 0 else (SELF,)) for i, model in enumerate(state.models))
    return replace(state, swarm=Joined("amber-fox"), peers=(here, hall, study), models=models)


async def test_nodes_are_listed_in_its_two_roles(localai: aiohttp.ClientSession, node: ServingNode) -> None:
    node.snapshot = household(node.snapshot)
    answer = await (await localai.get("/api/p2p")).json()
    assert set(answer) == {"llama_cpp_nodes", "federated_nodes", "mlx_nodes", "nodes"}
    assert [entry["Name"] for entry in answer["llama_cpp_nodes"]] == ["hall", "study"]
    assert [entry["ID"] for entry in answer["federated_nodes"]] == [HALL, SELF]
    study = answer["nodes"][1]
    assert set(study) == {"Name", "ID", "TunnelAddress", "ServiceID", "LastSeen"}
    assert (study["TunnelAddress"], study["ServiceID"]) == ("192.168.1.7:4329", "worker")
    assert answer["nodes"][0]["LastSeen"] == "2027-01-15T08:00:00Z"


@pytest.mark.parametrize(("path", "names"), [("workers", ["hall", "study"]), ("federation", ["hall", "kitchen"])])
async def test_rows_say_who_is_online(
    localai: aiohttp.ClientSession, node: ServingNode, path: str, names: list[str]
) -> None:
    node.snapshot = household(node.snapshot)
    rows = (await (await localai.get(f"/api/p2p/{path}")).json())["nodes"]
    assert [row["name"] for row in rows] == names
    assert [row["isOnline"] for row in rows] == [False, True]
    assert set(rows[0]) == {"name", "id", "tunnelAddress", "serviceID", "lastSeen", "isOnline"}


async def test_workers_have_its_groups(localai: aiohttp.ClientSession, node: ServingNode) -> None:
    node.snapshot = household(node.snapshot)
    answer = await (await localai.get("/api/p2p/workers")).json()
    assert answer["llama_cpp"]["nodes"] == answer["nodes"]
    assert answer["mlx"] == {"nodes": []}


async def test_counts(localai: aiohttp.ClientSession, node: ServingNode) -> None:
    node.snapshot = household(node.snapshot)
    stats = await (await localai.get("/api/p2p/stats")).json()
    assert stats["llama_cpp_workers"] == {"online": 1, "total": 2}
    assert stats["federated"] == {"online": 1, "total": 2}
    assert stats["mlx_workers"] == {"online": 0, "total": 0}


async def test_without_a_swarm_the_lists_are_empty(localai: aiohttp.ClientSession, node: ServingNode) -> None:
    node.snapshot = replace(household(node.snapshot), swarm=NotJoined())
    answer = await (await localai.get("/api/p2p")).json()
    assert set(map(tuple, answer.values())) == {()}


@pytest.mark.parametrize("path", ["/api/p2p/token", "/p2p/token"])
async def test_the_token_is_plain_text(localai: aiohttp.ClientSession, path: str) -> None:
    assert await (await localai.get(path)).text() == ""
    token = (await (await localai.post("/api/invite")).json())["token"]
    answer = await localai.get(path)
    assert (await answer.text(), answer.content_type) == (token, "text/plain")


@pytest.mark.parametrize("path", ["/api/p2p", "/api/p2p/token", "/p2p/token", "/api/p2p/workers", "/api/p2p/stats"])
async def test_nobody_without_the_local_key_reads_them(server: ApiServer, path: str) -> None:
    async with aiohttp.ClientSession(server.url.removesuffix("/v1")) as stranger:
        answer = await stranger.get(path)
        assert answer.status == 401
        assert (await answer.json())["error"]["code"] == "local_key_missing"
        assert (await stranger.get(path, headers={"Origin": "http://localhost:3000"})).status == 403
