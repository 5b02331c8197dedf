"""API keys and the local network: who may ask, over real connections."""

import asyncio
import datetime
import json
import socket
import ssl
import stat
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import openai
import pytest

from app.api.certificate import FILE_NAME, own_certificate
from app.api.lan import LanServer, host_names
from app.api.server import ApiServer
from app.domain.errors import Problem, UserError
from app.domain.preference import NO_LAN_ACCESS, LanAccess
from app.node.keys import PREFIX, ApiKeys
from tests.api.serving_node import LOCAL_KEY, ServingNode

NETWORK = "127.0.0.2"
"""Stands for an address of this computer in a network: the loopback network has many."""


@pytest.fixture
def keys(tmp_path: Path, node: ServingNode) -> ApiKeys:
    keys = ApiKeys(tmp_path)
    node.keys = keys
    return keys


@pytest.fixture
async def server(keys: ApiKeys, node: ServingNode) -> AsyncGenerator[ApiServer]:
    server = ApiServer(node, 0, who_listens=lambda port: None, quit_app=lambda: None)
    await server.start()
    yield server
    await server.stop()


class Lan:
    """The API on the network, and what it told of itself."""

    def __init__(self, node: ServingNode, folder: Path, port: int) -> None:
        self.addresses: tuple[str, ...] = (NETWORK,)
        self.told: list[tuple[LanAccess, Problem | None]] = []
        self.port = port
        self.news = asyncio.Event()
        self.server = LanServer(node, folder, lambda: self.addresses, self._tell)

    def _tell(self, access: LanAccess, problem: Problem | None) -> None:
        self.told.append((access, problem))
        self.news.set()

    @property
    def url(self) -> str:
        return self.told[-1][0].urls[0]


@pytest.fixture
async def lan(node: ServingNode, server: ApiServer, tmp_path: Path) -> AsyncGenerator[Lan]:
    lan = Lan(node, tmp_path, server.port)
    yield lan
    await lan.server.stop()


async def ask(url: str, key: str | None, **more: str) -> tuple[int, dict[str, object]]:
    headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url}/models", headers=headers | more, ssl=False) as answer,
    ):
        return answer.status, await answer.json()


async def test_any_key_until_there_is_one(server: ApiServer, keys: ApiKeys) -> None:
    for key in (None, "anything", LOCAL_KEY):
        assert (await ask(server.url, key))[0] == 200
    made = await keys.add("Open WebUI")
    for key in (None, "anything", "", made.text[:-1], made.text + "x", PREFIX):
        assert (await ask(server.url, key))[0] == 401
    assert (await ask(server.url, made.text))[0] == 200
    assert (await ask(server.url, LOCAL_KEY))[0] == 200, "the chat window goes on"
    await keys.remove("Open WebUI")
    assert (await ask(server.url, "anything"))[0] == 200


