"""The swarm's network as the node sees it: asyncio outside, libp2p on trio in a thread inside.

Finds the members on the local network, keeps connections to them, carries gossip and small requests. Weights,
activations and routed requests ride links, not this.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.ids import PeerId
from app.lib.tasks import TaskOwner
from app.network.addresses import (
    MAX_ADDRESSES_PER_PEER,
    address_text,
    best_first,
    is_loopback,
    multiaddr_text,
    parse_dialable,
)
from app.network.events import NetworkError, NetworkEvent, NetworkSettings, NetworkStopped

if TYPE_CHECKING:  # importing these takes over a second: done in the network's own thread
    from app.network.bridge import AsyncioCaller, TrioThread
    from app.network.discovery import Discovery
    from app.network.host import SwarmHost

_log = logging.getLogger(__name__)

STOP_SECONDS = 2.5


class SwarmNetwork:
    """This node on its swarm's network.

    Args:
        settings: Keys and names.
        on_event: Gets every event, on the asyncio loop that called `start`.
        handle_request: Answers the request of a peer (its id, the payload), on the same loop; an exception becomes
            a refusal that says nothing of why.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        on_event: Callable[[NetworkEvent], None],
        handle_request: Callable[[PeerId, bytes], Awaitable[bytes]],
    ) -> None:
        self._settings = settings
        self._on_event = on_event
        self._handle_request = handle_request
        self._tasks = TaskOwner("network")
        self._listening = asyncio.Event()
        self._addresses: tuple[tuple[str, int], ...] = ()
        self._running = False
        self._thread: TrioThread | None = None
        self._host: SwarmHost | None = None
        self._discovery: Discovery | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """`host:port` of every address this node listens on, loopback last; empty before it does."""
        return tuple(address_text(host, port) for host, port in self._addresses)

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1 too; 0 before it does."""
        return self._addresses[0][1] if self._addresses else 0

    @property
    def multiaddrs(self) -> tuple[str, ...]:
        """Where other machines may reach this node: what it listens on but for loopback, and what it is to announce."""
        own = (multiaddr_text(host, port) for host, port in self._addresses if not is_loopback(host))
        return tuple(dict.fromkeys((*own, *self._settings.announce_addresses)))

    @property
    def peer_id(self) -> PeerId:
        """This node, as the others see it.

        Raises:
            NetworkStopped: It was not started.
        """
        return self._running_parts()[1].peer_id

    async def start(self) -> None:
        """Listen, announce this node, and look for the others; returns when it listens.

        Raises:
            NetworkError: The wanted port is in use, or libp2p did not start.
        """
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(_import_libraries)
        from app.network.bridge import AsyncioCaller, TrioThread

        self._running = True
        self._thread = thread = TrioThread("libp2p")
        await thread.start()
        try:
            self._host = host = await thread.run(lambda: self._make_host(AsyncioCaller(loop, self._tasks)))
            serving = thread.run(host.run)
            listening = self._tasks.spawn(self._wait_until_listening(), "listening")
            await asyncio.wait([serving, listening], return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
                raise NetworkStopped("the network ended as it was started")
            serving.add_done_callback(self._served)
            await self._start_discovery(host)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Say goodbye and close everything, in at most five seconds. No event comes after it was called."""
        self._running = False
        discovery, self._discovery = self._discovery, None
        if discovery is not None:
            await discovery.stop()
        thread, self._thread = self._thread, None
        self._host = None
        if thread is not None and not await thread.stop(STOP_SECONDS):
            _log.warning("the libp2p thread did not end in time and is left behind")
        await self._tasks.close()
        self._addresses = ()
        self._listening.clear()

    def know(self, peer_id: PeerId, multiaddrs: Iterable[str]) -> None:
        """Note where a member may be, as it or others say: it is dialled there too. What cannot be read is left out."""
        addresses = []
        for text in tuple(multiaddrs)[:MAX_ADDRESSES_PER_PEER]:
            try:
                host, port, named = parse_dialable(text)
            except ValueError:
                _log.debug("not an address: %.100r", text)
                continue
            if named in ("", peer_id):
                addresses.append((host, port))
        if self._thread is not None and (swarm_host := self._host) is not None:
            self._thread.post(lambda: swarm_host.know(peer_id, tuple(addresses)))

    def know_tunnel(self, peer_id: PeerId, port: int | None) -> None:
        """Note the port of 127.0.0.1 that leads to a member through its link; None when it no longer does."""
        if self._thread is not None and (swarm_host := self._host) is not None:
            self._thread.post(lambda: swarm_host.know_tunnel(peer_id, port))

    async def rekey(self, psk: bytes, discovery_tag: str, topic: str) -> None:
        """Leave this private network for another one of the same swarm.

        Raises:
            NetworkError: It did not start; to be tried again.
        """
        await self.stop()
        self._settings = replace(self._settings, psk=psk, discovery_tag=discovery_tag, topic=topic)
        await self.start()

    async def publish(self, data: bytes) -> None:
        """Send to every connected member, and by them to all others. Not durable: who is away misses it.

        Raises:
            ValueError: More than about a megabyte.
            NetworkError: The network is not running.
        """
        thread, host = self._running_parts()
        await thread.run(lambda: host.publish(data))

    async def request(self, peer_id: PeerId, payload: bytes, timeout_seconds: float = 10) -> bytes:
        """Ask a connected peer; at most 8 MiB each way. Cancelling it cancels it on the network too.

        Raises:
            ValueError: The payload is too large.
            PeerUnreachable: It is not connected, the connection broke, or there was no answer in time.
            RequestRefused: It could not handle the request.
            NetworkStopped: The network is not running.
        """
        thread, host = self._running_parts()
        return await thread.run(lambda: host.request(peer_id, payload, timeout_seconds))

    async def _make_host(self, caller: "AsyncioCaller") -> "SwarmHost":
        from app.network.host import SwarmHost

        async def handle(peer_id: PeerId, payload: bytes) -> bytes:
            async def answer() -> bytes:
                return await self._handle_request(peer_id, payload)

            return await caller.call(answer, "request")

        return SwarmHost(
            self._settings,
            emit=lambda event: caller.post(lambda: self._deliver(event)),
            handle_request=handle,
            on_listening=lambda hosts, port: caller.post(lambda: self._listens(hosts, port)),
        )

    async def _wait_until_listening(self) -> None:
        await self._listening.wait()

    async def _start_discovery(self, host: "SwarmHost") -> None:
        from app.network.discovery import Discovery

        thread = self._running_parts()[0]
        discovery = Discovery(
            self._settings.discovery_tag,
            host.peer_id,
            on_found=lambda name, peer_id, addresses: thread.post(lambda: host.found(name, peer_id, addresses)),
            on_gone=lambda name: thread.post(lambda: host.gone(name)),
        )
        await discovery.start(self._hosts(), self._addresses[0][1])
        self._discovery = discovery

    def _running_parts(self) -> "tuple[TrioThread, SwarmHost]":
        if self._thread is None or self._host is None:
            raise NetworkStopped("the network is not running")
        return self._thread, self._host

    def _hosts(self) -> tuple[str, ...]:
        return tuple(host for host, _ in self._addresses)

    def _deliver(self, event: NetworkEvent) -> None:
        if self._running:
            self._on_event(event)

    def _listens(self, hosts: frozenset[str], port: int) -> None:
        self._addresses = tuple((host, port) for host in best_first(hosts))
        self._listening.set()
        if self._discovery is not None and self._running:
            self._tasks.spawn(self._discovery.update(self._hosts(), port), "announce")

    def _served(self, serving: "asyncio.Future[None]") -> None:
        error = None if serving.cancelled() else serving.exception()
        if self._running and error is not None:
            _log.error("the network ended", exc_info=error)


def _import_libraries() -> None:
    """In a thread, since it takes over a second."""
    try:
        from app.network import bridge, discovery, host
    except ImportError as error:
        raise NetworkError(f"libp2p cannot be imported: {error}") from error
    del bridge, discovery, host
