"""Whole models on two devices, asked from a third: who answers, who waits, and what happens when one is lost."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.household.event_stream import EventStream
from tests.household.household import Hearth, Household, HttpAnswer, token_ids
from tests.household.test_continuation import read_some
from tests.household.test_continuation_head import hosts_of
from tests.household.test_household import ARGUMENTS, PROMPT

PATH = "/v1/chat/completions"
CHAT: dict[str, Any] = {"model": "small", "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 300}
NAMES = ("kitchen", "hall", "study", "door")
STOPPED_SECONDS = 1.0
IDLE_SECONDS = 0.5
"""A host that has not computed for so long has stopped."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Iterator[Household]:
    """Kitchen and hall have the model loaded, the study has none, the door only routes, and to the hall alone."""
    home = Household(
        tmp_path_factory.mktemp("home"),
        NAMES,
        model=small_model,
        arguments=ARGUMENTS,
        with_model=("kitchen", "hall"),
        own_arguments={"door": ("--target-node", "hall")},
    )
    home["door"].command = "federated"
    with home:
        home.join_all()
        for name in ("kitchen", "hall"):
            assert ask(home[name], target=name).headers["X-Hearth-Node"] == name
        for node in home.nodes:
            node.wait(lambda state: len(heads(state)) == 2, "told of both copies")
        yield home


def ask(node: Hearth, target: str = "", **fields: Any) -> HttpAnswer:
    """One answer in one piece."""
    headers = {"X-Hearth-Target-Node": target} if target else {}
    return node.http(
        "POST", PATH, {**CHAT, "max_tokens": 8, "temperature": 0, "logprobs": True, **fields}, headers=headers
    )


def small(state: dict[str, Any]) -> dict[str, Any]:
    """The model in a snapshot."""
    model: dict[str, Any] = next(model for model in state["models"] if model["name"] == "small")
    return model


def heads(state: dict[str, Any]) -> list[str]:
    """Who has it loaded."""
    return [hosting["plan"]["head"] for hosting in small(state)["hosted"] if hosting["ready"]]


def active(state: dict[str, Any]) -> int:
    """Answers in progress on a device that has it loaded, and those that wait there."""
    count: int = small(state)["status"].get("active_requests", 0)
    return count


def wait_for_active(node: Hearth, count: int, seconds: float = 30.0) -> None:
    """Until so many requests are there."""
    node.wait(lambda state: active(state) == count, f"at {count} requests", seconds)


@contextmanager
def standing_still(*nodes: Hearth) -> Iterator[None]:
    """Their hosts do nothing meanwhile, so that no answer ends before it is looked at."""
    hosts = [pid for node in nodes for pid in hosts_of(node)]
    for pid in hosts:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in hosts:
            os.kill(pid, signal.SIGCONT)


def test_requests_go_to_the_copy_that_is_free(home: Household) -> None:
    kitchen, hall, study = home["kitchen"], home["hall"], home["study"]
    with ExitStack() as stack:
        with standing_still(kitchen, hall):
            streams = [stack.enter_context(study.stream(PATH, **CHAT)) for _ in range(4)]
            wait_for_active(kitchen, 2)
            wait_for_active(hall, 2)
        texts = {stream.read_to_end() for stream in streams}
        assert all(stream.is_done for stream in streams)
        assert len(texts) == 1, "both copies say the same"
    answer = ask(study)
    node = answer.headers["X-Hearth-Node"]
    assert answer.headers["X-Hearth-Route"].startswith(f"loaded on {node}; 2 of 2 slots free")


def test_requests_of_one_moment_are_spread(home: Household) -> None:
    kitchen, hall, study = home["kitchen"], home["hall"], home["study"]
    with ThreadPoolExecutor(4) as pool:
        with standing_still(kitchen, hall):
            answers = [pool.submit(ask, study) for _ in range(4)]
            wait_for_active(kitchen, 2)
            wait_for_active(hall, 2)
        assert sorted(answer.result().headers["X-Hearth-Node"] for answer in answers) == ["hall"] * 2 + ["kitchen"] * 2


