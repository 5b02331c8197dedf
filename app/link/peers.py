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

from app.domain.ids import PeerId
from app.domain.timing import CHANNEL_WAITS_FOR_BEAT_SECONDS, GOODBYE_TIMEOUT_SECONDS, Liveness, redial_delay_seconds
from app.link.beat import Beat, BeatListener
from app.link.beat_messages import BeatKind, BeatMessage
from app.link.dialer import DialError, Dialled
from app.link.events import PeerBeat, PeerLoad, PeerLost, PeerSuspect, PeerUp
from app.link.peer import Peer, PeersListener, PeerView, Standing


class Peers:
    """All peers.

    Args:
        own_id: This node.
        dial_beat: Opens a beat connection to a peer at one of the addresses, with this end's session.
        listener: Told what is found.
        removed: Peers that are refused whatever they are wanted for.
    """

    def __init__(
        self,
        own_id: PeerId,
        dial_beat: Callable[[PeerId, tuple[str, ...], str], Dialled],
        listener: PeersListener,
        removed: frozenset[PeerId] = frozenset(),
    ) -> None:
        self._own_id = own_id
        self._instance = secrets.token_hex(8)
        self._dial_beat = dial_beat
        self._listener = listener
        self._removed = removed
        self._quiet_until = 0.0
        self._load = ""
        self._peers: dict[PeerId, Peer] = {}
        self._changed = threading.Condition()

    def connect(self, peer_id: PeerId, addresses: Iterable[str]) -> None:
        """Keep a beat connection with a peer; again: its addresses are now these.

        Raises:
            ConnectionRefusedError: It was removed.
        """
        with self._changed:
            if peer_id in self._removed:
                raise ConnectionRefusedError("this device was removed from the swarm")
            peer = self._peer(peer_id)
            peer.addresses = tuple(addresses)
            peer.wanted, peer.forgotten = True, False
            peer.changed.set()
            if not peer.dialling:
                peer.dialling = True
                peer.idle_since = time.monotonic()
                threading.Thread(target=self._keep_dialling, args=(peer,), name=f"peer {peer_id}", daemon=True).start()

    def forget(self, peer_id: PeerId) -> None:
        """End the connection with a peer and take none from it until `connect` is called for it."""
        with self._changed:
            self._peer(peer_id).forgotten = True
        self._drop([peer_id])

    def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """End the connections with these peers, and refuse them until another set is given."""
        with self._changed:
            self._removed = peer_ids
        self._drop(peer_ids)

    def _drop(self, peer_ids: Iterable[PeerId]) -> None:
        with self._changed:
            for peer in (self._peers[peer_id] for peer_id in peer_ids if peer_id in self._peers):
                peer.wanted = False
                peer.changed.set()
                if peer.standing is not None:
                    peer.standing.beat.abort()

    def goodbye(self, reason: str, quiet_seconds: float) -> None:
        """Tell every peer that this node leaves, and be met by nobody for a while; returns when all have been told."""
        with self._changed:
            self._quiet_until = time.monotonic() + quiet_seconds
            for peer in self._peers.values():
                peer.changed.set()
                if peer.standing is not None:
                    peer.standing.beat.say(BeatMessage(BeatKind.GOODBYE, text=reason))
            peers = list(self._peers.values())
            self._changed.wait_for(lambda: all(peer.standing is None for peer in peers), 2 * GOODBYE_TIMEOUT_SECONDS)

    def resume(self) -> None:
        """Take part again after a goodbye."""
        with self._changed:
            self._quiet_until = 0.0
        self.dial_missing()

    def dial_missing(self) -> None:
        """Dial every peer that is missing without waiting for anything."""
        with self._changed:
            for peer in self._peers.values():
                peer.failures = 0
                peer.idle_since = float("-inf")
                peer.changed.set()

    def say(self, peer_id: PeerId, message: BeatMessage) -> None:
        """Say something to a peer, if there is a beat connection with it."""
        with self._changed:
            peer = self._peers.get(peer_id)
            if peer is not None and peer.standing is not None:
                peer.standing.beat.say(message)

    def set_load(self, text: str) -> None:
        """How busy this node is: told to all at once, to others when they come, and again now and then."""
        with self._changed:
            self._load = text
            for peer in self._peers.values():
                if peer.standing is not None:
                    peer.standing.tell_load(text)

    def is_removed(self, peer_id: PeerId) -> bool:
        """Whether the peer is one of the removed."""
        with self._changed:
            return peer_id in self._removed

    def check_welcome(self, peer_id: PeerId) -> None:
        """Raise where nothing may be taken from a peer.

        Raises:
            ConnectionRefusedError: It was forgotten or removed.
        """
        with self._changed:
            if self._is_unwelcome(peer_id):
                raise ConnectionRefusedError("this peer was removed")

    def _is_unwelcome(self, peer_id: PeerId) -> bool:
        peer = self._peers.get(peer_id)
        return peer_id in self._removed or (peer is not None and peer.forgotten)

    def views(self) -> dict[PeerId, PeerView]:
        """All peers that are welcome, as they are now."""
        with self._changed:
            welcome = [peer for peer_id, peer in self._peers.items() if not self._is_unwelcome(peer_id)]
            return {peer.peer_id: PeerView(peer.addresses, peer.standing, self._session(peer)) for peer in welcome}

    def addresses_of(self, peer_id: PeerId) -> tuple[str, ...]:
        """Where a connected peer can be dialled, the address in use first; empty without a beat."""
        with self._changed:
            peer = self._peers.get(peer_id)
            if peer is None or peer.standing is None or self._is_unwelcome(peer_id):
                return ()
            return tuple(dict.fromkeys((peer.standing.address, *peer.addresses)))

    def wait_until_beating(self, peer_id: PeerId) -> bool:
        """Whether there is a beat connection with the peer, now or within a moment."""
        with self._changed:
            peer = self._peer(peer_id)
            self._changed.wait_for(lambda: peer.standing is not None, CHANNEL_WAITS_FOR_BEAT_SECONDS)
            return peer.standing is not None and not self._is_unwelcome(peer_id)

    def serve_incoming(self, peer_id: PeerId, offered: Dialled, accept: Callable[[str], None]) -> None:
        """Run a beat connection that a peer has opened, until it ends.

        Args:
            peer_id: Who it is.
            offered: The connection after its header, and where the peer can be dialled.
            accept: Answers the header with this end's session; called once the connection is registered.

        Raises:
            ConnectionRefusedError: Another connection with this peer is kept instead.
            OSError: The answer could not be sent.
        """
        with self._changed:
            peer = self._peer(peer_id)
        standing = self._register(peer, offered, dialled_here=False)
        try:
            accept(self._session(peer))
        except OSError:
            self._ended(peer, standing, "it closed the connection")
            raise
        self._ended(peer, standing, standing.beat.run())

    def _session(self, peer: Peer) -> str:
        # By this name the other end learns of a loss that only this end has noticed.
        return f"{self._instance}.{peer.losses}"

    def _peer(self, peer_id: PeerId) -> Peer:
        return self._peers.setdefault(peer_id, Peer(peer_id))

    def _keep_dialling(self, peer: Peer) -> None:
        while True:
            with self._changed:
                peer.changed.clear()
                if not peer.wanted:
                    peer.dialling = False
                    return
                addresses, session = peer.addresses, self._session(peer)
                pause_seconds = peer.pause_before_dial(self._own_id, self._quiet_until - time.monotonic())
            if pause_seconds is None or pause_seconds > 0:
                peer.changed.wait(pause_seconds)
                continue
            try:
                dialled = self._dial_beat(peer.peer_id, addresses, session)
                peer.failures = 0
                self.serve_dialled(peer.peer_id, dialled)
            except (DialError, ConnectionRefusedError):
                peer.failures += 1
                peer.changed.wait(redial_delay_seconds(peer.failures) * random.uniform(0.8, 1.2))

    def serve_dialled(self, peer_id: PeerId, dialled: Dialled) -> None:
        """Run a beat connection that was opened here, until it ends.

        Raises:
            ConnectionRefusedError: Another connection with this peer is kept instead.
        """
        with self._changed:
            peer = self._peer(peer_id)
        try:
            standing = self._register(peer, dialled, dialled_here=True)
        except ConnectionRefusedError:
            dialled.stream.close()
            raise
        self._ended(peer, standing, standing.beat.run())

    def _register(self, peer: Peer, dialled: Dialled, *, dialled_here: bool) -> Standing:
        """Make this the peer's beat connection, in place of another one."""
        listener = BeatListener(
            lambda rtt_ms: self._heard(peer, standing, rtt_ms),
            lambda: self._silent(peer, standing),
            lambda lease_id: self._listener.on_lease_ended(peer.peer_id, lease_id),
            lambda name: self._listener.on_call_back(peer.peer_id, name),
            lambda text: self._load_told(peer, standing, text),
        )
        beat = Beat(dialled.stream, listener)
        standing = Standing(beat, dialled_here, dialled.session, dialled.address, dialled.takes_load)
        with self._changed:
            old = peer.standing
            refusal = self._refusal(peer, standing)
            if refusal:
                raise ConnectionRefusedError(refusal)
            peer.standing = standing
            has_restarted = old is not None and old.session != dialled.session
            was_announced = peer.announced
            peer.announced = peer.announced and not has_restarted
            peer.losses += has_restarted
            self._changed.notify_all()
        if old is not None:
            old.beat.abort()
        if has_restarted:
            self._say_gone(peer.peer_id, "it has started again, or had lost this node", was_announced)
        return standing

    def _refusal(self, peer: Peer, new: Standing) -> str:
        """Why a connection is not taken, or nothing."""
        if self._is_unwelcome(peer.peer_id):
            return "this peer was removed"
        if time.monotonic() < self._quiet_until:
            return "it is leaving"
        return "a connection stands already" if peer.keeps_standing(new, self._own_id) else ""

    def _heard(self, peer: Peer, standing: Standing, rtt_ms: float) -> None:
        with self._changed:
            if peer.standing is not standing:
                return
            is_new = not peer.announced
            peer.announced, peer.liveness = True, Liveness.ALIVE
            standing.tell_load(self._load)
        if is_new:
            self._listener.emit(PeerUp(peer.peer_id, standing.address, rtt_ms))
            if standing.load:
                self._listener.emit(PeerLoad(peer.peer_id, standing.load))
        else:
            self._listener.emit(PeerBeat(peer.peer_id, rtt_ms, standing.address))

    def _load_told(self, peer: Peer, standing: Standing, text: str) -> None:
        with self._changed:
            is_new = peer.standing is standing and peer.announced and standing.load != text
            standing.load = text
        if is_new:
            self._listener.emit(PeerLoad(peer.peer_id, text))

    def _silent(self, peer: Peer, standing: Standing) -> None:
        with self._changed:
            if peer.standing is not standing or not peer.announced:
                return
            peer.liveness = Liveness.SUSPECT
        self._listener.emit(PeerSuspect(peer.peer_id))

    def _ended(self, peer: Peer, standing: Standing, reason: str) -> None:
        with self._changed:
            if peer.standing is not standing:
                return
            peer.standing, peer.liveness = None, Liveness.ALIVE
            was_announced, peer.announced = peer.announced, False
            peer.losses += 1
            peer.idle_since = time.monotonic()
            reason = "it was removed" if self._is_unwelcome(peer.peer_id) else reason
            peer.changed.set()
            self._changed.notify_all()
        self._say_gone(peer.peer_id, reason, was_announced)

    def _say_gone(self, peer_id: PeerId, reason: str, was_announced: bool) -> None:
        self._listener.on_gone(peer_id, reason)
        if was_announced:
            self._listener.emit(PeerLost(peer_id, reason))
