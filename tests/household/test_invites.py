"""Letting devices in by invite codes, as their owners do it: on one network, from another one, and over a restart."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.household.household import Hearth, Household, online_peers, token_ids
from tests.household.test_household import ARGUMENTS, PROMPT, share_bytes
from tests.household.town import Home, Town

LINK_PORT = 4329
DOOR_PORT = LINK_PORT + 1


def create(node: Hearth) -> str:
    return str(node.http("POST", "/api/invites", {}).json()["code"])


def begin_join(node: Hearth, code: str) -> "subprocess.Popen[str]":
    """`hearth join CODE`, which waits until it is accepted."""
    return node.machine.popen([sys.executable, "-m", "app", "--data-dir", str(node.data), "join", code])


def waiting_newcomer(node: Hearth) -> dict[str, Any]:
    newcomer: dict[str, Any] = node.wait(lambda s: len(s["newcomers"]) == 1, "asked")["newcomers"][0]
    return newcomer


def shown_words(node: Hearth) -> list[str]:
    state = node.wait(lambda s: s["swarm"].get("inviter_name"), "asking")
    words: list[str] = state["swarm"]["words"]
    return words


def finish(joining: "subprocess.Popen[str]") -> str:
    said, _ = joining.communicate(timeout=30)
    assert joining.returncode == 0, said
    return said


@pytest.fixture
def two_networks() -> Iterator[Town]:
    with Town(Home(1), Home(1)) as town:
        yield town


def test_a_code_and_one_click_make_two_devices_answer_together(tmp_path: Path, small_model: Path) -> None:
    offer = dict.fromkeys(("desk", "attic"), share_bytes(small_model, 2))
    with Household(tmp_path, ["desk", "attic"], model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        desk, attic = home.nodes
        joining = begin_join(attic, create(desk))
        newcomer = waiting_newcomer(desk)
        assert newcomer["name"] == "attic"
        assert newcomer["words"] == shown_words(attic)
        assert desk.http("POST", f"/api/newcomers/{newcomer['knock_id']}", {"accept": True}).status == 200
        assert " ".join(newcomer["words"]) in finish(joining)
        for node in home.nodes:
            node.wait_for_peers(1)
        answer = desk.chat(PROMPT, "small")
        assert answer.status == 200, answer.body
        assert len(token_ids(answer)) > 0
        assert len(desk.state()["models"][0]["plan"]["shards"]) == 2


def test_an_invite_outlives_a_restart_and_works_once(tmp_path: Path) -> None:
    with Household(tmp_path, ["desk", "attic", "hall"]) as home:
        desk, attic, hall = home.nodes
        code = create(desk)
        desk.kill()
        desk.start()
        desk.wait(lambda s: s["swarm"]["type"] == "Joined", "in its swarm")
        assert [invite["code"] for invite in desk.state()["invites"]] == [code]
        joining = begin_join(attic, code)
        desk.cli("accept", waiting_newcomer(desk)["knock_id"])
        finish(joining)
        desk.wait_for_peers(1)
        desk.kill()
        desk.start()
        desk.wait_for_peers(1)
        refused = hall.cli("join", code, check=False)
        assert refused.returncode != 0
        assert "not found" in refused.stderr


def test_a_device_in_another_network_is_let_in_by_the_address_of_the_door(two_networks: Town, tmp_path: Path) -> None:
    (near,), (far,) = (lan.machines for lan in two_networks.lans)
    own = {"kitchen": ("--listen-port", str(LINK_PORT))}
    with Household(tmp_path, ["kitchen", "cabin"], machines=(near, far), own_arguments=own) as home:
        kitchen, cabin = home.nodes
        joining = begin_join(cabin, f"{create(kitchen)}@{kitchen.machine.address}:{DOOR_PORT}")
        newcomer = waiting_newcomer(kitchen)
        assert newcomer["words"] == shown_words(cabin)
        kitchen.cli("accept", newcomer["knock_id"])
        finish(joining)
        for node in home.nodes:
            node.wait_for_peers(1)


def test_a_removed_device_comes_back_by_an_invite_only(tmp_path: Path) -> None:
    with Household(tmp_path, ["desk", "attic", "hall"]) as home:
        home.join_all()
        desk, attic, _ = home.nodes
        desk.cli("remove", "attic")
        attic.wait(lambda s: s["swarm"]["type"] == "NotJoined", "removed")
        desk.wait(lambda s: online_peers(s) == 1, "with the hall only")
        joining = begin_join(attic, create(desk))
        desk.cli("accept", waiting_newcomer(desk)["knock_id"])
        finish(joining)
        for node in home.nodes:
            node.wait_for_peers(2)
