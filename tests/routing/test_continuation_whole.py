"""Answers in one piece, put together of the events of a real host, also of several hosts."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.routing.failure import AnswerError
from app.routing.gateway import Gateway
from tests.routing.cutting import cut_provider
from tests.routing.hosts import RealHost, post
from tests.routing.test_continuation import CHAT, COMPLETIONS, GREEDY, MESSAGES
from tests.routing.test_continuation_forms import CALLS, FORMED, THOUGHT, TOOLS
from tests.routing.test_gateway import OneHost, call

REQUESTS: list[tuple[str, dict[str, Any]]] = [
    (CHAT, {"messages": MESSAGES}),
    (CHAT, {"messages": MESSAGES, "max_tokens": 1}),
    (CHAT, CALLS),
    (CHAT, TOOLS),
    (CHAT, FORMED),
    (COMPLETIONS, {"prompt": "Once upon a time"}),
    (COMPLETIONS, {"prompt": "Once", "grammar": 'root ::= "ab" "😀" "é" "cd"'}),
    (COMPLETIONS, {"prompt": "Once", "logprobs": 2}),
    (CHAT, {"messages": MESSAGES, "logprobs": True, "top_logprobs": 2}),
    (CHAT, {"messages": MESSAGES, "n": 2}),
    ("/v1/messages", {"messages": MESSAGES}),
    ("/v1/responses", {"input": "Tell me", "max_output_tokens": 30}),
]


def normal(body: bytes) -> str:
    """The same bytes but for what differs from one time to the next; the order of the fields counts."""
    fields = json.loads(body)
    for name in ("id", "created", "created_at", "completed_at", "model"):
        if name in fields:
            fields[name] = "-"
    if "timings" in fields:
        fields["timings"] = {name: "-" for name in fields["timings"]}
    for item in fields.get("output", ()):
        item["id"] = "-"
    for choice in fields.get("choices", ()):
        for tool_call in choice.get("message", {}).get("tool_calls", ()):
            tool_call["id"] = "-"
    return json.dumps(fields)


def asked_of(host: RealHost, path: str, fields: dict[str, Any]) -> bytes:
    """What the host itself answers."""
    status, body = post(host, path, {"max_tokens": 3, "stream": False} | fields)
    assert status == 200, body
    return body


@pytest.mark.parametrize(("path", "fields"), REQUESTS)
async def test_it_is_what_the_host_gives(chat_host: RealHost, path: str, fields: dict[str, Any]) -> None:
    gateway = Gateway(OneHost(chat_host))
    expected = asked_of(chat_host, path, GREEDY | fields)
    whole = await gateway.whole(call(path, **(GREEDY | fields)))
    assert normal(whole.body) == normal(expected)
    await gateway.close()


async def test_thoughts_too(thinking_host: RealHost) -> None:
    gateway = Gateway(OneHost(thinking_host))
    for fields in (THOUGHT, {"messages": MESSAGES}):
        expected = asked_of(thinking_host, CHAT, GREEDY | fields)
        assert "reasoning_content" in json.loads(expected)["choices"][0]["message"]
        whole = await gateway.whole(call(CHAT, **(GREEDY | fields)))
        assert normal(whole.body) == normal(expected)
    await gateway.close()


@pytest.mark.parametrize("after_events", [[0, 12]])
@pytest.mark.parametrize(("path", "fields"), REQUESTS[:7])
async def test_it_goes_on(
    chat_host: RealHost, tmp_path: Path, path: str, fields: dict[str, Any], after_events: list[int]
) -> None:
    expected = asked_of(chat_host, path, GREEDY | fields)
    async with cut_provider(chat_host, tmp_path, list(after_events)) as provider:
        gateway = Gateway(provider)
        whole = await gateway.whole(call(path, **(GREEDY | fields)))
        assert normal(whole.body) == normal(expected)
        await gateway.close()


async def test_by_chance_it_goes_on_too(chat_host: RealHost, tmp_path: Path) -> None:
    """It is not begun anew: the second host is asked for the rest only."""
    async with cut_provider(chat_host, tmp_path, [12]) as provider:
        gateway = Gateway(provider)
        whole = await gateway.whole(call(CHAT, messages=MESSAGES, **(GREEDY | {"temperature": 0.9})))
        body = json.loads(whole.body)
        assert body["usage"]["completion_tokens"] == 30
        assert body["timings"]["predicted_n"] == 30
        assert len(body["choices"][0]["message"]["content"].split()) > 5
        await gateway.close()


@pytest.mark.parametrize("fields", [{"n": 2}, {"logprobs": True}])
async def test_what_cannot_be_put_together_is_asked_for_again(
    chat_host: RealHost, tmp_path: Path, fields: dict[str, Any]
) -> None:
    after_events = [0]
    async with cut_provider(chat_host, tmp_path, after_events) as provider:
        gateway = Gateway(provider)
        whole = await gateway.whole(call(CHAT, messages=MESSAGES, **(GREEDY | fields)))
        assert json.loads(whole.body)["usage"]["completion_tokens"] >= 30
        assert after_events == []
        assert provider.asked == 2
        await gateway.close()


async def test_what_is_wrong_has_its_status(chat_host: RealHost) -> None:
    gateway = Gateway(OneHost(chat_host))
    for fields, status in (({"messages": "no"}, 400), ({"messages": MESSAGES, "grammar": "root :"}, 400)):
        with pytest.raises(AnswerError) as refused:
            await gateway.whole(call(CHAT, **fields))
        assert refused.value.failure.status == status
    long = [{"role": "user", "content": "word " * 6000}]
    with pytest.raises(AnswerError) as refused:
        await gateway.whole(call(CHAT, messages=long))
    assert refused.value.failure.code == "context_length_exceeded"
    await gateway.close()
