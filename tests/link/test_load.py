"""What a node says of its load reaches its peers by their beats, and does no harm to those that do not know it."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.link.beat_messages import BeatKind, BeatMessage, take_messages
from app.link.events import PeerLoad, PeerLost, PeerUp
from app.link.header import ChannelKind, Header, encode_header
from app.link.secure_stream import SecureStream
from app.link.tls import make_contexts
from tests.link.kit import LinkNode, Member, Swarm, join, running_link

SECONDS = 10.0


async def test_a_load_is_told_to_those_who_are_there_and_to_those_who_come() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        await join(left, right)
        await left.link.set_load("busy")
        assert await right.event(PeerLoad) == PeerLoad(left.peer_id, "busy")
        await left.link.set_load("idle")
        assert await right.event(PeerLoad) == PeerLoad(left.peer_id, "idle")
        async with running_link(swarm.member()) as late:
            await join(left, late)
            assert await late.event(PeerLoad) == PeerLoad(left.peer_id, "idle")


async def test_what_is_told_again_is_no_news() -> None:
    swarm = Swarm()
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        await join(left, right)
        for text in ("busy", "busy", "idle"):
            await left.link.set_load(text)
        assert (await right.event(PeerLoad)).text == "busy"
        assert (await right.event(PeerLoad)).text == "idle"


@contextlib.contextmanager
def beating_by_hand(member: Member, node: LinkNode, folder: Path, *, takes_load: bool) -> Iterator[SecureStream]:
    """A beat connection of a member, whose messages the test writes and reads itself."""
    raw = socket.create_connection(("127.0.0.1", node.link.port))
    with contextlib.closing(
        SecureStream(raw, make_contexts(member.credentials, folder).client, server_side=False)
    ) as s:
        deadline = time.monotonic() + SECONDS
        s.handshake(deadline)
        s.write_line(
            encode_header(Header(ChannelKind.BEAT, session="s", listen_port=1, takes_load=takes_load)), deadline
        )
        assert json.loads(s.read_line(deadline, 4096))["load"] is True
        yield s


def beat_for(stream: SecureStream, seconds: float, *also: bytes) -> list[BeatMessage]:
    """Echo every ping for so long; everything that came."""
    received, heard, buffer = bytearray(), list[BeatMessage](), memoryview(bytearray(4096))
    for raw in also:
        stream.write(memoryview(raw))
    stream.raw.setblocking(False)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stream.write(memoryview(BeatMessage(BeatKind.PING, stamp=1).encode()))
        stream.flush()
        time.sleep(0.05)
        while count := stream.receive_into(buffer):
            received += buffer[:count]
        for message in take_messages(received):
            heard.append(message)
            if message.kind is BeatKind.PING:
                stream.write(memoryview(BeatMessage(BeatKind.ECHO, stamp=message.stamp).encode()))
    return heard


@pytest.mark.parametrize("takes_load", [True, False])
async def test_only_those_who_know_the_kind_are_told(tmp_path: Path, takes_load: bool) -> None:
    """An earlier version ends a beat that says something it does not know."""
    swarm = Swarm()
    async with running_link(swarm.member()) as node:
        await node.link.set_load("busy")
        with beating_by_hand(swarm.member(), node, tmp_path, takes_load=takes_load) as stream:
            heard = await asyncio.to_thread(beat_for, stream, 1.0)
        loads = [message.text for message in heard if message.kind is BeatKind.LOAD]
        assert loads == (["busy"] if takes_load else [])
        assert any(message.kind is BeatKind.ECHO for message in heard)


async def test_kinds_of_later_versions_are_passed_over(tmp_path: Path) -> None:
    swarm = Swarm()
    later = b"Z" + (5).to_bytes(8, "big") + b"hello"
    load = BeatMessage(BeatKind.LOAD, text="busy").encode()
    member = swarm.member()
    async with running_link(swarm.member()) as node:
        with beating_by_hand(member, node, tmp_path, takes_load=True) as stream:
            await asyncio.to_thread(beat_for, stream, 0.5, later, load)
            assert (await node.event(PeerLoad)).text == "busy"
            assert not any(isinstance(event, PeerLost) for event in node.events)
        await node.event(PeerLost)


def test_between_kinds_that_are_known_others_are_left_out() -> None:
    load, ping = BeatMessage(BeatKind.LOAD, text="busy"), BeatMessage(BeatKind.PING, stamp=7)
    received = bytearray(load.encode() + b"Z" + (5).to_bytes(8, "big") + b"hello" + ping.encode() + b"Z\0")
    assert take_messages(received) == [load, ping]
    assert received == b"Z\0", "the rest of it may still come"


def test_an_unknown_kind_with_a_length_beyond_all_measure_is_not_waited_for() -> None:
    with pytest.raises(ValueError, match="too long"):
        take_messages(bytearray(b"GET / HTTP/1.1\r\n"))


async def test_the_load_of_a_peer_that_starts_again_is_told_anew() -> None:
    swarm = Swarm()
    member = swarm.member()
    async with running_link(swarm.member()) as node:
        for text in ("first", "second"):
            async with running_link(member) as peer:
                await peer.link.set_load(text)
                await join(node, peer)
                assert (await node.event(PeerLoad)).text == text
            await node.event(PeerLost)
            assert not any(isinstance(event, PeerUp) for event in node.events)
