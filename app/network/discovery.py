"""Finding the swarm's nodes on the local network: mDNS as in libp2p's specification, on the asyncio loop.

One service type per swarm (`_p2p-TAG._udp`), one service per node, its multiaddrs in TXT entries named `dnsaddr`
(https://github.com/libp2p/specs/blob/master/discovery/mdns.md). It only reports what is announced: whoever answers
there must still prove itself. The library's own mDNS is not used: it blocks its loop for 1.5 s, keeps one registry of
handlers per process, and cannot follow interfaces that come and go.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable

from zeroconf import InterfaceChoice, IPVersion, ServiceInfo, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from app.domain.ids import PeerId
from app.lib.tasks import TaskOwner
from app.network.addresses import MAX_ADDRESSES_PER_PEER, best_first, multiaddr_text, parse_multiaddr

_log = logging.getLogger(__name__)

MAX_TAG_CHARACTERS = 11
RESOLVE_SECONDS = 3.0
CLOSE_SECONDS = 1.0

type FoundCallback = Callable[[str, PeerId, tuple[tuple[str, int], ...]], None]


class Discovery:
    """Announces this node and reports the others of the same tag.

    Args:
        tag: Scopes the search to one swarm; at most 11 characters (a service name has 15).
        peer_id: This node.
        on_found: Called with (name of the announcement, peer, addresses); again when they change.
        on_gone: Called with the name of an announcement that was withdrawn or ran out.

    Raises:
        ValueError: The tag does not fit.
    """

    def __init__(self, tag: str, peer_id: PeerId, on_found: FoundCallback, on_gone: Callable[[str], None]) -> None:
        if not (tag.isascii() and tag.isalnum() and len(tag) <= MAX_TAG_CHARACTERS):
            raise ValueError(f"not a discovery tag: {tag!r}")
        self._type = f"_p2p-{tag}._udp.local."
        self._instance = secrets.token_hex(16)
        self._peer_id = peer_id
        self._on_found = on_found
        self._on_gone = on_gone
        self._tasks = TaskOwner("discovery")
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None

    async def start(self, hosts: Iterable[str], port: int) -> None:
        """Announce `hosts` and `port`, and listen for others.

        Raises:
            OSError: No socket for mDNS could be opened.
        """
        try:
            self._zeroconf = AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)
        except RuntimeError as error:  # no interface at all
            raise OSError(str(error)) from error
        # The name is random, so probing for another owner of it (1.5 s) is left out.
        announced = await self._zeroconf.async_register_service(self._service(hosts, port), cooperating_responders=True)
        self._tasks.spawn(_finish(announced), "announce")
        self._browser = AsyncServiceBrowser(self._zeroconf.zeroconf, self._type, handlers=[self._changed])

    async def update(self, hosts: Iterable[str], port: int) -> None:
        """Announce other addresses, on the interfaces that exist now."""
        if self._zeroconf is None:
            return
        service = self._service(hosts, port)
        announced = await self._zeroconf.async_update_service(service)
        self._tasks.spawn(_finish(announced), "announce")
        # New interfaces get the announcement too; the question for others is asked anew by a new browser.
        await self._zeroconf.async_update_interfaces(InterfaceChoice.All)
        if self._browser is not None:
            await self._browser.async_cancel()
        self._browser = AsyncServiceBrowser(self._zeroconf.zeroconf, self._type, handlers=[self._changed])

    async def stop(self) -> None:
        """Withdraw the announcement and close the sockets, in at most about two seconds."""
        await self._tasks.close()
        node, self._zeroconf = self._zeroconf, None
        if node is None:
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await node.async_unregister_all_services()
        except TimeoutError:
            _log.debug("the announcement was not withdrawn in time")
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await node.async_close()
        except TimeoutError:
            _log.debug("mDNS was not closed in time")

    def _service(self, hosts: Iterable[str], port: int) -> ServiceInfo:
        addresses = [multiaddr_text(host, port) for host in best_first(hosts)][:MAX_ADDRESSES_PER_PEER]
        texts = {f"dnsaddr{i}" if i else "dnsaddr": f"{text}/p2p/{self._peer_id}" for i, text in enumerate(addresses)}
        return ServiceInfo(
            self._type,
            f"{self._instance}.{self._type}",
            port=port,
            properties=texts,
            server=f"{self._instance}.local.",
            parsed_addresses=[host for host in hosts if ":" not in host],
        )

    def _changed(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if name.startswith(self._instance):
            return
        if state_change is ServiceStateChange.Removed:
            self._on_gone(name)
        else:
            self._tasks.spawn(self._resolve(zeroconf, service_type, name), f"resolve {name[:8]}")

    async def _resolve(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        info = AsyncServiceInfo(service_type, name)
        if not await info.async_request(zeroconf, RESOLVE_SECONDS * 1000):
            _log.debug("the announcement %s could not be read", name)
            return
        found = read_announcement(info.properties)
        if found is not None and found[0] != self._peer_id:
            self._on_found(name, *found)


def read_announcement(
    properties: dict[bytes, bytes | None],
) -> tuple[PeerId, tuple[tuple[str, int], ...]] | None:
    """The peer and addresses in the TXT entries of an announcement; None when they make no sense.

    Addresses that cannot be read are left out; all others must name the same peer.
    """
    peers: set[str] = set()
    addresses: list[tuple[str, int]] = []
    for key, value in properties.items():
        if not key.startswith(b"dnsaddr") or value is None:
            continue
        try:
            text = value.decode("ascii")
            addresses.append(parse_multiaddr(text))
        except ValueError:
            continue
        peers.add(text.partition("/p2p/")[2])
    if len(peers) != 1 or not (peer_id := peers.pop()):
        return None
    return PeerId(peer_id), tuple(addresses[:MAX_ADDRESSES_PER_PEER])


async def _finish(announcing: "asyncio.Future[None] | object") -> None:
    if isinstance(announcing, asyncio.Future):
        await announcing
