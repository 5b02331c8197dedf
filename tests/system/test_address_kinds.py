"""Addresses in settings: which forms are read, and which slips are refused."""

import pytest

from app.system.address_kinds import HostPorts, Label, Multiaddrs, parse_host_port

PEER = "12D3KooWMiCCnQKw4hv7Nh9csZDP9Ue4NCFqXaqgx3sLgnZkkF1e"


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("attic:4329", "attic", 4329),
        (" home.example.:1 ", "home.example.", 1),
        ("192.168.1.20:65535", "192.168.1.20", 65535),
        ("[fd00::20]:4329", "fd00::20", 4329),
        ("/dns4/home.example/tcp/4329", "home.example", 4329),
        ("/ip6/fd00::20/tcp/4329", "fd00::20", 4329),
    ],
)
def test_hosts_with_ports(text: str, host: str, port: int) -> None:
    assert parse_host_port(text) == (host, port)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "attic",
            "attic:",
            ":4329",
            "attic:0",
            "attic:65536",
            "attic:x",
            "1.2.3:4",
            "1.2.3.400:4",
            "fd00::20:4329",
        ),
        *("http://attic:80", "at tic:80", "attic:\u0664", "/ip4/1.2.3.4/udp/1", "[attic]:4"),
    ],
)
def test_what_is_no_host_with_a_port(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        HostPorts().from_text(text or "x")


def test_lists_are_written_with_commas_and_kept_once() -> None:
    assert HostPorts().from_text("a:1, b:2,,a:1") == ("a:1", "b:2")
    assert HostPorts().from_text("") == ()
    assert HostPorts().to_file(("a:1", "b:2")) == ["a:1", "b:2"]


@pytest.mark.parametrize(
    "text",
    [
        "/ip4/0.0.0.0/tcp/0",
        "/ip4/192.168.1.20/tcp/4001",
        "/ip6/::/tcp/4001",
        "/dns4/home.example/tcp/4001",
        f"/dns4/home.example/tcp/4001/p2p/{PEER}",
        f"/ip4/1.2.3.4/udp/4001/quic-v1/p2p/{PEER}/p2p-circuit",
        "/dns/home.example/tcp/443/tls/ws",
    ],
)
def test_libp2p_addresses(text: str) -> None:
    assert Multiaddrs().from_text(text) == (text,)
    assert Multiaddrs().from_text(f"{text}/") == (text,)


@pytest.mark.parametrize(
    "text",
    [
        *("1.2.3.4:4001", "ip4/1.2.3.4/tcp/1", "/ip4/1.2.3/tcp/1", "/ip4/1.2.3.4/tcp", "/ip4/1.2.3.4/tcp/70000"),
        *("/tcp/4001", "/ip4/1.2.3.4/carrier-pigeon/1", "/ip4/1.2.3.4/tcp/1/p2p/me", "/"),
    ],
)
def test_what_is_no_libp2p_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Multiaddrs().from_text(text)


def test_an_address_to_start_from_names_the_peer() -> None:
    whole = f"/ip4/1.2.3.4/tcp/1/p2p/{PEER}"
    assert Multiaddrs(names_peer=True).from_text(whole) == (whole,)
    with pytest.raises(ValueError, match="tcp"):
        Multiaddrs(names_peer=True).from_text("/ip4/1.2.3.4/tcp/1")


def test_labels() -> None:
    assert Label(5).from_text(" a b ") == "a b"
    assert Label(5).from_text("") == ""
    for wrong in ("too long", "a\nb"):
        with pytest.raises(ValueError, match="at most 5"):
            Label(5).from_text(wrong)
