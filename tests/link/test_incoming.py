"""Who may connect to a link, seen from outside: strangers, impostors, removed members, silence and nonsense."""

import asyncio
import contextlib
import json
import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import LeaseId
from app.link.events import IncomingRefused, PeerUp
from app.link.header import ChannelKind, Header, encode_header
from app.link.knocks import MOST_PENDING_OF_ONE
from app.link.secure_stream import SecureStream
from app.link.tls import make_contexts
from tests.link.kit import LinkNode, Member, Swarm, join, running_link

SECONDS = 10.0


async def _say(member: Member, node: LinkNode, folder: Path, line: bytes) -> dict[str, object]:
    """Connect as that member, say one line, and give the answer."""
    return await asyncio.to_thread(_say_blocking, member, node, folder, line)


def _say_blocking(member: Member, node: LinkNode, folder: Path, line: bytes) -> dict[str, object]:
    credentials = replace(member.credentials, authority_pem=node.member.credentials.authority_pem)
    contexts = make_contexts(credentials, folder)
    raw = socket.create_connection(("127.0.0.1", node.link.port))
    with contextlib.closing(SecureStream(raw, contexts.client, server_side=False)) as stream:
        deadline = time.monotonic() + SECONDS
        # The handshake succeeds at this end, whoever it is: a refusal comes with the first read.
        assert stream.handshake(deadline) == node.peer_id
        stream.write_line(line, deadline)
        answer = json.loads(stream.read_line(deadline, 10_000))
        assert isinstance(answer, dict)
        return answer


async def test_a_member_of_another_swarm_gets_no_link() -> None:
    async with running_link(Swarm().member()) as ours, running_link(Swarm().member()) as theirs:
        await theirs.link.connect(ours.peer_id, (ours.address,))
        assert "unknown ca" in (await ours.event(IncomingRefused)).reason
        await ours.link.connect(theirs.peer_id, (theirs.address,))
        await theirs.event(IncomingRefused)
        assert not any(isinstance(event, PeerUp) for event in ours.events + theirs.events)


async def test_a_certificate_of_another_authority_is_refused(tmp_path: Path) -> None:
    # The stranger accepts this node, so that it is the node which has to refuse.
    async with running_link(Swarm().member()) as node:
        with pytest.raises(OSError, match=r"unknown ca|UNKNOWN_CA|closed|cut|reset"):
            await _say(Swarm().member(), node, tmp_path, encode_header(Header(ChannelKind.HTTP)))
        assert "certificate" in (await node.event(IncomingRefused)).reason


async def test_a_connection_without_a_certificate_is_refused() -> None:
    async with running_link(Swarm().member()) as node:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE

        def connect() -> None:
            with (
                socket.create_connection(("127.0.0.1", node.link.port), SECONDS) as raw,
                context.wrap_socket(raw) as secure,
            ):
                secure.sendall(encode_header(Header(ChannelKind.HTTP)) + b"\n")
                secure.recv(1)

        with pytest.raises(OSError, match=r"certificate required|reset"):
            await asyncio.to_thread(connect)
        assert "certificate" in (await node.event(IncomingRefused)).reason


async def test_a_member_with_another_peer_id_than_the_one_asked_for_is_refused() -> None:
    swarm = Swarm()
    absent = swarm.member()
    async with running_link(swarm.member()) as node, running_link(swarm.member()) as impostor:
        # Two addresses: the impostor answers at the first, and the search goes on.
        await node.link.connect(absent.peer_id, (impostor.address,))
        await asyncio.sleep(0.5)
        async with running_link(absent) as real:
            await node.link.connect(absent.peer_id, (impostor.address, real.address))
            assert (await node.event(PeerUp)).address == real.address
        assert not any(isinstance(event, PeerUp) for event in impostor.events)


async def test_channels_need_a_beat_and_a_lease_of_their_own(tmp_path: Path) -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as node, running_link(swarm.member()) as peer:
        rpc = encode_header(Header(ChannelKind.RPC, lease_id=LeaseId("nobody's")))
        assert await _say(peer.member, node, tmp_path, rpc) == {"error": "there is no beat connection"}
        await join(node, peer)
        assert await _say(peer.member, node, tmp_path, rpc) == {"error": "there is no such lease"}
        await node.link.forget(peer.peer_id)
        assert await _say(peer.member, node, tmp_path, rpc) == {"error": "this peer was removed"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"version": 2, "kind": "beat"}',
        b'{"version": 1, "kind": "shell"}',
        b'{"version": 1, "kind": "beat", "port": -1}',
        b"x" * 9999,
        b"[" * 2000,
    ],
)
async def test_a_malformed_header_ends_the_connection(line: bytes, tmp_path: Path) -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as node:
        with pytest.raises(OSError, match=r"closed|cut|reset"):
            await _say(swarm.member(), node, tmp_path, line)
        assert (await node.event(IncomingRefused)).reason


async def test_silent_connections_hinder_nobody() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as node, running_link(swarm.member()) as peer:
        silent = [socket.create_connection(("127.0.0.1", node.link.port)) for _ in range(100)]
        try:
            async with asyncio.timeout(3):  # less than the time that the silent ones are given
                await join(node, peer)
            # The oldest were closed to make room.
            closed = silent[: len(silent) - MOST_PENDING_OF_ONE - 4]
            for connection in closed[:10]:
                connection.settimeout(SECONDS)
                assert connection.recv(1) == b""
        finally:
            for connection in silent:
                connection.close()


async def test_nonsense_instead_of_tls_is_refused() -> None:
    async with running_link(Swarm().member()) as node:
        _, writer = await asyncio.open_connection("127.0.0.1", node.link.port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        assert (await node.event(IncomingRefused)).reason
        writer.close()