def test_the_list_of_models_says_where_and_how(home: Household) -> None:
    models = {model["id"]: model["hearth"] for model in home["study"].http("GET", "/v1/models").json()["data"]}
    places = sorted(models["small"]["places"], key=lambda place: str(place["node"]))
    assert places == [
        {"node": name, "is_here": False, "how": "loaded", "split_over": [], "slots": 2} for name in ("hall", "kitchen")
    ]
    assert models["small"]["context_length"] == 512
    assert models["small"]["size_bytes"] > 1_000_000
    assert {place["how"] for place in models["demo"]["places"]} == {"on disk"}


def test_a_conversation_goes_back_to_where_it_was(home: Household) -> None:
    messages: list[dict[str, str]] = [{"role": "user", "content": "A long story of ships and storms. " * 8}]
    first = ask(home["study"], target="hall", messages=messages)
    reply = first.json()["choices"][0]["message"]["content"]
    messages += [{"role": "assistant", "content": reply}, {"role": "user", "content": "And then?"}]
    second = ask(home["study"], messages=messages)
    assert second.headers["X-Hearth-Node"] == "hall"
    assert "it has read the beginning of this conversation" in second.headers["X-Hearth-Route"]
    assert second.json()["timings"]["cache_n"] > second.json()["timings"]["prompt_n"]


def test_only_the_device_that_is_wished_for_answers(home: Household) -> None:
    for name in ("kitchen", "hall"):
        assert ask(home["study"], target=name).headers["X-Hearth-Node"] == name
    absent = ask(home["study"], target="cellar")
    assert (absent.status, absent.json()["error"]["code"]) == (404, "node_not_found")
    for _ in range(3):
        assert ask(home["door"]).headers["X-Hearth-Node"] == "hall", "as the door was started"
    assert ask(home["door"], target="kitchen").headers["X-Hearth-Node"] == "kitchen"


def test_a_paused_device_gets_no_requests_of_others(home: Household) -> None:
    hall = home["hall"]
    hall.cli("pause")
    home["study"].wait(lambda state: not sharing_of(state, "hall"), "told")
    for _ in range(3):
        assert ask(home["study"]).headers["X-Hearth-Node"] == "kitchen"
    refused = ask(home["study"], target="hall")
    assert refused.status == 503
    assert "its owner has paused sharing" in refused.json()["error"]["message"]
    assert ask(hall, target="hall").status == 200, "its own owner is answered"
    hall.cli("resume")
    home["study"].wait(lambda state: sharing_of(state, "hall"), "told")


def sharing_of(state: dict[str, Any], name: str) -> bool:
    """Whether a device lends."""
    return any(peer["name"] == name and peer["sharing"] for peer in state["peers"])


LONG = {"model": "small", "prompt": ["Once"] * 40, "max_tokens": 400}
"""So many words cannot be over before they are stopped."""


def test_a_client_that_hangs_up_ends_the_work_on_the_peer_too(home: Household) -> None:
    (host,) = hosts_of(home["kitchen"])
    with home["study"].stream_of("/v1/completions", LONG, target="kitchen") as stream:
        read_some(stream, 2)
        assert seconds_until_idle(host, at_most=0.5) is None, "it computes"
        stream.give_up()
        seconds = seconds_until_idle(host, at_most=10.0)
    assert seconds is not None
    assert seconds < STOPPED_SECONDS
    wait_for_active(home["kitchen"], 0)


def seconds_until_idle(pid: int, at_most: float) -> float | None:
    """When a process has computed last, from now; None when it does not stop."""
    start = last = time.monotonic()
    used = psutil.Process(pid).cpu_times().user
    while (now := time.monotonic()) - last < IDLE_SECONDS:
        if now - start > at_most:
            return None
        time.sleep(0.02)
        if (so_far := psutil.Process(pid).cpu_times().user) != used:
            used, last = so_far, time.monotonic()
    return last - start


