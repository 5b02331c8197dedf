"""Records survive the wire, and what is no record is told apart."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from app.domain.device import Battery, DeviceSpeed
from app.domain.model import ContextSettings
from app.domain.placement import Plan
from app.domain.plan import plan
from app.domain.record import Hosting, SignedRecord, decode_signed_record, encode_record
from tests.domain.builders import GB, MB, cpu, gpu, model, node, record, summary


def wire(payload: object) -> dict[str, str]:
    return {
        "payload": base64.b64encode(json.dumps(payload).encode()).decode(),
        "signature": base64.b64encode(b"s").decode(),
    }


def test_a_record_comes_back_as_it_went() -> None:
    answer = plan(
        model(),
        ContextSettings(),
        (node("here", cpu(GB), has_model=True), node("kitchen", cpu(900 * MB), rpc=record("x").rpc_version)),
        record("here").peer_id,
    )
    assert isinstance(answer, Plan)
    body = record("Küche ☕", devices=(cpu(GB), gpu(GB)), models=(summary(),), hosting=(Hosting(answer, True),))
    body = replace(body, speeds=(DeviceSpeed("CPU", 8 * GB, 40 * GB, 500),), battery=Battery(85, is_plugged=False))
    payload = encode_record(body)
    again = decode_signed_record(SignedRecord(body, payload, b"signature").to_wire())
    assert again.record == body
    assert again.payload == payload


@pytest.mark.parametrize(
    "change",
    [
        {"version": "two"},
        {"counter": -1},
        {"counter": True},
        {"name": 5},
        {"name": "x" * 5000},
        {"rpc_version": "seven"},
        {"devices": [{}]},
        {"devices": None},
        {"models": [1]},
        {"speeds": [{"device_id": "CPU"}]},
        {"speeds": [{"device_id": "CPU", "read_bytes_per_second": -1}]},
        {"hosting": [{"plan": {}, "ready": True}]},
    ],
)
def test_a_record_with_a_wrong_value_is_refused(change: dict[str, Any]) -> None:
    body = json.loads(encode_record(record("kitchen")))
    with pytest.raises(ValueError, match=r"."):
        decode_signed_record(wire(body | change))


@pytest.mark.parametrize("battery", ["full", 3, [], {}, {"percent": -5, "is_plugged": True}, {"percent": 50}])
def test_a_battery_that_is_not_understood_is_none(battery: object) -> None:
    body = json.loads(encode_record(record("kitchen"))) | {"battery": battery}
    assert decode_signed_record(wire(body)).record.battery is None


@pytest.mark.parametrize("junk", [None, 3, "text", {}, {"payload": "%", "signature": ""}, wire([]), wire("x")])
def test_what_is_no_record_is_refused(junk: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_signed_record(junk)


def test_a_record_of_another_version_is_read_as_far_as_it_is_understood() -> None:
    body = json.loads(encode_record(record("kitchen", models=(summary(),), devices=(cpu(GB), gpu(GB)))))
    body |= {"version": 7, "colour": "red", "hosting": {"now": "an object"}}
    body["devices"][1] = {"kind": "quantum"}
    del body["link_addresses"]
    found = decode_signed_record(wire(body)).record
    assert (found.version, found.is_understood) == (7, False)
    assert (found.name, found.models, found.devices) == ("kitchen", (summary(),), (cpu(GB),))
    assert (found.hosting, found.link_addresses) == ((), ())


@pytest.mark.parametrize("field", ["peer_id", "incarnation", "counter", "name", "rpc_version"])
def test_of_any_version_it_must_be_known_who_it_is_and_which_record_is_newer(field: str) -> None:
    body = json.loads(encode_record(record("kitchen"))) | {"version": 7}
    del body[field]
    with pytest.raises(ValueError, match=r"."):
        decode_signed_record(wire(body))


def test_an_unknown_field_of_this_version_changes_nothing() -> None:
    body = json.loads(encode_record(record("kitchen"))) | {"colour": "red"}
    assert decode_signed_record(wire(body)).record == record("kitchen")


def test_a_record_from_before_speeds_were_told_has_none() -> None:
    payload = json.loads(encode_record(record("study")))
    del payload["speeds"]
    assert decode_signed_record(wire(payload)).record == record("study")
