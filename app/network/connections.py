"""The connections to peers: dialling, noticing dead ones, and saying once who is there. Runs on trio."""

import logging
import os
from collections.abc import Callable, Iterable

import trio
from libp2p.abc import INetConn, INetStream, INetwork, INotifee
from libp2p.custom_types import TProtocol
from libp2p.host.basic_host import BasicHost
from libp2p.host.ping import ID as PING
from libp2p.host.ping import PING_LENGTH
from libp2p.network.swarm import Swarm
from libp2p.peer.id import ID
from libp2p.protocol_muxer.multiselect_communicator import MultiselectCommunicator

from app.domain.ids import PeerId
from app.network.address_book import Address, AddressBook
from app.network.addresses import address_text, is_name, is_usable, own_hosts, worth_dialling
from app.network.events import NetworkEvent, PeerConnected, PeerDisconnected, PeerUnreachable
from app.network.listening import multiaddr
from app.network.repairs import drop_connection, raw_socket

_log = logging.getLogger(__name__)

DIAL_SECONDS = 5.0
STAGGER_SECONDS = 0.1
PING_INTERVAL_SECONDS = 2.0
PING_TIMEOUT_SECONDS = 3.5
CHECK_SECONDS = 1.0
LOOPBACK = "127.0.0.1"


