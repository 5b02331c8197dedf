"""What travels between two hosts, and what a peer, or a stranger, cannot break."""

import asyncio
import contextlib
import os
import random
import struct

import pytest
import trio
from libp2p.abc import INetStream
from libp2p.custom_types import TProtocol
from libp2p.peer.id import ID
from libp2p.stream_muxer.yamux.yamux import Yamux

from app.domain.ids import PeerId
from app.network.events import PeerConnected, PeerDisconnected, PeerUnreachable, RequestRefused
from app.network.host import MAX_GOSSIP_BYTES, MESH_PROTOCOLS
from app.network.requests import MAX_PAYLOAD_BYTES, MAX_REQUESTS_PER_PEER, PROTOCOL, send_request
from app.network.swarm_network import SwarmNetwork
from tests.network.hosts import Member, connected_pair, run
from tests.network.node_process import settings_of

GARBAGE = random.Random(1).randbytes(200_000)
TOO_LARGE_FRAME = struct.pack(">BBHII", 0, 0, 0, 1, 0xFFFFFFFF)
"""Of Yamux: version, type (data), flags, stream, length."""
SECONDS = 10.0


async def open_stream(attacker: Member, victim: Member, protocol: TProtocol) -> INetStream:
    """A stream of the attacker's own, to write what it likes."""
    connections = attacker.host._connections
    assert connections is not None
    return await connections.open_stream(connections.connection(victim.peer_id), protocol)


async def still_works(first: Member, second: Member) -> None:
    """Both answer and gossip, if only after a moment, and neither had to be started again."""
    for one, other in ((first, second), (second, first)):
        assert await ask_until_answered(one, other) == b"olleh"
        await one.gossip_reaches(other, b"still here")
    assert (first.runs, second.runs) == (1, 1)


async def ask_until_answered(one: Member, other: Member) -> bytes:
    """It may have cost the connection, which comes back."""
    while True:
        try:
            return await one.host.request(other.peer_id, b"hello", SECONDS)
        except PeerUnreachable:
            await trio.sleep(0.1)


def test_requests_of_every_size_are_answered() -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            for size in (0, 1, 40_000, 3_000_000):
                payload = os.urandom(size)
                assert await first.host.request(second.peer_id, payload, SECONDS) == payload[::-1]

    run(main)


def test_many_requests_at_once_are_all_answered() -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            answers: list[bytes] = []

            async def ask(number: int) -> None:
                answers.append(await first.host.request(second.peer_id, str(number).encode()[::-1], SECONDS))

            async with trio.open_nursery() as nursery:
                for number in range(60):
                    nursery.start_soon(ask, number)
            assert sorted(int(answer) for answer in answers) == list(range(60))

    run(main)


def test_a_peer_with_too_many_requests_is_turned_away_and_breaks_nothing() -> None:
    started = 0

    async def dawdle(peer_id: PeerId, payload: bytes) -> bytes:
        nonlocal started
        if payload == b"slow":
            started += 1
            await trio.sleep_forever()
        return payload[::-1]

    async def main() -> None:
        async with connected_pair(dawdle) as (first, second):
            streams = [await open_stream(first, second, PROTOCOL) for _ in range(MAX_REQUESTS_PER_PEER)]
            for stream in streams:
                await send_request(stream, b"slow")
            while started < MAX_REQUESTS_PER_PEER:
                await trio.lowlevel.checkpoint()
            for _ in range(4):
                with pytest.raises(PeerUnreachable):
                    await first.host.request(second.peer_id, b"one too many", SECONDS)
            for stream in streams:
                await stream.reset()
            assert await second.host.request(first.peer_id, b"hello", SECONDS) == b"olleh"

    run(main)


