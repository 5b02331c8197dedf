"""An answer said again: what the client has is left out, the rest passes, two answers are never mixed."""

import json
from typing import Any

import pytest

from app.routing.dialects import Said, read_anthropic, read_openai, read_responses
from app.routing.replay import Contradiction, Replay


def chat(made_up: str = "one", index: int = 0, reason: str | None = None, **delta: Any) -> dict[str, Any]:
    """One chunk of a chat."""
    return {"id": made_up, "choices": [{"index": index, "delta": delta, "finish_reason": reason}]}


def call(made_up: str, arguments: str, name: str | None = "f") -> dict[str, Any]:
    """A chunk that calls a tool."""
    function = {"arguments": arguments} | ({} if name is None else {"name": name})
    return {"index": 0, "function": function} | ({} if name is None else {"id": made_up, "type": "function"})


def replay_of(read: Any, *sent: dict[str, Any]) -> Replay:
    """A replay for a client that has these events."""
    said = Said()
    for fields in sent:
        said.note(read(fields))
    return Replay(read, said)


def passed(replay: Replay, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """What passes of these events."""
    found = [replay.translate(json.dumps(fields).encode()) for fields in events]
    return [fields for fields in found if fields is not None]


ROLE = chat(role="assistant", content=None)


def test_only_what_is_new_passes_also_of_an_event_in_part() -> None:
    replay = replay_of(read_openai, ROLE, chat(content="Hel"), chat(content="lo"))
    again = [chat("two", role="assistant", content=None), chat("two", content="Hello y"), chat("two", content="ou")]
    assert passed(replay, *again) == [chat("one", content=" y"), chat("one", content="ou")]
    assert replay.is_over


def test_each_choice_goes_on_where_it_was() -> None:
    replay = replay_of(read_openai, chat(content="a"), chat(index=1, content="xy"))
    again = [chat(index=1, content="x"), chat(content="a"), chat(content="b"), chat(index=1, content="yz")]
    assert passed(replay, *again) == [chat(content="b"), chat(index=1, content="z")]


@pytest.mark.parametrize(
    ("sent", "again"),
    [
        ([chat(content="Hello")], [chat(content="Help")]),
        ([chat(content="Hello")], [chat(content="Hel"), chat(reason="stop")]),
        ([chat(reasoning_content="hm")], [chat(content="Hello")]),
        ([chat(content="Hello")], [chat(tool_calls=[call("a", "")])]),
        ([chat(tool_calls=[call("a", "")])], [chat(tool_calls=[call("b", "", "g")])]),
        ([chat(reason="stop")], [chat(reason="length")]),
        ([chat(index=1, content="a")], [{"id": "one", "choices": [], "usage": {}}]),
    ],
)
def test_another_answer(sent: list[dict[str, Any]], again: list[dict[str, Any]]) -> None:
    replay = replay_of(read_openai, *sent)
    with pytest.raises(Contradiction):
        passed(replay, *again)


def test_a_shorter_answer() -> None:
    replay = replay_of(read_openai, chat(content="Hello"))
    passed(replay, chat(content="Hel"))
    with pytest.raises(Contradiction):
        replay.check_over()


def test_a_call_of_a_tool_keeps_its_id() -> None:
    replay = replay_of(read_openai, chat(tool_calls=[call("idA", '{"a"')]))
    again = [chat("two", tool_calls=[call("idB", '{"a": ')]), chat("two", tool_calls=[call("idB", "1}", None)])]
    first, second = passed(replay, *again)
    assert first["choices"][0]["delta"]["tool_calls"] == [{"index": 0, "function": {"arguments": ": "}}]
    assert second["choices"][0]["delta"]["tool_calls"] == [call("", "1}", None)]
    later = passed(replay, chat("two", tool_calls=[call("idC", "") | {"index": 1}]))
    assert later[0]["choices"][0]["delta"]["tool_calls"][0]["id"] == "idC"


def test_responses_keep_their_ids() -> None:
    def events(name: str) -> list[dict[str, Any]]:
        item = {"id": f"msg_{name}2", "type": "message"}
        return [
            {"type": "response.created", "response": {"id": f"resp_{name}1"}},
            {"type": "response.output_item.added", "item": item},
            {"type": "response.output_text.delta", "item_id": f"msg_{name}2", "delta": "Hello"},
            {"type": "response.output_text.done", "item_id": f"msg_{name}2", "text": "Hello"},
            {"type": "response.completed", "response": {"id": f"resp_{name}1", "output": [item]}},
        ]

    replay = replay_of(read_responses, *events("old")[:3])
    assert passed(replay, *events("new")) == events("old")[3:]


def test_messages_keep_their_ids() -> None:
    def events(name: str) -> list[dict[str, Any]]:
        return [
            {"type": "message_start", "message": {"id": f"chatcmpl-{name}"}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "id": f"{name}7"}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": "{}"}},
            {"type": "content_block_stop", "index": 0},
            {"type": "message_stop"},
        ]

    for cut in range(1, 5):
        replay = replay_of(read_anthropic, *events("old")[:cut])
        assert passed(replay, *events("new")) == events("new" if cut == 1 else "old")[cut:]
