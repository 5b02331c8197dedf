"""Households whose machines are in several networks: no multicast between them, and routers that let nobody in."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.household.household import Hearth, Household
from tests.household.test_household import ARGUMENTS
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


@pytest.fixture
def behind_routers() -> Iterator[Town]:
    """A network with one open port, and two that nobody can be reached in."""
    with Town(Home(1, nat=True, open_ports=(int(PORT),)), Home(1, nat=True), Home(1, nat=True)) as town:
        yield town


def test_two_behind_routers_work_together_through_the_one_that_is_reached(behind_routers: Town, tmp_path: Path) -> None:
    machines = [lan.machines[0] for lan in behind_routers.lans]
    names = ["kitchen", "cabin", "office"]
    with Household(
        tmp_path,
        names,
        machines=machines,
        arguments=ARGUMENTS,
        own_arguments={"kitchen": (*OPEN, "--sharing", "false")},
    ) as home:
        kitchen, cabin, office = home.nodes
        token = str(kitchen.http("POST", "/api/invite").json()["token"])
        for node in (cabin, office):
            node.cli("join", f"{token}@10.77.0.254:{PORT}")
            node.wait_for_peers(1)
        for node in home.nodes:
            node.wait_for_peers(2)
        through = next(peer["address"] for peer in cabin.state()["peers"] if peer["name"] == "office")
        assert through == "through kitchen"
        answer = cabin.chat("Hello", "demo")
        print(
            *[p.read_text()[-6000:] for n in (cabin, office, kitchen) for p in (n.data / "log").iterdir()],
            sep="\n=====\n",
        )
        assert answer.status == 200, answer.body
        assert set(answer.headers["X-Hearth-Devices"].split(", ")) == {"cabin", "office"}


OUTSIDE = (
    "outgoing ip daddr != { 10.77.0.0/16, 127.0.0.0/8, 224.0.0.0/4, 255.255.255.255 } counter",
    "outgoing ip6 daddr != { fe80::/10, ff00::/8, ::1 } counter",
)


def packets_to_outside(node: Hearth) -> list[int]:
    """How many packets the machine has sent beyond the household, by the old and the new protocol."""
    listed = node.machine.run(["nft", "list", "table", "inet", "household"]).stdout
    return [int(count) for count in re.findall(r"counter packets ([0-9]+)", listed)]


def test_nothing_is_ever_sent_beyond_the_household_unless_the_user_names_it(tmp_path: Path) -> None:
    with Household(tmp_path, ["kitchen", "study"], arguments=("--dht", "true")) as home:
        for node in home.nodes:
            node.machine.firewall(*OUTSIDE)
        home.join_all()
        home["kitchen"].stop()
        home["kitchen"].start()
        home["kitchen"].wait_for_peers(1)
        home["study"].kill()  # what is missing is looked for
        home["kitchen"].wait(lambda state: state["peers"][1]["status"]["type"] == "Away", "left alone")
        time.sleep(8)
        assert packets_to_outside(home["kitchen"]) == [0, 0]
        assert packets_to_outside(home["study"]) == [0, 0]
        home["kitchen"].cli("address", "add", "192.0.2.1:4329", check=False)
        assert packets_to_outside(home["kitchen"])[0] > 0