async def test_a_wrong_key_is_said_as_openai_does(server: ApiServer, keys: ApiKeys) -> None:
    made = await keys.add("editor")
    async with openai.AsyncOpenAI(base_url=server.url, api_key="wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError) as caught:
            await client.models.list()
    assert caught.value.code == "invalid_api_key"
    assert caught.value.type == "authentication_error"
    status, body = await ask(server.url, None)
    assert status == 401
    error = body["error"]
    assert isinstance(error, dict)
    assert set(error) >= {"message", "type", "param", "code"}
    assert error["code"] == "api_key_missing"
    async with openai.AsyncOpenAI(base_url=server.url, api_key=made.text, max_retries=0) as client:
        assert [model.id async for model in client.models.list()] == ["tiny", "tiny-embed"]


async def test_anthropic_clients_show_their_key_otherwise(server: ApiServer, keys: ApiKeys) -> None:
    made = await keys.add("editor")
    assert (await ask(server.url, None, **{"x-api-key": made.text}))[0] == 200
    assert (await ask(server.url, None, **{"x-api-key": "wrong"}))[0] == 401


async def test_management_of_keys(server: ApiServer, keys: ApiKeys) -> None:
    base = server.url.removesuffix("/v1")
    headers = {"Authorization": f"Bearer {LOCAL_KEY}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        made = await (await session.post(f"{base}/api/keys", json={"name": "  Open   WebUI "})).json()
        assert made["name"] == "Open WebUI"
        assert made["key"].startswith(PREFIX)
        listed = await (await session.get(f"{base}/api/keys")).json()
        assert [(key["name"], key["end"]) for key in listed["keys"]] == [("Open WebUI", made["key"][-4:])]
        assert made["key"] not in json.dumps(listed)
        for name, code in (("Open WebUI", "name_taken"), ("x" * 61, "bad_name"), ("a\u200bb", "bad_name")):
            refused = await session.post(f"{base}/api/keys", json={"name": name})
            assert (refused.status, (await refused.json())["error"]["code"]) == (400, code)
        assert (await session.delete(f"{base}/api/keys", json={"name": "other"})).status == 400
        assert (await session.delete(f"{base}/api/keys", json={"name": "Open WebUI"})).status == 200
        assert not keys.are_needed
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {made['key']}"}) as session:
        assert (await session.get(f"{base}/api/keys")).status == 401, "a key of programs manages nothing"


async def test_keys_are_kept_hashed_and_for_their_owner_only(tmp_path: Path) -> None:
    made = await ApiKeys(tmp_path).add("Küche 台所")
    path = tmp_path / "api_keys.json"
    assert made.text not in path.read_text()
    assert made.text not in repr(made)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = ApiKeys(tmp_path)
    assert again.accepts(made.text)
    assert not again.accepts(made.text.lower())
    assert [key.name for key in again.all] == ["Küche 台所"]


@pytest.mark.parametrize("content", ["{", "[]", '{"keys": [{"name": 1}]}', '{"keys": 3}', ""])
async def test_damaged_keys_open_nothing(tmp_path: Path, content: str) -> None:
    """Its owner once wanted keys: a file that cannot be read must not open the API to all programs again."""
    (tmp_path / "api_keys.json").write_text(content)
    keys = ApiKeys(tmp_path)
    assert keys.are_needed
    assert not keys.accepts("anything")
    made = await keys.add("new")
    assert ApiKeys(tmp_path).accepts(made.text)


async def test_keys_that_cannot_be_kept_do_not_hold(tmp_path: Path) -> None:
    keys = ApiKeys(tmp_path / "gone")
    with pytest.raises(UserError, match="cannot be written"):
        await keys.add("editor")
    assert keys.all == ()


async def test_the_network_always_needs_a_key(lan: Lan, keys: ApiKeys) -> None:
    await lan.server.open("http", None, lan.port)
    assert lan.told[-1] == (LanAccess((f"http://{NETWORK}:{lan.port}/v1",)), None)
    for key in (None, "anything", LOCAL_KEY):
        assert (await ask(lan.url, key))[0] == 401
    made = await keys.add("phone")
    assert (await ask(lan.url, made.text))[0] == 200
    async with openai.AsyncOpenAI(base_url=lan.url, api_key=made.text, max_retries=0) as client:
        answer = await client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "Hello"}], max_tokens=4
        )
        assert answer.choices


@pytest.mark.parametrize(
    "path", ["/api/swarm", "/api/token", "/api/keys", "/api/settings", "/api/quit", "/api/join", "/"]
)
async def test_nothing_is_managed_from_the_network(lan: Lan, keys: ApiKeys, path: str) -> None:
    await lan.server.open("http", None, lan.port)
    made = await keys.add("phone")
    base = lan.url.removesuffix("/v1")
    for key in (made.text, LOCAL_KEY):
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {key}"}) as session:
            for method in ("GET", "POST", "DELETE"):
                async with session.request(method, base + path, json={}) as answer:
                    assert answer.status in (401, 404)
                    assert (key == made.text) == (answer.status == 404)


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Host", f"{NETWORK}:1", 200),
        ("Host", host_names()[0], 200),
        ("Host", "evil.example", 403),
        ("Host", "127.0.0.1", 403),
        ("Host", f"{NETWORK}.nip.io", 403),
        ("Host", "", 403),
        ("Origin", "https://evil.example", 403),
        ("Origin", "null", 403),
        ("Origin", "http://localhost:3000", 200),
        ("Origin", f"http://{NETWORK}:3000", 200),
    ],
)
async def test_no_page_reaches_it_under_another_name(
    lan: Lan, keys: ApiKeys, header: str, value: str, status: int
) -> None:
    await lan.server.open("http", None, lan.port)
    made = await keys.add("phone")
    assert (await ask(lan.url, made.text, **{header: value}))[0] == status


