"""The libp2p host of one swarm: its parts put together, restarted should it ever end. Runs on trio.

Importing this module imports py-libp2p (over a second): only the network's own thread does so.
"""

import logging
from collections.abc import Awaitable, Callable

import trio
from libp2p import new_host
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.custom_types import TProtocol
from libp2p.host.basic_host import BasicHost
from libp2p.network.config import ConnectionConfig, RetryConfig
from libp2p.network.swarm import Swarm
from libp2p.peer.id import ID
from libp2p.pubsub.gossipsub import GossipSub
from libp2p.pubsub.pubsub import Pubsub
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE
from libp2p.security.noise.transport import Transport as NoiseTransport
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX
from libp2p.stream_muxer.yamux.yamux import Yamux
from libp2p.tools.anyio_service import background_trio_service

from app.domain.ids import PeerId
from app.network import repairs
from app.network.address_book import Address, AddressBook
from app.network.addresses import listening_hosts, own_hosts, parse_dialable
from app.network.connections import Connections
from app.network.events import (
    GossipReceived,
    NetworkEvent,
    NetworkSettings,
    NetworkStopped,
    PeerUnreachable,
)
from app.network.listening import Listeners, choose_port, multiaddr, wanted_port
from app.network.requests import MAX_REQUESTS_PER_PEER, PROTOCOL, RequestServer, receive_answer, send_request
from app.network.swarm_table import SwarmTable

_log = logging.getLogger(__name__)

MAX_CONNECTIONS = 64
MAX_LIMITED_CONNECTIONS = 16
MAX_GOSSIP_BYTES = 1024 * 1024 - 4096
MESH_PROTOCOLS = (TProtocol("/meshsub/1.2.0"), TProtocol("/meshsub/1.1.0"))
INTERFACE_SECONDS = 2.0
TEND_INTERVAL_SECONDS = 2.0
MAX_REQUESTS_TO_PEER = MAX_REQUESTS_PER_PEER // 2
"""At once, the rest wait: a peer still counts one for a moment after its answer was read."""
RESTART_SECONDS = 1.0

type ListeningCallback = Callable[[frozenset[str], int], None]


