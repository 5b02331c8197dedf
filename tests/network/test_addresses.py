"""Addresses as text, and which of a peer's lead to it."""

import pytest

from app.network.addresses import (
    MAX_ADDRESSES_PER_PEER,
    address_text,
    best_first,
    is_usable,
    listening_hosts,
    multiaddr_text,
    own_hosts,
    parse_dialable,
    parse_multiaddr,
    worth_dialling,
)


@pytest.mark.parametrize(
    ("host", "usable"),
    [
        ("192.168.1.7", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("fd00::2", True),
        ("0.0.0.0", False),
        ("::", False),
        ("224.0.0.251", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("home.example", False),
        ("", False),
    ],
)
def test_usable_hosts(host: str, usable: bool) -> None:
    assert is_usable(host) is usable


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/ip4/192.0.2.1/tcp/4001", ("192.0.2.1", 4001)),
        ("/ip6/2001:db8::1/tcp/1", ("2001:db8::1", 1)),
        ("/ip4/192.0.2.1/tcp/4001/p2p/12D3KooW", ("192.0.2.1", 4001)),
    ],
)
def test_addresses_that_can_be_read(text: str, address: tuple[str, int]) -> None:
    assert parse_multiaddr(text) == address
    assert text.startswith(multiaddr_text(*address))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "192.0.2.1:4001",
        "/ip4/0.0.0.0/tcp/4001",
        "/ip6/192.0.2.1/tcp/4001",
        "/ip4/192.0.2.1/tcp/0",
        "/ip4/192.0.2.1/tcp/65536",
        "/ip4/192.0.2.1/tcp/-1",
        "/ip4/192.0.2.1/tcp/\N{ARABIC-INDIC DIGIT ONE}",
        "/ip4/192.0.2.1/udp/4001/quic-v1",
        "/ip4/192.0.2.1/tcp/4001/ws",
        "/dns4/home.example/tcp/4001",
        "/ip4/192.0.2.1/tcp/4001/p2p-circuit",
    ],
)
def test_addresses_that_cannot_be_used_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_multiaddr(text)


def test_addresses_for_people() -> None:
    assert address_text("192.0.2.1", 80) == "192.0.2.1:80"
    assert address_text("fd00::2", 80) == "[fd00::2]:80"


def test_a_wire_comes_before_loopback_and_ipv4_before_ipv6() -> None:
    assert best_first(["::1", "fd00::2", "127.0.0.1", "10.0.0.1"]) == ("10.0.0.1", "fd00::2", "127.0.0.1", "::1")


OWN = frozenset({"127.0.0.1", "192.168.1.2"})
LOOPBACK, OURS, THEIRS = ("127.0.0.1", 7), ("192.168.1.2", 7), ("192.168.1.3", 7)


@pytest.mark.parametrize(
    ("announced", "dialled"),
    [
        ([THEIRS, LOOPBACK], (THEIRS,)),
        ([OURS, LOOPBACK], (OURS, LOOPBACK)),
        ([LOOPBACK], (LOOPBACK,)),
        ([THEIRS, THEIRS], (THEIRS,)),
        ([], ()),
    ],
)
def test_loopback_is_dialled_only_on_the_same_machine(
    announced: list[tuple[str, int]], dialled: tuple[tuple[str, int], ...]
) -> None:
    assert worth_dialling(announced, OWN) == dialled


def test_a_peer_that_announces_very_much_is_not_dialled_everywhere() -> None:
    assert len(worth_dialling([("192.0.2.1", port) for port in range(1, 1000)], OWN)) == MAX_ADDRESSES_PER_PEER


def test_this_machine_has_a_loopback_and_no_wildcard() -> None:
    hosts = own_hosts()
    assert "127.0.0.1" in hosts
    assert all(is_usable(host) for host in hosts)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/dns4/home.example/tcp/4001", ("home.example", 4001, "")),
        ("/dns/home.example/tcp/4001/p2p/12D3KooW", ("home.example", 4001, "12D3KooW")),
        ("/ip4/192.0.2.1/tcp/4001/p2p/12D3KooW", ("192.0.2.1", 4001, "12D3KooW")),
        ("/ip6/2001:db8::1/tcp/1", ("2001:db8::1", 1, "")),
    ],
)
def test_addresses_that_can_be_dialled(text: str, address: tuple[str, int, str]) -> None:
    assert parse_dialable(text) == address


@pytest.mark.parametrize(
    "text", ["/dns4/home.example/udp/1", "/dns4//tcp/1", "/dns4/a b/tcp/1", "/dns4/a/tcp/0", "/dns4/a/tcp/1/x", ""]
)
def test_addresses_that_cannot_be_dialled(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_dialable(text)


@pytest.mark.parametrize(
    ("wanted", "hosts"),
    [
        ((), {"192.0.2.1", "192.0.2.2", "127.0.0.1", "2001:db8::1", "::1"}),
        (("/ip4/192.0.2.1/tcp/4001",), {"192.0.2.1", "127.0.0.1", "::1"}),
        (("/ip4/0.0.0.0/tcp/0",), {"192.0.2.1", "192.0.2.2", "127.0.0.1", "::1"}),
        (("/ip6/::/tcp/4001",), {"2001:db8::1", "127.0.0.1", "::1"}),
        (("/ip4/198.51.100.1/tcp/4001",), {"127.0.0.1", "::1"}),
    ],
)
def test_where_it_listens_when_the_user_chooses(wanted: tuple[str, ...], hosts: set[str]) -> None:
    own = frozenset({"192.0.2.1", "192.0.2.2", "127.0.0.1", "2001:db8::1", "::1"})
    assert listening_hosts(own, wanted) == hosts


def test_a_name_may_lead_anywhere_but_a_strangers_loopback_does_not() -> None:
    announced = [("home.example", 1), ("127.0.0.1", 2)]
    assert worth_dialling(announced, frozenset({"192.0.2.1"})) == (("home.example", 1),)
