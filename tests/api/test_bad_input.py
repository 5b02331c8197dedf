"""Bad requests get a clear sentence in OpenAI's shape, before anything is streamed, and nothing is loaded for them."""

import io
import json
from typing import Any

import aiohttp
import openai
import pytest

from app.api.guard import MAX_BODY_BYTES
from app.api.server import ApiServer
from app.domain.errors import UserError
from tests.api.serving_node import ServingNode

CHAT = "/v1/chat/completions"
HELLO = [{"role": "user", "content": "hello"}]


async def ask(
    server: ApiServer, method: str, path: str, *, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of one answer; `body` is sent as JSON, bytes as they are."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    data = None if body is None else io.BytesIO(text)
    url = server.url.removesuffix("/v1") + path
    all_headers = {"Content-Type": "application/json"} | (headers or {})
    async with aiohttp.ClientSession() as session:
        answer = await session.request(method, url, data=data, headers=all_headers)
        return answer.status, json.loads(await answer.read())


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"hello", 400, "not_json"),
        (b"", 400, "not_json"),
        (b'{"model": "tiny"', 400, "not_json"),
        (b"\xff\xfe{}", 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b"[1, 2]", 400, "not_an_object"),
        (b'"text"', 400, "not_an_object"),
        (b"null", 400, "not_an_object"),
        ({"model": 7, "messages": HELLO}, 400, "field_wrong_type"),
        ({"model": "tiny", "messages": HELLO, "stream": "yes"}, 400, "field_wrong_type"),
        ({"model": "nothing", "messages": HELLO}, 404, "model_not_found"),
        ({"model": "nothing", "messages": HELLO, "stream": True}, 404, "model_not_found"),
        ({"model": "tiny", "messages": "hello"}, 400, "invalid_request_error"),
        ({"model": "tiny"}, 400, "invalid_request_error"),
        ({"model": "tiny", "messages": HELLO, "temperature": "hot"}, 400, "invalid_request_error"),
        ({"model": "tiny", "messages": [7]}, 400, "invalid_request_error"),
        ({"model": "tiny", "stream": True}, 400, "invalid_request_error"),
        ({"model": "tiny-embed", "messages": HELLO}, 400, "model_writes_no_text"),
    ],
)
@pytest.mark.parametrize("path", [CHAT, "/v1/messages"])
async def test_bodies(server: ApiServer, path: str, body: object, status: int, code: str) -> None:
    if path == "/v1/messages" and code == "invalid_request_error":
        body = {"model": "tiny", "max_tokens": 5}  # there, a message may be a plain text
    answered, answer = await ask(server, "POST", path, body=body)
    assert answered == status, answer
    error = answer["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["type"].endswith("_error")
    assert "param" in error
    assert answer.get("type") == ("error" if path == "/v1/messages" else None)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("path", "field", "prompt"),
    [
        (CHAT, "messages", [{"role": "user", "content": "word " * 6000}]),
        ("/v1/completions", "prompt", "word " * 6000),
        ("/v1/messages", "messages", [{"role": "user", "content": "word " * 6000}]),
        ("/v1/responses", "input", "word " * 6000),
    ],
)
async def test_a_prompt_over_the_context(
    server: ApiServer, path: str, field: str, prompt: object, stream: bool
) -> None:
    body = {"model": "tiny", field: prompt, "stream": stream, "max_tokens": 5}
    status, answer = await ask(server, "POST", path, body=body)
    assert status == 400
    assert answer["error"]["code"] == "context_length_exceeded"
    assert answer["error"]["param"] == field
    assert "maximum context length is 2,048 tokens" in answer["error"]["message"]


