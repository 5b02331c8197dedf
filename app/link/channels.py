"""The open channels of this link process, by peer and by lease, so that they can be ended from any thread."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field

from app.domain.ids import LeaseId, PeerId
from app.link.pump import Traffic

MOST_CHANNELS_PER_PEER = 128
"""More at the same time are refused: each costs a thread and its buffers."""

DESCRIPTORS_PER_CHANNEL = 2
DESCRIPTORS_FOR_OTHERS = 256
"""Kept free for beats, tunnels, connections that have not shown who they are, and libraries."""


class TooManyChannelsError(Exception):
    """This peer has as many channels as it may have."""


@dataclass(slots=True, eq=False)
class Channel:
    """One channel to a peer; may be aborted from any thread.

    Attributes:
        peer_id: The peer.
        lease_id: The lease it belongs to; None for `http`.
        traffic: Bytes carried.
    """

    peer_id: PeerId
    lease_id: LeaseId | None
    traffic: Traffic = field(default_factory=Traffic)
    _sockets: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _aborted: bool = False

    def attach(self, *sockets: socket.socket) -> None:
        """Sockets that end when the channel is aborted; at once when it was already.

        Raises:
            ConnectionAbortedError: The channel was aborted.
        """
        with self._lock:
            self._sockets.extend(sockets)
            aborted = self._aborted
        if aborted:
            shut_down(*sockets)
            raise ConnectionAbortedError("the channel was ended")

    def abort(self) -> None:
        """End its sockets now; the thread that serves them closes them."""
        with self._lock:
            self._aborted = True
            sockets = list(self._sockets)
        shut_down(*sockets)


class ChannelTable:
    """All open channels.

    Args:
        descriptors: How many this process may have.
    """

    def __init__(self, descriptors: int) -> None:
        self._most = max(MOST_CHANNELS_PER_PEER, (descriptors - DESCRIPTORS_FOR_OTHERS) // DESCRIPTORS_PER_CHANNEL)
        self._channels: set[Channel] = set()
        self._lock = threading.Lock()

    def open(self, peer_id: PeerId, lease_id: LeaseId | None) -> Channel:
        """A new channel, in the table until `close`.

        Raises:
            TooManyChannelsError: The peer has too many already, or all peers together have.
        """
        with self._lock:
            if len(self._channels) >= self._most:
                raise TooManyChannelsError(f"{self._most} channels are open in all")
            if sum(channel.peer_id == peer_id for channel in self._channels) >= MOST_CHANNELS_PER_PEER:
                raise TooManyChannelsError(f"{MOST_CHANNELS_PER_PEER} channels are open")
            channel = Channel(peer_id, lease_id)
            self._channels.add(channel)
            return channel

    def close(self, channel: Channel) -> None:
        """Take a channel out of the table."""
        with self._lock:
            self._channels.discard(channel)

    def abort_peer(self, peer_id: PeerId) -> None:
        """End all channels with a peer now."""
        self._abort([channel for channel in self._snapshot() if channel.peer_id == peer_id])

    def abort_lease(self, lease_id: LeaseId) -> None:
        """End all channels of a lease now."""
        self._abort([channel for channel in self._snapshot() if channel.lease_id == lease_id])

    def _snapshot(self) -> list[Channel]:
        with self._lock:
            return list(self._channels)

    def _abort(self, channels: list[Channel]) -> None:
        for channel in channels:
            channel.abort()


def shut_down(*sockets: socket.socket) -> None:
    """End both directions of sockets that other threads may be waiting for: they wake and close them."""
    for item in sockets:
        with contextlib.suppress(OSError):
            item.shutdown(socket.SHUT_RDWR)
