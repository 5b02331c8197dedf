"""What continues how: answers that are more than plain text, whose real host is lost in the middle."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.routing.hosts import RealHost
from tests.routing.test_continuation import (
    CHAT,
    COMPLETIONS,
    GREEDY,
    MESSAGES,
    disturbed,
    error_of,
    events_of,
    text_of,
    undisturbed,
)

CHANCE: dict[str, Any] = GREEDY | {"temperature": 0.9}
TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "lights",
        "description": "Turn lights on or off",
        "parameters": {
            "type": "object",
            "properties": {"room": {"enum": ["kitchen", "hall"]}, "on": {"type": "boolean"}},
            "required": ["room", "on"],
        },
    },
}
TOOLS = {"messages": MESSAGES, "tools": [TOOL], "max_tokens": 60}
BRACE = [["{", 100]]  # the model must be pushed to call the tool at once
CALLS = TOOLS | {"tool_choice": "required", "logit_bias": BRACE}
FUNCTION = TOOL["function"]
RESPONSES_CALLS = {
    "input": "Tell me",
    "max_output_tokens": 60,
    "tools": [{"type": "function", **FUNCTION}],
    "tool_choice": "required",
    "logit_bias": BRACE,
}
SCHEMA = {"type": "array", "items": {"enum": ["bread", "soup"]}, "minItems": 6, "maxItems": 6}
FORM = {"type": "json_schema", "json_schema": {"name": "menu", "schema": SCHEMA}}
FORMED = {"messages": MESSAGES, "response_format": FORM, "max_tokens": 120}
THOUGHT = {"messages": MESSAGES, "grammar": 'root ::= [a-z ]{30} "</think>" [a-z ]{40}', "max_tokens": 100}


def normal(stream: bytes) -> list[Any]:
    """Every event but comments, without what differs from one time to the next: ids, times, what was in the cache."""
    lines = [line for line in stream.decode().replace("\n\n", "\n").split("\n") if line and not line.startswith(":")]
    names: dict[str, str] = {}

    def placed(match: re.Match[str]) -> str:
        return names.setdefault(match.group(), f"id{len(names)}")

    found: list[Any] = []
    for line in lines:
        text = re.sub(r"(?<![A-Za-z0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])", placed, line)
        if not text.startswith("data: {"):
            found.append(text)
            continue
        fields = json.loads(text[6:])
        for name in ("timings", "created", "usage"):
            fields.pop(name, None)
        if "response" in fields:
            fields["response"].pop("created_at", None)
            fields["response"].get("usage", {}).pop("input_tokens_details", None)
        if "message" in fields:
            fields["message"]["usage"] = None
        found.append(fields)
    return found


@pytest.mark.parametrize("after_events", [[1], [5, 9]])
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (CHAT, CALLS),
        (CHAT, TOOLS),
        (CHAT, FORMED),
        (CHAT, FORMED | {"temperature": 0.9, "seed": 5}),
        (CHAT, {"messages": MESSAGES, "n": 2, "temperature": 0.9, "seed": 5}),
        (CHAT, {"messages": MESSAGES, "n": 2}),
        (CHAT, {"messages": MESSAGES, "logprobs": True, "top_logprobs": 3}),
        (CHAT, {"messages": MESSAGES, "logprobs": True, "top_logprobs": 0}),
        (COMPLETIONS, {"prompt": "Once", "logprobs": 2}),
        (COMPLETIONS, {"prompt": "Once", "json_schema": SCHEMA, "max_tokens": 120}),
        (COMPLETIONS, {"prompt": ["Once", "Upon a time"]}),
        ("/v1/responses", {"input": "Tell me about the kitchen", "max_output_tokens": 30}),
        ("/v1/messages", {"messages": MESSAGES}),
        ("/v1/responses", RESPONSES_CALLS),
    ],
)
async def test_the_same_events_come(
    chat_host: RealHost, tmp_path: Path, path: str, fields: dict[str, Any], after_events: list[int]
) -> None:
    """Said again from the start, and passed on from where the client was: event for event the same."""
    await undisturbed(chat_host, path, **(GREEDY | fields))  # in /v1/messages, the host's cache cannot be turned off
    expected = await undisturbed(chat_host, path, **(GREEDY | fields))
    assert ("tool_choice" in fields) == any(word in expected for word in (b'"tool_calls":[', b"call_", b"tool_use"))
    stream = await disturbed(chat_host, tmp_path, list(after_events), path, **(GREEDY | fields))
    check_same_events(stream, expected)


def check_same_events(stream: bytes, expected: bytes) -> None:
    """One stream reads as the other; those of several choices in the order of each choice."""
    assert error_of(stream) is None
    assert by_choice(normal(stream)) == by_choice(normal(expected))


def by_choice(events: list[Any]) -> dict[Any, list[Any]]:
    """The events of each choice: how those of several are mixed is chance."""
    found: dict[Any, list[Any]] = {}
    for event in events:
        choices = event.get("choices") if isinstance(event, dict) else None
        found.setdefault(choices[0]["index"] if choices else None, []).append(event)
    return found


@pytest.mark.parametrize("after_events", [[9], [7, 20]])
@pytest.mark.parametrize("path", [CHAT, "/v1/responses", "/v1/messages"])
async def test_thoughts_come_again(thinking_host: RealHost, tmp_path: Path, path: str, after_events: list[int]) -> None:
    prompt = {"input": "Tell me", "max_output_tokens": 60} if path == "/v1/responses" else {"messages": MESSAGES}
    fields = GREEDY | {"max_tokens": 60, "grammar": THOUGHT["grammar"]} | prompt
    expected = await undisturbed(thinking_host, path, **fields)
    check_same_events(await disturbed(thinking_host, tmp_path, list(after_events), path, **fields), expected)


def reasoning_of(stream: bytes) -> str:
    """The whole thought."""
    choices = [choice for event in events_of(stream) for choice in event.get("choices", ())]
    return "".join(choice["delta"].get("reasoning_content") or "" for choice in choices)


@pytest.mark.parametrize("after_events", [4, 12])
async def test_by_chance_a_thought_goes_on_from_its_text(
    thinking_host: RealHost, tmp_path: Path, after_events: int
) -> None:
    fields = CHANCE | {"messages": MESSAGES, "stream_options": {"include_usage": True}}
    stream = await disturbed(thinking_host, tmp_path, [after_events], CHAT, **fields)
    assert error_of(stream) is None
    assert events_of(stream)[-1]["usage"]["completion_tokens"] == 30
    assert text_of(stream) == ""
    said = [c["delta"].get("reasoning_content") for e in events_of(stream) for c in e["choices"]]
    assert len([text for text in said if text]) == 30
    roles = [choice["delta"].get("role") for event in events_of(stream) for choice in event["choices"]]
    assert roles.count("assistant") == 1


async def test_by_chance_words_after_a_thought_go_on(thinking_host: RealHost, tmp_path: Path) -> None:
    fields = CHANCE | {"messages": MESSAGES, "reasoning_budget_tokens": 4, "stream_options": {"include_usage": True}}
    stream = await disturbed(thinking_host, tmp_path, [14], CHAT, **fields)
    assert error_of(stream) is None
    assert events_of(stream)[-1]["usage"]["completion_tokens"] == 30
    deltas = [choice["delta"] for event in events_of(stream) for choice in event["choices"]]
    assert 1 <= len([delta for delta in deltas if delta.get("reasoning_content")]) <= 4
    assert len([delta for delta in deltas if delta.get("content")]) > 15
    assert "think" not in text_of(stream)


@pytest.mark.parametrize("cut", [2, 5, 9])
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (CHAT, FORMED),
        (COMPLETIONS, {"prompt": "Once", "json_schema": SCHEMA, "max_tokens": 120}),
        (CHAT, {"messages": MESSAGES, "json_schema": SCHEMA, "max_tokens": 120}),
    ],
)
async def test_by_chance_a_form_is_kept(
    chat_host: RealHost, tmp_path: Path, path: str, fields: dict[str, Any], cut: int
) -> None:
    stream = await disturbed(chat_host, tmp_path, [cut], path, **(CHANCE | fields))
    assert error_of(stream) is None
    menu = json.loads(text_of(stream))
    assert len(menu) == 6
    assert set(menu) <= {"bread", "soup"}


@pytest.mark.parametrize("path", [CHAT, COMPLETIONS])
async def test_by_chance_a_grammar_is_kept(chat_host: RealHost, tmp_path: Path, path: str) -> None:
    grammar = 'root ::= "a" [0-9]{12} "b" [a-z]{12} "c"'
    fields = CHANCE | {"messages": MESSAGES, "prompt": "Once", "grammar": grammar, "max_tokens": 60}
    stream = await disturbed(chat_host, tmp_path, [6], path, **fields)
    assert error_of(stream) is None
    assert re.fullmatch("a[0-9]{12}b[a-z]{12}c", text_of(stream))


@pytest.mark.parametrize("path", [CHAT, COMPLETIONS])
async def test_by_chance_probabilities_and_times_go_on(chat_host: RealHost, tmp_path: Path, path: str) -> None:
    fields = CHANCE | {"messages": MESSAGES, "prompt": "Once", "timings_per_token": True}
    fields |= {"logprobs": True, "top_logprobs": 2} if path == CHAT else {"logprobs": 2}
    stream = await disturbed(chat_host, tmp_path, [9, 8], path, **fields)
    assert error_of(stream) is None
    events = events_of(stream)
    named = [
        (choice.get("text") or choice["delta"]["content"], choice["logprobs"]["content"][0], event["timings"])
        for event in events
        for choice in event["choices"]
        if choice.get("logprobs")
    ]
    assert [timings["predicted_n"] for _, _, timings in named] == list(range(1, 31))
    assert all(text == entry["token"] and len(entry["top_logprobs"]) == 2 for text, entry, _ in named)


async def test_by_chance_an_answer_that_may_call_tools_goes_on(chat_host: RealHost, tmp_path: Path) -> None:
    stream = await disturbed(chat_host, tmp_path, [9], CHAT, **(CHANCE | TOOLS), stream_options={"include_usage": True})
    assert error_of(stream) is None
    assert events_of(stream)[-1]["usage"]["completion_tokens"] == 60


@pytest.mark.parametrize(
    ("path", "fields", "reason"),
    [
        (CHAT, {"messages": MESSAGES, "n": 2}, "several answers"),
        (CHAT, CALLS, "calling a tool"),
        (COMPLETIONS, {"prompt": ["Once", "Upon a time"]}, "several answers"),
        ("/v1/responses", {"input": "Tell me"}, "temperature 0"),
        ("/v1/messages", {"messages": MESSAGES}, "temperature 0"),
    ],
)
async def test_what_cannot_go_on_says_why(
    chat_host: RealHost, tmp_path: Path, path: str, fields: dict[str, Any], reason: str
) -> None:
    stream = await disturbed(chat_host, tmp_path, [6], path, **(CHANCE | fields))
    last = stream.decode().strip().split("\n\n")[-1]
    assert reason in last
    assert b"[DONE]" not in stream
    assert last.startswith("data: {" if path.endswith("completions") else "event: error\ndata: {")
