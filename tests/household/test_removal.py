"""Devices that are removed and tokens that are replaced, in households of real nodes on machines of their own."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.household.household import Hearth, Household, online_peers
from tests.household.test_continuation import read_some, workers_of
from tests.household.test_household import ARGUMENTS, NAMES, PROMPT, share_bytes

OUT_SECONDS = 10.0
"""How soon a removed device is shut out: a promise."""

MEET_SECONDS = 45.0
CHAT = {"model": "small", "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 400}


def token_of(node: Hearth) -> str | None:
    token: str | None = node.http("GET", "/api/token").json()["token"]
    return token


def names_in(state: dict[str, Any]) -> set[str]:
    return {peer["name"] for peer in state["peers"]}


def remove(by: Hearth, device: str) -> None:
    assert device in by.cli("remove", device).stdout


def rotate(node: Hearth) -> str:
    return node.cli("token", "--rotate").stdout.strip()


def wait_until_out(node: Hearth, by: str, seconds: float = OUT_SECONDS) -> None:
    """The device says that it was removed, and by whom."""
    state = node.wait(
        lambda s: s["swarm"]["type"] == "NotJoined" and bool(s["problems"] and s["peer_id"]), "out", seconds
    )
    (problem,) = [problem for problem in state["problems"] if problem["code"] == "removed"]
    assert f"by {by}" in problem["message"]
    assert token_of(node) is None


def wait_until_together(nodes: list[Hearth], swarm_name: str, seconds: float = MEET_SECONDS) -> None:
    """All see all of each other and nobody else, and hold one token."""
    names = {node.name for node in nodes}
    for node in nodes:
        node.wait(lambda s: names_in(s) == names and online_peers(s) == len(names) - 1, f"with just {names}", seconds)
        assert node.state()["swarm"]["swarm_name"] == swarm_name
    deadline = time.monotonic() + seconds
    while len(tokens := {token_of(node) for node in nodes}) > 1:  # links that stood stand on meanwhile
        assert time.monotonic() < deadline, f"{len(tokens)} tokens"
        time.sleep(0.2)


def test_a_removed_device_is_out_within_ten_seconds_and_a_running_answer_of_the_others_is_not_disturbed(
    tmp_path: Path, small_model: Path
) -> None:
    share = share_bytes(small_model, 2)
    offer = {"kitchen": share, "study": share, "hall": 1_000_000}
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen, study, hall = home.nodes
        name = kitchen.state()["swarm"]["swarm_name"]
        old_token = token_of(kitchen)
        with kitchen.stream("/v1/chat/completions", **CHAT) as stream:
            read_some(stream, 20)
            plan = next(m for m in kitchen.state()["models"] if m["name"] == "small")["plan"]
            assert {shard["node_name"] for shard in plan["shards"]} == {"kitchen", "study"}
            with ThreadPoolExecutor() as pool:
                removing = pool.submit(remove, kitchen, "hall")
                wait_until_out(hall, "kitchen")
                removing.result()
            stream.read_to_end()
        assert stream.errors == []
        assert stream.is_done
        assert not any("left" in comment for comment in stream.comments), stream.comments
        wait_until_together([kitchen, study], name, OUT_SECONDS)
        assert token_of(kitchen) != old_token

        hall.stop()
        hall.start()
        assert [problem["code"] for problem in hall.state()["problems"]] == ["removed"]
        hall.cli("join", str(token_of(kitchen)))
        wait_until_together([kitchen, study, hall], name)
        assert hall.state()["problems"] == []


def test_what_a_removed_device_lent_and_borrowed_ends_and_answers_of_the_others_go_on(
    tmp_path: Path, small_model: Path
) -> None:
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen, study, hall = home.nodes
        with (
            kitchen.stream("/v1/chat/completions", **CHAT) as stays,
            hall.stream("/v1/chat/completions", **CHAT) as ends,
            ThreadPoolExecutor() as pool,
        ):
            read_some(stays, 20)
            read_some(ends, 5)
            assert workers_of(hall)
            removing = pool.submit(remove, study, "hall")
            wait_until_out(hall, "study")
            removing.result()
            wait_until_gone(hall)
            ends.read_to_end()
            assert ends.errors
            stays.read_to_end()
        assert stays.errors == []
        assert stays.is_done


def wait_until_gone(node: Hearth) -> None:
    """The device lends nothing any more."""
    deadline = time.monotonic() + OUT_SECONDS
    while workers_of(node):
        assert time.monotonic() < deadline, "its workers are still there"
        time.sleep(0.1)


def test_without_discovery_members_meet_at_the_addresses_they_know(tmp_path: Path) -> None:
    """The network carries no multicast: who slept through a change finds the others' doors where they were."""
    ports = ("--listen-port", "4500")
    with Household(tmp_path, ["kitchen", "study"], arguments=ports) as home:
        home.join_all()
        kitchen, study = home.nodes
        name = kitchen.state()["swarm"]["swarm_name"]
        time.sleep(6)  # until the doors are told
        study.stop()
        rotate(kitchen)
        for node in home.nodes:
            node.machine.firewall("incoming udp dport 5353 drop", "outgoing udp dport 5353 drop")
        study.start()
        wait_until_together([kitchen, study], name)


