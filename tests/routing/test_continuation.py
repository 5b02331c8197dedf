"""What continues how: each row of the table in docs/architecture.md, with a real host that is lost in the middle."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.routing import resume
from app.routing.gateway import Gateway
from tests.routing.cutting import cut_provider
from tests.routing.hosts import RealHost
from tests.routing.test_gateway import OneHost, call, read_stream

CHAT = "/v1/chat/completions"
COMPLETIONS = "/v1/completions"
MESSAGES = [{"role": "user", "content": "Tell me about the kitchen"}]
GREEDY: dict[str, Any] = {"max_tokens": 30, "temperature": 0, "cache_prompt": False}


def events_of(stream: bytes) -> list[dict[str, Any]]:
    """The JSON of every event."""
    lines = [line for line in stream.decode().split("\n\n") if line.startswith("data: {")]
    return [json.loads(line[6:]) for line in lines]


def text_of(stream: bytes) -> str:
    """The whole text."""
    choices = [choice for event in events_of(stream) for choice in event.get("choices", ())]
    return "".join(choice.get("text") or choice.get("delta", {}).get("content") or "" for choice in choices)


def error_of(stream: bytes) -> str | None:
    """What the last event says when it is an error."""
    return next((event["error"]["message"] for event in events_of(stream) if "error" in event), None)


async def undisturbed(host: RealHost, path: str, **fields: Any) -> bytes:
    """The same request with nothing lost."""
    gateway = Gateway(OneHost(host))
    try:
        return await read_stream(gateway, call(path, stream=True, **fields))
    finally:
        await gateway.close()


async def disturbed(host: RealHost, folder: Path, after_events: list[int], path: str, **fields: Any) -> bytes:
    """The same request, whose host is lost after so many events, once for each number."""
    async with cut_provider(host, folder, after_events) as provider:
        gateway = Gateway(provider)
        try:
            stream = await read_stream(gateway, call(path, stream=True, **fields))
        finally:
            await gateway.close()
        assert after_events == []
        return stream


def check_whole(stream: bytes, expected: bytes) -> None:
    """One answer, as if nothing had been."""
    assert error_of(stream) is None
    assert text_of(stream) == text_of(expected)
    events, undisturbed_events = events_of(stream), events_of(expected)
    assert len({event["id"] for event in events}) == 1
    assert {event["model"] for event in events} == {"tiny"}
    assert {event["object"] for event in events} == {undisturbed_events[0]["object"]}
    assert not any(choice.get("logprobs") for event in events for choice in event["choices"])
    roles = [choice.get("delta", {}).get("role") for event in events for choice in event["choices"]]
    assert roles.count("assistant") == (1 if events[0]["object"] == "chat.completion.chunk" else 0)
    ends = [choice["finish_reason"] for event in events for choice in event["choices"] if choice["finish_reason"]]
    assert ends == [c["finish_reason"] for e in undisturbed_events for c in e["choices"] if c["finish_reason"]]
    usages = [event["usage"] for event in events if "usage" in event]
    expected_usages = [event["usage"] for event in undisturbed_events if "usage" in event]
    assert len(usages) == len(expected_usages)
    for usage, expected_usage in zip(usages, expected_usages, strict=True):
        assert usage == {name: expected_usage[name] for name in usage}
    assert stream.count(b"[DONE]") == 1
    assert stream.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize("after_events", [[0], [1], [7], [28], [5, 12], [9, 3, 15]])
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (CHAT, {"messages": MESSAGES}),
        (CHAT, {"messages": MESSAGES, "stream_options": {"include_usage": True}}),
        (COMPLETIONS, {"prompt": "Once upon a time"}),
        (COMPLETIONS, {"prompt": [100, 200, 300]}),
        (CHAT, {"messages": MESSAGES, "temperature": 0.9, "seed": 7}),
    ],
)
async def test_the_same_answer_is_expected_and_comes(
    chat_host: RealHost, tmp_path: Path, path: str, fields: dict[str, Any], after_events: list[int]
) -> None:
    fields = GREEDY | fields
    expected = await undisturbed(chat_host, path, **fields)
    check_whole(await disturbed(chat_host, tmp_path, list(after_events), path, **fields), expected)


async def test_a_stop_string_across_the_cut_ends_the_answer(chat_host: RealHost, tmp_path: Path) -> None:
    whole = text_of(await undisturbed(chat_host, CHAT, messages=MESSAGES, **GREEDY))
    fields = GREEDY | {"messages": MESSAGES, "stop": whole[40:60]}
    expected = await undisturbed(chat_host, CHAT, **fields)
    assert text_of(expected) == whole[:40]
    for cut in range(3, 10):
        check_whole(await disturbed(chat_host, tmp_path, [cut], CHAT, **fields), expected)


async def test_by_chance_it_goes_on_from_its_tokens(
    chat_host: RealHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent stays, the rest of the length follows; also where a long answer is not replayed."""
    monkeypatch.setattr(resume, "REPLAYED_TOKENS", 5)
    for fields in ({"temperature": 0.9}, {"temperature": 0}):
        request = GREEDY | {"messages": MESSAGES, "stream_options": {"include_usage": True}} | fields
        stream = await disturbed(chat_host, tmp_path, [10, 8], CHAT, **request)
        assert error_of(stream) is None
        events = events_of(stream)
        assert events[-1]["usage"]["completion_tokens"] == 30
        texts = [choice["delta"].get("content") for event in events for choice in event["choices"]]
        assert len([text for text in texts if text]) == 30
        assert stream.endswith(b"data: [DONE]\n\n")


