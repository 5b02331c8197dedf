"""The peers of this link process: keeps a beat connection with each, and says when one comes and goes.

The lower peer id dials; the other leaves it that for two seconds and then dials too, since one way may be blocked. Of
two beat connections with one peer, both ends keep the one that the lower peer id has dialled, or the newer of
one dialler.
"""

import random
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.domain.ids import PeerId
from app.domain.timing import (
    CHANNEL_WAITS_FOR_BEAT_SECONDS,
    OTHER_SIDE_DIALS_SECONDS,
    Liveness,
    redial_delay_seconds,
)
from app.link.beat import Beat, BeatListener
from app.link.dialer import DialError, Dialled
from app.link.events import LinkEvent, PeerBeat, PeerLost, PeerSuspect, PeerUp
from app.link.secure_stream import SecureStream


@dataclass(slots=True, eq=False)
class _Standing:
    """A beat connection and where it came from.

    Attributes:
        beat: The connection.
        dialled_here: Whether this end opened it.
        session: The peer's name for it.
        address: Where the peer can be dialled.
    """

    beat: Beat
    dialled_here: bool
    session: str
    address: str


@dataclass(slots=True, eq=False)
class _Peer:
    """What is known of one peer; guarded by the lock of `Peers`.

    Attributes:
        addresses: Where it may be dialled.
        wanted: Whether to keep a connection with it.
        refused: Whether it was forgotten: nothing is taken from it.
        standing: The beat connection, when there is one.
        announced: Whether `PeerUp` was said and not yet taken back.
        liveness: What the beat thinks of it.
        losses: How many beat connections have ended for good.
        idle_since: When the last beat connection ended.
        changed: Set to wake the thread that dials.
        dialling: Whether that thread exists.
    """

    peer_id: PeerId
    addresses: tuple[str, ...] = ()
    wanted: bool = False
    refused: bool = False
    standing: _Standing | None = None
    announced: bool = False
    liveness: Liveness = Liveness.ALIVE
    losses: int = 0
    idle_since: float = 0.0
    changed: threading.Event = field(default_factory=threading.Event)
    dialling: bool = False


