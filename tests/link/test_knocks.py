"""Who is crowded out when too many knock."""

from app.link.knocks import FAILURE_SECONDS, MOST_FAILURES, MOST_PENDING, MOST_PENDING_OF_ONE, Knocks

ATTACKER, KITCHEN = "192.168.1.66", "192.168.1.10"


def test_one_address_crowds_out_only_itself() -> None:
    knocks: Knocks[str] = Knocks()
    assert knocks.knock("kitchen", KITCHEN, 0.0) == []
    dropped = [gone for index in range(1000) for gone in knocks.knock(f"silent {index}", ATTACKER, 0.0)]
    assert dropped == [f"silent {index}" for index in range(1000 - MOST_PENDING_OF_ONE)]
    assert knocks.knock("study", "192.168.1.11", 0.0) == []


def test_of_many_addresses_the_one_with_most_waiting_gives_way() -> None:
    knocks: Knocks[str] = Knocks()
    for index in range(MOST_PENDING - MOST_PENDING_OF_ONE):
        assert knocks.knock(f"single {index}", f"10.0.0.{index}", 0.0) == []
    for index in range(MOST_PENDING_OF_ONE):
        assert knocks.knock(f"silent {index}", ATTACKER, 0.0) == []
    assert knocks.knock("kitchen", KITCHEN, 0.0) == ["silent 0"]
    # What is answered makes room.
    knocks.answered("kitchen")
    assert knocks.knock("kitchen again", KITCHEN, 0.0) == []


def test_an_address_that_fails_often_is_not_listened_to_for_a_while() -> None:
    knocks: Knocks[str] = Knocks()
    for index in range(MOST_FAILURES):
        assert knocks.knock(f"bad {index}", ATTACKER, index / 100) == []
        knocks.answered(f"bad {index}")
        knocks.failed(ATTACKER, index / 100)
    assert knocks.knock("one more", ATTACKER, 1.0) == ["one more"]
    assert knocks.knock("kitchen", KITCHEN, 1.0) == []
    assert knocks.knock("later", ATTACKER, FAILURE_SECONDS + 0.1) == []


def test_an_ipv6_network_counts_as_one() -> None:
    knocks: Knocks[str] = Knocks()
    dropped = [gone for index in range(50) for gone in knocks.knock(f"{index}", f"fe80::{index:x}%eth0", 0.0)]
    assert len(dropped) == 50 - MOST_PENDING_OF_ONE
    assert knocks.knock("mapped", f"::ffff:{KITCHEN}", 0.0) == []
    assert knocks.knock("plain", KITCHEN, 0.0) == []
