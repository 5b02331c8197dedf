"""The endpoints for models from the internet."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from app.api.server import ApiServer
from app.domain.errors import UserError
from tests.api.serving_node import LOCAL_KEY, ServingNode


@pytest.fixture
async def manage(server: ApiServer) -> AsyncGenerator[aiohttp.ClientSession]:
    """A session with the local key."""
    headers = {"Authorization": f"Bearer {LOCAL_KEY}"}
    async with aiohttp.ClientSession(server.url.removesuffix("/v1"), headers=headers) as session:
        yield session


async def test_a_search(manage: aiohttp.ClientSession, node: ServingNode) -> None:
    found = await (await manage.get("/api/hub/search", params={"q": "swift & 庭"})).json()
    assert found == [{"repository": "acme/Swift-GGUF", "downloads": 100, "likes": None}]
    assert node.asked == [("search", "swift & 庭")]


async def test_a_repository(manage: aiohttp.ClientSession) -> None:
    small, large = await (await manage.get("/api/hub/models", params={"repository": "acme/Swift-GGUF"})).json()
    assert (small["source"], small["is_recommended"]) == ("acme/Swift-GGUF:Q4_K_M", True)
    assert small["fit"] == {"type": "FitsWhole", "node_name": "kitchen", "is_snug": False}
    assert large["fit"] == {"type": "TooBig", "missing_bytes": 5_000_000}


async def test_the_catalogue(manage: aiohttp.ClientSession) -> None:
    (entry,) = await (await manage.get("/api/hub/recommended")).json()
    assert entry["fit"] == {"type": "FitsSplit", "node_names": ["kitchen", "study"], "is_snug": True}


async def test_getting(manage: aiohttp.ClientSession, node: ServingNode) -> None:
    answer = await (await manage.post("/api/hub/get", json={"source": "acme/Swift-GGUF"})).json()
    assert answer == {
        "transfer_id": "a1b2c3",
        "explanation": "Q4_K_M is the largest that fits kitchen comfortably.",
    }
    assert node.asked == [("get", "acme/Swift-GGUF")]


@pytest.mark.parametrize(("body", "name"), [({"model": "a:1"}, "a:1"), ({"model": None}, ""), ({}, "")])
async def test_importing(
    manage: aiohttp.ClientSession, node: ServingNode, body: dict[str, str | None], name: str
) -> None:
    assert await (await manage.post("/api/hub/import-ollama", json=body)).json() == ["llama3.2"]
    assert node.asked == [("import_ollama", name)]


@pytest.mark.parametrize("path", ["/api/hub/search", "/api/hub/search?q=", "/api/hub/models"])
async def test_what_is_missing_is_said(manage: aiohttp.ClientSession, path: str) -> None:
    answer = await manage.get(path)
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "field_missing")


@pytest.mark.parametrize("body", [{}, {"source": 3}, {"source": ["a"]}, {"source": ""}])
async def test_a_wrong_source_is_said(manage: aiohttp.ClientSession, body: dict[str, object]) -> None:
    assert (await manage.post("/api/hub/get", json=body)).status == 400


async def test_a_refusal_is_passed_on(manage: aiohttp.ClientSession, node: ServingNode) -> None:
    node.failure = UserError("Offline", "It cannot be reached.", "Others work.", "offline")
    answer = await manage.get("/api/hub/search", params={"q": "swift"})
    assert answer.status >= 400
    assert (await answer.json())["error"]["code"] == "offline"


async def test_nobody_gets_anything_without_the_key(server: ApiServer, node: ServingNode) -> None:
    base = server.url.removesuffix("/v1")
    async with aiohttp.ClientSession() as session:
        assert (await session.post(f"{base}/api/hub/get", json={"source": "acme/S"})).status == 401
        assert (await session.get(f"{base}/api/hub/search?q=a")).status == 401
    assert node.asked == []