async def test_a_replay_that_reads_otherwise_goes_on_from_its_tokens(
    chat_host: RealHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resume, "is_replayed", lambda fields, produced: True)
    request = GREEDY | {"messages": MESSAGES, "temperature": 1.5, "stream_options": {"include_usage": True}}
    stream = await disturbed(chat_host, tmp_path, [12], CHAT, **request)
    assert error_of(stream) is None
    assert events_of(stream)[-1]["usage"]["completion_tokens"] == 30
    texts = [choice["delta"].get("content") for event in events_of(stream) for choice in event["choices"]]
    assert len([text for text in texts if text]) == 30


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"n": 2}, "several answers"),
        ({"logprobs": True, "top_logprobs": 2}, "probabilities"),
        ({"response_format": {"type": "json_object"}}, "prescribed form"),
        ({"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}, "tools"),
    ],
)
async def test_what_cannot_go_on_says_why(
    chat_host: RealHost, tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    stream = await disturbed(chat_host, tmp_path, [3], CHAT, messages=MESSAGES, **(GREEDY | fields))
    assert reason in (error_of(stream) or "")
    assert b"[DONE]" not in stream


async def test_other_dialects_say_why_in_their_own_way(chat_host: RealHost, tmp_path: Path) -> None:
    stream = await disturbed(chat_host, tmp_path, [4], "/v1/messages", messages=MESSAGES, **GREEDY)
    last = stream.decode().strip().split("\n\n")[-1]
    assert last.startswith("event: error\ndata: ")
    assert "Only streams of chat completions" in last


async def test_an_answer_that_is_not_streamed_is_asked_for_again(chat_host: RealHost, tmp_path: Path) -> None:
    after_events = [0]
    async with cut_provider(chat_host, tmp_path, after_events) as provider:
        gateway = Gateway(provider)
        whole = await gateway.whole(call(CHAT, messages=MESSAGES, **GREEDY))
        assert json.loads(whole.body)["usage"]["completion_tokens"] == 30
        assert after_events == []
        assert provider.asked == 2
        await gateway.close()


async def test_an_answer_that_ends_its_hosts_is_given_up(chat_host: RealHost, tmp_path: Path) -> None:
    request = GREEDY | {"messages": MESSAGES}
    stream = await disturbed(chat_host, tmp_path, [4, 0, 0, 0], CHAT, **request)
    assert "Ask again." in (error_of(stream) or "")


@pytest.mark.parametrize("replayed_tokens", [0, 512])
async def test_characters_of_several_tokens_are_whole(
    chat_host: RealHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replayed_tokens: int
) -> None:
    """The grammar is only there to make the model say such characters; it begins anew where the answer goes on."""
    monkeypatch.setattr(resume, "obstacle", lambda call, fields: None)
    monkeypatch.setattr(resume, "REPLAYED_TOKENS", replayed_tokens)
    grammar = 'root ::= ("😀" [a-z] "中" [a-z] "é"){40}'
    fields = GREEDY | {"messages": MESSAGES, "grammar": grammar, "stream_options": {"include_usage": True}}
    fields |= {"max_tokens": 40}
    expected = await undisturbed(chat_host, CHAT, **fields)
    for cut in range(2, 7):
        stream = await disturbed(chat_host, tmp_path, [cut], CHAT, **fields)
        text = text_of(stream)
        assert error_of(stream) is None
        assert not text.isascii()
        assert "\ufffd" not in text
        assert events_of(stream)[-1]["usage"] == {
            name: count for name, count in events_of(expected)[-1]["usage"].items() if name != "prompt_tokens_details"
        }
        if replayed_tokens:
            assert text == text_of(expected)
