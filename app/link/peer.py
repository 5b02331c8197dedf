"""What a link knows of one peer; `peers.py` keeps and changes it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.ids import LeaseId, PeerId
from app.domain.timing import OTHER_SIDE_DIALS_SECONDS, Liveness
from app.link.beat import Beat
from app.link.beat_messages import BeatKind, BeatMessage
from app.link.events import LinkEvent


@dataclass(frozen=True, slots=True)
class PeersListener:
    """Whom the peers tell what is found; called from any thread.

    Attributes:
        emit: Takes `PeerUp`, `PeerBeat`, `PeerLoad`, `PeerSuspect` and `PeerLost`.
        on_gone: Called before `PeerLost` is said, to end everything else with that peer.
        on_lease_ended: A peer has ended a lease that it had granted.
        on_call_back: A peer asks to be called, under this name.
    """

    emit: Callable[[LinkEvent], None]
    on_gone: Callable[[PeerId, str], None]
    on_lease_ended: Callable[[PeerId, LeaseId], None]
    on_call_back: Callable[[PeerId, str], None]


@dataclass(slots=True, eq=False)
class Standing:
    """A beat connection and where it came from.

    Attributes:
        beat: The connection.
        dialled_here: Whether this end opened it.
        session: The peer's name for it.
        address: Where the peer can be dialled; for `relay_of`, when it goes through another.
        takes_load: The peer understands what is said of loads.
        is_one_way: The peer has dialled this node and cannot be dialled itself.
        load: What the peer said last of its load; empty before.
    """

    beat: Beat
    dialled_here: bool
    session: str
    address: str
    takes_load: bool = False
    is_one_way: bool = False
    load: str = ""

    def tell_load(self, text: str) -> None:
        """Say how busy this node is, if the peer understands it and there is something to say."""
        if text and self.takes_load:
            self.beat.say(BeatMessage(BeatKind.LOAD, text=text))


@dataclass(frozen=True, slots=True)
class PeerView:
    """A peer at one moment.

    Attributes:
        addresses: Where it may be dialled.
        standing: Its beat connection, when there is one.
        session: This end's name for what is between the two.
    """

    addresses: tuple[str, ...]
    standing: Standing | None
    session: str


@dataclass(slots=True, eq=False)
class Peer:
    """What is known of one peer; guarded by the lock of `Peers`.

    Attributes:
        addresses: Where it may be dialled.
        wanted: Whether to keep a connection with it.
        forgotten: Nothing is taken from it until it is wanted again.
        standing: The beat connection, when there is one.
        announced: Whether `PeerUp` was said and not yet taken back.
        liveness: What the beat thinks of it.
        losses: How many beat connections have ended for good.
        idle_since: When the last beat connection ended.
        failures: Dials that failed in a row.
        changed: Set to wake the thread that dials.
        dialling: Whether that thread exists.
    """

    peer_id: PeerId
    addresses: tuple[str, ...] = ()
    wanted: bool = False
    forgotten: bool = False
    standing: Standing | None = None
    announced: bool = False
    liveness: Liveness = Liveness.ALIVE
    losses: int = 0
    idle_since: float = 0.0
    failures: int = 0
    changed: threading.Event = field(default_factory=threading.Event)
    dialling: bool = False

    def keeps_standing(self, new: Standing, own_id: PeerId) -> bool:
        """Whether a new beat connection is turned away for the one that stands."""
        if self.standing is None:
            return False
        is_same = self.standing.session == new.session and self.liveness is Liveness.ALIVE
        is_detour = relay_of(new.address) is not None
        if is_detour != (relay_of(self.standing.address) is not None):
            return is_same and is_detour
        lower_is_here = own_id < self.peer_id
        return is_same and self.standing.dialled_here == lower_is_here and new.dialled_here != lower_is_here

    def pause_before_dial(self, own_id: PeerId, quiet_seconds: float) -> float | None:
        """Seconds until it is this end's turn to dial; None for until something changes."""
        if self.standing is not None or not self.addresses:
            return None
        if own_id < self.peer_id:
            return max(0.0, quiet_seconds)
        return max(quiet_seconds, self.idle_since + OTHER_SIDE_DIALS_SECONDS - time.monotonic())


_RELAY = "relay:"


def relay_address(peer_id: PeerId) -> str:
    """The address that means: through this peer."""
    return _RELAY + peer_id


def relay_of(address: str) -> PeerId | None:
    """The peer that an address leads through; None when it leads through none."""
    return PeerId(address.removeprefix(_RELAY)) if address.startswith(_RELAY) else None