class Connections(INotifee):
    """Keeps one connection, or more, to every peer that is announced.

    Args:
        host: The library's host; running, its swarm notifies this object.
        book: Who is known; kept by the caller across restarts of the host.
        emit: Gets `PeerConnected` and `PeerDisconnected`.
    """

    def __init__(self, host: BasicHost, swarm: Swarm, book: AddressBook, emit: Callable[[NetworkEvent], None]) -> None:
        self._host = host
        self._swarm = swarm
        self._book = book
        self._emit = emit
        self._present: set[PeerId] = set()
        self._dialling: set[PeerId] = set()
        self._wake = trio.Event()
        self._nursery: trio.Nursery | None = None

    async def run(self) -> None:
        """Dial who is due and watch over what is connected; until cancelled."""
        try:
            async with trio.open_nursery() as nursery:
                self._nursery = nursery
                while True:
                    self._check()
                    for peer_id, addresses in self._book.take_due(self._present | self._dialling, trio.current_time()):
                        nursery.start_soon(self._dial, peer_id, addresses)
                    await self._sleep()
        finally:
            self._nursery = None
            for connection in self._swarm.get_connections():
                if (raw := raw_socket(connection)) is not None:
                    raw.close()
            for peer_id in list(self._present):
                self._present.discard(peer_id)
                self._emit(PeerDisconnected(peer_id))

    @property
    def present(self) -> tuple[PeerId, ...]:
        """Who is connected."""
        return tuple(self._present)

    def wake(self) -> None:
        """Look into the address book now."""
        self._wake.set()

    def connection(self, peer_id: PeerId) -> INetConn:
        """The newest open connection to a peer.

        Raises:
            PeerUnreachable: There is none.
        """
        for connection in reversed(self._swarm.get_connections(ID.from_string(peer_id))):
            if not connection.is_closed:
                return connection
        raise PeerUnreachable(f"{peer_id} is not connected")

    async def open_stream(self, connection: INetConn, protocol: TProtocol) -> INetStream:
        """A new stream of a protocol on one certain connection; the caller sets the time limit.

        Raises:
            Exception: Whatever the library raises when the peer does not speak it or is gone.
        """
        stream = await connection.new_stream()
        try:
            communicator = MultiselectCommunicator(stream)
            await self._host.multiselect_client.select_one_of([protocol], communicator, int(DIAL_SECONDS))
        except BaseException:
            with trio.CancelScope(shield=True), trio.move_on_after(CHECK_SECONDS):
                await stream.reset()
            raise
        stream.set_protocol(protocol)
        return stream

    async def connected(self, network: INetwork, conn: INetConn) -> None:
        """The swarm made or accepted a connection."""
        if self._nursery is not None:
            self._nursery.start_soon(self._watch, conn)
        self._check()

    async def disconnected(self, network: INetwork, conn: INetConn) -> None:
        """The swarm lost a connection."""
        self._check()

    async def opened_stream(self, network: INetwork, stream: INetStream) -> None:
        """Not of interest."""

    async def closed_stream(self, network: INetwork, stream: INetStream) -> None:
        """Not of interest."""

    async def listen(self, network: INetwork, multiaddr: object) -> None:
        """Not of interest."""

    async def listen_close(self, network: INetwork, multiaddr: object) -> None:
        """Not of interest."""

    def _check(self) -> None:
        """Compare who is there with who was; the library's notices alone can be lost when a closing is cancelled."""
        open_connections: dict[PeerId, INetConn] = {}
        for connection in self._swarm.get_connections():
            if not connection.is_closed:
                open_connections.setdefault(PeerId(str(connection.muxed_conn.peer_id)), connection)
        for peer_id in self._present - open_connections.keys():
            self._present.discard(peer_id)
            self._book.lost(peer_id, trio.current_time())
            self.wake()
            self._emit(PeerDisconnected(peer_id))
        for peer_id, connection in open_connections.items():
            if peer_id not in self._present:
                self._present.add(peer_id)
                self._emit(PeerConnected(peer_id, _remote_address(connection)))

    async def _sleep(self) -> None:
        due = self._book.next_due_seconds(self._present | self._dialling)
        wait = CHECK_SECONDS if due is None else min(CHECK_SECONDS, max(0.0, due - trio.current_time()))
        with trio.move_on_after(wait):
            await self._wake.wait()
        self._wake = trio.Event()

    async def _dial(self, peer_id: PeerId, addresses: Iterable[Address]) -> None:
        """Race all addresses; `host.connect` of the library would try one, and wait 250 ms before it."""
        self._dialling.add(peer_id)
        try:
            with trio.move_on_after(DIAL_SECONDS):
                candidates = worth_dialling(await resolve(addresses), own_hosts())
                if (port := self._book.tunnel_port(peer_id)) is not None:
                    candidates = (*candidates, (LOOPBACK, port))  # last: a connection of its own is quicker
                async with trio.open_nursery() as nursery:
                    for position, address in enumerate(candidates):
                        nursery.start_soon(self._dial_one, peer_id, address, position, nursery.cancel_scope)
        finally:
            self._dialling.discard(peer_id)
            self.wake()

    async def _dial_one(self, peer_id: PeerId, address: Address, position: int, race: trio.CancelScope) -> None:
        await trio.sleep(position * STAGGER_SECONDS)
        try:
            await self._swarm.dial_addr(multiaddr(*address), ID.from_string(peer_id))
        except Exception as error:
            _log.debug("%s was not reached at %s: %r", peer_id, address_text(*address), error)
            return
        race.cancel()

    async def _watch(self, connection: INetConn) -> None:
        """Ping a connection until it is dead; the library itself never notices a frozen peer or a pulled cable."""
        stream: INetStream | None = None
        broken_streams = 0
        while not connection.is_closed:
            await trio.sleep(PING_INTERVAL_SECONDS)
            try:
                with trio.fail_after(PING_TIMEOUT_SECONDS):
                    stream = stream or await self.open_stream(connection, PING)
                    await _ping(stream)
                broken_streams = 0
            except Exception as error:
                # After this machine slept, the peer may have closed the stream but not the connection.
                stream, broken_streams = None, broken_streams + 1
                if not isinstance(error, trio.TooSlowError) and broken_streams == 1:
                    continue
                if not connection.is_closed:
                    _log.info("%s does not answer: %r", connection.muxed_conn.peer_id, error)
                    await drop_connection(connection)
        self._check()


async def resolve(addresses: Iterable[Address]) -> tuple[Address, ...]:
    """The addresses with names looked up, now and not from memory; names without an address are left out."""
    found: list[Address] = []
    for host, port in addresses:
        if not is_name(host):
            found.append((host, port))
            continue
        try:
            entries = await trio.socket.getaddrinfo(host, port, type=trio.socket.SOCK_STREAM)
        except OSError as error:
            _log.debug("%s has no address: %s", host, error)
            continue
        found += [(str(entry[4][0]), port) for entry in entries if is_usable(str(entry[4][0]))]
    return tuple(dict.fromkeys(found))


async def _ping(stream: INetStream) -> None:
    await stream.write(os.urandom(PING_LENGTH))
    received = 0
    while received < PING_LENGTH:
        chunk = await stream.read(PING_LENGTH - received)
        if not chunk:
            raise PeerUnreachable("the ping stream ended")
        received += len(chunk)


def _remote_address(connection: INetConn) -> str:
    raw = raw_socket(connection)
    if raw is None:
        return ""
    try:
        host, port = raw.getpeername()[:2]
    except OSError:
        return ""
    return address_text(host, port)
