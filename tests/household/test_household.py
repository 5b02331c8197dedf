"""A household of three in network namespaces: joined by token, one model over all, equal answers, nothing left over."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.footprint import footprint
from app.domain.model import ContextSettings
from app.engine.gguf import read_model
from tests.household.household import Hearth, Household, online_peers, token_ids

PROMPT = "Tell me about the kitchen and the garden"
CONTEXT = ContextSettings(context_length=512, slots=2)
ARGUMENTS = ("--context-length", "512", "--threads", "1")
NAMES = ("kitchen", "study", "hall")


def share_bytes(model: Path, shares: int) -> int:
    """An offer so small that the model needs about that many nodes, and more than one in any case."""
    needs = footprint(read_model(model), CONTEXT)
    head = needs.host_bytes + needs.shard_bytes(0, 0, True)
    return min(head + sum(needs.layer_bytes) // shares, needs.whole_bytes - 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Iterator[Household]:
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 3))
    with Household(tmp_path_factory.mktemp("home"), NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        yield home


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Iterator[Hearth]:
    """One machine that holds the whole model: the answer to compare with."""
    with Household(tmp_path_factory.mktemp("alone"), ["alone"], model=small_model, arguments=ARGUMENTS) as home:
        yield home["alone"]


def test_a_model_split_over_three_answers_as_one_machine_does(home: Household, alone: Hearth) -> None:
    whole = alone.chat(PROMPT, "small")
    assert whole.status == 200, whole.body
    split = home["kitchen"].chat(PROMPT, "small")
    assert split.status == 200, split.body
    assert token_ids(split) == token_ids(whole)
    assert len(token_ids(split)) == 24

    plan = next(m for m in home["kitchen"].state()["models"] if m["name"] == "small")["plan"]
    assert {shard["node_name"] for shard in plan["shards"]} == set(NAMES)
    assert sum(shard["layer_count"] for shard in plan["shards"]) == 12
    assert plan["shards"][-1]["node_name"] == "kitchen"


def test_a_node_without_the_file_answers_with_the_model_too(home: Household, alone: Hearth) -> None:
    answer = home["hall"].chat(PROMPT, "small")
    assert answer.status == 200, answer.body
    assert token_ids(answer) == token_ids(alone.chat(PROMPT, "small"))
    assert answer.headers["X-Hearth-Node"] == "kitchen"
    assert set(answer.headers["X-Hearth-Devices"].split(", ")) == set(NAMES)


def test_every_node_shows_the_same_devices_and_layers(home: Household) -> None:
    home["kitchen"].chat(PROMPT, "small", max_tokens=1)
    plans = []
    for node in home.nodes:
        state = node.wait(
            lambda s: any(m["name"] == "small" and m["status"]["type"] == "Ready" for m in s["models"]), "told"
        )
        plans.append(next(m for m in state["models"] if m["name"] == "small")["plan"])
        assert {peer["name"] for peer in state["peers"]} == set(NAMES)
    assert plans[0] == plans[1] == plans[2]


def test_a_plan_can_be_read_before_anything_is_loaded(home: Household) -> None:
    for name in ("kitchen", "hall"):
        text = home[name].cli("plan", "small").stdout
        assert all(node in text for node in NAMES), text


def test_a_killed_node_leaves_no_process_behind_and_the_others_go_on(
    tmp_path: Path, small_model: Path, alone: Hearth
) -> None:
    offer = dict.fromkeys(("desk", "attic"), share_bytes(small_model, 2))
    with Household(tmp_path, ["desk", "attic"], model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        desk, attic = home["desk"], home["attic"]
        assert token_ids(desk.chat(PROMPT, "small")) == token_ids(alone.chat(PROMPT, "small"))
        assert len(attic.children()) > 2

        attic.kill()
        assert _gone(attic), attic.children()
        state = desk.wait(lambda s: online_peers(s) == 0, "without attic", 10)
        assert state["api_url"]
        desk.wait(lambda s: not any(m["status"]["type"] == "Ready" for m in s["models"]), "rid of its host", 10)
        answer = desk.chat(PROMPT, "small")
        assert answer.status >= 400
        assert "more is needed" in answer.json()["error"]["message"]

        attic.start()
        for node in home.nodes:
            node.wait_for_peers(1)
        assert token_ids(desk.chat(PROMPT, "small")) == token_ids(alone.chat(PROMPT, "small"))


def test_a_killed_child_never_takes_the_node_down(tmp_path: Path, small_model: Path) -> None:
    with Household(tmp_path, ["desk"], model=small_model, arguments=ARGUMENTS) as home:
        desk = home["desk"]
        desk.http("POST", "/api/invite")
        expected = token_ids(desk.chat(PROMPT, "small"))
        for victim in [pid for pid in desk.children() if pid != desk.process.pid]:
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
        assert desk.process.poll() is None
        assert token_ids(desk.chat(PROMPT, "small")) == expected


def test_nodes_with_another_token_never_appear(tmp_path: Path) -> None:
    with Household(tmp_path, ["ours", "theirs"]) as home:
        for node in home.nodes:
            assert node.http("POST", "/api/invite").status == 200
        time.sleep(6)
        for node in home.nodes:
            assert [peer["name"] for peer in node.state()["peers"]] == [node.name]


def test_a_member_rejoins_after_a_restart_and_forgets_after_leaving(tmp_path: Path) -> None:
    with Household(tmp_path, ["desk", "attic"]) as home:
        token = home.join_all()
        desk, attic = home["desk"], home["attic"]
        assert attic.cli("token").stdout.strip() == token
        attic.stop()
        attic.start()
        attic.wait_for_peers(1)

        attic.cli("leave")
        attic.stop()
        attic.start()
        assert attic.state()["swarm"]["type"] == "NotJoined"
        desk.wait(lambda s: online_peers(s) == 0, "alone", 15)


def _gone(node: Hearth) -> bool:
    deadline = time.monotonic() + 10
    while node.children() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not node.children()
