"""The link of one node: serves what peers open, opens what its owner asks for, ends all of it when a peer is lost.

Synchronous and threaded; how the owner reaches it is in `process.py`.
"""

import contextlib
import socket
import threading
from collections.abc import Callable

from app.domain.ids import LeaseId, PeerId
from app.link.acceptor import Acceptor
from app.link.beat_messages import BeatKind, BeatMessage
from app.link.channels import Channel, ChannelTable, TooManyChannelsError
from app.link.copies import Copies
from app.link.descriptors import raise_descriptor_limit
from app.link.dialer import Dialled, join_address, probe
from app.link.events import AllocationRefused, IncomingRefused, LeaseLost, LinkEvent, WorkerGone
from app.link.file_sender import FileSender
from app.link.header import ChannelKind, Header
from app.link.incoming import Incoming
from app.link.kept_weights import WeightSource
from app.link.leases import LeaseTable, ServedLease
from app.link.local_sockets import LOOPBACK, connect_endpoint
from app.link.peer import PeersListener, relay_of
from app.link.peers import Peers
from app.link.pump import NO_FILTERS, Filters, Pump
from app.link.relaying import Relaying, answer
from app.link.rpc_frames import FrameError
from app.link.rpc_gate import RpcGate
from app.link.secure_stream import SecureStream
from app.link.settings import LinkCredentials, LinkSettings
from app.link.tls import make_contexts
from app.link.tunnels import Tunnels
from app.link.ways import Ways