async def test_encrypted_with_the_certificate_that_is_shown(lan: Lan, keys: ApiKeys, tmp_path: Path) -> None:
    await lan.server.open("https", None, lan.port)
    access = lan.told[-1][0]
    assert access.urls == (f"https://{NETWORK}:{lan.port}/v1",)
    made = await keys.add("phone")
    headers = {"Authorization": f"Bearer {made.text}"}
    expected = aiohttp.Fingerprint(bytes.fromhex(access.fingerprint.replace(":", "")))
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{lan.url}/models", ssl=expected) as answer:
            assert answer.status == 200
        with pytest.raises(aiohttp.ServerFingerprintMismatch):
            await session.get(f"{lan.url}/models", ssl=aiohttp.Fingerprint(b"x" * 32))
        trusting = ssl.create_default_context(cafile=str(tmp_path / FILE_NAME))
        async with session.get(f"{lan.url}/models", ssl=trusting) as answer:  # it names the address
            assert answer.status == 200
        with pytest.raises(aiohttp.ClientError):
            await session.get(lan.url.replace("https", "http") + "/models")
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    await lan.server.open("https", None, lan.port)
    assert lan.told[-1][0].fingerprint == access.fingerprint, "made once"


def test_a_certificate_is_made_anew_when_it_is_over_or_damaged(tmp_path: Path) -> None:
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    first = own_certificate(tmp_path, ["attic", "192.168.1.20"], now)
    assert own_certificate(tmp_path, ["other"], now + datetime.timedelta(days=800)).fingerprint == first.fingerprint
    later = own_certificate(tmp_path, ["attic"], now + datetime.timedelta(days=900))
    assert later.fingerprint != first.fingerprint
    (tmp_path / FILE_NAME).write_text("damaged")
    assert own_certificate(tmp_path, ["attic"], now).fingerprint not in (first.fingerprint, later.fingerprint)
    with pytest.raises(UserError, match="cannot be used"):
        own_certificate(tmp_path / "gone", ["attic"], now)


async def test_it_follows_the_addresses_of_this_computer(
    lan: Lan, keys: ApiKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.api.lan.FOLLOW_SECONDS", 0.01)
    made = await keys.add("phone")
    await lan.server.open("http", None, lan.port)
    for addresses in (("127.0.0.3",), ("127.0.0.3", "127.0.0.4"), ()):
        lan.addresses = addresses
        expected = tuple(f"http://{host}:{lan.port}/v1" for host in addresses)
        async with asyncio.timeout(10):
            while lan.told[-1][0].urls != expected:
                lan.news.clear()
                await lan.news.wait()
        for url in expected:
            assert (await ask(url, made.text))[0] == 200
    problem = lan.told[-1][1]
    assert problem is not None
    assert problem.title == "No network"


async def test_an_address_that_is_chosen_is_the_only_one(lan: Lan, keys: ApiKeys) -> None:
    await lan.server.open("http", "127.0.0.9", lan.port)
    assert lan.told[-1][0].urls == (f"http://127.0.0.9:{lan.port}/v1",)
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(f"http://{NETWORK}:{lan.port}/v1", "x")
    await lan.server.open("off", None, lan.port)
    assert lan.told[-1] == (NO_LAN_ACCESS, None)
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(f"http://127.0.0.9:{lan.port}/v1", "x")


async def test_what_keeps_the_network_out_is_named(lan: Lan) -> None:
    await lan.server.open("http", "192.0.2.77", lan.port)
    access, problem = lan.told[-1]
    assert access == NO_LAN_ACCESS
    assert problem is not None
    assert "does not have the address 192.0.2.77" in problem.message
    with socket.create_server((NETWORK, 0)) as other:
        await lan.server.open("http", None, other.getsockname()[1])
        problem = lan.told[-1][1]
        assert problem is not None
        assert "another program" in problem.message


async def test_settings_over_the_api(server: ApiServer, node: ServingNode) -> None:
    base = server.url.removesuffix("/v1")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {LOCAL_KEY}"}) as session:
        listed = await (await session.get(f"{base}/api/settings")).json()
        assert listed["settings"][0]["name"] == "slots"
        changed = await (await session.post(f"{base}/api/settings", json={"name": "slots", "value": 3})).json()
        assert changed["waits"] is True
        assert node.asked == [("change", ("slots", 3))]
        assert (await session.post(f"{base}/api/settings", json={"name": "slots"})).status == 400
    async with aiohttp.ClientSession() as session:
        assert (await session.get(f"{base}/api/settings")).status == 401
