"""What is read from announcements, and announcements that are real."""

import asyncio

import pytest

from app.domain.ids import PeerId
from app.network.discovery import Discovery, read_announcement

ONE = b"/ip4/192.0.2.1/tcp/4001/p2p/PEER"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({b"dnsaddr": ONE}, ("PEER", (("192.0.2.1", 4001),))),
        (
            {b"dnsaddr": ONE, b"dnsaddr1": b"/ip6/fd00::2/tcp/4001/p2p/PEER", b"other": b"x"},
            ("PEER", (("192.0.2.1", 4001), ("fd00::2", 4001))),
        ),
        ({b"dnsaddr": b"\xff\xfe", b"dnsaddr1": ONE}, ("PEER", (("192.0.2.1", 4001),))),
        ({b"dnsaddr": b"/ip4/0.0.0.0/tcp/4001/p2p/PEER"}, None),
        ({b"dnsaddr": ONE, b"dnsaddr1": b"/ip4/192.0.2.9/tcp/1/p2p/OTHER"}, None),
        ({b"dnsaddr": b"/ip4/192.0.2.1/tcp/4001"}, None),
        ({b"dnsaddr": None}, None),
        ({}, None),
    ],
)
def test_reading_an_announcement(texts: dict[bytes, bytes | None], expected: object) -> None:
    assert read_announcement(texts) == expected


@pytest.mark.parametrize("tag", ["", "twelve-chars", "abcdefghijkl", "a.b", "ä"])
def test_a_tag_that_does_not_fit_a_service_name_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="not a discovery tag"):
        Discovery(tag, PeerId("a"), lambda *_: None, lambda _: None)


async def test_announcements_of_the_same_tag_are_found_changed_and_withdrawn() -> None:
    found: asyncio.Queue[tuple[str, PeerId, object]] = asyncio.Queue()
    gone: asyncio.Queue[str] = asyncio.Queue()
    nobody = Discovery("othertag", PeerId("other"), lambda *_: None, lambda _: None)
    finder = Discovery("findme", PeerId("finder"), lambda *facts: found.put_nowait(facts), gone.put_nowait)
    announcer = Discovery("findme", PeerId("announcer"), lambda *_: None, lambda _: None)
    running = [nobody, finder]
    try:
        await nobody.start(["192.0.2.7"], 1)
        await finder.start(["192.0.2.8"], 2)
        await announcer.start(["192.0.2.9", "127.0.0.1"], 3)
        running.append(announcer)
        async with asyncio.timeout(20):
            name, peer_id, addresses = await found.get()
            assert (peer_id, addresses) == ("announcer", (("192.0.2.9", 3), ("127.0.0.1", 3)))
            await announcer.update(["192.0.2.10"], 3)
            while (await found.get())[2] != (("192.0.2.10", 3),):
                pass
            await announcer.stop()
            assert await gone.get() == name
    finally:
        for discovery in running:
            await discovery.stop()
