"""How a connection to a peer comes about where it cannot simply be dialled.

Three ways, tried in this order: dialling its addresses; having it call back, when it has dialled this node and cannot
be dialled itself (its router lets nobody in); and through a third member that is connected with both (`relaying.py`).
A link through another is replaced by a direct one as soon as that can be made.
"""

import contextlib
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.ids import PeerId
from app.domain.timing import HANDSHAKE_TIMEOUT_SECONDS
from app.link.beat_messages import BeatKind, BeatMessage
from app.link.channels import ChannelTable
from app.link.dialer import DialError, Dialled, dial, greet
from app.link.header import ChannelKind, Header
from app.link.incoming import Serve
from app.link.peer import Standing, relay_address, relay_of
from app.link.peers import Peers
from app.link.relaying import answer, carry, read_header
from app.link.secure_stream import SecureStream
from app.link.tls import TlsContexts

CALL_BACK_SECONDS = 3.0
DIRECT_SECONDS = 1.0
"""How long a peer that has dialled us is given when it is dialled itself: it may be behind a router."""
ASK_AGAIN_SECONDS = 5.0
UPGRADE_SECONDS = 5.0
MOST_CALLS_BACK = 64


@dataclass(slots=True, eq=False)
class _Awaited:
    """A call back that was asked for."""

    peer_id: PeerId
    came: threading.Event = field(default_factory=threading.Event)
    stream: SecureStream | None = None


