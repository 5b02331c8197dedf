"""This node's door for those who cannot come in by the private network: open while it is in a swarm.

Who may knock, and what they get, is decided by those who register for a kind of knock; they also say under which tags
the door is announced, and hear of the doors of others.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress

from app.admission.discovery import DoorDiscovery, DoorFound
from app.admission.listener import AdmissionListener, KnockHandler
from app.domain.ids import PeerId
from app.identity.node_identity import NodeIdentity
from app.lib.tasks import TaskOwner
from app.node.options import NodeOptions
from app.system.interfaces import reachable_hosts

_log = logging.getLogger(__name__)

CHECK_SECONDS = 5.0
"""How often the addresses of this machine are looked at."""


class Door:
    """The admission listener with its announcements.

    Args:
        options: Where it listens: at the port after that of the links, so that a router needs two neighbouring
            ports; when the links listen at any, where it was the last time, and where that is taken at any.
    """

    def __init__(self, options: NodeOptions) -> None:
        self._options = options
        self._handlers: dict[str, KnockHandler] = {}
        self._found: list[DoorFound] = []
        self._announced: dict[str, tuple[str, ...]] = {}
        self._sought: dict[str, tuple[str, ...]] = {}
        self._due = asyncio.Event()
        self._turn = asyncio.Lock()
        self._tasks = TaskOwner("door")
        self._listener: AdmissionListener | None = None
        self._discovery: DoorDiscovery | None = None

    def register(self, kind: str, handler: KnockHandler) -> None:
        """Serve knocks of this kind from the next opening on."""
        self._handlers[kind] = handler

    def on_found(self, callback: DoorFound) -> None:
        """Hear of the doors of others under the tags that are looked for."""
        self._found.append(callback)

    def announce(self, who: str, tags: Iterable[str]) -> None:
        """Announce the door under these tags, instead of those that the same part named before."""
        self._announced[who] = tuple(tags)
        self._due.set()

    def seek(self, who: str, tags: Iterable[str]) -> None:
        """Look for doors under these tags, instead of those that the same part named before."""
        self._sought[who] = tuple(tags)
        self._due.set()

    @property
    def port(self) -> int:
        """Where it listens; 0 while it is closed."""
        return self._listener.port if self._listener is not None else 0

    async def open(self, identity: NodeIdentity, last_port: int = 0) -> None:
        """Listen; nothing when it is open already. Where it cannot, the log says why and the rest goes on.

        Args:
            identity: This node.
            last_port: Where others may remember it; 0 for nowhere.
        """
        async with self._turn:
            if self._listener is not None:
                return
            listener = AdmissionListener(identity.seed, self._options.paths.runtime)
            for kind, handler in self._handlers.items():
                listener.register(kind, handler)
            if not await _listen(listener, self._options.settings.listen_port, last_port):
                return
            self._listener = listener
            self._discovery = DoorDiscovery(identity.peer_id, self._tell)
            try:
                await self._discovery.start()
            except OSError as error:
                _log.warning("doors of others cannot be looked for: %s", error)
            self._due.set()
            self._tasks.spawn(self._announce_for_ever(self._discovery), "announce")

    async def close(self) -> None:
        """Withdraw the announcements and end every knock."""
        async with self._turn:
            await self._tasks.close()
            listener, self._listener = self._listener, None
            discovery, self._discovery = self._discovery, None
            if discovery is not None:
                await discovery.stop()
            if listener is not None:
                await listener.stop()

    def _tell(self, tag: str, peer_id: PeerId, addresses: tuple[str, ...]) -> None:
        for callback in self._found:
            callback(tag, peer_id, addresses)

    async def _announce_for_ever(self, discovery: DoorDiscovery) -> None:
        hosts = reachable_hosts()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._due.wait()
            self._due.clear()
            if hosts != (now := await asyncio.to_thread(reachable_hosts)):
                hosts = now
                await discovery.interfaces_changed()
            await discovery.announce(_all(self._announced), hosts, self.port)
            await discovery.browse(_all(self._sought))


def _all(tags: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({tag for those in tags.values() for tag in those}))


async def _listen(listener: AdmissionListener, link_port: int, last_port: int) -> bool:
    after_links = link_port + 1 if 0 < link_port < 65535 else 0
    for port in dict.fromkeys((after_links or last_port, 0)):
        try:
            await listener.start(port)
        except OSError as error:
            _log.warning("knocks cannot be taken at port %s: %s", port, error)
        else:
            return True
    return False
