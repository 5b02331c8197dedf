"""What an mDNS packet names."""

import pytest

from app.network.multicast_check import tags_in


@pytest.mark.parametrize(
    ("packet", "tags"),
    [
        (b"", set()),
        (b"\x00\x84\x0f_p2p-abcdefghij\x04_udp\x05local\x00", {"abcdefghij"}),
        (b"\x09_p2p-one1\x04_udp\x05local\x00...\x09_p2p-two2\x04_udp\xc0\x0c", {"one1", "two2"}),
        (b"\x04_p2p\x04_udp\x05local\x00", set()),
        (b"\x09_p2p-ONE1\x04_tcp", set()),
    ],
)
def test_tags_of_swarms_are_found_in_a_packet(packet: bytes, tags: set[str]) -> None:
    assert tags_in(packet) == tags
