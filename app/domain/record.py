"""What a node says of itself to the swarm, and its one text form.

A record is signed by the node it describes (`SignedRecord.signature` covers `payload` exactly as it travelled) and is
ordered by (incarnation, counter). Checking the signature is identity's work; this module only reads and writes.
"""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.decoding import count, left_out, short_text
from app.domain.device import Battery, Device, DeviceKind, DeviceSpeed
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind, ModelSummary
from app.domain.placement import Plan, Shard
from app.domain.version import RpcVersion

RECORD_VERSION = 1
MAX_RECORD_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Hosting:
    """A model that a node is head of: its plan, and how far it is.

    Attributes:
        plan: Who holds which layers.
        ready: False while it loads.
    """

    plan: Plan
    ready: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What a node says of itself.

    Attributes:
        peer_id: The node.
        incarnation: Wall-clock seconds when the node started; higher is newer.
        counter: Number of the record within the incarnation.
        name: What people call the node.
        app_version: Hearth's version there.
        rpc_version: llama.cpp's RPC protocol there.
        platform: `linux`, `windows` or `darwin`.
        sharing: Whether it lends memory now.
        devices: What it offers.
        models: What it has on disk.
        hosting: What it is head of.
        link_addresses: `host:port` of its link, best first.
        network_addresses: Multiaddrs of its libp2p node; none from versions before they were told.
        speeds: How fast its devices compute; none from versions before they were told, or before they are measured.
        battery: Of the computer; None without one, and from versions before it was told.
        version: Of the record's form. One of another version is read as far as it is understood: its node is shown
            and answers requests, but is not planned with.
    """

    peer_id: PeerId
    incarnation: int
    counter: int
    name: str
    app_version: str
    rpc_version: RpcVersion
    platform: str
    sharing: bool
    devices: tuple[Device, ...]
    models: tuple[ModelSummary, ...]
    hosting: tuple[Hosting, ...]
    link_addresses: tuple[str, ...]
    network_addresses: tuple[str, ...] = ()
    speeds: tuple[DeviceSpeed, ...] = ()
    battery: Battery | None = None
    version: int = RECORD_VERSION

    @property
    def is_understood(self) -> bool:
        """Whether everything in it means what this program thinks."""
        return self.version == RECORD_VERSION

    @property
    def order(self) -> tuple[int, int]:
        """What decides which of two records of one node is the newer."""
        return (self.incarnation, self.counter)


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record with the bytes that were signed, so that it can be handed on unchanged."""

    record: Record
    payload: bytes
    signature: bytes

    def to_wire(self) -> dict[str, str]:
        """A JSON object of two base64 texts."""
        return {
            "payload": base64.b64encode(self.payload).decode(),
            "signature": base64.b64encode(self.signature).decode(),
        }


def encode_record(record: Record) -> bytes:
    """The bytes of a record that are signed: JSON with sorted keys, UTF-8."""
    body = asdict(record) | {"rpc_version": str(record.rpc_version)}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def decode_signed_record(wire: Any) -> SignedRecord:
    """Read what `SignedRecord.to_wire` wrote; the signature is not checked here.

    Raises:
        ValueError: It is not a record.
    """
    try:
        payload = base64.b64decode(wire["payload"], validate=True)
        signature = base64.b64decode(wire["signature"], validate=True)
        if len(payload) > MAX_RECORD_BYTES:
            raise ValueError("the record is too large")
        return SignedRecord(_record(json.loads(payload)), payload, signature)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a record: {error!r}") from error


def _record(body: Any) -> Record:
    version = count(body["version"])
    read = _strictly if version == RECORD_VERSION else _what_is_readable
    return Record(
        peer_id=PeerId(short_text(body["peer_id"])),
        incarnation=count(body["incarnation"]),
        counter=count(body["counter"]),
        name=short_text(body["name"]),
        app_version=short_text(body["app_version"]),
        rpc_version=RpcVersion.parse(short_text(body["rpc_version"])),
        platform=short_text(body["platform"]),
        sharing=bool(body.get("sharing")),
        devices=read(body, "devices", _device),
        models=read(body, "models", _model),
        hosting=read(body, "hosting", _hosting),
        link_addresses=read(body, "link_addresses", short_text),
        network_addresses=read({"network_addresses": ()} | body, "network_addresses", short_text),
        speeds=read({"speeds": ()} | body, "speeds", decode_speed),
        battery=_battery(body.get("battery")),
        version=version,
    )


def _strictly[T](body: Any, field: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(item) for item in body[field])


def _what_is_readable[T](body: Any, field: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    """The items that are as they were in this version; what another version changed is left out."""
    found: list[T] = []
    items = body.get(field)
    for item in items if isinstance(items, list) else ():
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            found.append(read(item))
    return tuple(found)


def _hosting(body: Any) -> Hosting:
    return Hosting(decode_plan(body["plan"]), bool(body["ready"]))


def _device(body: Any) -> Device:
    return Device(
        device_id=short_text(body["device_id"]),
        kind=DeviceKind(body["kind"]),
        name=short_text(body["name"]),
        total_bytes=count(body["total_bytes"]),
        offered_bytes=count(body["offered_bytes"]),
        used_bytes=count(body["used_bytes"]),
    )


def _battery(body: Any) -> Battery | None:
    """What cannot be understood is no reason to refuse a record."""
    try:
        return Battery(min(count(body["percent"]), 100), bool(body["is_plugged"])) if body else None
    except (KeyError, TypeError, ValueError):
        return None


def decode_speed(body: Any) -> DeviceSpeed:
    """Read how fast a device is from JSON. KeyError, TypeError and ValueError for what is not that."""
    return DeviceSpeed(
        device_id=short_text(body["device_id"]),
        read_bytes_per_second=count(body["read_bytes_per_second"]),
        prompt_weights_per_second=count(body["prompt_weights_per_second"]),
        step_nanoseconds=count(body["step_nanoseconds"]),
    )


def _model(body: Any) -> ModelSummary:
    return ModelSummary(
        model_id=ModelId(short_text(body["model_id"])),
        name=short_text(body["name"]),
        title=short_text(body["title"]),
        kind=ModelKind(body["kind"]),
        file_bytes=count(body["file_bytes"]),
        layer_count=count(body["layer_count"]),
        context_length=count(body["context_length"]),
        is_demo=bool(body["is_demo"]),
    )


def decode_plan(body: Any) -> Plan:
    """Read a plan from JSON.

    Raises:
        ValueError: A value is not what it should be. KeyError and TypeError for a wrong shape.
    """
    return Plan(
        model_id=ModelId(short_text(body["model_id"])),
        model_name=short_text(body["model_name"]),
        head=PeerId(short_text(body["head"])),
        shards=tuple(_shard(item) for item in body["shards"]),
        context_length=count(body["context_length"]),
        slots=count(body["slots"]),
        host_bytes=count(body["host_bytes"]),
        bytes_to_move=count(body["bytes_to_move"]),
        left_out=left_out(body["left_out"]),
        reasons=tuple(short_text(item) for item in body["reasons"]),
    )


def _shard(body: Any) -> Shard:
    return Shard(
        peer_id=PeerId(short_text(body["peer_id"])),
        node_name=short_text(body["node_name"]),
        device_id=short_text(body["device_id"]),
        first_layer=count(body["first_layer"]),
        layer_count=count(body["layer_count"]),
        holds_output=bool(body["holds_output"]),
        weight_bytes=count(body["weight_bytes"]),
        total_bytes=count(body["total_bytes"]),
    )