def test_a_handler_that_fails_is_a_refusal_that_says_nothing_of_why(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(peer_id: PeerId, payload: bytes) -> bytes:
        raise RuntimeError("a secret")

    async def main() -> None:
        async with connected_pair(fail) as (first, second):
            with pytest.raises(RequestRefused) as caught:
                await first.host.request(second.peer_id, b"hello", SECONDS)
            assert "secret" not in str(caught.value)
            assert (first.runs, second.runs) == (1, 1)

    run(main)
    assert "a secret" in caplog.text  # in the log of the one that failed


def test_an_answer_that_does_not_come_is_given_up_and_the_connection_stays() -> None:
    async def dawdle(peer_id: PeerId, payload: bytes) -> bytes:
        if payload == b"slow":
            await trio.sleep_forever()
        return payload

    async def main() -> None:
        async with connected_pair(dawdle) as (first, second):
            with pytest.raises(PeerUnreachable):
                await first.host.request(second.peer_id, b"slow", 0.3)
            assert await first.host.request(second.peer_id, b"quick", SECONDS) == b"quick"
            assert not any(isinstance(event, PeerDisconnected) for event in first.events)

    run(main)


def test_what_is_too_large_is_refused_before_it_is_sent() -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            with pytest.raises(ValueError, match="too large"):
                await first.host.request(second.peer_id, bytes(MAX_PAYLOAD_BYTES + 1), SECONDS)
            with pytest.raises(ValueError, match="too large"):
                await first.host.publish(bytes(MAX_GOSSIP_BYTES + 1))
            text = os.urandom(500_000)
            await first.gossip_reaches(second, text)
            await first.host.publish(bytes(MAX_GOSSIP_BYTES))
            await still_works(first, second)

    run(main)


def test_nobody_else_can_be_asked() -> None:
    async def main() -> None:
        async with connected_pair() as (first, _):
            for peer_id in ("12D3KooWK99VoVxNE7XzyBwXEzW7xhK7Gpv85r9F3V3fyKSUKPH5", "nonsense"):
                with pytest.raises(PeerUnreachable):
                    await first.host.request(PeerId(peer_id), b"hello", SECONDS)

    run(main)


@pytest.mark.parametrize(
    ("protocol", "bytes_sent"),
    [
        (PROTOCOL, GARBAGE),
        (PROTOCOL, struct.pack(">I", 0xFFFFFFFF) + b"x" * 1000),
        (PROTOCOL, struct.pack(">I", 1000) + b"too short"),
        (PROTOCOL, b""),
        (MESH_PROTOCOLS[0], GARBAGE),
        (MESH_PROTOCOLS[0], b"\x05\xff\xff\xff\xff\xff"),
        (MESH_PROTOCOLS[0], b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        (MESH_PROTOCOLS[0], b"\x80\x80\x80\x80\x08" + b"x" * 1000),
        (TProtocol("/ipfs/ping/1.0.0"), b"x" * 31),
        (TProtocol("/ipfs/id/push/1.0.0"), GARBAGE),
    ],
)
def test_a_peer_that_sends_nonsense_on_a_stream_breaks_nothing(protocol: TProtocol, bytes_sent: bytes) -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            await first.gossip_reaches(second, b"before")
            with trio.move_on_after(2):
                stream = await open_stream(first, second, protocol)
                with contextlib.suppress(Exception):  # it may be cut off at any point
                    await stream.write(bytes_sent)
                    await stream.close()
            await trio.sleep(0.2)
            await still_works(first, second)

    run(main)


def test_a_peer_that_breaks_the_muxer_only_loses_its_connection() -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            connections = first.host._connections
            assert connections is not None
            muxer = connections.connection(second.peer_id).muxed_conn
            assert isinstance(muxer, Yamux)
            await muxer.secured_conn.write(TOO_LARGE_FRAME)
            await second.wait_for(lambda event: isinstance(event, PeerDisconnected))
            await second.wait_for_count(PeerConnected, 2)
            await still_works(first, second)

    run(main)


@pytest.mark.parametrize("bytes_sent", [b"", b"GET / HTTP/1.1\r\n\r\n", GARBAGE, b"\x13/multistream/1.0.0\n" * 10])
def test_a_stranger_at_the_port_breaks_nothing(bytes_sent: bytes) -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            strangers = [await trio.open_tcp_stream("127.0.0.1", second.port) for _ in range(20)]
            for stranger in strangers:
                with trio.move_on_after(1):
                    try:
                        await stranger.send_all(bytes_sent)
                    except trio.BrokenResourceError:
                        continue
            await still_works(first, second)
            for stranger in strangers:
                await stranger.aclose()
            await still_works(first, second)

    run(main)


def test_who_answers_under_another_peer_id_is_not_accepted() -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            wanted = PeerId(str(ID.from_base58("12D3KooWK99VoVxNE7XzyBwXEzW7xhK7Gpv85r9F3V3fyKSUKPH5")))
            first.host.found("liar", wanted, (("127.0.0.1", second.port),))
            first.host.found("nonsense", PeerId("nonsense"), (("127.0.0.1", second.port),))
            await trio.sleep(1.5)
            connected = {event.peer_id for event in first.events if isinstance(event, PeerConnected)}
            assert connected == {second.peer_id}
            await still_works(first, second)

    run(main)


def test_a_host_that_ends_with_an_error_is_started_again() -> None:
    async def main() -> None:
        async with connected_pair() as (first, second):
            connections = second.host._connections
            assert connections is not None
            assert connections._nursery is not None

            async def fail() -> None:
                raise RuntimeError("a defect nobody thought of")

            connections._nursery.start_soon(fail)
            await first.wait_for(lambda event: isinstance(event, PeerDisconnected))
            await first.wait_for_count(PeerConnected, 2)
            assert await first.host.request(second.peer_id, b"hello", SECONDS) == b"olleh"
            assert second.runs == 2

    run(main)


async def test_a_port_in_use_is_an_error_and_two_nodes_never_share_one() -> None:
    async def answer(peer_id: PeerId, payload: bytes) -> bytes:
        return payload

    first = SwarmNetwork(settings_of("one", "secret", "porttest"), lambda _: None, answer)
    await first.start()
    port = int(first.addresses[0].rpartition(":")[2])
    second = SwarmNetwork(settings_of("two", "secret", "porttest", port), lambda _: None, answer)
    with pytest.raises(Exception, match=f"port {port} is in use"):
        await second.start()
    async with asyncio.timeout(5):
        await first.stop()
    await second.start()
    assert second.addresses[0].endswith(f":{port}")
    async with asyncio.timeout(5):
        await second.stop()
    assert second.addresses == ()
