"""The OpenAI endpoints, asked by the real OpenAI client, answered by a real llama.cpp server."""

import json
from typing import Literal

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam

from app.api.server import ApiServer
from tests.api.serving_node import ServingNode

HELLO: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]


async def test_models_are_listed_with_what_hearth_knows(client: openai.AsyncOpenAI) -> None:
    models = (await client.models.list()).data
    assert [model.id for model in models] == ["tiny", "tiny-embed"]
    extra = models[0].to_dict()["hearth"]
    assert isinstance(extra, dict)
    assert extra["context_length"] == 2048
    assert extra["size_bytes"] == 8_300_000
    assert extra["status"] == {
        "type": "Ready",
        "tokens_per_second": None,
        "active_requests": 0,
        "predicted_tokens_per_second": None,
    }
    assert extra["nodes"] == ["kitchen"]
    extra = (await client.models.retrieve("tiny-embed")).to_dict()["hearth"]
    assert isinstance(extra, dict)
    assert extra["kind"] == "embedding"


async def test_who_asks_and_whom_is_told_to_the_node(server: ApiServer, node: ServingNode) -> None:
    """Programs are told apart by their keys; a device that is wished for is named as headers name devices."""
    for key, target in (("one", ""), ("two", "K%C3%BCche"), ("one", "hall")):
        headers = {"X-Hearth-Target-Node": target}
        async with openai.AsyncOpenAI(base_url=server.url, api_key=key, default_headers=headers) as client:
            await client.chat.completions.create(model="tiny", messages=HELLO, max_tokens=2)
    first, second, third = node.requests
    assert first.client == third.client != second.client
    assert [asked.wish.target_node for asked in node.requests] == ["", "Küche", "hall"]
    assert first.marks == second.marks != ()
    assert first.length.answer_tokens == 2


async def test_the_answer_says_why_it_came_from_there(client: openai.AsyncOpenAI, node: ServingNode) -> None:
    node.reason = "loaded on Küche; 1 of 2 slots free"
    raw = await client.chat.completions.with_raw_response.create(model="tiny", messages=HELLO, max_tokens=2)
    assert raw.headers["X-Hearth-Route"] == "loaded on K%C3%BCche; 1 of 2 slots free"


async def test_chat(client: openai.AsyncOpenAI, node: ServingNode) -> None:
    raw = await client.chat.completions.with_raw_response.create(
        model="tiny", messages=HELLO, max_tokens=5, temperature=0
    )
    answer = raw.parse()
    assert answer.model == "tiny"
    assert answer.choices[0].message.content
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 5
    assert raw.headers["X-Hearth-Node"] == "kitchen"
    assert raw.headers["X-Hearth-Devices"] == "kitchen (CPU)"
    assert node.targets == [("tiny", False)]
    assert len(node.speeds) == 1
    assert node.speeds[0] > 0


async def test_a_stream_says_the_same_in_pieces(client: openai.AsyncOpenAI, node: ServingNode) -> None:
    whole = await client.chat.completions.create(model="tiny", messages=HELLO, max_tokens=20, temperature=0)
    stream = await client.chat.completions.create(
        model="tiny",
        messages=HELLO,
        max_tokens=20,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    )
    assert stream.response.headers["X-Hearth-Devices"] == "kitchen (CPU)"
    chunks = [chunk async for chunk in stream]
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == whole.choices[0].message.content
    assert {chunk.model for chunk in chunks} == {"tiny"}
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens == 20
    assert len(node.speeds) == 2


async def test_usage_comes_only_when_asked(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model="tiny", messages=HELLO, max_tokens=2, stream=True)
    chunks = [chunk async for chunk in stream]
    assert all(chunk.usage is None for chunk in chunks)
    assert all(chunk.choices for chunk in chunks)


