"""Real link processes for tests: a swarm with its authority, and nodes whose events can be waited for."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.ids import PeerId
from app.lib.peer_certificate import make_authority, make_leaf, peer_id_of
from app.lib.processes import ProcessEnd
from app.link.client import LinkProcess
from app.link.events import LinkEvent, PeerUp
from app.link.settings import LinkCredentials, LinkSettings

WAIT_SECONDS = 20.0
"""Far more than anything here takes; a test that reaches it has failed."""


@dataclass(frozen=True)
class Member:
    """Someone with a certificate of a swarm."""

    peer_id: PeerId
    credentials: LinkCredentials


class Swarm:
    """An authority, and the members it admits."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.authority_pem = make_authority(self._key, "test swarm")

    def member(self, identity: Ed25519PrivateKey | None = None) -> Member:
        """A new member, or someone with that identity key."""
        identity = identity or Ed25519PrivateKey.generate()
        certificate_pem, key_pem = make_leaf(identity, self._key, self.authority_pem)
        peer_id = PeerId(peer_id_of(identity.public_key().public_bytes_raw()))
        return Member(peer_id, LinkCredentials(certificate_pem, key_pem, self.authority_pem))


@dataclass
class LinkNode:
    """A member with a running link process."""

    member: Member
    link: LinkProcess
    events: list[LinkEvent] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ends: list[ProcessEnd] = field(default_factory=list)

    @property
    def peer_id(self) -> PeerId:
        return self.member.peer_id

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.link.port}"

    async def event[T: LinkEvent](self, kind: type[T], where: Callable[[T], bool] = lambda event: True) -> T:
        """Wait for an event of this kind, and take it and what came before it off the list."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                for index, event in enumerate(self.events):
                    if isinstance(event, kind) and where(event):
                        del self.events[: index + 1]
                        return event
                self.changed.clear()
                await self.changed.wait()


@contextlib.asynccontextmanager
async def running_link(
    member: Member, peer_api_endpoint: str = "tcp:127.0.0.1:9", *, host: str = "127.0.0.1", relay: bool = True
) -> AsyncIterator[LinkNode]:
    """A link process of a member on loopback.

    Others are shown 127.0.0.1, so that one which listens at another `host` cannot be dialled by them.
    """
    events: list[LinkEvent] = []
    changed = asyncio.Event()
    ends: list[ProcessEnd] = []

    def on_event(event: LinkEvent) -> None:
        events.append(event)
        changed.set()

    # Not pytest's folder: a path of a Unix socket has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        settings = LinkSettings(
            member.peer_id,
            member.credentials,
            host,
            0,
            peer_api_endpoint,
            Path(folder),
            relay=relay,
        )
        link = await LinkProcess.start(settings, on_event, ends.append)
        try:
            yield LinkNode(member, link, events, changed, ends)
        finally:
            await link.stop()


async def join(left: LinkNode, right: LinkNode) -> None:
    """Connect two nodes with each other and wait until both say so."""
    await left.link.connect(right.peer_id, (right.address,))
    await right.link.connect(left.peer_id, (left.address,))
    await left.event(PeerUp, lambda event: event.peer_id == right.peer_id)
    await right.event(PeerUp, lambda event: event.peer_id == left.peer_id)
