"""The copies that this link process is at, by their names."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator

from app.domain.ids import PeerId
from app.link.channels import Channel, ChannelTable
from app.link.copying import Copying, CopyOrder
from app.link.dialer import Dialled
from app.link.events import LinkEvent
from app.link.file_source import FileSource
from app.link.header import ChannelKind, Header


class Copies:
    """Starts and ends copies.

    Args:
        channels: Where open channels are listed, so that they end with their peers.
        dial_peer: Opens a connection to a connected peer.
        emit: Takes `CopyProgress`, `SourceDropped` and `CopyEnded`.
    """

    def __init__(
        self,
        channels: ChannelTable,
        dial_peer: Callable[[PeerId, Header], Dialled],
        emit: Callable[[LinkEvent], None],
    ) -> None:
        self._channels = channels
        self._dial_peer = dial_peer
        self._emit = emit
        self._lock = threading.Lock()
        self._copies: dict[str, Copying] = {}

    def start(self, order: CopyOrder, peer_ids: Iterable[PeerId]) -> None:
        """Begin a copy, or go on with one as it was left on disk; one of this name that runs is ended first."""
        self.stop(order.transfer_id)
        open_channels: set[Channel] = set()

        @contextlib.contextmanager
        def open_source(peer_id: PeerId) -> Iterator[FileSource]:
            channel = self._channels.open(peer_id, None)
            open_channels.add(channel)
            try:
                stream = self._dial_peer(peer_id, Header(ChannelKind.FILE)).stream
                try:
                    channel.attach(stream.raw)
                    yield FileSource(stream, order.model_id)
                finally:
                    stream.close()
            finally:
                open_channels.discard(channel)
                self._channels.close(channel)

        def abort() -> None:
            for channel in list(open_channels):
                channel.abort()

        copying = Copying(order, open_source, abort, self._emit)
        with self._lock:
            self._copies[order.transfer_id] = copying
        copying.start(peer_ids)

    def set_sources(self, transfer_id: str, peer_ids: Iterable[PeerId]) -> None:
        """Copy from these from now on; nothing when there is no such copy."""
        with self._lock:
            copying = self._copies.get(transfer_id)
        if copying is not None:
            copying.set_sources(peer_ids)

    def stop(self, transfer_id: str) -> None:
        """End a copy; returns when what has come of it is safe on disk. Nothing when there is no such copy."""
        with self._lock:
            copying = self._copies.pop(transfer_id, None)
        if copying is not None:
            copying.stop()
