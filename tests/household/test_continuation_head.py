"""An answer whose head is another device, or one process of this one, goes on when that is lost."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.household.event_stream import EventStream
from tests.household.household import Hearth, Household
from tests.household.test_continuation import cut_off, read_some, workers_of
from tests.household.test_household import ARGUMENTS, NAMES, PROMPT, share_bytes

PATH = "/v1/chat/completions"
CHAT: dict[str, Any] = {"model": "small", "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 200}
USAGE = {"stream_options": {"include_usage": True}}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Iterator[Hearth]:
    """A machine that holds the whole model."""
    with Household(tmp_path_factory.mktemp("alone"), ["alone"], model=small_model, arguments=ARGUMENTS) as home:
        yield home["alone"]


@pytest.fixture(scope="module")
def undisturbed(alone: Hearth) -> EventStream:
    """Its whole answer."""
    with alone.stream(PATH, **CHAT, **USAGE) as stream:
        stream.read_to_end()
        assert stream.is_done
        return stream


def check_equal(stream: EventStream, undisturbed: EventStream) -> None:
    """The whole stream reads as the undisturbed one."""
    assert stream.errors == []
    assert stream.text == undisturbed.text
    assert stream.is_done
    assert len({event["id"] for event in stream.events}) == 1
    for name in ("prompt_tokens", "completion_tokens", "total_tokens"):
        assert stream.events[-1]["usage"][name] == undisturbed.events[-1]["usage"][name]


def hosts_of(node: Hearth) -> list[int]:
    """The host processes on a machine."""
    return [pid for pid in node.children() if Path(f"/proc/{pid}/comm").read_text().startswith("llama-server")]


@pytest.mark.parametrize("fields", [{"temperature": 0}, {"temperature": 0.9}])
def test_a_host_that_is_killed_is_started_again(
    alone: Hearth, undisturbed: EventStream, fields: dict[str, Any]
) -> None:
    """No device is lost, only a process of this one."""
    with alone.stream(PATH, **CHAT, **USAGE, **fields) as stream:
        read_some(stream)
        (host,) = hosts_of(alone)
        os.kill(host, signal.SIGKILL)
        stream.read_to_end()
        assert "small stopped; reading the conversation again" in stream.comments
        if fields["temperature"] == 0:
            check_equal(stream, undisturbed)
        assert stream.errors == []
        assert stream.events[-1]["usage"]["completion_tokens"] == CHAT["max_tokens"]


@pytest.mark.parametrize("lose", [Hearth.kill, Hearth.stop, cut_off])
def test_an_answer_goes_on_when_the_head_leaves(
    tmp_path: Path, small_model: Path, undisturbed: EventStream, lose: Callable[[Hearth], None]
) -> None:
    """Two devices have the file; a third asks."""
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, with_model=("kitchen", "hall")) as home:
        home.join_all()
        home["kitchen"].cli("load", "small")
        home["study"].wait(lambda s: is_ready(s), "told")
        with home["study"].stream(PATH, **CHAT, **USAGE) as stream:
            read_some(stream)
            lose(home["kitchen"])
            stream.read_to_end()
            check_equal(stream, undisturbed)
            assert any("kitchen left; looking for another device" in comment for comment in stream.comments)
            assert "answered by hall" in stream.comments


def test_an_answer_goes_on_at_a_copy_that_is_loaded_already(
    tmp_path: Path, small_model: Path, undisturbed: EventStream
) -> None:
    """Two devices have the model loaded; who asks has none."""
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, with_model=("kitchen", "hall")) as home:
        home.join_all()
        study = home["study"]
        for name in ("kitchen", "hall"):
            study.http("POST", PATH, {**CHAT, "max_tokens": 1}, headers={"X-Hearth-Target-Node": name})
        study.wait(lambda s: len(loaded_on(s)) == 2, "told of both copies")
        with study.stream(PATH, **CHAT, **USAGE) as stream:
            read_some(stream)
            first = next(name for name in ("kitchen", "hall") if is_answering(home[name].state()))
            other = next(name for name in ("kitchen", "hall") if name != first)
            hosts = hosts_of(home[other])
            home[first].kill()
            stream.read_to_end()
            check_equal(stream, undisturbed)
            assert f"answered by {other}" in stream.comments
            assert hosts_of(home[other]) == hosts, "nothing was loaded for it"


def loaded_on(state: dict[str, Any]) -> list[str]:
    """Who has the model loaded."""
    hosted = next(model["hosted"] for model in state["models"] if model["name"] == "small")
    return [hosting["plan"]["head"] for hosting in hosted if hosting["ready"]]


def is_answering(state: dict[str, Any]) -> bool:
    """Whether a device that has the model loaded writes an answer."""
    model = next(model for model in state["models"] if model["name"] == "small")
    return bool(model["status"].get("active_requests"))


def is_ready(state: dict[str, Any]) -> bool:
    """Whether the model is loaded somewhere."""
    return any(model["name"] == "small" and model["status"]["type"] == "Ready" for model in state["models"])


def test_the_head_goes_on_for_another_device_and_then_that_device_itself(
    tmp_path: Path, small_model: Path, undisturbed: EventStream
) -> None:
    """First a worker of the head is killed, then the head: who asked has the file too, and is head then."""
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(
        tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer, with_model=("kitchen", "study")
    ) as home:
        home.join_all()
        home["kitchen"].cli("load", "small")
        home["study"].wait(lambda s: is_ready(s), "told")
        with home["study"].stream(PATH, **CHAT, **USAGE) as stream:
            read_some(stream, 20)
            helper = next(node for node in (home["study"], home["hall"]) if workers_of(node))
            os.kill(workers_of(helper)[0], signal.SIGKILL)
            read_some(stream, 20)
            home["kitchen"].kill()
            stream.read_to_end()
            check_equal(stream, undisturbed)
