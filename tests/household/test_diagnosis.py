"""Why two machines do not see each other: each fault provoked for real, and what the node says of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.household.household import Hearth, Household
from tests.household.town import Home, Town

LINK = 4329


def diagnosis(node: Hearth) -> dict[str, Any]:
    """What the node finds."""
    answer = node.http("GET", "/api/diagnosis")
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json()
    return found


def codes(node: Hearth) -> set[str]:
    """The kinds of findings."""
    return {finding["code"] for finding in diagnosis(node)["findings"]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """Two of one swarm."""
    arguments = ("--listen-port", str(LINK))
    with Household(tmp_path_factory.mktemp("home"), ["kitchen", "study"], arguments=arguments) as home:
        home.join_all()
        yield home


def test_where_all_is_well_it_says_so(home: Household) -> None:
    found = diagnosis(home["kitchen"])
    assert [finding["code"] for finding in found["findings"]] == ["good"]
    assert found["summary"] == "Nothing is wrong: 1 other device is connected."
    assert found["facts"]["peers"][0]["reaches_us"] is True
    assert abs(found["facts"]["peers"][0]["clock_skew_seconds"]) < 60


@pytest.mark.parametrize("rule", ["incoming udp dport 5353 drop", "outgoing udp dport 5353 drop"])
def test_a_firewall_that_blocks_discovery_is_named(home: Household, rule: str) -> None:
    home["kitchen"].machine.firewall(rule)
    try:
        assert "multicast_blocked" in codes(home["kitchen"])
    finally:
        home["kitchen"].machine.firewall()


def test_a_firewall_before_the_link_is_named(home: Household) -> None:
    home["kitchen"].machine.firewall(f"incoming tcp dport {LINK} ct state new drop")
    try:
        assert "firewall_here" in codes(home["kitchen"])
    finally:
        home["kitchen"].machine.firewall()


def test_addresses_that_lead_nowhere_or_elsewhere_are_named(home: Household) -> None:
    kitchen, study = home.nodes
    for port in (9, LINK):
        kitchen.cli("address", "add", f"{study.machine.address}:{port}", check=False)
    kitchen.cli("address", "add", f"{kitchen.machine.address}:{LINK}", check=False)
    found = diagnosis(kitchen)
    assert {finding["code"] for finding in found["findings"]} >= {"address_silent", "address_itself"}
    statuses = {item["address"]: item["status"]["type"] for item in found["facts"]["addresses"]}
    assert statuses == {
        f"{study.machine.address}:9": "NotReached",
        f"{study.machine.address}:{LINK}": "Reached",
        f"{kitchen.machine.address}:{LINK}": "Itself",
    }
    for address in statuses:
        kitchen.cli("address", "remove", address)


def test_who_was_switched_off_cut_off_and_without_network_is_told_apart(home: Household) -> None:
    kitchen, study = home.nodes
    study.kill()
    kitchen.wait(lambda state: state["peers"][1]["status"]["type"] == "Away", "left alone")
    assert "not_running" in codes(kitchen)
    study.machine.unplug()
    assert "peer_silent" in codes(kitchen)
    kitchen.machine.network_off()
    assert codes(kitchen) == {"no_network"}


def test_another_token_and_another_network_are_named(tmp_path: Path) -> None:
    with Town(Home(2), Home(1)) as town:
        near, other = town.lans[0].machines
        (far,) = town.lans[1].machines
        arguments = ("--listen-port", str(LINK))
        names = ["kitchen", "study", "cabin"]
        with Household(tmp_path, names, machines=(near, other, far), arguments=arguments) as home:
            kitchen, study, cabin = home.nodes
            token = str(kitchen.http("POST", "/api/invite").json()["token"])
            study.http("POST", "/api/invite")
            assert "other_token" in codes(kitchen)
            kitchen.cli("address", "add", f"{other.address}:{LINK}", check=False)
            assert "address_stranger" in codes(kitchen)
            assert "stranger" in codes(study)
            cabin.cli("join", f"{token}@{near.address}:{LINK}")
            kitchen.wait_for_peers(1)
            far.unplug()
            kitchen.wait(lambda state: state["peers"][1]["status"]["type"] == "Away", "left alone")
            assert "other_subnet" in codes(kitchen)