def test_devices_that_slept_learn_of_it_when_they_come_back(tmp_path: Path) -> None:
    with Household(tmp_path, NAMES) as home:
        old_token = home.join_all()
        kitchen, study, hall = home.nodes
        name = kitchen.state()["swarm"]["swarm_name"]
        study.stop()
        hall.stop()
        rotate(kitchen)
        remove(kitchen, "hall")
        for node in (study, hall):
            node.start()
        wait_until_together([kitchen, study], name)
        wait_until_out(hall, "kitchen", MEET_SECONDS)
        assert token_of(kitchen) != old_token


def test_who_joins_with_a_token_that_was_replaced_is_told_so(tmp_path: Path) -> None:
    with Household(tmp_path, ["kitchen", "hall"]) as home:
        kitchen, hall = home.nodes
        old_token = str(kitchen.http("POST", "/api/invite").json()["token"])
        rotate(kitchen)
        hall.cli("join", old_token)
        hall.wait(lambda s: any(p["code"] == "token_replaced" for p in s["problems"]), "told", MEET_SECONDS)
        assert online_peers(hall.state()) == 0


def test_two_rotations_at_once_end_in_one_swarm(tmp_path: Path) -> None:
    with Household(tmp_path, NAMES) as home:
        old_token = home.join_all()
        name = home["kitchen"].state()["swarm"]["swarm_name"]
        with ThreadPoolExecutor() as pool:
            list(pool.map(rotate, home.nodes[:2]))
        wait_until_together(list(home.nodes), name)
        assert token_of(home["hall"]) != old_token


def test_parts_of_a_household_that_each_removed_a_device_end_in_one_swarm_without_both(tmp_path: Path) -> None:
    with Household(tmp_path, ["kitchen", "study", "hall", "attic"]) as home:
        home.join_all()
        kitchen, study, hall, attic = home.nodes
        name = kitchen.state()["swarm"]["swarm_name"]
        separate((kitchen, study), (hall, attic))
        for node in home.nodes:
            node.wait(lambda s: online_peers(s) == 1, "with one other", 30)
        remove(kitchen, "study")
        remove(hall, "attic")
        wait_until_out(study, "kitchen")
        wait_until_out(attic, "hall")
        assert token_of(kitchen) != token_of(hall)

        rejoin((kitchen, study), (hall, attic))
        wait_until_together([kitchen, hall], name)
        for node, by in ((study, "kitchen"), (attic, "hall")):
            assert node.state()["swarm"]["type"] == "NotJoined"
            assert by in node.state()["problems"][0]["message"]


def separate(one: tuple[Hearth, ...], other: tuple[Hearth, ...]) -> None:
    """Nothing that is meant for a machine of the other part leaves a machine."""
    _routes("add", one, other)


def rejoin(one: tuple[Hearth, ...], other: tuple[Hearth, ...]) -> None:
    """All reach all again."""
    _routes("del", one, other)


def _routes(action: str, one: tuple[Hearth, ...], other: tuple[Hearth, ...]) -> None:
    for here, there in ((one, other), (other, one)):
        for node in here:
            for target in there:
                node.machine.run(["ip", "route", action, "blackhole", f"{target.machine.address}/32"])
