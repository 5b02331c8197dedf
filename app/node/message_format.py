"""The messages of `messages.py` as JSON, parsed once, here."""

import json
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from app.domain.decoding import count, refusal, short_text
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.ledger import MAX_RECORDS
from app.domain.placement import Plan, Refusal
from app.domain.reach import PeerAddresses
from app.domain.record import SignedRecord, decode_plan, decode_signed_record
from app.domain.roster import decode_removal, decode_roster
from app.node.messages import (
    Addresses,
    Declined,
    Departure,
    DepartureReason,
    Done,
    LeaseGranted,
    LeaseRefused,
    LeaseRelease,
    LeaseRequest,
    LedgerSummary,
    Message,
    NetworkCheck,
    NetworkChecked,
    PlanReply,
    PlanRequest,
    Records,
    RemovalNotice,
    RosterOffer,
)

MAX_LEASES = 256
MAX_ADDRESSES = 8


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
                first_layer=count(body.get("first_layer", 0)),
                layer_count=count(body.get("layer_count", 0)),
                holds_output=bool(body.get("holds_output", False)),
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