def test_who_waits_is_told_and_answered_and_leaves_the_queue_with_its_client(home: Household) -> None:
    kitchen, study = home["kitchen"], home["study"]
    with ExitStack() as stack:
        with standing_still(kitchen):
            streams: list[EventStream] = []
            for count in range(1, 5):
                streams.append(stack.enter_context(study.stream_of(PATH, CHAT, target="kitchen")))
                wait_for_active(kitchen, count)
            first, last = streams[2:]
            first.read_comment("waiting for a turn: next")
            last.read_comment("waiting for a turn: 1 request is before this one")
            first.give_up()
            wait_for_active(kitchen, 3)
            last.read_comment("waiting for a turn: next")
        last.read_to_end()
        assert last.is_done
    wait_for_active(kitchen, 0)


def test_a_device_that_is_lost_before_the_first_byte_is_not_noticed(home: Household) -> None:
    """Its host stands still, so that nothing can have been said; then the device goes. It is the last test with it."""
    study, kitchen, hall = home["study"], home["kitchen"], home["hall"]
    expected = token_ids(ask(hall, target="hall"))
    hall.cli("pause")
    study.wait(lambda state: not sharing_of(state, "hall"), "told")
    os.kill(hosts_of(kitchen)[0], signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        answer: Future[HttpAnswer] = pool.submit(ask, study)
        wait_for_active(kitchen, 1)
        hall.cli("resume")
        study.wait(lambda state: sharing_of(state, "hall"), "told")
        kitchen.kill()
        assert answer.result().status == 200, answer.result().body
    assert answer.result().headers["X-Hearth-Node"] == "hall"
    assert token_ids(answer.result()) == expected


def test_a_device_that_is_free_loads_a_busy_model_too(tmp_path: Path, small_model: Path) -> None:
    names = ("kitchen", "hall")
    with Household(tmp_path, names, model=small_model, arguments=ARGUMENTS, with_model=names) as home:
        home.join_all()
        kitchen = home["kitchen"]
        assert ask(kitchen).headers["X-Hearth-Node"] == "kitchen"
        with ExitStack() as stack, standing_still(kitchen):
            for count in (1, 2):
                stack.enter_context(kitchen.stream(PATH, **CHAT))
                wait_for_active(kitchen, count)
            copied = ask(kitchen, max_tokens=200)
            assert copied.headers["X-Hearth-Node"] == "hall"
            reason = copied.headers["X-Hearth-Route"]
            assert reason == "the loaded copy is busy; hall has the file and room; that is sooner than waiting"
        kitchen.wait(lambda state: len(heads(state)) == 2, "told of both copies")


def test_beyond_the_limit_requests_are_refused_here_and_there(tmp_path: Path, small_model: Path) -> None:
    """Two are answered, one waits at the peer, one is first at the door here, one waits there; the next is too many."""
    arguments = (*ARGUMENTS, "--queue-limit", "1")
    with (
        Household(tmp_path, ["kitchen", "study"], model=small_model, arguments=arguments) as home,
        ExitStack() as stack,
    ):
        home.join_all()
        study, kitchen = home["study"], home["kitchen"]
        ask(study)
        with standing_still(kitchen):
            streams: list[EventStream] = []
            for count in range(1, 6):
                streams.append(stack.enter_context(study.stream(PATH, **CHAT)))
                if count <= 3:
                    wait_for_active(kitchen, count)
                else:
                    streams[-1].read_comment("waiting for a turn: next")
            refused = ask(study)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
        assert refused.json()["error"]["code"] == "busy"
        assert refused.json()["error"]["type"] == "server_error"
        for stream in streams:
            stream.read_to_end()
            assert stream.is_done
            assert stream.errors == []
