"""Households whose machines are in several networks: no multicast between them, and routers that let nobody in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.household.household import Hearth, Household
from tests.household.town import Home, Town

PORT = "4329"
OPEN = ("--listen-port", PORT)


def link_address(node: Hearth) -> str:
    """Where the link of a node with the usual port is."""
    return f"{node.machine.address}:{PORT}"


def address_status(state: dict[str, Any]) -> str:
    """What came of the first address that was given by hand."""
    return str(state["addresses"][0]["status"]["type"]) if state["addresses"] else ""


@pytest.fixture
def two_networks() -> Iterator[Town]:
    with Town(Home(2), Home(1)) as town:
        yield town


def test_one_address_makes_a_swarm_of_machines_in_two_networks(two_networks: Town, tmp_path: Path) -> None:
    near, other = two_networks.lans[0].machines
    (far,) = two_networks.lans[1].machines
    arguments = {"kitchen": OPEN}
    with Household(
        tmp_path, ["kitchen", "study", "cabin"], machines=(near, other, far), own_arguments=arguments
    ) as home:
        kitchen, study, cabin = home.nodes
        token = str(kitchen.http("POST", "/api/invite").json()["token"])
        study.cli("join", token)
        kitchen.wait_for_peers(1)
        cabin.cli("join", f"{token}@{link_address(kitchen)}")
        for node in home.nodes:  # the cabin was told of the kitchen only
            node.wait_for_peers(2)
        assert address_status(cabin.state()) == "Reached"
        cabin.kill()
        kitchen.wait(lambda state: sum(peer["status"]["type"] == "Online" for peer in state["peers"]) == 2, "alone")
        cabin.start()
        for node in home.nodes:
            node.wait_for_peers(2)
