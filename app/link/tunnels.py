"""The ways out of this node: local sockets whose connections come out at a peer.

A tunnel is a port of 127.0.0.1 for one lease: a host connects to it as if it were the worker. An HTTP endpoint is a
Unix socket for one peer: what connects there reaches that peer's API for peers. A network port of 127.0.0.1 reaches
its libp2p node, so that one open port of a machine is enough for both planes.
"""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.domain.ids import LeaseId, PeerId
from app.domain.timing import TRAFFIC_REPORT_SECONDS
from app.link.acceptor import Acceptor
from app.link.channels import ChannelTable, TooManyChannelsError
from app.link.dialer import DialError, Dialled
from app.link.events import LeaseLost, LinkEvent, TunnelTraffic
from app.link.header import ChannelKind, Header
from app.link.local_sockets import is_own_user, listen_http, listen_loopback
from app.link.pump import NO_FILTERS, Filters, Pump, Traffic
from app.link.rpc_frames import FrameError, request_coalescer

_WHOLE_FRAME_BYTES = 64 * 1024
"""Requests up to this size travel in one piece; larger ones as they come."""


@dataclass(slots=True, eq=False)
class _Tunnel:
    """The local end of one lease.

    Attributes:
        carried: Traffic of each connection so far: a host opens a few.
        reported: What was last said of it.
    """

    lease_id: LeaseId
    peer_id: PeerId
    listener: socket.socket
    carried: list[Traffic] = field(default_factory=list)
    reported: tuple[int, int] = (0, 0)

    def total(self) -> tuple[int, int]:
        """Bytes to the peer and from it."""
        return (
            sum(item.to_peer_bytes for item in self.carried),
            sum(item.from_peer_bytes for item in self.carried),
        )


