"""Small builders of domain values for tests: everything a test does not name has a plain default."""

from dataclasses import replace
from typing import Any

from app.domain.device import Device, DeviceKind
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelFacts, ModelKind, ModelSummary
from app.domain.placement import Candidate
from app.domain.record import Record
from app.domain.version import RpcVersion

MB = 1_000_000
GB = 1_000 * MB
RPC = RpcVersion(7, 0, 0)


def model(layers: int = 12, layer_bytes: int = 100 * MB, **changes: Any) -> ModelFacts:
    """A chat model of equal layers."""
    facts = ModelFacts(
        model_id=ModelId("m" * 32),
        name="big",
        title="Big",
        description="",
        kind=ModelKind.CHAT,
        architecture="llama",
        parameter_count=1,
        file_bytes=layers * layer_bytes,
        layer_bytes=(layer_bytes,) * layers,
        embedding_bytes=20 * MB,
        output_bytes=20 * MB,
        kv_bytes_per_token_per_layer=1000,
        n_embd=512,
        n_ff=1024,
        n_vocab=1000,
        trained_context_length=4096,
    )
    return replace(facts, **changes)


def cpu(offered_bytes: int, used_bytes: int = 0) -> Device:
    """A processor that offers so much."""
    return Device("CPU", DeviceKind.CPU, "Processor", 64 * GB, offered_bytes, used_bytes)


def gpu(offered_bytes: int) -> Device:
    """A graphics card that offers so much."""
    return Device("CUDA0", DeviceKind.GPU, "Graphics card", 64 * GB, offered_bytes)


def node(
    name: str,
    *devices: Device,
    has_model: bool = False,
    rtt_ms: float | None = None,
    rpc: RpcVersion = RPC,
    sharing: bool = True,
) -> Candidate:
    """A node as the planner sees it; its peer id is `peer-NAME`."""
    return Candidate(PeerId(f"peer-{name}"), name, devices, rpc, has_model, rtt_ms, sharing)


def record(name: str, counter: int = 1, incarnation: int = 1, **changes: Any) -> Record:
    """A record of a node; its peer id is `peer-NAME`."""
    plain = Record(
        peer_id=PeerId(f"peer-{name}"),
        incarnation=incarnation,
        counter=counter,
        name=name,
        app_version="0.1.0",
        rpc_version=RPC,
        platform="linux",
        sharing=True,
        devices=(cpu(4 * GB),),
        models=(),
        hosting=(),
        link_addresses=("10.0.0.1:4329",),
    )
    return replace(plain, **changes)


def summary(name: str = "big", model_id: str = "m" * 32) -> ModelSummary:
    """A model on somebody's disk."""
    return ModelSummary(ModelId(model_id), name, name.title(), ModelKind.CHAT, 5 * GB, 12, 4096)
