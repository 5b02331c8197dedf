"""What the link process tells its owner, as values, and their form as one JSON object per line."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from app.domain.ids import LeaseId, PeerId


@dataclass(frozen=True, slots=True)
class PeerUp:
    """The beat connection with a peer stands; `address` is where it can be dialled, `host:port`."""

    peer_id: PeerId
    address: str
    rtt_ms: float


@dataclass(frozen=True, slots=True)
class PeerBeat:
    """The peer is alive, or alive again after it was suspect; comes every few seconds. `address` is as of `PeerUp`."""

    peer_id: PeerId
    rtt_ms: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class PeerLoad:
    """A peer says something new of how busy it is; the text is as it came."""

    peer_id: PeerId
    text: str


@dataclass(frozen=True, slots=True)
class PeerSuspect:
    """Nothing was heard of the peer for a second; nothing is closed yet."""

    peer_id: PeerId


@dataclass(frozen=True, slots=True)
class PeerLost:
    """The peer is gone; all its channels are closed already. The link goes on dialling it."""

    peer_id: PeerId
    reason: str


@dataclass(frozen=True, slots=True)
class LeaseLost:
    """A lease can no longer be used, on either side of it: its peer is gone, or the worker's end refused it."""

    lease_id: LeaseId
    reason: str


@dataclass(frozen=True, slots=True)
class WorkerGone:
    """A worker of this node has closed its end of a lease unasked; the lease is ended, and its head was told."""

    lease_id: LeaseId


@dataclass(frozen=True, slots=True)
class TunnelTraffic:
    """Bytes that a tunnel has carried since it was opened, on the head's side."""

    lease_id: LeaseId
    to_peer_bytes: int
    from_peer_bytes: int


@dataclass(frozen=True, slots=True)
class AllocationRefused:
    """A peer asked for more memory than its lease has left: on the worker's side."""

    lease_id: LeaseId
    requested_bytes: int
    limit_bytes: int


@dataclass(frozen=True, slots=True)
class IncomingRefused:
    """A stranger, a removed member or something broken knocked; at most a few of these come per second."""

    address: str
    reason: str


class CopyStep(StrEnum):
    """What a copy is at."""

    WAITING = "waiting"
    """No source sends anything now: they are away, busy, or read their files to hash them."""
    MOVING = "moving"
    VERIFYING = "verifying"


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far a copy is; comes a few times per second at most, and only when it is not what it was.

    Attributes:
        transfer_id: The copy.
        step: What it is at.
        done_bytes: Here, and as they should be.
        total_bytes: In all.
        bytes_per_second: Lately; None until measured.
        active: The peers that are sending now.
        read_bytes: How much a peer has read of its file to hash it, while nothing moves for that reason.
    """

    transfer_id: str
    step: CopyStep
    done_bytes: int
    total_bytes: int
    bytes_per_second: float | None
    active: tuple[PeerId, ...]
    read_bytes: int = 0


@dataclass(frozen=True, slots=True)
class SourceDropped:
    """A peer is not asked any more for a copy; `reason` follows its name."""

    transfer_id: str
    peer_id: PeerId
    reason: str


@dataclass(frozen=True, slots=True)
class CopyEnded:
    """A copy is whole and verified, or cannot go on; what has come is kept.

    Attributes:
        transfer_id: The copy.
        code: Empty when it is whole; else `stopped`, `no_source` (all were dropped), `disk_full` (`text` says how many
            bytes are missing), `disk_failed` or `damaged`.
        text: More, of some codes.
    """

    transfer_id: str
    code: str = ""
    text: str = ""


type CopyEvent = CopyProgress | SourceDropped | CopyEnded

type LinkEvent = (
    PeerUp
    | PeerBeat
    | PeerLoad
    | PeerSuspect
    | PeerLost
    | LeaseLost
    | WorkerGone
    | TunnelTraffic
    | AllocationRefused
    | IncomingRefused
    | CopyProgress
    | SourceDropped
    | CopyEnded
)

_KINDS: dict[str, type[LinkEvent]] = {
    kind.__name__: kind
    for kind in (
        PeerUp,
        PeerBeat,
        PeerLoad,
        PeerSuspect,
        PeerLost,
        LeaseLost,
        WorkerGone,
        TunnelTraffic,
        AllocationRefused,
        IncomingRefused,
        CopyProgress,
        SourceDropped,
        CopyEnded,
    )
}


def event_to_wire(event: LinkEvent) -> dict[str, Any]:
    """The event as a JSON object with its kind under `event`."""
    return {"event": type(event).__name__, **asdict(event)}


def event_from_wire(body: dict[str, Any]) -> LinkEvent:
    """Read what `event_to_wire` wrote.

    Raises:
        ValueError: It is not an event of this program.
    """
    fields = dict(body)
    kind = _KINDS.get(fields.pop("event", ""))
    if kind is None:
        raise ValueError(f"not an event of the link: {body!r:.100}")
    try:
        if kind is CopyProgress:
            fields |= {"step": CopyStep(fields["step"]), "active": tuple(fields["active"])}
        return kind(**fields)
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f"not an event of the link: {body!r:.100}") from error
