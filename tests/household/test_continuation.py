"""An answer that outlives the devices it was computed on: the same stream, the same text as undisturbed."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.household.event_stream import EventStream
from tests.household.household import Hearth, Household
from tests.household.test_household import ARGUMENTS, NAMES, PROMPT, share_bytes

CHAT = {"model": "small", "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 300}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Iterator[EventStream]:
    """The whole answer of a machine that nothing happens to."""
    with (
        Household(tmp_path_factory.mktemp("alone"), ["alone"], model=small_model, arguments=ARGUMENTS) as home,
        home["alone"].stream("/v1/chat/completions", **CHAT, stream_options={"include_usage": True}) as stream,
    ):
        stream.read_to_end()
        assert stream.is_done
        yield stream


def workers_of(node: Hearth) -> list[int]:
    """The worker processes on a machine."""
    return [pid for pid in node.children() if Path(f"/proc/{pid}/comm").read_text().startswith("ggml-rpc-server")]


def read_some(stream: EventStream, pieces: int = 40) -> None:
    """Read until so many pieces of text have come."""
    for count, _ in enumerate(stream, 1):
        if count == pieces:
            return
    raise AssertionError(f"it ended too early: {stream.text!r} {stream.events[-1:]}")


def check_equal(stream: EventStream, undisturbed: EventStream) -> None:
    """The whole stream reads as the undisturbed one."""
    assert stream.errors == []
    assert stream.text == undisturbed.text
    assert stream.is_done
    happened = (" left; ", " was quit; ", " stopped; ")
    assert any(words in comment for comment in stream.comments for words in happened), stream.comments
    for name in ("id", "model"):
        assert len({event[name] for event in stream.events}) == 1
    roles = [choice["delta"].get("role") for event in stream.events for choice in event["choices"]]
    assert roles.count("assistant") == 1
    for event in stream.events:
        assert all(not choice.get("logprobs") for choice in event["choices"])
    usage, expected = stream.events[-1]["usage"], undisturbed.events[-1]["usage"]
    for name in ("prompt_tokens", "completion_tokens", "total_tokens"):
        assert usage[name] == expected[name]
    assert stream.events[-2]["choices"][0]["finish_reason"] == "length"


def test_an_answer_goes_on_when_a_worker_is_killed(tmp_path: Path, small_model: Path, undisturbed: EventStream) -> None:
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 3))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        with home["kitchen"].stream("/v1/chat/completions", **CHAT, stream_options={"include_usage": True}) as stream:
            read_some(stream)
            (worker,) = workers_of(home["study"])
            os.kill(worker, signal.SIGKILL)
            stream.read_to_end()
            check_equal(stream, undisturbed)


def cut_off(node: Hearth) -> None:
    """The network goes without a word: nothing is closed."""
    node.machine.unplug()


@pytest.mark.parametrize("lose", [Hearth.kill, Hearth.stop, cut_off])
def test_an_answer_goes_on_when_a_whole_device_leaves(
    tmp_path: Path, small_model: Path, undisturbed: EventStream, lose: Callable[[Hearth], None]
) -> None:
    """Any two of the three hold the model, none alone."""
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen = home["kitchen"]
        with kitchen.stream("/v1/chat/completions", **CHAT, stream_options={"include_usage": True}) as stream:
            read_some(stream)
            plan = next(m for m in kitchen.state()["models"] if m["name"] == "small")["plan"]
            lost = next(shard["node_name"] for shard in plan["shards"] if shard["node_name"] != "kitchen")
            lose(home[lost])
            stream.read_to_end()
            check_equal(stream, undisturbed)
            plan = next(m for m in kitchen.state()["models"] if m["name"] == "small")["plan"]
            assert lost not in {shard["node_name"] for shard in plan["shards"]}


def test_an_answer_that_cannot_go_on_ends_with_an_error_that_says_why(tmp_path: Path, small_model: Path) -> None:
    """First the only helper goes, then the head, while another device asks it."""
    names = ("kitchen", "study")
    offer = dict.fromkeys(names, share_bytes(small_model, 2))
    with Household(tmp_path, names, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        with home["kitchen"].stream("/v1/chat/completions", **CHAT) as stream:
            read_some(stream, 10)
            home["study"].kill()
            stream.read_to_end()
            assert "more is needed" in stream.errors[0]
            assert not stream.is_done
        home["study"].start()
        home["study"].wait_for_peers(1)
        home["kitchen"].wait_for_peers(1)
        with home["study"].stream("/v1/chat/completions", **CHAT) as stream:
            read_some(stream, 10)
            home["kitchen"].kill()
            stream.read_to_end()
            assert "no model named small" in stream.errors[0]
            assert not stream.is_done
