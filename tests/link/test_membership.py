"""Real link processes while the membership changes: goodbyes, removed peers, other credentials, manual addresses."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.errors import UserError
from app.domain.ids import LeaseId
from app.link.events import IncomingRefused, LeaseLost, PeerLost, PeerUp
from tests.link.kit import LinkNode, Member, Swarm, join, running_link

LEASE = LeaseId("lease-1")


@contextlib.asynccontextmanager
async def _echoing_pair(left: Member, right: Member) -> AsyncIterator[tuple[LinkNode, LinkNode]]:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    api = f"tcp:127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        async with running_link(left, api) as left_node, running_link(right, api) as right_node:
            await join(left_node, right_node)
            yield left_node, right_node
    finally:
        server.close()


async def _open_http(node: LinkNode, peer: LinkNode) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    endpoint = await node.link.open_http(peer.peer_id)
    return await asyncio.open_unix_connection(endpoint.removeprefix("unix:"))


async def _round_trip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"hello")
    assert await asyncio.wait_for(reader.readexactly(5), 10) == b"hello"


async def test_a_goodbye_is_heard_at_once_and_the_leaver_is_met_again_after_it() -> None:
    swarm = Swarm()
    async with _echoing_pair(swarm.member(), swarm.member()) as (left, right):
        await right.link.serve_lease(LEASE, left.peer_id, 9, 1000)
        await left.link.open_tunnel(LEASE, right.peer_id)
        await right.link.goodbye("it sleeps", quiet_seconds=3600)
        assert (await left.event(LeaseLost)).reason == "said goodbye: it sleeps"
        assert (await left.event(PeerLost)).reason == "said goodbye: it sleeps"
        assert (await right.event(PeerLost)).reason == "this node said goodbye: it sleeps"
        # It stays away, though the other dials it.
        await asyncio.sleep(1)
        assert not any(isinstance(event, PeerUp) for event in left.events + right.events)
        await right.link.resume()
        await left.event(PeerUp)
        await right.event(PeerUp)


async def test_without_a_word_the_leaver_comes_back_by_itself() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        await join(left, right)
        await right.link.goodbye("it sleeps", quiet_seconds=0.5)
        await left.event(PeerLost)
        await left.event(PeerUp)


async def test_a_removed_peer_is_shut_out_both_ways() -> None:
    swarm = Swarm()
    async with _echoing_pair(swarm.member(), swarm.member()) as (left, right):
        await right.link.serve_lease(LEASE, left.peer_id, 9, 1000)
        await left.link.open_tunnel(LEASE, right.peer_id)
        reader, writer = await _open_http(right, left)
        await _round_trip(reader, writer)
        await left.link.set_removed(frozenset({right.peer_id}))
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
        assert (await left.event(LeaseLost)).lease_id == LEASE
        assert (await left.event(PeerLost)).reason == "it was removed"
        await right.event(PeerLost)
        # It knocks again and again, and nothing is said to it.
        assert "was removed" in (await left.event(IncomingRefused)).reason
        with pytest.raises(UserError, match="removed"):
            await left.link.connect(right.peer_id, (right.address,))
        with pytest.raises(UserError) as refusal:
            await left.link.probe(right.address)
        assert refusal.value.problem.code == "peer_stranger"
        assert not any(isinstance(event, PeerUp) for event in left.events + right.events)
        await left.link.set_removed(frozenset())
        await left.link.connect(right.peer_id, (right.address,))
        await left.event(PeerUp)
        await right.event(PeerUp)


async def test_members_move_to_other_credentials_and_the_removed_one_does_not() -> None:
    old, new = Swarm(), Swarm()
    keys = [Ed25519PrivateKey.generate() for _ in range(3)]
    left_member, right_member, gone_member = (old.member(key) for key in keys)
    async with (
        _echoing_pair(left_member, right_member) as (left, right),
        running_link(gone_member) as gone,
    ):
        await join(left, gone)
        reader, writer = await _open_http(left, right)
        await _round_trip(reader, writer)
        await left.link.set_removed(frozenset({gone.peer_id}))
        await left.event(PeerLost)
        await _replace(left, new.member(keys[0]))
        # What stands goes on, and what is new fails until the other has moved too.
        await _round_trip(reader, writer)
        late_reader, late_writer = await _open_http(left, right)
        assert await asyncio.wait_for(late_reader.read(), 10) == b""
        late_writer.close()
        await _replace(right, new.member(keys[1]))
        later_reader, later_writer = await _open_http(left, right)
        await _round_trip(later_reader, later_writer)
        await _round_trip(reader, writer)
        assert not any(isinstance(event, PeerLost) for event in left.events + right.events)
        # With the new credentials in its hands the removed one gets no further.
        await _replace(gone, new.member(keys[2]))
        left.events.clear()
        await left.event(IncomingRefused, lambda event: "was removed" in event.reason)
        writer.close()
        later_writer.close()


async def test_a_peer_lost_during_the_move_is_met_again_when_both_have_moved() -> None:
    old, new = Swarm(), Swarm()
    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    async with running_link(old.member(keys[0])) as left, running_link(old.member(keys[1])) as right:
        await join(left, right)
        await _replace(left, new.member(keys[0]))
        await left.link.goodbye("it restarts", quiet_seconds=0)
        await right.event(PeerLost)
        await asyncio.sleep(1)
        assert not any(isinstance(event, PeerUp) for event in left.events + right.events)
        await _replace(right, new.member(keys[1]))
        await left.event(PeerUp)
        await right.event(PeerUp)


async def test_bad_credentials_are_refused_and_the_old_ones_stay() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        with pytest.raises(UserError):
            await left.link.replace_credentials(b"no", b"certificate", b"at all")
        await join(left, right)


async def test_a_probe_tells_who_is_there() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        assert await left.link.probe(right.address) == right.peer_id
        assert not any(isinstance(event, PeerUp) for event in left.events + right.events)


async def test_a_probe_tells_nobody_from_a_stranger() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as node, running_link(Swarm().member()) as stranger:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            with pytest.raises(UserError) as nobody:
                await node.link.probe(f"127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(UserError) as somebody:
            await node.link.probe(stranger.address)
        assert nobody.value.problem.code == "peer_unreachable"
        assert somebody.value.problem.code == "peer_stranger"
        with pytest.raises(UserError, match="Not an address"):
            await node.link.probe("kitchen")


async def _replace(node: LinkNode, member: Member) -> None:
    credentials = member.credentials
    assert member.peer_id == node.peer_id
    await node.link.replace_credentials(
        credentials.certificate_pem, credentials.private_key_pem, credentials.authority_pem
    )
