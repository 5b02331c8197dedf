"""Passing on what two members cannot send each other directly.

The two ends do TLS with each other inside: who passes the bytes on sees none of them, and neither end has to believe
it. One detour only: what came by one is not passed on again.
"""

import socket
import threading
import time
from collections.abc import Callable

from app.domain.ids import PeerId
from app.domain.timing import HANDSHAKE_TIMEOUT_SECONDS
from app.link.channels import ChannelTable, TooManyChannelsError
from app.link.dialer import DialError, Dialled
from app.link.header import HEADER_LIMIT_BYTES, ChannelKind, Header, decode_header, encode_answer
from app.link.incoming import Serve
from app.link.peer import relay_address, relay_of
from app.link.peers import Peers
from app.link.pump import Pump, Traffic
from app.link.secure_stream import SecureStream
from app.link.tls import TlsContexts

MOST_RELAYED = 64

_ONLY_DIRECT = (ChannelKind.RELAY, ChannelKind.RELAYED, ChannelKind.CALL_BACK)


class Relaying:
    """Serves what comes for others, and what comes through others.

    Args:
        contexts: TLS as it is now.
        peers: Who is connected, and how.
        channels: Where what is passed on is listed, so that it ends with its peers.
        open_channel: Opens a connection to a peer that is connected.
        serve: Serves a connection that came through another.
        is_willing: Whether this node passes anything on.
    """

    def __init__(
        self,
        contexts: Callable[[], TlsContexts],
        peers: Callable[[], Peers],
        channels: ChannelTable,
        open_channel: Callable[[PeerId, Header], Dialled],
        serve: Serve,
        *,
        is_willing: bool,
    ) -> None:
        self._contexts = contexts
        self._peers = peers
        self._channels = channels
        self._open = open_channel
        self._serve = serve
        self._is_willing = is_willing
        self._relaying = threading.BoundedSemaphore(MOST_RELAYED)

    def serve_relay(self, peer_id: PeerId, target: PeerId, stream: SecureStream) -> None:
        """Pass on what a peer and another member send each other, until one of them ends it.

        Raises:
            ConnectionRefusedError: This node does not, or is not connected with the other itself.
            OSError: The connection broke.
        """
        if not self._is_willing:
            raise ConnectionRefusedError("it passes nothing on")
        view = self._peers().views().get(target)
        if view is None or view.standing is None or relay_of(view.standing.address) is not None or target == peer_id:
            raise ConnectionRefusedError("it is not connected with that device")
        if not self._relaying.acquire(blocking=False):
            raise ConnectionRefusedError("it passes on as much as it can")
        try:
            onward = self._open(target, Header(ChannelKind.RELAYED)).stream
            near, far = socket.socketpair()
            threading.Thread(
                target=carry, args=(self._channels, target, onward, near), name="relay", daemon=True
            ).start()
            try:
                answer(stream)
            except OSError:
                far.close()
                raise
            carry(self._channels, peer_id, stream, far)
        except DialError as error:
            raise ConnectionRefusedError(f"that device was not reached ({error})") from error
        finally:
            self._relaying.release()

    def serve_relayed(self, relay: PeerId, stream: SecureStream) -> None:
        """A member comes through a peer: who it is shows inside.

        Raises:
            OSError: The connection broke.
        """
        answer(stream)
        near, far = socket.socketpair()
        threading.Thread(target=self._greet_inside, args=(relay, far), name="relayed", daemon=True).start()
        carry(self._channels, relay, stream, near)

    def _greet_inside(self, relay: PeerId, raw: socket.socket) -> None:
        stream = SecureStream(raw, self._contexts().server, server_side=True)
        try:
            peer_id = stream.handshake(time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS)
            header = read_header(stream)
            if header.kind in _ONLY_DIRECT:
                raise ValueError("no detour leads into another")
        except (OSError, ValueError):
            stream.close()
            return
        self._serve(peer_id, header, stream, relay_address(relay))


def carry(channels: ChannelTable, peer_id: PeerId, stream: SecureStream, local: socket.socket) -> None:
    """Carry bytes between a peer and a local socket until one ends; both are closed, also when the peer is lost."""
    try:
        channel = channels.open(peer_id, None)
    except TooManyChannelsError:
        stream.close()
        local.close()
        return
    try:
        channel.attach(stream.raw, local)
        Pump(stream, local, Traffic(), half_close=True).run()
    except OSError:
        pass  # cut off by an end, or by the loss of its peer
    finally:
        stream.close()
        local.close()
        channels.close(channel)


def answer(stream: SecureStream, error: str = "", session: str = "") -> None:
    """Answer the header of a connection.

    Raises:
        OSError: It could not be sent.
    """
    stream.write_line(encode_answer(error, session), time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS)


def read_header(stream: SecureStream) -> Header:
    """Read the header of a connection; it is closed on an error.

    Raises:
        OSError: It broke.
        ValueError: That is no header.
    """
    try:
        return decode_header(stream.read_line(time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS, HEADER_LIMIT_BYTES))
    except (OSError, ValueError):
        stream.close()
        raise
