"""Hosts in this process, on loopback: for tests of what travels between them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import trio
from libp2p import new_host
from libp2p.abc import INetConn, INetStream, INetwork, INotifee
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.custom_types import TProtocol
from libp2p.host.basic_host import BasicHost
from libp2p.network.config import ConnectionConfig
from libp2p.network.swarm import Swarm
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE
from libp2p.security.noise.transport import Transport as NoiseTransport
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX
from libp2p.stream_muxer.yamux.yamux import Yamux

from app.domain.ids import PeerId
from app.network import repairs
from app.network.events import GossipReceived, NetworkEvent, PeerConnected, PeerDisconnected
from app.network.host import SwarmHost
from app.network.listening import choose_port, multiaddr
from tests.network.node_process import settings_of

LIMIT_SECONDS = 30.0


def run(main: Callable[[], Awaitable[None]]) -> None:
    """Run a trio test, bounded in time."""

    async def bounded() -> None:
        with trio.fail_after(LIMIT_SECONDS):
            await main()

    trio.run(bounded)


class Member:
    """A `SwarmHost` that is running, and what it said.

    Args:
        seed: Of its identity.
        answer: How it answers requests; in reverse by default.
        changes: Settings that differ from the usual.
    """

    def __init__(
        self, seed: str, answer: Callable[[PeerId, bytes], Awaitable[bytes]] | None = None, **changes: Any
    ) -> None:
        self.events: list[NetworkEvent] = []
        self.port = 0
        self.runs = 0
        self._changed = trio.Event()
        self.host = SwarmHost(
            replace(settings_of(seed, "secret", "tag"), **changes), self._note, answer or reverse, self._listens
        )

    @property
    def peer_id(self) -> PeerId:
        """Its peer id."""
        return self.host.peer_id

    async def wait_for(self, condition: Callable[[NetworkEvent], bool]) -> NetworkEvent:
        """The first event that fits."""
        while True:
            for event in self.events:
                if condition(event):
                    return event
            await self._changed.wait()

    async def wait_for_count(self, kind: type[PeerConnected | PeerDisconnected], count: int) -> None:
        """Until so many events of a kind have come."""
        while sum(isinstance(event, kind) for event in self.events) < count:
            await self._changed.wait()

    async def wait_until_listening(self) -> None:
        """Until it has a port."""
        while not self.port:
            await self._changed.wait()

    def meet(self, other: "Member") -> None:
        """Have it told where another is."""
        self.host.found(f"announcement of {other.peer_id}", other.peer_id, (("127.0.0.1", other.port),))

    async def gossip_reaches(self, other: "Member", text: bytes) -> None:
        """Publish until the other has heard it: the subscription takes a moment to travel."""
        while GossipReceived(self.peer_id, text) not in other.events:
            await self.host.publish(text)
            await trio.sleep(0.1)

    def _note(self, event: NetworkEvent) -> None:
        self.events.append(event)
        self._tell()

    def _listens(self, hosts: frozenset[str], port: int) -> None:
        self.port = port
        self.runs += 1
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = trio.Event()


async def reverse(peer_id: PeerId, payload: bytes) -> bytes:
    """An answer."""
    return payload[::-1]


@asynccontextmanager
async def connected_pair(
    answer: Callable[[PeerId, bytes], Awaitable[bytes]] | None = None,
) -> AsyncIterator[tuple[Member, Member]]:
    """Two members that are connected; `answer` is the second's."""
    first, second = Member("first"), Member("second", answer)
    async with trio.open_nursery() as nursery:
        for member in (first, second):
            nursery.start_soon(member.host.run)
            await member.wait_until_listening()
        first.meet(second)
        second.meet(first)
        for member in (first, second):
            await member.wait_for(lambda event: isinstance(event, PeerConnected))
        yield first, second
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def library_host(seed: str) -> AsyncIterator[BasicHost]:
    """A host of the library without any of the repairs to its parts, listening on loopback."""
    key_pair = create_new_key_pair(seed.encode().ljust(32, b"."))
    host = new_host(
        key_pair=key_pair,
        sec_opt={NOISE: NoiseTransport(key_pair, noise_privkey=create_noise_key_pair().private_key)},
        muxer_opt={TProtocol(YAMUX): Yamux},
        disable_identify_address_discovery=True,
        connection_config=ConnectionConfig(min_connections=0, low_watermark=0),
    )
    assert isinstance(host, BasicHost)
    repairs.quiet_logs()
    sockets = SocketKeeper()
    host.get_network().register_notifee(sockets)
    try:
        async with host.run(listen_addrs=[multiaddr("127.0.0.1", choose_port(["127.0.0.1"], 0))]):
            await repairs.stop_auto_connector(host)
            yield host
    finally:
        sockets.close()


class SocketKeeper(INotifee):
    """Closes the sockets that a host leaves open when it ends with an error."""

    def __init__(self) -> None:
        self._sockets: list[trio.socket.SocketType] = []

    def close(self) -> None:
        """Close them."""
        for raw in self._sockets:
            raw.close()

    async def connected(self, network: INetwork, conn: INetConn) -> None:
        """Remember its socket."""
        if (raw := repairs.raw_socket(conn)) is not None:
            self._sockets.append(raw)

    async def disconnected(self, network: INetwork, conn: INetConn) -> None:
        """Not of interest."""

    async def opened_stream(self, network: INetwork, stream: INetStream) -> None:
        """Not of interest."""

    async def closed_stream(self, network: INetwork, stream: INetStream) -> None:
        """Not of interest."""

    async def listen(self, network: INetwork, multiaddr: object) -> None:
        """Not of interest."""

    async def listen_close(self, network: INetwork, multiaddr: object) -> None:
        """Not of interest."""


def port_of(host: BasicHost) -> int:
    """Where a library host listens."""
    return int(host.get_transport_addrs()[0].value_for_protocol("tcp") or 0)


async def join(client: BasicHost, server: BasicHost) -> None:
    """Connect two library hosts."""
    swarm = client.get_network()
    assert isinstance(swarm, Swarm)
    await swarm.dial_addr(multiaddr("127.0.0.1", port_of(server)), server.get_id())
