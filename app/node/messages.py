"""What nodes ask of each other over libp2p: small JSON messages, parsed once, here.

A request is one message and its reply another. Who sent it is known from the connection, never from the message.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.decoding import count, refusal, short_text
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.ledger import MAX_RECORDS
from app.domain.placement import Plan, Refusal
from app.domain.reach import PeerAddresses
from app.domain.record import SignedRecord, decode_plan, decode_signed_record
from app.domain.roster import Removal, Roster, decode_removal, decode_roster

MAX_LEASES = 256
MAX_ADDRESSES = 8


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
    """

    lease_id: LeaseId
    model_id: ModelId
    model_name: str
    device_id: str
    layers: str
    total_bytes: int
    message_bytes: int = 0


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


def encode(message: Message) -> bytes:
    """The message as JSON with its type's name in `type`."""
    match message:
        case Records(records, ages):
            body: dict[str, Any] = {"records": [record.to_wire() for record in records], "ages": ages}
        case PlanReply(Plan() as answer):
            body = {"plan": asdict(answer)}
        case PlanReply(Refusal() as answer):
            body = {"refusal": asdict(answer)}
        case RosterOffer(roster, token):
            body = {"roster": roster.to_wire(), "token": token}
        case RemovalNotice(removal, by_name):
            body = {"removal": removal.to_wire(), "by_name": by_name}
        case _:
            body = asdict(message)
    return json.dumps({"type": type(message).__name__, **body}, ensure_ascii=False).encode()


def decode(data: bytes) -> Message:
    """Read a message.

    Raises:
        ValueError: It is not one of ours.
    """
    try:
        body = json.loads(data)
        return _message(body["type"], body)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a message: {error!r}") from error


def _message(kind: str, body: Any) -> Message:
    match kind:
        case "Records":
            return _records(body["records"][:MAX_RECORDS], body.get("ages") or [])
        case "LedgerSummary":
            return LedgerSummary(short_text(body["summary"]))
        case "Addresses":
            return Addresses(tuple(_peer_addresses(item) for item in body["entries"][:MAX_RECORDS]))
        case "NetworkCheck":
            return NetworkCheck()
        case "NetworkChecked":
            return NetworkChecked(bool(body["reached"]), count(body["clock_seconds"]))
        case "LeaseRequest":
            return LeaseRequest(
                lease_id=LeaseId(short_text(body["lease_id"])),
                model_id=ModelId(short_text(body["model_id"])),
                model_name=short_text(body["model_name"]),
                device_id=short_text(body["device_id"]),
                layers=short_text(body["layers"]),
                total_bytes=count(body["total_bytes"]),
                message_bytes=count(body.get("message_bytes", 0)),
            )
        case "LeaseGranted":
            return LeaseGranted(LeaseId(short_text(body["lease_id"])))
        case "LeaseRefused":
            return LeaseRefused(short_text(body["reason"]), count(body["free_bytes"]), bool(body["claimed"]))
        case "LeaseRelease":
            return LeaseRelease(LeaseId(short_text(body["lease_id"])))
        case "Departure":
            lease_ids = tuple(LeaseId(short_text(item)) for item in body["lease_ids"][:MAX_LEASES])
            return Departure(DepartureReason(body["reason"]), lease_ids)
        case "PlanRequest":
            return PlanRequest(short_text(body["model_name"]))
        case "PlanReply" if "plan" in body:
            return PlanReply(decode_plan(body["plan"]))
        case "PlanReply":
            return PlanReply(refusal(body["refusal"]))
        case "RosterOffer":
            return RosterOffer(decode_roster(body["roster"]), short_text(body["token"]))
        case "RemovalNotice":
            return RemovalNotice(decode_removal(body["removal"]), short_text(body["by_name"]))
        case "Declined":
            return Declined(short_text(body["reason"]))
        case "Done":
            return Done()
    raise ValueError(f"unknown message {kind!r:.40}")


def _peer_addresses(body: Any) -> PeerAddresses:
    addresses = tuple(short_text(item) for item in body["link_addresses"][:MAX_ADDRESSES])
    return PeerAddresses(PeerId(short_text(body["peer_id"])), addresses)


def _records(items: Any, ages: Any) -> Records:
    """One that is broken, or of a version without the form of a record, must not keep the others away."""
    found: list[tuple[SignedRecord, int]] = []
    for index, item in enumerate(items):
        with suppress(ValueError):
            found.append((decode_signed_record(item), count(ages[index]) if index < len(ages) else 0))
    return Records(tuple(record for record, _ in found), tuple(age for _, age in found))