class Ways:
    """Opens connections to peers.

    Args:
        contexts: TLS as it is now.
        peers: Who is connected, and how.
        channels: Where what is passed on is listed, so that it ends with its peers.
        serve: Serves a connection that came by a detour.
        beat_header: The header of a beat with this session.
    """

    def __init__(
        self,
        contexts: Callable[[], TlsContexts],
        peers: Callable[[], Peers],
        channels: ChannelTable,
        serve: Serve,
        beat_header: Callable[[str], Header],
    ) -> None:
        self._contexts = contexts
        self._peers = peers
        self._channels = channels
        self._serve = serve
        self._beat_header = beat_header
        self._lock = threading.Lock()
        self._awaited: dict[str, _Awaited] = {}
        self._asked: dict[PeerId, float] = {}
        self._calling = threading.BoundedSemaphore(MOST_CALLS_BACK)
        threading.Thread(target=self._upgrade_for_ever, name="upgrade", daemon=True).start()

    # -- opening --------------------------------------------------------------------------------------------

    def open_channel(self, peer_id: PeerId, header: Header) -> Dialled:
        """A connection to a peer that is connected, by the way that its beat has shown.

        Raises:
            DialError: It is not connected, or was not reached.
            ConnectionRefusedError: It does not want this connection.
        """
        view = self._peers().views().get(peer_id)
        if view is None or view.standing is None:
            raise DialError("the peer is not connected")
        return self._open(peer_id, view.standing, header)

    def open_beat(self, peer_id: PeerId, addresses: tuple[str, ...], session: str) -> Dialled:
        """A beat connection to a peer: by its addresses, else through a member that is connected with it.

        Raises:
            DialError: It was not reached.
            ConnectionRefusedError: It does not want this connection.
        """
        header = self._beat_header(session)
        try:
            return dial(addresses, peer_id, self._contexts().client, header)
        except DialError:
            if self._may_ask(peer_id):
                for relay in self._relays_for(peer_id):
                    with contextlib.suppress(DialError, ConnectionRefusedError):
                        return self._open_through(relay, peer_id, header)
            raise

    def _open(self, peer_id: PeerId, standing: Standing, header: Header) -> Dialled:
        if relay := relay_of(standing.address):
            return self._open_through(relay, peer_id, header)
        client = self._contexts().client
        if standing.dialled_here:
            return dial((standing.address,), peer_id, client, header)
        if not standing.is_one_way:
            try:
                return dial((standing.address,), peer_id, client, header, DIRECT_SECONDS)
            except DialError:
                standing.is_one_way = True
        return greet(self._have_called_back(peer_id), standing.address, header)

    def _open_through(self, relay: PeerId, peer_id: PeerId, header: Header) -> Dialled:
        outer = self.open_channel(relay, Header(ChannelKind.RELAY, peer_id=peer_id))
        near, far = socket.socketpair()
        threading.Thread(
            target=carry, args=(self._channels, relay, outer.stream, near), name="relay", daemon=True
        ).start()
        inner = SecureStream(far, self._contexts().client, server_side=False)
        try:
            found = inner.handshake(time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS)
            if found != peer_id:
                raise ConnectionError(f"another peer is there ({found})")
        except (OSError, ValueError) as error:
            inner.close()
            raise DialError(f"through {relay}: {error}") from error
        return greet(inner, relay_address(relay), header)

    def _may_ask(self, peer_id: PeerId) -> bool:
        with self._lock:
            now = time.monotonic()
            if now - self._asked.get(peer_id, -ASK_AGAIN_SECONDS) < ASK_AGAIN_SECONDS:
                return False
            self._asked[peer_id] = now
            return True

    def _relays_for(self, peer_id: PeerId) -> list[PeerId]:
        return [
            other
            for other, view in self._peers().views().items()
            if other != peer_id and view.standing is not None and relay_of(view.standing.address) is None
        ]

    # -- calling back ---------------------------------------------------------------------------------------

    def _have_called_back(self, peer_id: PeerId) -> SecureStream:
        name = secrets.token_hex(16)
        awaited = _Awaited(peer_id)
        with self._lock:
            self._awaited[name] = awaited
        self._peers().say(peer_id, BeatMessage(BeatKind.CALL_BACK, text=name))
        awaited.came.wait(CALL_BACK_SECONDS)
        with self._lock:
            self._awaited.pop(name, None)
            if awaited.stream is None:
                raise DialError("the peer cannot be dialled, and did not call back")
            return awaited.stream

    def called_back(self, peer_id: PeerId, name: str, stream: SecureStream) -> None:
        """A peer calls back: whoever waits for it gets the connection.

        Raises:
            ConnectionRefusedError: Nobody waits for it.
            OSError: The answer could not be sent.
        """
        with self._lock:
            awaited = self._awaited.get(name)
            if awaited is None or awaited.peer_id != peer_id or awaited.stream is not None:
                raise ConnectionRefusedError("nobody waits for this call")
            del self._awaited[name]
        answer(stream)
        with self._lock:
            awaited.stream = stream
        awaited.came.set()

    def call_back(self, peer_id: PeerId, name: str) -> None:
        """A peer asks to be called; returns at once."""
        if self._calling.acquire(blocking=False):
            threading.Thread(target=self._call_back, args=(peer_id, name), name="call back", daemon=True).start()

    def _call_back(self, peer_id: PeerId, name: str) -> None:
        try:
            dialled = dial(
                self._peers().addresses_of(peer_id)[:1],
                peer_id,
                self._contexts().client,
                Header(ChannelKind.CALL_BACK, session=name),
            )
            header = read_header(dialled.stream)
            if header.kind in (ChannelKind.BEAT, ChannelKind.CALL_BACK):
                dialled.stream.close()
                return
        except (DialError, OSError, ValueError):
            return
        finally:
            self._calling.release()
        self._serve(peer_id, header, dialled.stream, "")

    # -- from through another to direct -----------------------------------------------------------------------

    def _upgrade_for_ever(self) -> None:
        while True:
            time.sleep(UPGRADE_SECONDS)
            for peer_id, view in self._peers().views().items():
                if view.standing is not None and relay_of(view.standing.address) is not None:
                    threading.Thread(
                        target=self._upgrade,
                        args=(peer_id, view.addresses, view.session, self._contexts().client),
                        name="upgrade",
                        daemon=True,
                    ).start()

    def _upgrade(self, peer_id: PeerId, addresses: tuple[str, ...], session: str, context: ssl.SSLContext) -> None:
        with contextlib.suppress(DialError, ConnectionRefusedError):
            self._peers().serve_dialled(peer_id, dial(addresses, peer_id, context, self._beat_header(session)))
