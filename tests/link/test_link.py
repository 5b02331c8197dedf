"""Two real link processes on loopback: beats, HTTP channels, tunnels, and how they end."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable

import psutil
import pytest

from app.domain.errors import UserError
from app.domain.ids import LeaseId
from app.lib.tasks import TaskOwner
from app.link.events import LeaseLost, PeerBeat, PeerLost, PeerSuspect, PeerUp
from tests.link.kit import LinkNode, Swarm, join, running_link

type Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

LEASE = LeaseId("lease-1")


async def _upper(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Sends back what it reads, in capitals; after the end of it, a last word."""
    while data := await reader.read(65536):
        writer.write(data.upper())
        await writer.drain()
    writer.write(b"<end>")
    await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def _local_server(handler: Handler) -> AsyncIterator[int]:
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@contextlib.asynccontextmanager
async def _joined_pair(handler: Handler = _upper) -> AsyncIterator[tuple[LinkNode, LinkNode]]:
    swarm = Swarm()
    async with (
        _local_server(handler) as port,
        running_link(swarm.member(), f"tcp:127.0.0.1:{port}") as left,
        running_link(swarm.member(), f"tcp:127.0.0.1:{port}") as right,
    ):
        await join(left, right)
        yield left, right


async def _open_http(node: LinkNode, peer: LinkNode) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    endpoint = await node.link.open_http(peer.peer_id)
    return await asyncio.open_unix_connection(endpoint.removeprefix("unix:"))


async def _ended(reader: asyncio.StreamReader) -> None:
    """The connection is over; what was on its way makes the system reset it rather than close it."""
    with contextlib.suppress(ConnectionResetError):
        assert await reader.read() == b""


async def test_http_channel_carries_both_ways_and_half_closes() -> None:
    async with _joined_pair() as (left, right):
        for node, peer in ((left, right), (right, left)):
            reader, writer = await _open_http(node, peer)
            writer.write(b"hello")
            assert await reader.readexactly(5) == b"HELLO"
            writer.write_eof()
            assert await reader.read() == b"<end>"
            writer.close()
        assert await left.link.open_http(right.peer_id) == await left.link.open_http(right.peer_id)


async def test_a_client_that_hangs_up_closes_the_other_end_at_once() -> None:
    ended: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def never_answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(5)
        ended.set_result(await reader.read())
        writer.close()

    async with _joined_pair(never_answers) as (left, right):
        _, writer = await _open_http(left, right)
        writer.write(b"hello")
        await writer.drain()
        writer.close()
        assert await asyncio.wait_for(ended, 5) == b""


async def test_big_transfers_both_ways_at_once_arrive_whole() -> None:
    async with _joined_pair() as (left, right):
        reader, writer = await _open_http(left, right)
        block = os.urandom(1 << 20).replace(b"\n", b"x").lower()
        count = 48

        async def send() -> None:
            for _ in range(count):
                writer.write(block)
                await writer.drain()
            writer.write_eof()

        async def receive() -> None:
            expected = block.upper()
            for _ in range(count):
                assert await reader.readexactly(len(block)) == expected
            assert await reader.read() == b"<end>"

        await asyncio.gather(send(), receive())
        writer.close()


async def test_a_killed_peer_is_lost_at_once_with_its_channels_and_leases() -> None:
    async with _joined_pair() as (left, right):
        await right.link.serve_lease(LEASE, left.peer_id, 9, 1000)
        await left.link.open_tunnel(LEASE, right.peer_id)
        reader, writer = await _open_http(left, right)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"HELLO"
        os.kill(right.link.pid, signal.SIGKILL)
        assert (await left.event(LeaseLost)).lease_id == LEASE
        assert (await left.event(PeerLost)).peer_id == right.peer_id
        await _ended(reader)
        writer.close()


async def test_a_frozen_peer_is_suspect_and_recovers() -> None:
    async with _joined_pair() as (left, right):
        os.kill(right.link.pid, signal.SIGSTOP)
        try:
            assert (await left.event(PeerSuspect)).peer_id == right.peer_id
        finally:
            os.kill(right.link.pid, signal.SIGCONT)
        await left.event(PeerBeat)
        assert not any(isinstance(event, PeerLost) for event in left.events + right.events)


async def test_a_peer_that_stays_frozen_is_lost_and_comes_back() -> None:
    async with _joined_pair() as (left, right):
        os.kill(right.link.pid, signal.SIGSTOP)
        try:
            await left.event(PeerSuspect)
            await left.event(PeerLost)
        finally:
            os.kill(right.link.pid, signal.SIGCONT)
        await right.event(PeerLost)
        await left.event(PeerUp)
        await right.event(PeerUp)


async def test_a_forgotten_peer_is_refused_until_it_is_connected_again() -> None:
    async with _joined_pair() as (left, right):
        reader, writer = await _open_http(left, right)
        await left.link.forget(right.peer_id)
        assert (await left.event(PeerLost)).reason == "it was removed"
        await right.event(PeerLost)
        await _ended(reader)
        writer.close()
        with pytest.raises(UserError, match="not connected"):
            await right.link.open_tunnel(LEASE, left.peer_id)
        await left.link.connect(right.peer_id, (right.address,))
        await left.event(PeerUp)
        await right.event(PeerUp)


async def test_one_end_that_dials_is_enough_whichever_it_is() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        higher, lower = sorted((left, right), key=lambda node: node.peer_id, reverse=True)
        await higher.link.connect(lower.peer_id, ("127.0.0.1:1", lower.address))
        assert (await higher.event(PeerUp)).address == lower.address
        # The other end has learnt where it can be dialled.
        assert (await lower.event(PeerUp)).address == higher.address


async def test_the_process_ends_with_its_input() -> None:
    async with running_link(Swarm().member()) as node:
        assert node.link._child is not None
        pipe = node.link._child._transport.get_pipe_transport(0)
        assert pipe is not None
        pipe.close()
        end = await asyncio.wait_for(node.link._child.wait(), 5)
        assert end.exit_code == 0
        await asyncio.sleep(0)
        assert node.ends == [end]
        with pytest.raises(UserError, match="not running"):
            await node.link.open_http(node.peer_id)


async def test_a_link_whose_start_is_given_up_leaves_no_process() -> None:
    before = set(psutil.Process().children(recursive=True))
    owner = TaskOwner("test")

    async def start() -> None:
        async with running_link(Swarm().member()):
            pass

    starting = owner.spawn(start(), "start")
    for _ in range(20):  # its process exists by then, and is not ready for long
        await asyncio.sleep(0)
    assert set(psutil.Process().children(recursive=True)) - before
    await owner.close()
    assert starting.cancelled()
    assert not set(psutil.Process().children(recursive=True)) - before