class Peers:
    """All peers.

    Args:
        own_id: This node.
        dial_beat: Opens a beat connection to a peer at one of the addresses, with this end's session.
        emit: Takes `PeerUp`, `PeerBeat`, `PeerSuspect` and `PeerLost`.
        on_gone: Called before `PeerLost` is said, to end everything else with that peer.
    """

    def __init__(
        self,
        own_id: PeerId,
        dial_beat: Callable[[PeerId, tuple[str, ...], str], Dialled],
        emit: Callable[[LinkEvent], None],
        on_gone: Callable[[PeerId, str], None],
    ) -> None:
        self._own_id = own_id
        self._instance = secrets.token_hex(8)
        self._dial_beat = dial_beat
        self._emit = emit
        self._on_gone = on_gone
        self._peers: dict[PeerId, _Peer] = {}
        self._changed = threading.Condition()

    def connect(self, peer_id: PeerId, addresses: Iterable[str]) -> None:
        """Keep a beat connection with a peer; again: its addresses are now these."""
        with self._changed:
            peer = self._peer(peer_id)
            peer.addresses = tuple(addresses)
            peer.wanted, peer.refused = True, False
            peer.changed.set()
            if not peer.dialling:
                peer.dialling = True
                peer.idle_since = time.monotonic()
                threading.Thread(target=self._keep_dialling, args=(peer,), name=f"peer {peer_id}", daemon=True).start()

    def forget(self, peer_id: PeerId) -> None:
        """End the connection with a peer and take none from it until `connect` is called for it."""
        with self._changed:
            peer = self._peer(peer_id)
            peer.wanted, peer.refused = False, True
            peer.changed.set()
            standing = peer.standing
        if standing is not None:
            standing.beat.abort()

    def is_refused(self, peer_id: PeerId) -> bool:
        """Whether the peer was forgotten."""
        with self._changed:
            peer = self._peers.get(peer_id)
            return peer is not None and peer.refused

    def addresses_of(self, peer_id: PeerId) -> tuple[str, ...]:
        """Where a connected peer can be dialled, the address in use first; empty without a beat."""
        with self._changed:
            peer = self._peers.get(peer_id)
            if peer is None or peer.standing is None:
                return ()
            return tuple(dict.fromkeys((peer.standing.address, *peer.addresses)))

    def wait_until_beating(self, peer_id: PeerId) -> bool:
        """Whether there is a beat connection with the peer, now or within a moment."""
        with self._changed:
            return self._changed.wait_for(
                lambda: (peer := self._peers.get(peer_id)) is not None and peer.standing is not None,
                CHANNEL_WAITS_FOR_BEAT_SECONDS,
            )

    def serve_incoming(
        self, peer_id: PeerId, stream: SecureStream, session: str, address: str, accept: Callable[[str], None]
    ) -> None:
        """Run a beat connection that a peer has opened, until it ends.

        Args:
            peer_id: Who it is.
            stream: The connection, after its header.
            session: The peer's, from the header.
            address: Where it can be dialled.
            accept: Answers the header with this end's session; called once the connection is registered.

        Raises:
            ConnectionRefusedError: Another connection with this peer is kept instead.
            OSError: The answer could not be sent.
        """
        with self._changed:
            peer = self._peer(peer_id)
        standing = self._register(peer, stream, dialled_here=False, session=session, address=address)
        try:
            accept(self._session(peer))
        except OSError:
            self._ended(peer, standing, "it closed the connection")
            raise
        self._ended(peer, standing, standing.beat.run())

    def _session(self, peer: _Peer) -> str:
        # A loss that only one end has noticed has ended the leases there: the other end learns it by this name.
        return f"{self._instance}.{peer.losses}"

    def _peer(self, peer_id: PeerId) -> _Peer:
        return self._peers.setdefault(peer_id, _Peer(peer_id))

    def _keep_dialling(self, peer: _Peer) -> None:
        failures = 0
        while True:
            with self._changed:
                peer.changed.clear()
                if not peer.wanted:
                    peer.dialling = False
                    return
                addresses, session = peer.addresses, self._session(peer)
                pause_seconds = self._pause_before_dial(peer)
            if pause_seconds is None or pause_seconds > 0:
                peer.changed.wait(pause_seconds)
                continue
            try:
                dialled = self._dial_beat(peer.peer_id, addresses, session)
                failures = 0
                self._serve_dialled(peer, dialled)
            except (DialError, ConnectionRefusedError):
                failures += 1
                peer.changed.wait(redial_delay_seconds(failures) * random.uniform(0.8, 1.2))

    def _pause_before_dial(self, peer: _Peer) -> float | None:
        """Seconds until it is this end's turn to dial; None for until something changes."""
        if peer.standing is not None or not peer.addresses:
            return None
        if self._own_id < peer.peer_id:
            return 0.0
        return peer.idle_since + OTHER_SIDE_DIALS_SECONDS - time.monotonic()

    def _serve_dialled(self, peer: _Peer, dialled: Dialled) -> None:
        try:
            standing = self._register(
                peer,
                dialled.stream,
                dialled_here=True,
                session=dialled.session,
                address=dialled.address,
            )
        except ConnectionRefusedError:
            dialled.stream.close()
            raise
        self._ended(peer, standing, standing.beat.run())

    def _register(
        self, peer: _Peer, stream: SecureStream, *, dialled_here: bool, session: str, address: str
    ) -> _Standing:
        """Make this the peer's beat connection, in place of another one."""
        listener = BeatListener(
            lambda rtt_ms: self._heard(peer, standing, rtt_ms), lambda: self._silent(peer, standing)
        )
        standing = _Standing(Beat(stream, listener), dialled_here, session, address)
        with self._changed:
            if peer.refused:
                raise ConnectionRefusedError("this peer was removed")
            old = peer.standing
            if old is not None and self._is_kept(peer, old, standing):
                raise ConnectionRefusedError("a connection stands already")
            peer.standing = standing
            has_restarted = old is not None and old.session != session
            was_announced = peer.announced
            peer.announced = peer.announced and not has_restarted
            peer.losses += has_restarted
            self._changed.notify_all()
        if old is not None:
            old.beat.abort()
        if has_restarted:
            self._say_gone(peer.peer_id, "it has started again, or had lost this node", was_announced)
        return standing

    def _is_kept(self, peer: _Peer, old: _Standing, new: _Standing) -> bool:
        lower_is_here = self._own_id < peer.peer_id
        return (
            old.dialled_here == lower_is_here
            and new.dialled_here != lower_is_here
            and old.session == new.session
            and peer.liveness is Liveness.ALIVE
        )

    def _heard(self, peer: _Peer, standing: _Standing, rtt_ms: float) -> None:
        with self._changed:
            if peer.standing is not standing:
                return
            is_new = not peer.announced
            peer.announced, peer.liveness = True, Liveness.ALIVE
        if is_new:
            self._emit(PeerUp(peer.peer_id, standing.address, rtt_ms))
        else:
            self._emit(PeerBeat(peer.peer_id, rtt_ms))

    def _silent(self, peer: _Peer, standing: _Standing) -> None:
        with self._changed:
            if peer.standing is not standing or not peer.announced:
                return
            peer.liveness = Liveness.SUSPECT
        self._emit(PeerSuspect(peer.peer_id))

    def _ended(self, peer: _Peer, standing: _Standing, reason: str) -> None:
        with self._changed:
            if peer.standing is not standing:
                return
            peer.standing, peer.liveness = None, Liveness.ALIVE
            was_announced, peer.announced = peer.announced, False
            peer.losses += 1
            peer.idle_since = time.monotonic()
            reason = "it was removed" if peer.refused else reason
            peer.changed.set()
        self._say_gone(peer.peer_id, reason, was_announced)

    def _say_gone(self, peer_id: PeerId, reason: str, was_announced: bool) -> None:
        self._on_gone(peer_id, reason)
        if was_announced:
            self._emit(PeerLost(peer_id, reason))
