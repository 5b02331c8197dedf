"""Peers that cannot be dialled: they call back, or a third member passes on what goes between them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.domain.ids import LeaseId
from app.link.events import LeaseLost, PeerBeat, PeerLost, PeerUp
from tests.link.kit import LinkNode, Swarm, running_link

NOWHERE = "127.0.0.1:9"
HIDDEN = "127.0.0.2"
"""Where a node listens that others see at 127.0.0.1: they cannot dial it."""


async def _upper(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data.upper())
        await writer.drain()
    writer.write(b"<end>")
    writer.close()


@asynccontextmanager
async def _server() -> AsyncIterator[str]:
    server = await asyncio.start_server(_upper, "127.0.0.1", 0)
    try:
        yield f"tcp:127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _ask(node: LinkNode, peer: LinkNode, text: bytes) -> bytes:
    endpoint = await node.link.open_http(peer.peer_id)
    reader, writer = await asyncio.open_unix_connection(endpoint.removeprefix("unix:"))
    writer.write(text)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


async def _meet(node: LinkNode, peer: LinkNode, address: str) -> None:
    await node.link.connect(peer.peer_id, (address,))


@asynccontextmanager
async def _household(*, relay: bool = True) -> AsyncIterator[tuple[LinkNode, LinkNode, LinkNode]]:
    """Two that nobody can dial, and a third that both have dialled."""
    swarm = Swarm()
    async with (
        _server() as endpoint,
        running_link(swarm.member(), endpoint, host=HIDDEN) as left,
        running_link(swarm.member(), endpoint, relay=relay) as middle,
        running_link(swarm.member(), endpoint, host=HIDDEN) as right,
    ):
        for node in (left, right):
            await _meet(node, middle, middle.address)
            await _meet(middle, node, NOWHERE)
            await node.event(PeerUp)
            await middle.event(PeerUp)
        yield left, middle, right


async def test_a_peer_that_cannot_be_dialled_calls_back() -> None:
    async with _household() as (left, middle, right):
        for node in (left, right):
            assert await _ask(node, middle, b"to the middle") == b"TO THE MIDDLE<end>"
            assert await _ask(middle, node, b"from the middle") == b"FROM THE MIDDLE<end>"
        answers = await asyncio.gather(*(_ask(middle, left, b"%d" % number) for number in range(20)))
        assert answers == [b"%d<end>" % number for number in range(20)]


async def test_two_that_cannot_dial_each_other_meet_through_a_third() -> None:
    async with _household() as (left, middle, right):
        await _meet(left, right, NOWHERE)
        await _meet(right, left, NOWHERE)
        up = await left.event(PeerUp)
        assert (up.peer_id, up.address) == (right.peer_id, f"relay:{middle.peer_id}")
        assert (await right.event(PeerUp)).address == f"relay:{middle.peer_id}"
        assert await _ask(left, right, b"hello") == b"HELLO<end>"
        big = os.urandom(1 << 20).lower()
        assert await _ask(right, left, big) == big.upper() + b"<end>"


async def test_a_lease_works_through_a_third_and_ends_with_it() -> None:
    async with _household() as (left, middle, right):
        await _meet(left, right, NOWHERE)
        await _meet(right, left, NOWHERE)
        await left.event(PeerUp)
        await right.event(PeerUp)
        lease = LeaseId("lease")
        await right.link.serve_lease(lease, left.peer_id, 9, 1000)
        await left.link.open_tunnel(lease, right.peer_id)
        await middle.link.stop()
        assert (await left.event(LeaseLost)).lease_id == lease
        assert (await right.event(LeaseLost)).lease_id == lease
        await left.event(PeerLost, lambda event: event.peer_id == right.peer_id)
        await right.event(PeerLost, lambda event: event.peer_id == left.peer_id)


async def test_a_direct_connection_takes_the_place_of_one_through_a_third() -> None:
    async with _household() as (left, middle, right):
        await _meet(left, right, NOWHERE)
        await _meet(right, left, NOWHERE)
        await left.event(PeerUp)
        await right.event(PeerUp)
        await _meet(left, right, f"{HIDDEN}:{right.link.port}")
        beat = await left.event(
            PeerBeat, lambda event: event.peer_id == right.peer_id and event.address.startswith(HIDDEN)
        )
        assert beat.address == f"{HIDDEN}:{right.link.port}"
        await right.event(
            PeerBeat, lambda event: event.peer_id == left.peer_id and not event.address.startswith("relay")
        )
        await middle.link.stop()
        assert await _ask(left, right, b"hello") == b"HELLO<end>"
        assert await _ask(right, left, b"hello") == b"HELLO<end>"
        assert not [event for event in left.events if isinstance(event, PeerLost) and event.peer_id == right.peer_id]


async def test_who_is_unwilling_passes_nothing_on() -> None:
    async with _household(relay=False) as (left, _, right):
        await _meet(left, right, NOWHERE)
        await _meet(right, left, NOWHERE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(4):
                await left.event(PeerUp)


async def test_a_removed_device_does_not_come_in_through_a_third() -> None:
    async with _household() as (left, _, right):
        await right.link.set_removed(frozenset({left.peer_id}))
        await _meet(left, right, NOWHERE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(4):
                await left.event(PeerUp)
        assert not [event for event in right.events if isinstance(event, PeerUp)]
