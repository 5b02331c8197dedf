"""What a link knows of one peer; `peers.py` keeps and changes it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.ids import LeaseId, PeerId
from app.domain.timing import Liveness
from app.link.beat import Beat
from app.link.events import LinkEvent


@dataclass(frozen=True, slots=True)
class PeersListener:
    """Whom the peers tell what is found; called from any thread.

    Attributes:
        emit: Takes `PeerUp`, `PeerBeat`, `PeerSuspect` and `PeerLost`.
        on_gone: Called before `PeerLost` is said, to end everything else with that peer.
        on_lease_ended: A peer has ended a lease that it had granted.
    """

    emit: Callable[[LinkEvent], None]
    on_gone: Callable[[PeerId, str], None]
    on_lease_ended: Callable[[PeerId, LeaseId], None]


@dataclass(slots=True, eq=False)
class Standing:
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
        lower_is_here = own_id < self.peer_id
        return (
            self.standing.dialled_here == lower_is_here
            and new.dialled_here != lower_is_here
            and self.standing.session == new.session
            and self.liveness is Liveness.ALIVE
        )
