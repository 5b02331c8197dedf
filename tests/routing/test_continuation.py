"""What continues how: plain text, whose host is a real one that is lost in the middle. The other rows of the table in
docs/architecture.md are in the files beside this one."""

import json
import re
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


@pytest.mark.parametrize("after_events", [[0], [1], [28], [9, 3, 15]])
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
    for cut in (3, 6, 9):
        check_whole(await disturbed(chat_host, tmp_path, [cut], CHAT, **fields), expected)


@pytest.mark.parametrize("fields", [{"temperature": 0.9}, {"temperature": 0}])
async def test_it_goes_on_from_its_tokens(
    chat_host: RealHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any]
) -> None:
    """By chance, or where it would take too long to say everything again: what was sent stays, the rest follows."""
    monkeypatch.setattr(resume, "REPLAY_SECONDS", 0)
    request = GREEDY | {"messages": MESSAGES, "stream_options": {"include_usage": True}} | fields
    check_thirty_words(await disturbed(chat_host, tmp_path, [10, 8], CHAT, **request))


async def test_a_replay_that_reads_otherwise_goes_on_from_its_tokens(
    chat_host: RealHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = resume.again
    monkeypatch.setattr(resume, "again", lambda fields, wanted: again({**fields, "seed": 8}, wanted))
    request = GREEDY | {"messages": MESSAGES, "temperature": 1.5, "seed": 7, "stream_options": {"include_usage": True}}
    check_thirty_words(await disturbed(chat_host, tmp_path, [12], CHAT, **request))


def check_thirty_words(stream: bytes) -> None:
    """Nothing is missing, nothing is said twice."""
    assert error_of(stream) is None
    events = events_of(stream)
    assert events[-1]["usage"]["completion_tokens"] == 30
    texts = [choice["delta"].get("content") for event in events for choice in event["choices"]]
    assert len([text for text in texts if text]) == 30
    assert stream.endswith(b"data: [DONE]\n\n")


async def test_an_answer_that_ends_its_hosts_is_given_up(chat_host: RealHost, tmp_path: Path) -> None:
    request = GREEDY | {"messages": MESSAGES}
    stream = await disturbed(chat_host, tmp_path, [4, 0, 0, 0], CHAT, **request)
    assert "Ask again." in (error_of(stream) or "")


@pytest.mark.parametrize("replay_seconds", [0, 60])
async def test_characters_of_several_tokens_are_whole(
    chat_host: RealHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replay_seconds: int
) -> None:
    """The grammar is there to make the model say such characters; it is led through what was said before."""
    monkeypatch.setattr(resume, "REPLAY_SECONDS", replay_seconds)
    grammar = 'root ::= ("😀" [a-z] "中" [a-z] "é"){40}'
    fields = GREEDY | {"messages": MESSAGES, "grammar": grammar, "stream_options": {"include_usage": True}}
    fields |= {"max_tokens": 40}
    expected = await undisturbed(chat_host, CHAT, **fields)
    for cut in (2, 5):
        stream = await disturbed(chat_host, tmp_path, [cut], CHAT, **fields)
        text = text_of(stream)
        assert error_of(stream) is None
        assert re.fullmatch("(😀[a-z]中[a-z]é)+", text + "😀a中aé"[len(text) % 5 :]), text
        assert events_of(stream)[-1]["usage"]["completion_tokens"] == 40
        if replay_seconds:
            assert text == text_of(expected)
