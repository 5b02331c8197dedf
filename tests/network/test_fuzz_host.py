"""A host's port under fuzzers: strangers, who lack the network's key, those who have it, and a member."""

import contextlib
import os
import random
import struct
import time
from collections.abc import Awaitable, Callable

import trio

from app.network.host import MESH_PROTOCOLS
from app.network.private_network import NONCE_BYTES, xsalsa20
from app.network.requests import PROTOCOL
from tests.link.fuzz_time import SECONDS, SEED
from tests.network.hosts import Member, connected_pair
from tests.network.node_process import settings_of
from tests.network.test_host import ask_until_answered, open_stream, still_works
from tests.spoiling import mutated

HANGS_SECONDS = 60.0
PATIENCE_SECONDS = 0.2
GREETING = b"\x13/multistream/1.0.0\n\x07/noise\n"
PSK = settings_of("anybody", "secret", "tag").psk
AT_ONCE = 8

type Attack = Callable[[], Awaitable[None]]


def half_right(chance: random.Random) -> bytes:
    """The beginning of a connection as libp2p makes it, and nonsense where the handshake of Noise should be."""
    frames = b""
    for _ in range(chance.randrange(4)):
        noise = chance.randbytes(chance.choice((0, 1, 32, 200, 65_000)))
        frames += struct.pack(">H", chance.choice((len(noise), 0, 65_535))) + noise
    whole = GREETING * chance.randrange(1, 3) + frames
    return mutated(whole, chance) if chance.random() < 0.7 else whole


def encrypted(data: bytes) -> bytes:
    """As who has the network's key sends it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + xsalsa20(PSK, nonce).encrypt(data)


async def knock(port: int, pieces: list[bytes], reset: bool) -> None:
    """Connect, say it, listen for a moment, and hang up or cut the connection off."""
    async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
        for piece in pieces:
            await stream.send_all(piece)
        with trio.move_on_after(PATIENCE_SECONDS):
            while await stream.receive_some():
                pass
        if reset:
            stream.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_LINGER, struct.pack("ii", 1, 0))


def attacks(attacker: Member, victim: Member, chance: random.Random) -> tuple[Attack, ...]:
    """One of a stranger, one of somebody with the network's key, one of a member."""

    async def as_stranger() -> None:
        data = chance.choice(
            (chance.randbytes(chance.randrange(1, 5000)), half_right(chance), b"GET / HTTP/1.1\r\n\r\n")
        )
        await knock(victim.port, [data], chance.random() < 0.3)

    async def with_the_key() -> None:
        data = encrypted(half_right(chance))
        cut = chance.randrange(len(data))
        await knock(victim.port, [data[:cut], data[cut:]], chance.random() < 0.3)

    async def as_member() -> None:
        protocol = chance.choice((PROTOCOL, *MESH_PROTOCOLS))
        length = struct.pack(">I", chance.getrandbits(chance.choice((4, 12, 32))))
        with trio.move_on_after(PATIENCE_SECONDS):
            stream = await open_stream(attacker, victim, protocol)
            await stream.write(mutated(length + chance.randbytes(chance.randrange(2000)), chance))
            await (stream.close() if chance.random() < 0.5 else stream.reset())

    return as_stranger, with_the_key, as_member


def test_a_host_outlives_what_is_sent_to_its_port() -> None:
    seed = SEED or random.randrange(1, 1 << 32)
    chance = random.Random(seed)
    counts = {"attacks": 0, "answers": 0}

    async def attack(kinds: tuple[Attack, ...], deadline: float) -> None:
        while time.monotonic() < deadline:
            with contextlib.suppress(Exception):  # the host hangs up, which is its right
                await chance.choice(kinds)()
            counts["attacks"] += 1
            await trio.lowlevel.checkpoint()

    async def keep_asking(one: Member, other: Member) -> None:
        while True:
            assert await ask_until_answered(one, other) == b"olleh"
            counts["answers"] += 1
            await trio.sleep(0.1)

    async def main() -> None:
        with trio.fail_after(SECONDS + HANGS_SECONDS):
            async with connected_pair() as (first, second):
                deadline = time.monotonic() + SECONDS
                async with trio.open_nursery() as asking:
                    asking.start_soon(keep_asking, first, second)
                    async with trio.open_nursery() as attackers:
                        for _ in range(AT_ONCE):
                            attackers.start_soon(attack, attacks(first, second, chance), deadline)
                    asking.cancel_scope.cancel()
                await still_works(first, second)

    trio.run(main)
    assert counts["attacks"] > AT_ONCE, (seed, counts)
    assert counts["answers"] > 0, (seed, counts)
