"""Doors that find each other by mDNS, on this machine's real interfaces."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.admission.discovery import DoorDiscovery
from app.domain.ids import PeerId
from app.identity.node_identity import new_identity
from app.system.interfaces import reachable_hosts


class Seeker:
    """A discovery and what it found."""

    def __init__(self) -> None:
        self.peer_id = new_identity().peer_id
        self.found: dict[tuple[str, PeerId], tuple[str, ...]] = {}
        self._news = asyncio.Event()
        self.discovery = DoorDiscovery(self.peer_id, self._on_found)

    def _on_found(self, tag: str, peer_id: PeerId, addresses: tuple[str, ...]) -> None:
        self.found[tag, peer_id] = addresses
        self._news.set()

    async def until_found(self, tag: str, peer_id: PeerId, port: int) -> tuple[str, ...]:
        async with asyncio.timeout(20):
            while not any(address.endswith(f":{port}") for address in self.found.get((tag, peer_id), ())):
                self._news.clear()
                await self._news.wait()
        return self.found[tag, peer_id]


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Seeker, Seeker]]:
    seekers = (Seeker(), Seeker())
    for seeker in seekers:
        await seeker.discovery.start()
    yield seekers
    for seeker in seekers:
        await seeker.discovery.stop()


async def test_a_door_is_found_under_each_of_its_tags_and_no_other(pair: tuple[Seeker, Seeker]) -> None:
    door, seeker = pair
    hosts = reachable_hosts()
    await seeker.discovery.browse(["abc2", "old7", "other"])
    await door.discovery.announce(["abc2", "old7"], hosts, 4711)
    for tag in ("abc2", "old7"):
        assert set(await seeker.until_found(tag, door.peer_id, 4711)) == {f"{host}:4711" for host in hosts}
    assert not any(tag == "other" for tag, _ in seeker.found)

    await door.discovery.announce(["old7"], hosts, 4712)
    await seeker.until_found("old7", door.peer_id, 4712)


async def test_a_tag_must_fit_into_a_service_name(pair: tuple[Seeker, Seeker]) -> None:
    for tag in ("", "a" * 12, "a.b", "ä"):
        with pytest.raises(ValueError, match="not a tag"):
            await pair[0].discovery.browse([tag])