class Tunnels:
    """All tunnels and HTTP endpoints.

    Args:
        runtime_directory: For Unix sockets.
        acceptor: Waits at the local sockets.
        channels: Where open channels are listed.
        dial_peer: Opens a connection to a connected peer.
        emit: Takes `LeaseLost` and `TunnelTraffic`.
    """

    def __init__(
        self,
        runtime_directory: Path,
        acceptor: Acceptor,
        channels: ChannelTable,
        dial_peer: Callable[[PeerId, Header], Dialled],
        emit: Callable[[LinkEvent], None],
    ) -> None:
        self._runtime_directory = runtime_directory
        self._acceptor = acceptor
        self._channels = channels
        self._dial_peer = dial_peer
        self._emit = emit
        self._tunnels: dict[LeaseId, _Tunnel] = {}
        self._http: dict[PeerId, tuple[socket.socket, str]] = {}
        self._network: dict[PeerId, socket.socket] = {}
        self._changed = threading.Condition()
        threading.Thread(target=self._report_traffic, name="traffic", daemon=True).start()

    def open_tunnel(self, lease_id: LeaseId, peer_id: PeerId) -> int:
        """Open the local end of a lease; its port on 127.0.0.1."""
        with self._changed:
            tunnel = self._tunnels.get(lease_id)
            if tunnel is None:
                tunnel = _Tunnel(lease_id, peer_id, listen_loopback())
                self._tunnels[lease_id] = tunnel
                self._changed.notify()
                self._acceptor.add(tunnel.listener, lambda local: self._start(self._serve_tunnel, tunnel, local))
            port: int = tunnel.listener.getsockname()[1]
            return port

    def close_tunnel(self, lease_id: LeaseId, peer_id: PeerId | None = None) -> bool:
        """Close the local end of a lease and its channels, if it is there and, where that is given, of this peer."""
        with self._changed:
            tunnel = self._tunnels.get(lease_id)
            if tunnel is None or peer_id not in (None, tunnel.peer_id):
                return False
            del self._tunnels[lease_id]
        self._acceptor.close(tunnel.listener)
        self._channels.abort_lease(lease_id)
        return True

    def close_all_of(self, peer_id: PeerId) -> list[LeaseId]:
        """Close all tunnels to a peer; their leases."""
        with self._changed:
            lease_ids = [tunnel.lease_id for tunnel in self._tunnels.values() if tunnel.peer_id == peer_id]
        for lease_id in lease_ids:
            self.close_tunnel(lease_id)
        return lease_ids

    def open_http(self, peer_id: PeerId) -> str:
        """The endpoint whose connections reach the peer's API; the same one each time."""
        with self._changed:
            if peer_id not in self._http:
                name = f"p{sha256(peer_id.encode()).hexdigest()[:8]}.sock"
                self._http[peer_id] = listen_http(self._runtime_directory / name)
                listener = self._http[peer_id][0]
                self._acceptor.add(listener, lambda local: self._start(self._serve_http, peer_id, local))
            return self._http[peer_id][1]

    def open_network(self, peer_id: PeerId) -> int:
        """The port of 127.0.0.1 whose connections reach the peer's libp2p node; the same one each time."""
        with self._changed:
            if peer_id not in self._network:
                self._network[peer_id] = listener = listen_loopback()
                self._acceptor.add(listener, lambda local: self._start(self._serve_network, peer_id, local))
            port: int = self._network[peer_id].getsockname()[1]
            return port

    def close_ways_to(self, peer_id: PeerId) -> None:
        """Close the endpoints of a peer, if it has any."""
        with self._changed:
            entry, network = self._http.pop(peer_id, None), self._network.pop(peer_id, None)
        if network is not None:
            self._acceptor.close(network)
        if entry is not None:
            self._acceptor.close(entry[0])
            kind, _, path = entry[1].partition(":")
            if kind == "unix":
                Path(path).unlink(missing_ok=True)

    def close(self) -> None:
        """Close everything."""
        with self._changed:
            peer_ids, lease_ids = {*self._http, *self._network}, list(self._tunnels)
        for peer_id in peer_ids:
            self.close_ways_to(peer_id)
        for lease_id in lease_ids:
            self.close_tunnel(lease_id)

    def _start[T](self, serve: Callable[[T, socket.socket], None], what: T, local: socket.socket) -> None:
        threading.Thread(target=serve, args=(what, local), name="local", daemon=True).start()

    def _serve_tunnel(self, tunnel: _Tunnel, local: socket.socket) -> None:
        if not is_own_user(local):
            local.close()
            return
        traffic = Traffic()
        tunnel.carried.append(traffic)
        requests = request_coalescer(_WHOLE_FRAME_BYTES)
        filters = Filters(NO_FILTERS.from_secure, requests.feed)
        header = Header(ChannelKind.RPC, lease_id=tunnel.lease_id)
        reason = self._carry(tunnel.peer_id, header, local, traffic, filters)
        # A worker ends no connection that is in use: whatever did, the host does not survive it.
        if reason and self.close_tunnel(tunnel.lease_id):
            self._emit(LeaseLost(tunnel.lease_id, reason))

    def _serve_http(self, peer_id: PeerId, local: socket.socket) -> None:
        self._carry(peer_id, Header(ChannelKind.HTTP), local, Traffic(), NO_FILTERS)

    def _serve_network(self, peer_id: PeerId, local: socket.socket) -> None:
        if not is_own_user(local):
            local.close()
            return
        self._carry(peer_id, Header(ChannelKind.NETWORK), local, Traffic(), NO_FILTERS)

    def _carry(self, peer_id: PeerId, header: Header, local: socket.socket, traffic: Traffic, filters: Filters) -> str:
        """Carry one local connection to the peer until it ends; why it could not be, or empty."""
        channel = None
        try:
            channel = self._channels.open(peer_id, header.lease_id)
            channel.attach(local)
            stream = self._dial_peer(peer_id, header).stream
            try:
                channel.attach(stream.raw)
            except OSError:
                stream.close()
                raise
            pump = Pump(stream, local, traffic, filters, half_close=header.kind is not ChannelKind.RPC)
        except (OSError, DialError, TooManyChannelsError) as error:
            return str(error)
        else:
            return _run(pump)
        finally:
            local.close()
            if channel is not None:
                self._channels.close(channel)

    def _report_traffic(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._tunnels)
                tunnels = list(self._tunnels.values())
            for tunnel in tunnels:
                total = tunnel.total()
                if total != tunnel.reported:
                    tunnel.reported = total
                    self._emit(TunnelTraffic(tunnel.lease_id, *total))
            time.sleep(TRAFFIC_REPORT_SECONDS)


def _run(pump: Pump) -> str:
    """Carry until it ends; why, unless the local end has ended it."""
    reason = "the other end has closed the connection"
    try:
        pump.run()
    except FrameError as error:
        return f"the host does not speak the protocol of a worker: {error}"
    except OSError as error:
        reason = str(error) or reason
    return "" if pump.local_ended_first else reason
