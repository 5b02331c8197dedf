"""Answers that are more than plain text, on a real node whose real host is killed in the middle."""

import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from resources.demo import gguf_writer
from tests.household.event_stream import EventStream
from tests.household.household import Hearth, Household
from tests.household.test_continuation_head import CHAT, PATH, hosts_of
from tests.household.test_household import ARGUMENTS
from tests.models.random_model import write_random_model
from tests.routing.test_continuation_forms import CALLS, SCHEMA, by_choice, normal

TEMPLATES = Path(__file__).parent.parent / "routing"
FORM = {"type": "json_schema", "json_schema": {"schema": SCHEMA | {"minItems": 30, "maxItems": 30}}}
ROOMS = {"type": "array", "items": {"enum": ["kitchen", "hall"]}, "minItems": 20, "maxItems": 20}
PARAMETERS = {"type": "object", "properties": {"rooms": ROOMS}, "required": ["rooms"]}
LONG_TOOL = {"type": "function", "function": {"name": "lights", "parameters": PARAMETERS}}
# What was in the host's cache was computed in other batches than a new prompt.
SAME = CHAT | {"temperature": 0, "cache_prompt": False}


@pytest.fixture(scope="module", params=["tools", "thinking"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with one of the templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gguf_writer, "CHAT_TEMPLATE", (TEMPLATES / f"{request.param}.jinja").read_text())
        folder = tmp_path_factory.mktemp(request.param)
        return write_random_model(folder / "small.gguf", "30M", seed=3)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Hearth]:
    """A machine with that model."""
    with Household(tmp_path_factory.mktemp("alone"), ["alone"], model=model, arguments=ARGUMENTS) as home:
        yield home["alone"]


def events_of(stream: EventStream) -> Any:
    """Every event but comments, without what differs from one time to the next, by choice."""
    lines = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in stream.events)
    return by_choice(normal(lines))


def kill_host(node: Hearth) -> None:
    """SIGKILL: it has no chance to say anything."""
    (host,) = hosts_of(node)
    os.kill(host, signal.SIGKILL)


def read_events(stream: EventStream, count: int) -> None:
    """Read so many chunks."""
    chunks = iter(stream.chunks())
    for _ in range(count):
        next(chunks)


ROWS: dict[str, dict[str, Any]] = {
    "several answers": {"n": 2, "temperature": 0.8, "seed": 4},
    "form": {"response_format": FORM},
    "tool": {**CALLS, "tools": [LONG_TOOL]},
    "probabilities": {"logprobs": True, "top_logprobs": 2},
    "usage": {"stream_options": {"include_usage": True}},
}


@pytest.mark.parametrize("row", ROWS)
def test_the_same_events_come(node: Hearth, row: str) -> None:
    """With the one template the answer begins with a thought."""
    fields = SAME | ROWS[row] | {"messages": CHAT["messages"], "max_tokens": 150}
    with node.stream(PATH, **fields) as stream:
        stream.read_to_end()
        expected = events_of(stream)
    with node.stream(PATH, **fields) as stream:
        read_events(stream, 20)
        kill_host(node)
        stream.read_to_end()
        assert stream.errors == []
        assert any("small stopped" in comment for comment in stream.comments)
        assert events_of(stream) == expected
        assert stream.is_done


def test_by_chance_it_goes_on(node: Hearth, model: Path) -> None:
    """Thoughts too; and a form is kept."""
    fields = CHAT | {"temperature": 0.9, "max_tokens": 150, "stream_options": {"include_usage": True}}
    with node.stream(PATH, **fields) as stream:
        read_events(stream, 20)
        kill_host(node)
        stream.read_to_end()
        assert stream.errors == []
        assert stream.events[-1]["usage"]["completion_tokens"] == 150
    if "thinking" in str(model):
        return  # its thoughts have no end
    with node.stream(PATH, **(fields | {"response_format": FORM, "max_tokens": 400})) as stream:
        read_events(stream, 20)
        kill_host(node)
        stream.read_to_end()
        assert stream.errors == []
        deltas = [choice["delta"] for event in stream.events for choice in event["choices"]]
        assert len(json.loads("".join(delta.get("content") or "" for delta in deltas))) == 30


def test_an_answer_in_one_piece_goes_on(node: Hearth) -> None:
    fields = SAME | {"max_tokens": 300}
    expected = node.http("POST", PATH, fields).json()["choices"]
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(node.http, "POST", PATH, fields)
        node.wait(lambda state: is_answering(state), "answering")
        time.sleep(0.3)
        kill_host(node)
        answer = asking.result()
    assert answer.status == 200, answer.body
    assert answer.json()["choices"] == expected
    assert answer.json()["usage"]["completion_tokens"] == 300


def is_answering(state: dict[str, Any]) -> bool:
    """Whether the model has a request."""
    return any(model["status"].get("active_requests") for model in state["models"])