async def test_what_the_openai_client_raises(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        await client.chat.completions.create(model="nothing", messages=[{"role": "user", "content": "hello"}])
    assert missing.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as long:
        await client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": "word " * 6000}])
    assert long.value.code == "context_length_exceeded"
    with pytest.raises(openai.BadRequestError) as wrong:
        await client.embeddings.create(model="tiny", input="hello")
    assert wrong.value.code == "model_gives_no_embeddings"
    assert "embeddings" in wrong.value.message


async def test_embeddings_of_a_chat_model_load_nothing(server: ApiServer, node: ServingNode) -> None:
    status, answer = await ask(server, "POST", "/v1/embeddings", body={"model": "tiny", "input": "hello"})
    assert (status, answer["error"]["code"]) == (400, "model_gives_no_embeddings")
    assert node.targets == []


async def test_embeddings_without_a_model_take_the_one_for_embeddings(server: ApiServer, node: ServingNode) -> None:
    status, answer = await ask(server, "POST", "/v1/embeddings", body={"input": "hello"})
    assert status == 200
    assert len(answer["data"][0]["embedding"]) == 256
    assert node.targets == [("tiny-embed", False)]


async def test_a_text_to_embed_that_is_too_long(server: ApiServer) -> None:
    body = {"model": "tiny-embed", "input": "word " * 1500}
    status, answer = await ask(server, "POST", "/v1/embeddings", body=body)
    assert (status, answer["error"]["code"]) == (400, "context_length_exceeded")


@pytest.mark.parametrize(
    ("code", "status", "headers"),
    [
        ("busy", 503, {"Retry-After": "2"}),
        ("model_too_large", 503, {"x-should-retry": "false"}),
        ("something_new", 503, {"Retry-After": "2"}),
    ],
)
async def test_why_a_model_cannot_answer(
    server: ApiServer, node: ServingNode, code: str, status: int, headers: dict[str, str]
) -> None:
    node.failure = UserError("Too large", "It needs 12 GB; 8 GB are offered.", "Add a device.", code)
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{server.url}/chat/completions", json={"model": "tiny", "messages": HELLO})
        assert answer.status == status
        assert headers.items() <= dict(answer.headers).items()
        error = (await answer.json())["error"]
    assert error["message"] == "It needs 12 GB; 8 GB are offered. Add a device."
    assert error["title"] == "Too large"
    assert error["code"] == code


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "evil.example"}, 403, "host_refused"),
        ({"Host": "evil.example:4327"}, 403, "host_refused"),
        ({"Host": "127.0.0.1.evil.example"}, 403, "host_refused"),
        ({"Origin": "https://evil.example"}, 403, "origin_refused"),
        ({"Origin": "null"}, 403, "origin_refused"),
        ({"Content-Type": "text/plain"}, 415, "not_json_type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "not_json_type"),
    ],
)
async def test_what_a_web_page_could_send(
    server: ApiServer, node: ServingNode, headers: dict[str, str], status: int, code: str
) -> None:
    body = {"model": "tiny", "messages": HELLO}
    answered, answer = await ask(server, "POST", CHAT, body=body, headers=headers)
    assert (answered, answer["error"]["code"]) == (status, code)
    assert node.targets == []


async def test_a_page_of_this_computer_may_ask(server: ApiServer) -> None:
    origin = "http://localhost:3000"
    async with aiohttp.ClientSession() as session:
        asked = await session.options(
            f"{server.url}/chat/completions",
            headers={"Origin": origin, "Access-Control-Request-Headers": "content-type"},
        )
        assert asked.status == 204
        assert asked.headers["Access-Control-Allow-Origin"] == origin
        assert asked.headers["Access-Control-Allow-Headers"] == "content-type"
        answer = await session.get(f"{server.url}/models", headers={"Origin": origin})
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        foreign = await session.get(f"{server.url}/models", headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in foreign.headers


async def test_too_large_a_body(server: ApiServer) -> None:
    status, answer = await ask(server, "POST", CHAT, body=b" " * (MAX_BODY_BYTES + 1))
    assert (status, answer["error"]["code"]) == (413, "request_too_large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "unknown_path"),
        ("GET", CHAT, 405, "method_not_allowed"),
        ("GET", "/v1/models/nothing", 404, "model_not_found"),
    ],
)
async def test_paths(server: ApiServer, method: str, path: str, status: int, code: str) -> None:
    answered, answer = await ask(server, method, path)
    assert (answered, answer["error"]["code"]) == (status, code)


async def test_a_mistake_of_ours_is_one_calm_sentence(
    server: ApiServer, node: ServingNode, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node, "snapshot", None)  # as a defect might
    status, answer = await ask(server, "GET", "/v1/models")
    assert (status, answer["error"]["code"]) == (500, "internal_error")
    assert "Traceback" not in answer["error"]["message"]
    assert "GET /v1/models failed" in caplog.text
