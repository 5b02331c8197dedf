"""The door of a real node: open in a swarm only, announced under the tags of those who need it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.admission.knock import open_knock
from app.admission.stream import KnockError, KnockStream
from app.domain.ids import PeerId
from app.identity.node_identity import new_identity
from app.node.door import Door
from app.node.options import NodeOptions
from app.system.paths import Paths
from app.system.settings import Settings


def options(directory: Path, listen_port: int = 0) -> NodeOptions:
    settings = Settings(node_name="desk", secrets="memory", listen_port=listen_port)
    return NodeOptions(settings, directory / "settings.toml", Paths(directory, directory, directory, directory))


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    door = Door(options(tmp_path))
    yield door
    await door.close()


async def test_it_takes_the_knocks_that_somebody_registered_for(door: Door, tmp_path: Path) -> None:
    visitor = new_identity()

    async def say_who(stream: KnockStream, peer_id: PeerId) -> None:
        await stream.write_frame(peer_id.encode())

    door.register("invite", say_who)
    assert door.port == 0
    await door.open(new_identity())
    stream = await open_knock(f"127.0.0.1:{door.port}", visitor.seed, "invite", tmp_path)
    assert await stream.read_frame() == visitor.peer_id.encode()
    await stream.close()
    port = door.port
    await door.close()
    with pytest.raises(KnockError):
        await open_knock(f"127.0.0.1:{port}", visitor.seed, "invite", tmp_path)


async def test_it_can_be_opened_again_and_found_by_its_tags(door: Door, tmp_path: Path) -> None:
    identity, other = new_identity(), Door(options(tmp_path))
    found: asyncio.Queue[tuple[str, PeerId]] = asyncio.Queue()
    other.on_found(lambda tag, peer_id, addresses: found.put_nowait((tag, peer_id)))
    await door.open(identity)
    await door.close()
    door.announce("invites", ["abcdefghij1"])
    await door.open(identity)
    other.seek("newcomer", ["abcdefghij1"])
    await other.open(new_identity())
    try:
        async with asyncio.timeout(10):
            assert await found.get() == ("abcdefghij1", identity.peer_id)
    finally:
        await other.close()


async def test_a_port_that_is_taken_is_no_reason_to_stay_closed(door: Door, tmp_path: Path) -> None:
    await door.open(new_identity())
    beside = Door(options(tmp_path, door.port - 1))
    await beside.open(new_identity())
    assert beside.port not in (0, door.port)
    await beside.close()
