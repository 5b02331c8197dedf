"""Finding doors on the local network: mDNS announcements under tags, on the asyncio loop.

A tag is derived from a secret (an epoch's) or from an invite's public part, and scopes the search to those who know
it: one service type for each (`_h-TAG._tcp`). An announcement says a peer id and where its door is; both are only a
hint: who opens the door proves who it is.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable

from zeroconf import InterfaceChoice, IPVersion, ServiceInfo, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from app.domain.ids import PeerId
from app.lib.tasks import TaskOwner

_log = logging.getLogger(__name__)

MAX_TAG_CHARACTERS = 11
MAX_ADDRESSES = 8
RESOLVE_SECONDS = 3.0
CLOSE_SECONDS = 1.0
_PEER_ID = b"id"
_LONGEST_PEER_ID = 64

type DoorFound = Callable[[str, PeerId, tuple[str, ...]], None]


class DoorDiscovery:
    """Announces this node's door under tags, and reports the doors of others under tags.

    Args:
        peer_id: This node; its own announcements are not reported.
        on_found: Called with (tag, peer, `host:port` addresses); again when they change.
    """

    def __init__(self, peer_id: PeerId, on_found: DoorFound) -> None:
        self._peer_id = peer_id
        self._on_found = on_found
        self._instance = secrets.token_hex(16)
        self._tasks = TaskOwner("door discovery")
        self._turn = asyncio.Lock()
        self._zeroconf: AsyncZeroconf | None = None
        self._services: dict[str, ServiceInfo] = {}
        self._browsers: dict[str, AsyncServiceBrowser] = {}

    async def start(self) -> None:
        """Open the sockets; nothing is announced or looked for yet.

        Raises:
            OSError: No socket for mDNS could be opened.
        """
        try:
            self._zeroconf = AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)
        except RuntimeError as error:  # no interface at all
            raise OSError(str(error)) from error

    async def announce(self, tags: Iterable[str], hosts: Iterable[str], port: int) -> None:
        """Announce the door under these tags and no others.

        Args:
            tags: At most 11 letters and digits each.
            hosts: IPv4 addresses of this machine, best first.
            port: Where the door listens; 0 announces nothing.

        Raises:
            ValueError: One is not a tag.
        """
        wanted = {tag: self._service(tag, tuple(hosts), port) for tag in (tags if port else ())}
        async with self._turn:
            if self._zeroconf is None:
                return
            for tag in self._services.keys() - wanted.keys():
                await self._zeroconf.async_unregister_service(self._services.pop(tag))
            for tag, service in wanted.items():
                await self._announce_one(self._zeroconf, tag, service)

    async def _announce_one(self, node: AsyncZeroconf, tag: str, service: ServiceInfo) -> None:
        known = self._services.get(tag)
        if known is not None and (known.port, known.addresses) == (service.port, service.addresses):
            return
        self._services[tag] = service
        # The name is random, so probing for another owner of it (1.5 s) is left out.
        announced = (
            await node.async_register_service(service, cooperating_responders=True)
            if known is None
            else await node.async_update_service(service)
        )
        self._tasks.spawn(_finish(announced), "announce")

    async def browse(self, tags: Iterable[str]) -> None:
        """Look for doors under these tags and no others.

        Raises:
            ValueError: One is not a tag.
        """
        wanted = {tag: _service_type(tag) for tag in tags}
        async with self._turn:
            if self._zeroconf is None:
                return
            for tag in self._browsers.keys() - wanted.keys():
                await self._browsers.pop(tag).async_cancel()
            for tag in wanted.keys() - self._browsers.keys():
                self._browsers[tag] = self._browser(self._zeroconf, tag)

    async def interfaces_changed(self) -> None:
        """Speak on the interfaces that exist now, and ask anew what is there."""
        async with self._turn:
            if self._zeroconf is None:
                return
            await self._zeroconf.async_update_interfaces(InterfaceChoice.All)
            for tag, browser in list(self._browsers.items()):
                await browser.async_cancel()
                self._browsers[tag] = self._browser(self._zeroconf, tag)

    async def stop(self) -> None:
        """Withdraw the announcements and close the sockets, in at most about two seconds."""
        await self._tasks.close()
        async with self._turn:
            node, self._zeroconf = self._zeroconf, None
            self._services.clear()
            self._browsers.clear()
        if node is None:
            return
        for closing in (node.async_unregister_all_services, node.async_close):
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await closing()
            except TimeoutError:
                _log.debug("mDNS did not close in time")

    def _service(self, tag: str, hosts: tuple[str, ...], port: int) -> ServiceInfo:
        service_type = _service_type(tag)
        return ServiceInfo(
            service_type,
            f"{self._instance}.{service_type}",
            port=port,
            properties={_PEER_ID: self._peer_id.encode()},
            server=f"{self._instance}.local.",
            parsed_addresses=list(hosts[:MAX_ADDRESSES]),
        )

    def _browser(self, node: AsyncZeroconf, tag: str) -> AsyncServiceBrowser:
        def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            if state_change is not ServiceStateChange.Removed and not name.startswith(self._instance):
                self._tasks.spawn(self._resolve(zeroconf, tag, name), f"resolve {name[:8]}")

        return AsyncServiceBrowser(node.zeroconf, _service_type(tag), handlers=[changed])

    async def _resolve(self, zeroconf: Zeroconf, tag: str, name: str) -> None:
        info = AsyncServiceInfo(_service_type(tag), name)
        if not await info.async_request(zeroconf, RESOLVE_SECONDS * 1000):
            _log.debug("the announcement %s could not be read", name)
            return
        peer_id = _peer_id(info.properties.get(_PEER_ID))
        addresses = tuple(f"{host}:{info.port}" for host in info.parsed_addresses(IPVersion.V4Only)[:MAX_ADDRESSES])
        if addresses and peer_id and peer_id != self._peer_id:
            self._on_found(tag, peer_id, addresses)


def _service_type(tag: str) -> str:
    if not (tag.isascii() and tag.isalnum() and len(tag) <= MAX_TAG_CHARACTERS):
        raise ValueError(f"not a tag: {tag!r:.40}")
    return f"_h-{tag}._tcp.local."


def _peer_id(value: bytes | None) -> PeerId:
    if value is None or len(value) > _LONGEST_PEER_ID or not value.isalnum():
        return PeerId("")
    return PeerId(value.decode("ascii"))


async def _finish(announcing: "asyncio.Future[None] | object") -> None:
    if isinstance(announcing, asyncio.Future):
        await announcing