async def test_log_probabilities(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(
        model="tiny", messages=HELLO, max_tokens=3, logprobs=True, top_logprobs=2
    )
    logprobs = answer.choices[0].logprobs
    assert logprobs is not None
    assert logprobs.content is not None
    assert [len(token.top_logprobs) for token in logprobs.content] == [2, 2, 2]


async def test_an_answer_by_json_schema(client: openai.AsyncOpenAI) -> None:
    schema: dict[str, object] = {
        "type": "object",
        "properties": {"sunny": {"type": "boolean"}, "model": {"type": "string", "enum": ["tiny.gguf", "x"]}},
        "required": ["sunny", "model"],
        "additionalProperties": False,
    }
    answer = await client.chat.completions.create(
        model="tiny",
        messages=HELLO,
        max_tokens=100,
        response_format={"type": "json_schema", "json_schema": {"name": "weather", "schema": schema, "strict": True}},
    )
    content = json.loads(answer.choices[0].message.content or "")
    assert isinstance(content["sunny"], bool)
    assert content["model"] in ("tiny.gguf", "x")


async def test_a_tool_is_called(client: openai.AsyncOpenAI) -> None:
    tool: ChatCompletionToolParam = {
        "type": "function",
        "function": {
            "name": "switch",
            "parameters": {
                "type": "object",
                "properties": {"on": {"type": "boolean"}},
                "required": ["on"],
                "additionalProperties": False,
            },
        },
    }
    answer = await client.chat.completions.create(
        model="tiny",
        messages=HELLO,
        max_tokens=300,
        temperature=0,
        tools=[tool],
        tool_choice="required",
        parallel_tool_calls=False,
        # The template's calls begin with a brace, before which a model may say what it likes: this one never stops.
        extra_body={"logit_bias": [["{", 100]]},
    )
    assert answer.choices[0].finish_reason == "tool_calls"
    calls = answer.choices[0].message.tool_calls
    assert calls
    assert calls[0].type == "function"
    assert calls[0].function.name == "switch"
    assert isinstance(json.loads(calls[0].function.arguments)["on"], bool)


async def test_completions(client: openai.AsyncOpenAI) -> None:
    answer = await client.completions.create(model="tiny", prompt="Once", max_tokens=4)
    assert answer.choices[0].text
    assert answer.model == "tiny"
    stream = await client.completions.create(model="tiny", prompt="Once", max_tokens=4, stream=True)
    chunks = [chunk async for chunk in stream]
    assert "".join(chunk.choices[0].text for chunk in chunks)
    assert {chunk.model for chunk in chunks} == {"tiny"}


async def test_responses(client: openai.AsyncOpenAI) -> None:
    answer = await client.responses.create(model="tiny", input="hello", max_output_tokens=4)
    assert answer.output_text
    assert answer.model == "tiny"


@pytest.mark.parametrize("encoding", ["float", None])
async def test_embeddings(client: openai.AsyncOpenAI, encoding: Literal["float"] | None) -> None:
    # Without an encoding this client asks for base64 and decodes it.
    answer = await client.embeddings.create(
        model="tiny-embed", input=["one", "two"], encoding_format=encoding or openai.omit
    )
    assert [len(item.embedding) for item in answer.data] == [256, 256]
    assert answer.data[0].embedding != answer.data[1].embedding
    assert answer.model == "tiny-embed"


async def test_the_name_of_a_node_in_another_script(client: openai.AsyncOpenAI, node: ServingNode) -> None:
    node.node_name = "küche 厨房, 100 %"
    raw = await client.chat.completions.with_raw_response.create(model="tiny", messages=HELLO, max_tokens=1)
    assert raw.headers["X-Hearth-Node"] == "k%C3%BCche %E5%8E%A8%E6%88%BF%2C 100 %25"


async def test_health(client: openai.AsyncOpenAI, server: ApiServer) -> None:
    answer = await client._client.get(server.url.removesuffix("/v1") + "/health")
    assert answer.json() == {"status": "ok"}