class SwarmHost:
    """A member of the private network: finds no one by itself, but connects to everybody it is told of.

    Args:
        settings: Keys and names.
        emit: Gets every event; called on the trio loop.
        handle_request: Answers a peer's request; awaited on the trio loop.
        on_listening: Called with hosts and port when it listens and whenever that changes.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        emit: Callable[[NetworkEvent], None],
        handle_request: Callable[[PeerId, bytes], Awaitable[bytes]],
        on_listening: ListeningCallback,
    ) -> None:
        repairs.install()
        self._settings = settings
        self._emit = emit
        self._on_listening = on_listening
        self._requests = RequestServer(handle_request)
        self._key_pair = create_new_key_pair(settings.identity_seed)
        self.peer_id = PeerId(str(ID.from_pubkey(self._key_pair.public_key)))
        self._book = AddressBook(self.peer_id)
        self._port = 0
        self._limits: dict[PeerId, trio.CapacityLimiter] = {}
        self._connections: Connections | None = None
        self._pubsub: Pubsub | None = None

    async def run(self) -> None:
        """Be on the network until cancelled.

        Raises:
            NetworkError: The wanted port is in use, or an address in the settings is none.
        """
        port = wanted_port(self._settings)
        self._port = choose_port(listening_hosts(own_hosts(), self._settings.listen_addresses), port)
        self._know_bootstrap()
        while True:
            try:
                await self._run_once()
            except Exception:
                _log.warning("the libp2p host ended and is started again", exc_info=True)
            await trio.sleep(RESTART_SECONDS)

    def found(self, announcement: str, peer_id: PeerId, addresses: tuple[Address, ...]) -> None:
        """Note that a peer was announced; it is dialled."""
        if not _is_peer_id(peer_id):
            return
        self._book.learn(announcement, peer_id, addresses, trio.current_time())
        self._wake()

    def know(self, peer_id: PeerId, addresses: tuple[Address, ...]) -> None:
        """Note where a member may be, as others say; it is dialled there too."""
        if not _is_peer_id(peer_id):
            return
        self._book.know(peer_id, addresses, trio.current_time())
        self._wake()

    def know_tunnel(self, peer_id: PeerId, port: int | None) -> None:
        """Note the port of 127.0.0.1 that leads to a member through the link; None when it no longer does."""
        self._book.know_tunnel(peer_id, port, trio.current_time())
        self._wake()

    def _wake(self) -> None:
        if self._connections is not None:
            self._connections.wake()

    def gone(self, announcement: str) -> None:
        """Note that an announcement ended."""
        self._book.withdraw(announcement)

    async def publish(self, data: bytes) -> None:
        """Send to every member that listens to the topic.

        Raises:
            ValueError: More than about a megabyte.
            NetworkStopped: The host is just being started.
        """
        if len(data) > MAX_GOSSIP_BYTES:
            raise ValueError(f"a message of {len(data)} bytes is too large for gossip")
        if self._pubsub is None:
            raise NetworkStopped("the network is not running")
        await self._pubsub.publish(self._settings.topic, data)

    async def request(self, peer_id: PeerId, payload: bytes, timeout_seconds: float) -> bytes:
        """Ask a connected peer.

        Raises:
            ValueError: The payload is too large.
            PeerUnreachable: It is not connected, the connection broke, or there was no answer in time.
            RequestRefused: It could not handle the request.
        """
        connections = self._connections
        if connections is None:
            raise PeerUnreachable("the network is not running")
        limit = self._limits.setdefault(peer_id, trio.CapacityLimiter(MAX_REQUESTS_TO_PEER))
        try:
            with trio.fail_after(timeout_seconds):
                async with limit:
                    return await self._ask(connections, peer_id, payload)
        except trio.TooSlowError as error:
            raise PeerUnreachable(f"{peer_id} did not answer within {timeout_seconds} s") from error

    async def _ask(self, connections: Connections, peer_id: PeerId, payload: bytes) -> bytes:
        connection = connections.connection(peer_id)
        try:
            stream = await connections.open_stream(connection, PROTOCOL)
        except Exception as error:
            raise PeerUnreachable(f"no stream to {peer_id} could be opened: {error!r}") from error
        try:
            await send_request(stream, payload)
        except trio.Cancelled:
            # A write that was cut off leaves the library's connection locked for ever.
            await repairs.drop_connection(connection)
            raise
        try:
            return await receive_answer(stream)
        finally:
            with trio.CancelScope(shield=True), trio.move_on_after(repairs.CLOSE_SECONDS):
                await repairs.reset_quietly(stream)

    def _know_bootstrap(self) -> None:
        """Nobody is dialled beyond this network but who the user names."""
        known: dict[PeerId, list[Address]] = {}
        for text in self._settings.bootstrap_addresses:
            try:
                host, port, peer_id = parse_dialable(text)
            except ValueError as error:  # a transport that Hearth does not have
                _log.warning("a bootstrap address is left out: %s", error)
                continue
            known.setdefault(PeerId(peer_id), []).append((host, port))
        for peer_id, addresses in known.items():
            self.know(peer_id, tuple(addresses))

    async def _run_once(self) -> None:
        host, swarm = self._make_host()
        gossip = GossipSub(
            protocols=MESH_PROTOCOLS,
            degree=6,
            degree_low=4,
            degree_high=12,
            heartbeat_interval=1,  # 120 s by default: a newcomer would wait for that long
            spam_protection_enabled=False,  # counts a forwarder's messages, not an author's
        )
        pubsub = repairs.GuardedPubsub(host, gossip)
        connections = Connections(host, swarm, self._book, self._emit)
        hosts = listening_hosts(own_hosts(), self._settings.listen_addresses)
        addresses = [multiaddr(name, self._port) for name in hosts]
        async with (
            host.run(listen_addrs=addresses),
            background_trio_service(pubsub),
            background_trio_service(gossip),
            trio.open_nursery() as nursery,
        ):
            await repairs.stop_auto_connector(host)
            swarm.register_notifee(connections)
            await pubsub.wait_until_ready()
            self._connections, self._pubsub = connections, pubsub
            try:
                nursery.start_soon(self._receive_gossip, pubsub)
                nursery.start_soon(connections.run)
                nursery.start_soon(self._tend_gossip, pubsub, connections)
                if self._settings.dht:
                    nursery.start_soon(SwarmTable(host, connections, self._book).run)
                await self._follow_interfaces(
                    Listeners(swarm, self._port, self._settings.listen_addresses), connections
                )
            finally:
                self._connections = self._pubsub = None

    def _make_host(self) -> tuple[BasicHost, Swarm]:
        noise = NoiseTransport(self._key_pair, noise_privkey=create_noise_key_pair().private_key)
        host = new_host(
            key_pair=self._key_pair,
            psk=self._settings.psk.hex(),
            sec_opt={NOISE: noise},
            muxer_opt={TProtocol(YAMUX): Yamux},
            disable_identify_address_discovery=True,
            connection_config=connection_limits(limited=self._settings.limits),
        )
        swarm = host.get_network()
        if not isinstance(host, BasicHost) or not isinstance(swarm, Swarm):
            raise TypeError("this is not the version of libp2p that Hearth is made for")
        swarm.retry_config = RetryConfig(max_retries=0)  # the address book decides when to try again
        host.set_stream_handler(PROTOCOL, self._requests.serve)
        repairs.guard_streams(host)
        return host, swarm

    async def _receive_gossip(self, pubsub: Pubsub) -> None:
        subscription = await pubsub.subscribe(self._settings.topic)
        while True:  # the library drops what comes while 32 messages wait here
            message = await subscription.get()
            author = PeerId(str(ID(message.from_id)))
            if author != self.peer_id:
                self._emit(GossipReceived(author, bytes(message.data)))

    async def _tend_gossip(self, pubsub: repairs.GuardedPubsub, connections: Connections) -> None:
        while True:
            async with trio.open_nursery() as nursery:
                for peer_id in connections.present:
                    nursery.start_soon(pubsub.tend, ID.from_string(peer_id), self._settings.topic)
            await trio.sleep(TEND_INTERVAL_SECONDS)

    async def _follow_interfaces(self, listeners: Listeners, connections: Connections) -> None:
        self._on_listening(listeners.hosts, listeners.port)
        while True:
            await trio.sleep(INTERFACE_SECONDS)
            if await listeners.follow_interfaces():
                self._on_listening(listeners.hosts, listeners.port)
                self._book.retry_all(trio.current_time())
                connections.wake()


def connection_limits(*, limited: bool) -> ConnectionConfig:
    """How many connections the library holds at once."""
    most = MAX_LIMITED_CONNECTIONS if limited else MAX_CONNECTIONS
    return ConnectionConfig(min_connections=0, low_watermark=0, high_watermark=most, max_connections=most)


def _is_peer_id(text: str) -> bool:
    try:
        ID.from_string(text)
    except Exception:
        _log.debug("not a peer id: %r", text)
        return False
    return True
