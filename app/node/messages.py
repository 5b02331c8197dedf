"""What nodes ask of each other over libp2p; `message_format.py` writes and reads it.

A request is one message and its reply another. Who sent it is known from the connection, never from the message.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.ids import LeaseId, ModelId
from app.domain.placement import Plan, Refusal
from app.domain.reach import PeerAddresses
from app.domain.record import SignedRecord
from app.domain.roster import Removal, Roster


class NoReply(Exception):
    """A peer did not answer a message, or not with one; the text is for logs."""


@dataclass(frozen=True, slots=True)
class Records:
    """All records the sender knows; the reply is the same from the other side.

    Attributes:
        records: As they were signed.
        ages: Seconds since the sender heard of each of these nodes last; empty from versions that do not say it.
    """

    records: tuple[SignedRecord, ...]
    ages: tuple[int, ...] = ()

    def with_ages(self) -> Iterator[tuple[SignedRecord, int]]:
        """Each record with its age, 0 where that is not known."""
        return zip(self.records, (*self.ages, *(0 for _ in self.records[len(self.ages) :])), strict=True)


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """Do you know the same records? The reply is `Done` when so, else all records."""

    summary: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the sender has met other members; the reply is the same from the other side."""

    entries: tuple[PeerAddresses, ...]


@dataclass(frozen=True, slots=True)
class NetworkCheck:
    """Can you connect to my link, at the addresses in my record, and what does your clock say?"""


@dataclass(frozen=True, slots=True)
class NetworkChecked:
    """Whether it could, and its clock in seconds since 1970."""

    reached: bool
    clock_seconds: int


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """May I have so much memory on this device of yours, for a shard of this model?

    Attributes:
        lease_id: Names the lease from now on.
        model_id: The model.
        model_name: What people call it.
        device_id: Which device.
        layers: Which layers, in words.
        total_bytes: Memory in all.
        message_bytes: The largest message that will be sent to the worker; 0 when that is not known.
        first_layer: The same layers as numbers; no layers at all from versions that do not say it.
        layer_count: How many.
        holds_output: Whether the output layer belongs to them.
    """

    lease_id: LeaseId
    model_id: ModelId
    model_name: str
    device_id: str
    layers: str
    total_bytes: int
    message_bytes: int = 0
    first_layer: int = 0
    layer_count: int = 0
    holds_output: bool = False


@dataclass(frozen=True, slots=True)
class LeaseGranted:
    """Yes: a worker is listening behind the link."""

    lease_id: LeaseId


@dataclass(frozen=True, slots=True)
class LeaseRefused:
    """No, and what could be had. `claimed` when the asked node is itself loading this model as head."""

    reason: str
    free_bytes: int
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class LeaseRelease:
    """I am done with this lease."""

    lease_id: LeaseId


class DepartureReason(StrEnum):
    """Why a node takes its memory back."""

    QUIT = "quit"
    SLEEP = "sleep"
    LEAVE = "leave"
    PAUSE = "pause"
    OFFER = "offer"

    @property
    def is_whole(self) -> bool:
        """Whether the node itself goes, and not only some of its memory."""
        return self in (DepartureReason.QUIT, DepartureReason.SLEEP, DepartureReason.LEAVE)


@dataclass(frozen=True, slots=True)
class Departure:
    """I take memory back: hand over what you run on it. The reply is `Done` once its leases are given back.

    Attributes:
        reason: Why.
        lease_ids: The leases that must end; empty for all of them.
    """

    reason: DepartureReason
    lease_ids: tuple[LeaseId, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """How would you run this model?"""

    model_name: str


@dataclass(frozen=True, slots=True)
class PlanReply:
    """Like this, or not at all."""

    answer: Plan | Refusal


@dataclass(frozen=True, slots=True)
class RosterOffer:
    """The roster as the sender knows it, and the token in force; the reply is the same from the other side."""

    roster: Roster
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RemovalNotice:
    """You are out; `by_name` is what people call the device that removed you."""

    removal: Removal
    by_name: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The request could not be answered; `reason` is a sentence for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """It is done."""


type Message = (
    Records
    | LedgerSummary
    | Addresses
    | NetworkCheck
    | NetworkChecked
    | LeaseRequest
    | LeaseGranted
    | LeaseRefused
    | LeaseRelease
    | Departure
    | RosterOffer
    | RemovalNotice
    | PlanRequest
    | PlanReply
    | Declined
    | Done
)
