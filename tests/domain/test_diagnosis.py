"""What the facts about a network mean: each row one fault, and what is found of it."""

from dataclasses import replace

import pytest

from app.domain.diagnosis import diagnose
from app.domain.finding import Weight
from app.domain.ids import PeerId
from app.domain.network_facts import InterfaceFacts, Knock, MulticastFacts, NetworkFacts, PeerFacts
from app.domain.reach import Itself, ManualAddress, NotReached, OtherSwarm, Reached, Untried

WIFI = InterfaceFacts("wlan0", "192.168.1.5", is_way_out=True)
VPN = InterfaceFacts("wg0", "10.2.0.2", is_tunnel=True, is_way_out=True)
HEARD = MulticastFacts(own_heard=True, hosts=("192.168.1.6",), own_swarm_hosts=("192.168.1.6",))
ONLINE = PeerFacts("study", is_online=True, reaches_us=True, clock_skew_seconds=1.0)
AWAY = PeerFacts("study", is_online=False, hosts=("192.168.1.6",), knock=Knock.SILENT)
WELL = NetworkFacts(is_joined=True, link_port=4329, interfaces=(WIFI,), multicast=HEARD, peers=(ONLINE,))


def address(status: Untried | Reached | NotReached | OtherSwarm | Itself) -> tuple[ManualAddress, ...]:
    return (ManualAddress("home.example:4329", status),)


def codes(facts: NetworkFacts) -> list[str]:
    return [finding.code for finding in diagnose(facts).findings]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (WELL, ["good"]),
        (replace(WELL, peers=()), ["good"]),
        (replace(WELL, interfaces=(), multicast=None, peers=(AWAY,)), ["no_network"]),
        (replace(WELL, is_joined=False, peers=()), ["not_joined"]),
        (replace(WELL, multicast=MulticastFacts(own_heard=False)), ["multicast_blocked"]),
        (
            replace(WELL, multicast=MulticastFacts(own_heard=True, error="Operation not permitted")),
            ["multicast_blocked"],
        ),
        (replace(WELL, multicast=MulticastFacts(own_heard=True), peers=()), ["multicast_silent"]),
        (replace(WELL, multicast=MulticastFacts(own_heard=True)), ["good"]),
        (replace(WELL, peers=(AWAY,)), ["peer_silent"]),
        (replace(WELL, peers=(replace(AWAY, knock=Knock.REFUSED),)), ["not_running"]),
        (replace(WELL, peers=(replace(AWAY, knock=Knock.NO_ROUTE, is_near=False),)), ["other_subnet"]),
        (replace(WELL, peers=(replace(AWAY, knock=Knock.REFUSED, is_near=False),)), ["not_running"]),
        (replace(WELL, peers=(replace(AWAY, knock=Knock.OPEN),)), ["not_linked"]),
        (replace(WELL, peers=(replace(ONLINE, is_detour=True),)), ["detour", "good"]),
        (replace(WELL, peers=(replace(ONLINE, reaches_us=False),)), ["firewall_here", "good"]),
        (replace(WELL, peers=(replace(ONLINE, reaches_us=False), ONLINE)), ["good"]),
        (replace(WELL, peers=(replace(ONLINE, clock_skew_seconds=-7200.0),)), ["clock", "good"]),
        (replace(WELL, peers=(replace(ONLINE, speaks_ours=False),)), ["version", "good"]),
        (replace(WELL, interfaces=(WIFI, VPN)), ["vpn", "good"]),
        (replace(WELL, interfaces=(VPN,), peers=()), ["vpn"]),
        (replace(WELL, interfaces=(WIFI, replace(VPN, is_way_out=False))), ["good"]),
        (replace(WELL, multicast=MulticastFacts(True, ("192.168.1.9",), (), 1), peers=()), ["other_token"]),
        (replace(WELL, multicast=replace(HEARD, other_swarms=1)), ["other_token", "good"]),
        (replace(WELL, strangers=("192.168.1.9",), peers=()), ["stranger"]),
        (replace(WELL, strangers=("192.168.1.9",)), ["stranger", "good"]),
        (replace(WELL, addresses=address(NotReached("refused"))), ["address_silent"]),
        (replace(WELL, addresses=address(OtherSwarm("unknown ca"))), ["address_stranger"]),
        (replace(WELL, addresses=address(Itself())), ["address_itself", "good"]),
        (replace(WELL, addresses=address(Reached(PeerId("p")))), ["good"]),
        (replace(WELL, addresses=address(Untried())), ["good"]),
    ],
)
def test_each_fault_is_named(facts: NetworkFacts, found: list[str]) -> None:
    assert codes(facts) == found


def test_what_matters_most_comes_first_and_is_the_summary() -> None:
    diagnosis = diagnose(
        replace(WELL, peers=(replace(ONLINE, clock_skew_seconds=9999.0), AWAY), addresses=address(NotReached("x")))
    )
    assert [finding.weight for finding in diagnosis.findings] == [Weight.PROBLEM, Weight.PROBLEM, Weight.NOTE]
    assert diagnosis.summary == "study does not answer, and 1 more."


def test_every_problem_says_what_to_do() -> None:
    worst = replace(
        WELL,
        multicast=MulticastFacts(own_heard=False, other_swarms=1),
        peers=(AWAY, replace(AWAY, is_near=False)),
        strangers=("192.168.1.9",),
        addresses=address(NotReached("x")),
    )
    for finding in diagnose(worst).findings:
        assert finding.hint.endswith(".")
        assert finding.message.strip()
    assert "address given by hand always works" in diagnose(worst).findings[0].hint
