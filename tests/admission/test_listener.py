"""The door with real sockets and real TLS: who knocks is proven, and silence or nonsense harms nobody."""

import asyncio
import json
import os
import random
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.admission import listener as listener_module
from app.admission.knock import open_knock
from app.admission.listener import AdmissionListener
from app.admission.rate import KnockRate
from app.admission.stream import MAX_FRAME_BYTES, KnockError, KnockStream
from app.domain.ids import PeerId
from app.identity.node_identity import NodeIdentity, new_identity

FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))


class Door:
    """A listener that says back what it hears."""

    def __init__(self, directory: Path) -> None:
        self.identity = new_identity()
        self.directory = directory
        self.visitors: list[PeerId] = []
        self.listener = AdmissionListener(self.identity.seed, directory)
        self.listener.register("member", self.echo)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.listener.port}"

    async def echo(self, stream: KnockStream, peer_id: PeerId) -> None:
        self.visitors.append(peer_id)
        while frame := await stream.read_frame():
            await stream.write_frame(frame)

    async def knock(self, visitor: NodeIdentity, kind: str = "member", address: str = "") -> KnockStream:
        return await open_knock(address or self.address, visitor.seed, kind, self.directory)


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    door = Door(tmp_path)
    await door.listener.start()
    yield door
    await door.listener.stop()


async def test_both_ends_learn_who_the_other_is_and_frames_arrive_whole(door: Door) -> None:
    visitor = new_identity()
    stream = await door.knock(visitor)
    assert stream.peer_id == door.identity.peer_id
    for frame in (b"hello", os.urandom(MAX_FRAME_BYTES)):
        await stream.write_frame(frame)
        assert await stream.read_frame() == frame
    assert door.visitors == [visitor.peer_id]
    with pytest.raises(ValueError, match="too large"):
        await stream.write_frame(bytes(MAX_FRAME_BYTES + 1))
    await stream.write_frame(b"")
    with pytest.raises(KnockError):
        await stream.read_frame()
    await stream.close()


async def test_a_kind_that_nobody_serves_is_shown_the_door(door: Door) -> None:
    for kind in ("invite", ""):
        stream = await door.knock(new_identity(), kind)
        with pytest.raises(KnockError):
            await stream.read_frame()
        await stream.close()
    assert door.visitors == []


async def test_nobody_there_is_an_error_for_logs(door: Door) -> None:
    await door.listener.stop()
    for address in ("127.0.0.1:1", "nothing", "127.0.0.1:99999"):
        with pytest.raises(KnockError):
            await door.knock(new_identity(), address=address)


async def test_a_frame_too_large_ends_the_knock(door: Door) -> None:
    stream = await door.knock(new_identity())
    stream._writer.write((MAX_FRAME_BYTES + 1).to_bytes(4, "big"))
    with pytest.raises(KnockError):
        await stream.read_frame()
    await stream.close()


async def test_who_knocks_too_often_waits(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.admission.rate.PER_ADDRESS", 2)
    visitor = new_identity()
    for is_welcome in (True, True, False):
        stream = await door.knock(visitor)
        if is_welcome:
            await stream.write_frame(b"x")
            assert await stream.read_frame() == b"x"
        else:
            with pytest.raises(KnockError):
                await stream.read_frame()
        await stream.close()
    assert len(door.visitors) == 2


async def test_a_thousand_silent_connections_keep_nobody_out(door: Door) -> None:
    silent: list[socket.socket] = []

    def connect() -> None:
        for _ in range(1000):
            silent.append(socket.create_connection(("127.0.0.1", door.listener.port)))

    try:
        await asyncio.to_thread(connect)
        stream = await door.knock(new_identity())
        await stream.write_frame(b"in spite of them")
        assert await stream.read_frame() == b"in spite of them"
        assert len(door.listener._visits) <= listener_module.MAX_OPEN
        await stream.close()
    finally:
        for connection in silent:
            connection.close()


async def test_one_who_is_served_never_makes_room(door: Door) -> None:
    streams = [await door.knock(new_identity()) for _ in range(listener_module.MAX_OPEN_PER_HOST)]
    for stream in streams:
        await stream.write_frame(b"x")
        assert await stream.read_frame() == b"x"
    with pytest.raises(KnockError):
        await (await door.knock(new_identity())).read_frame()
    for stream in streams:
        await stream.write_frame(b"y")
        assert await stream.read_frame() == b"y"
        await stream.close()


async def test_stopping_ends_what_is_open(door: Door) -> None:
    stream = await door.knock(new_identity())
    await stream.write_frame(b"x")
    await stream.read_frame()
    await door.listener.stop()
    with pytest.raises(KnockError):
        await stream.read_frame()
    await stream.close()


async def test_nonsense_of_every_kind_leaves_the_door_open(door: Door) -> None:
    """Fuzz: raw bytes before TLS, TLS that starts well and goes wrong, frames with any content."""
    chance = random.Random(7)
    deadline = time.monotonic() + FUZZ_SECONDS
    rounds = 0
    while time.monotonic() < deadline:
        door.listener._rate = KnockRate()
        await (_send_bytes(door, chance) if rounds % 2 else _send_frames(door, chance))
        rounds += 1
    assert rounds > 20
    await asyncio.sleep(0.1)
    stream = await door.knock(new_identity())
    await stream.write_frame(b"still here")
    assert await stream.read_frame() == b"still here"
    await stream.close()


async def _send_bytes(door: Door, chance: random.Random) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.listener.port)
    head = chance.choice([b"", b"\x16\x03\x01", b"\x16\x03\x03\x00\x40\x01", b"GET / HTTP/1.1\r\n"])
    try:
        writer.write(head + chance.randbytes(chance.randrange(2000)))
        if chance.random() < 0.5:
            writer.write_eof()
        async with asyncio.timeout(0.05):
            await reader.read()
    except OSError:
        pass
    writer.close()
    writer.transport.abort()


async def _send_frames(door: Door, chance: random.Random) -> None:
    body: object = chance.choice(
        [None, 1, [], {}, {"kind": None}, {"kind": 3}, {"kind": "x" * 9000}, {"kind": "member", "more": [{}] * 50}]
    )
    frames = [json.dumps(body).encode(), chance.randbytes(chance.randrange(500)), b"[" * 9000, b"\xff{"]
    try:
        stream = await door.knock(new_identity(), chance.choice(["member", "invite", "\ud800", "x" * 5000]))
        for _ in range(chance.randrange(4)):
            frame = chance.choice(frames)
            length = chance.choice([len(frame), chance.randrange(1 << 32)])
            stream._writer.write(length.to_bytes(4, "big") + frame)
        async with asyncio.timeout(0.05):
            await stream.read_frame()
    except (KnockError, TimeoutError):
        pass
    stream._writer.close()
    stream._writer.transport.abort()
