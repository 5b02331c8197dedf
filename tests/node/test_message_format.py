"""Every message survives the wire; what is none is refused."""

import json

import pytest

from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.model import ContextSettings
from app.domain.placement import LeftOut, Plan, Refusal
from app.domain.plan import plan
from app.domain.reach import PeerAddresses
from app.domain.record import SignedRecord, encode_record
from app.node.message_format import decode, encode
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
    PlanReply,
    PlanRequest,
    Records,
)
from tests.domain.builders import GB, cpu, model, node, record


def any_plan() -> Plan:
    answer = plan(model(), ContextSettings(), (node("here", cpu(9 * GB), has_model=True),), PeerId("peer-here"))
    assert isinstance(answer, Plan)
    return answer


KITCHEN = record("kitchen")


@pytest.mark.parametrize(
    "message",
    [
        Records((SignedRecord(KITCHEN, encode_record(KITCHEN), b"s"),), (7,)),
        LedgerSummary("a7" * 16),
        Records(()),
        Addresses((PeerAddresses(PeerId("p"), ("home.example:4329", "192.0.2.1:1")),)),
        LeaseRequest(LeaseId("a"), ModelId("m"), "Größe", "CPU", "layers 0 to 5", 5),
        LeaseRequest(LeaseId("a"), ModelId("m"), "Größe", "CPU", "layers 0 to 5", 5, 3),
        LeaseRequest(LeaseId("a"), ModelId("m"), "Größe", "CPU", "layers 2 to 5", 5, 3, 2, 4, True),
        LeaseGranted(LeaseId("a")),
        LeaseRefused("its memory is in use", 7, claimed=True),
        LeaseRelease(LeaseId("a")),
        Departure(DepartureReason.SLEEP),
        Departure(DepartureReason.OFFER, (LeaseId("a"), LeaseId("b"))),
        PlanRequest("big"),
        PlanReply(any_plan()),
        PlanReply(Refusal("big", 5, 4, ("Too large.",), (LeftOut(PeerId("p"), "hall", "it is small"),))),
        Declined("No."),
        Done(),
    ],
)
def test_a_message_comes_back_as_it_went(message: Message) -> None:
    assert decode(encode(message)) == message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"type": "Unknown"}',
        b'{"type": "LeaseRequest"}',
        b'{"type": ["LeaseRequest"]}',
        json.dumps({"type": "LeaseRefused", "reason": "x", "free_bytes": -1, "claimed": False}).encode(),
        json.dumps({"type": "PlanRequest", "model_name": "x" * 5000}).encode(),
        b'{"type": "Records", "records": 5}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(data)


def test_a_record_that_cannot_be_read_does_not_keep_the_others_away() -> None:
    good = SignedRecord(KITCHEN, encode_record(KITCHEN), b"s")
    body = {"type": "Records", "records": [{"payload": "%"}, good.to_wire(), 7]}
    assert decode(json.dumps(body).encode()) == Records((good,), (0,))