class LinkService:
    """The link of one node.

    Args:
        settings: What it is made from.
        emit: Takes events, from any thread.

    Attributes:
        port: Where peers connect.
        network_port: Where this node's libp2p listens on 127.0.0.1: there `network` channels of peers go.
        files: Gives peers the models that this node shares.
        copies: Models on their way here.

    Raises:
        OSError: The port is not free, or the credentials cannot be used.
        ValueError: The credentials cannot be used.
    """

    def __init__(self, settings: LinkSettings, emit: Callable[[LinkEvent], None]) -> None:
        self._settings = settings
        self._contexts = make_contexts(settings.credentials, settings.runtime_directory)
        self._emit = emit
        listener = _listen(settings.listen_host, settings.listen_port)
        self.port: int = listener.getsockname()[1]
        self.network_port = 0
        self._channels = ChannelTable(raise_descriptor_limit())
        self._leases = LeaseTable()
        self._going = threading.Lock()
        self._ways = Ways(
            lambda: self._contexts,
            lambda: self.peers,
            self._channels,
            self._serve,
            lambda session: Header(ChannelKind.BEAT, session=session, listen_port=self.port, takes_load=True),
        )
        self._relaying = Relaying(
            lambda: self._contexts,
            lambda: self.peers,
            self._channels,
            self._ways.open_channel,
            self._serve,
            is_willing=settings.relay,
        )
        self.peers = Peers(
            settings.peer_id,
            self._ways.open_beat,
            PeersListener(emit, self._peer_gone, self._lease_ended_there, lambda *call: self._ways.call_back(*call)),
            settings.removed_peers,
        )
        self.files = FileSender()
        self.copies = Copies(self._channels, self._ways.open_channel, emit)
        acceptor = Acceptor()
        self.tunnels = Tunnels(settings.runtime_directory, acceptor, self._channels, self._ways.open_channel, emit)
        incoming = Incoming(
            lambda: self._contexts.server,
            self._admit,
            self._serve,
            lambda address, reason: emit(IncomingRefused(address, reason)),
        )
        acceptor.add(listener, incoming.accepted)

    def forget(self, peer_id: PeerId) -> None:
        """End everything with a peer, and take nothing from it until it is connected again."""
        self.peers.forget(peer_id)
        self.tunnels.close_ways_to(peer_id)
        self._peer_gone(peer_id, "it was removed")

    def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """End everything with these peers now, and refuse them from now on; peers not among them are so no more."""
        self.peers.set_removed(peer_ids)
        for peer_id in peer_ids:
            self.tunnels.close_ways_to(peer_id)
            self._peer_gone(peer_id, "it was removed")

    def replace_credentials(self, credentials: LinkCredentials) -> None:
        """Use these for new connections; those that stand go on.

        Raises:
            OSError, ValueError: They cannot be used; the old ones are kept.
        """
        self._contexts = make_contexts(credentials, self._settings.runtime_directory)
        self.peers.dial_missing()

    def probe(self, address: str) -> PeerId:
        """Who is at an address.

        Raises:
            DialError, StrangerError, ValueError: As of `dialer.probe`.
        """
        return probe(address, self._contexts.client, self._admit)

    def open_tunnel(self, lease_id: LeaseId, peer_id: PeerId) -> int:
        """Open the local end of a lease; its port on 127.0.0.1.

        Raises:
            ConnectionError: The peer is not connected.
        """
        if not self.peers.addresses_of(peer_id):
            raise ConnectionError("the peer is not connected")
        return self.tunnels.open_tunnel(lease_id, peer_id)

    def serve_lease(self, lease: ServedLease) -> None:
        """Let a peer reach a worker of this node, and allocate so much there."""
        self._leases.serve(lease)

    def add_weights(self, lease_id: LeaseId, sources: dict[int, WeightSource], *, is_all: bool) -> None:
        """Weights that a lease's worker need not be sent; nothing when there is no such lease."""
        weights = self._leases.weights_of(lease_id)
        if weights is not None:
            weights.add(sources, is_all=is_all)

    def end_lease(self, lease_id: LeaseId) -> None:
        """End a lease and its channels now."""
        lease = self._leases.end(lease_id)
        self._channels.abort_lease(lease_id)
        if lease is not None:
            # The head may have no channel open at the moment that would tell it.
            self.peers.say(lease.peer_id, BeatMessage(BeatKind.LEASE_ENDED, text=lease_id))

    def _worker_gone(self, lease: ServedLease) -> None:
        # Not when the lease has ended already, which closes these sockets too.
        if self._leases.find(lease.lease_id, lease.peer_id) is lease:
            self.end_lease(lease.lease_id)
            self._emit(WorkerGone(lease.lease_id))

    def _admit(self, peer_id: PeerId) -> None:
        if self.peers.is_removed(peer_id):
            raise ConnectionRefusedError(f"{peer_id} was removed")

    def _lease_ended_there(self, peer_id: PeerId, lease_id: LeaseId) -> None:
        if self.tunnels.close_tunnel(lease_id, peer_id):
            self._emit(LeaseLost(lease_id, "its worker has ended"))

    def _peer_gone(self, peer_id: PeerId, reason: str) -> None:
        # One at a time: its leases are said to be lost before the peer is.
        with self._going:
            lease_ids = self.tunnels.close_all_of(peer_id) + self._leases.end_all_of(peer_id)
            self._channels.abort_peer(peer_id)
            for lease_id in lease_ids:
                self._emit(LeaseLost(lease_id, reason))

    def _serve(self, peer_id: PeerId, header: Header, stream: SecureStream, host: str) -> None:
        is_handed_on = False
        try:
            self.peers.check_welcome(peer_id)
            if header.kind is ChannelKind.CALL_BACK:
                self._ways.called_back(peer_id, header.session, stream)
                is_handed_on = True
            elif header.kind is ChannelKind.PROBE:
                answer(stream)
            elif header.kind is ChannelKind.BEAT:
                address = host if relay_of(host) else join_address(host, header.listen_port)
                offered = Dialled(stream, address, header.session, header.takes_load)
                self.peers.serve_incoming(peer_id, offered, lambda session: answer(stream, session=session))
            else:
                self._serve_channel(peer_id, header, stream)
        except (ConnectionRefusedError, TooManyChannelsError) as error:
            with contextlib.suppress(OSError):
                answer(stream, str(error))
        except OSError:
            pass  # the connection broke, which its own end knows too
        finally:
            if not is_handed_on:
                stream.close()

    def _serve_channel(self, peer_id: PeerId, header: Header, stream: SecureStream) -> None:
        channel = self._channels.open(peer_id, header.lease_id)
        try:
            channel.attach(stream.raw)
            # In this order: what is lost or ended from here on finds the channel in the table.
            if not self.peers.wait_until_beating(peer_id):
                raise ConnectionRefusedError("there is no beat connection")
            if header.kind is ChannelKind.RPC:
                self._serve_rpc(channel, stream)
            elif header.kind is ChannelKind.RELAY:
                self._relaying.serve_relay(peer_id, header.peer_id or PeerId(""), stream)
            elif header.kind is ChannelKind.RELAYED:
                self._relaying.serve_relayed(peer_id, stream)
            elif header.kind is ChannelKind.FILE:
                answer(stream)
                self.files.serve(peer_id, stream)
            elif header.kind is ChannelKind.NETWORK:
                local = _reach(f"tcp:{LOOPBACK}:{self.network_port}", "the libp2p node")
                self._run(channel, stream, local, NO_FILTERS)
            else:
                local = _reach(self._settings.peer_api_endpoint, "the API for peers")
                self._run(channel, stream, local, NO_FILTERS)
        finally:
            self._channels.close(channel)

    def _serve_rpc(self, channel: Channel, stream: SecureStream) -> None:
        lease = self._leases.find(channel.lease_id, channel.peer_id) if channel.lease_id else None
        if lease is None:
            raise ConnectionRefusedError("there is no such lease")
        limit_bytes = lease.account.limit_bytes
        gate = RpcGate(
            lease.account,
            lambda requested: self._emit(AllocationRefused(lease.lease_id, requested, limit_bytes)),
            lease.weights,
        )
        try:
            local = _reach(f"tcp:{LOOPBACK}:{lease.worker_port}", "the worker")
            if self._run(channel, stream, local, Filters(gate.requests, gate.answers)):
                self._worker_gone(lease)
        except FrameError as error:
            self._emit(IncomingRefused(str(channel.peer_id), f"lease {lease.lease_id}: {error}"))
        finally:
            gate.close()

    def _run(self, channel: Channel, stream: SecureStream, local: socket.socket, filters: Filters) -> bool:
        """Carry the channel until it ends; whether it was the local socket that ended it."""
        try:
            channel.attach(local)
            answer(stream)
            pump = Pump(stream, local, channel.traffic, filters, half_close=channel.lease_id is None)
            pump.run()
            return pump.local_ended_first
        finally:
            local.close()


def _listen(host: str, port: int) -> socket.socket:
    if ":" not in host:
        return socket.create_server((host, port), backlog=128)
    dual = host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server((host, port), family=socket.AF_INET6, backlog=128, dualstack_ipv6=dual)


def _reach(endpoint: str, what: str) -> socket.socket:
    try:
        return connect_endpoint(endpoint)
    except OSError as error:
        raise ConnectionRefusedError(f"{what} does not answer") from error
