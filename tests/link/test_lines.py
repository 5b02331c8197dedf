"""The texts of the link: headers and their answers, events, addresses."""

import pytest

from app.domain.ids import LeaseId, PeerId
from app.link.dialer import join_address, split_address
from app.link.events import (
    AllocationRefused,
    LeaseLost,
    LinkEvent,
    PeerUp,
    TunnelTraffic,
    event_from_wire,
    event_to_wire,
)
from app.link.header import Accepted, ChannelKind, Header, decode_answer, decode_header, encode_answer, encode_header


@pytest.mark.parametrize(
    "header",
    [
        Header(ChannelKind.BEAT, session="ab.0", listen_port=4328),
        Header(ChannelKind.BEAT, session="ab.0", listen_port=4328, takes_load=True),
        Header(ChannelKind.RPC, lease_id=LeaseId("lease")),
        Header(ChannelKind.HTTP),
    ],
)
def test_headers_come_back_as_they_were(header: Header) -> None:
    line = encode_header(header)
    assert b"\n" not in line
    assert decode_header(line) == header


def test_answers_accept_or_say_why_not() -> None:
    assert decode_answer(encode_answer(session="ab.0")) == Accepted("ab.0", takes_load=True)
    assert decode_answer(b'{"ok": true, "session": "ab.0"}') == Accepted("ab.0", takes_load=False), "of before loads"
    with pytest.raises(ConnectionRefusedError, match="no such lease"):
        decode_answer(encode_answer("no such lease"))
    with pytest.raises(ValueError, match="not a line"):
        decode_answer(b"yes")


@pytest.mark.parametrize(
    "event",
    [
        PeerUp(PeerId("12D3"), "10.0.0.2:4328", 0.25),
        LeaseLost(LeaseId("lease"), "it closed the connection"),
        TunnelTraffic(LeaseId("lease"), 1, 2),
        AllocationRefused(LeaseId("lease"), 3, 2),
    ],
)
def test_events_come_back_as_they_were(event: LinkEvent) -> None:
    assert event_from_wire(event_to_wire(event)) == event


@pytest.mark.parametrize("body", [{}, {"event": "Nothing"}, {"event": "PeerLost"}, {"event": "PeerUp", "x": 1}])
def test_other_objects_are_no_events(body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not an event"):
        event_from_wire(body)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("10.0.0.2:80", "10.0.0.2", 80), ("[fe80::1%eth0]:80", "fe80::1%eth0", 80), ("home.example:1", "home.example", 1)],
)
def test_addresses(text: str, host: str, port: int) -> None:
    assert split_address(text) == (host, port)
    assert join_address(host, port) == text


@pytest.mark.parametrize("text", ["", "10.0.0.2", "10.0.0.2:", ":80", "10.0.0.2:0", "10.0.0.2:65536", "10.0.0.2:x"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        split_address(text)
