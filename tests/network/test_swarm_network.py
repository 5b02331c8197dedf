"""The network of a swarm, between nodes on machines of their own."""

from collections.abc import Iterator

import pytest

from tests.household.namespaces import Lan
from tests.network.nodes import NodeProcess


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan(2) as lan:
        yield lan


@pytest.fixture
def pair(lan: Lan) -> tuple[NodeProcess, NodeProcess]:
    """Two members of one swarm that are connected."""
    first, second = (NodeProcess(machine, machine.name) for machine in lan.machines)
    first.wait_for("PeerConnected", peer_id=second.peer_id)
    second.wait_for("PeerConnected", peer_id=first.peer_id)
    return first, second


def test_members_find_each_other_ask_and_gossip(lan: Lan, pair: tuple[NodeProcess, NodeProcess]) -> None:
    first, second = pair
    assert lan.machines[1].address in first.wait_for("PeerConnected").facts["address"]
    first.tell(f"request {second.peer_id} hello")
    assert first.wait_for("Answered").facts == {"text": "olleh"}
    second.tell(f"request {first.peer_id} ahoy")
    assert second.wait_for("Answered").facts == {"text": "yoha"}
    for number in range(20):  # gossip is not durable: what is published before both subscribed is lost
        first.tell(f"publish number {number}")
        if second.has_said("GossipReceived"):
            break
        first.tell(f"request {second.peer_id} wait")
    heard = second.wait_for("GossipReceived")
    assert heard.facts["peer_id"] == first.peer_id
    assert heard.facts["data"].startswith("number ")
    for node in pair:
        node.tell("stop")
        assert node.wait_for("Stopped").facts["seconds"] < 5
        assert node.process.wait(10) == 0
        assert node.noise == []


def test_members_of_another_swarm_never_connect_and_never_appear(lan: Lan) -> None:
    home = NodeProcess(lan.machines[0], "home", "secret", "tag1")
    stranger = NodeProcess(lan.machines[1], "stranger", "other", "tag2")
    # Knows the public discovery tag, but not the key: is found, and kept out.
    intruder = NodeProcess(lan.machines[1], "intruder", "wrong", "tag1")
    friend = NodeProcess(lan.machines[1], "friend", "secret", "tag1")
    home.wait_for("PeerConnected", peer_id=friend.peer_id)
    assert stranger.peer_id
    assert intruder.peer_id
    friend.process.kill()
    home.wait_for("PeerDisconnected", peer_id=friend.peer_id)
    again = NodeProcess(lan.machines[1], "friend", "secret", "tag1")
    home.wait_for("PeerConnected", peer_id=again.peer_id, after=home.wait_for("PeerDisconnected").time)
    seen = {line.facts["peer_id"] for line in home.lines if line.event == "PeerConnected"}
    assert seen == {friend.peer_id}
    assert not stranger.has_said("PeerConnected")
    assert not intruder.has_said("PeerConnected")


def test_a_killed_peer_is_noticed_at_once(pair: tuple[NodeProcess, NodeProcess]) -> None:
    first, second = pair
    second.process.kill()
    first.wait_for("PeerDisconnected", peer_id=second.peer_id, timeout=5)


def test_a_frozen_peer_is_noticed_and_comes_back(pair: tuple[NodeProcess, NodeProcess]) -> None:
    first, second = pair
    second.freeze()
    gone = first.wait_for("PeerDisconnected", peer_id=second.peer_id)
    first.tell(f"request {second.peer_id} hello")
    assert first.wait_for("Failed").facts["error"] == "PeerUnreachable"
    second.thaw()
    first.wait_for("PeerConnected", peer_id=second.peer_id, after=gone.time)


def test_a_pulled_cable_is_noticed_by_both_and_mended(lan: Lan, pair: tuple[NodeProcess, NodeProcess]) -> None:
    first, second = pair
    lan.machines[1].unplug()
    lost = [node.wait_for("PeerDisconnected") for node in pair]
    lan.machines[1].plug_in()
    for node, line in zip(pair, lost, strict=True):
        node.wait_for("PeerConnected", after=line.time)
    first.tell(f"request {second.peer_id} hello")
    assert first.wait_for("Answered").facts == {"text": "olleh"}


def test_a_network_that_comes_up_after_the_start_is_used(lan: Lan) -> None:
    first, second = lan.machines
    second.network_off()
    nodes = NodeProcess(first, "first"), NodeProcess(second, "second")
    started = nodes[1].wait_for("Started")
    assert all("127.0.0.1" in text or "[::1]" in text for text in started.facts["addresses"])
    nodes[0].wait_for("Started")
    second.network_on()
    for node in nodes:
        node.wait_for("PeerConnected")


def test_two_nodes_of_one_machine_find_each_other_without_any_network(lan: Lan) -> None:
    machine = lan.machines[0]
    machine.network_off()
    nodes = NodeProcess(machine, "first"), NodeProcess(machine, "second")
    ports = [node.wait_for("Started").facts["addresses"][0].rpartition(":")[2] for node in nodes]
    assert ports[0] != ports[1]
    for node in nodes:
        node.wait_for("PeerConnected")


def test_two_nodes_of_one_machine_find_each_other_beside_a_third(lan: Lan) -> None:
    first, second = lan.machines
    nodes = NodeProcess(first, "first"), NodeProcess(first, "second"), NodeProcess(second, "third")
    for node in nodes:
        for other in nodes:
            if other is not node:
                node.wait_for("PeerConnected", peer_id=other.peer_id)
