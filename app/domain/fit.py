"""Whether and where a model would fit, before it is loaded: types, so that a face cannot forget one, and the rule.

Counted with the memory that is offered, not with what is free at the moment: an idle model makes room for another.
"""

from dataclasses import dataclass, replace

from app.domain.footprint import footprint
from app.domain.ids import ModelId, PeerId
from app.domain.model import ContextSettings, ModelFacts, ModelKind
from app.domain.placement import Candidate, Plan, Refusal
from app.domain.plan import plan

SNUG_PART = 0.85
"""Above this part of the offered memory little is left for longer conversations or another model."""


@dataclass(frozen=True, slots=True)
class FitsWhole:
    """One device holds it.

    Attributes:
        node_name: Which.
        is_snug: It takes most of what is offered there: little is left for longer conversations or other models.
    """

    node_name: str
    is_snug: bool


@dataclass(frozen=True, slots=True)
class FitsSplit:
    """Several devices together hold it.

    Attributes:
        node_names: Which, the one with most layers first.
        is_snug: It takes most of what they offer together.
    """

    node_names: tuple[str, ...]
    is_snug: bool


@dataclass(frozen=True, slots=True)
class TooBig:
    """All devices that are there together do not hold it.

    Attributes:
        missing_bytes: How much more memory would have to be offered.
    """

    missing_bytes: int


type Fit = FitsWhole | FitsSplit | TooBig


def fit(model: ModelFacts, context: ContextSettings, candidates: tuple[Candidate, ...], here: PeerId) -> Fit:
    """Where a model would fit.

    One device that has the file comes first, then one that the file can be copied to, then several together.

    Args:
        model: Facts from its header, or an estimate.
        context: Conversation length and slots.
        candidates: Every node that is there, this one included; what is in use on them does not count.
        here: The node that asks; it would have the file when nobody has it yet.
    """
    empty = tuple(_emptied(candidate) for candidate in candidates)
    as_stored = plan(model, context, empty, here)
    as_copied = plan(model, context, tuple(replace(c, has_model=_can_have(c, here)) for c in empty), here)
    for answer in (as_stored, as_copied):
        if isinstance(answer, Plan) and len({shard.peer_id for shard in answer.shards}) == 1:
            return FitsWhole(answer.shards[0].node_name, _is_snug(answer, empty))
    for answer in (as_stored, as_copied):
        if isinstance(answer, Plan):
            return FitsSplit(_names(answer), _is_snug(answer, empty))
    # Where the sum would do but no layer fits where it must, room for one layer more is what is missed.
    one_layer = max(footprint(model, context).layer_bytes)
    refusals = (answer for answer in (as_stored, as_copied) if isinstance(answer, Refusal))
    return TooBig(min(refusal.missing_bytes or one_layer for refusal in refusals))


def _emptied(candidate: Candidate) -> Candidate:
    return replace(candidate, devices=tuple(replace(device, used_bytes=0) for device in candidate.devices))


def _can_have(candidate: Candidate, here: PeerId) -> bool:
    return candidate.peer_id == here or (candidate.sharing and not candidate.obstacle)


def _names(answer: Plan) -> tuple[str, ...]:
    layers: dict[str, int] = {}
    for shard in answer.shards:
        layers[shard.node_name] = layers.get(shard.node_name, 0) + shard.layer_count
    return tuple(sorted(layers, key=lambda name: (-layers[name], name)))


def _is_snug(answer: Plan, candidates: tuple[Candidate, ...]) -> bool:
    used = {(shard.peer_id, shard.device_id) for shard in answer.shards}
    offered = sum(d.offered_bytes for c in candidates for d in c.devices if (c.peer_id, d.device_id) in used)
    return answer.host_bytes + sum(shard.total_bytes for shard in answer.shards) > SNUG_PART * offered


@dataclass(frozen=True, slots=True)
class _Shape:
    """How models of up to so many bytes are usually built: blocks, and the width of the hidden state."""

    up_to_bytes: float
    layer_count: int
    n_embd: int


_SHAPES = (
    _Shape(1.0e9, 24, 2048),
    _Shape(2.6e9, 28, 3072),
    _Shape(6.5e9, 32, 4096),
    _Shape(12e9, 48, 5120),
    _Shape(26e9, 64, 5120),
    _Shape(float("inf"), 80, 8192),
)
"""Read from the headers' figures of common models at about 4.8 bits a weight."""

_USUAL_KV_BYTES = 4096
"""Of a token in a layer: eight heads of 128 values for each of key and value, 16 bits, as in most models of 3 to 70
thousand million weights."""
_USUAL_VOCABULARY = 128_000
_MOST_LAYERS = 1024
_EMBEDDING_PART = 20
"""The token embedding and the output layer are a twentieth of the file each, about."""


def estimated_facts(file_bytes: int, layer_count: int = 0, context_length: int = 1 << 17) -> ModelFacts:
    """What a model is probably like of which only the size is known; good enough to say whether it fits.

    Args:
        file_bytes: Of all its files.
        layer_count: Number of blocks; 0 when not known.
        context_length: What it was trained for at most, where known.
    """
    shape = next(shape for shape in _SHAPES if file_bytes <= shape.up_to_bytes)
    layers = min(layer_count, _MOST_LAYERS) or shape.layer_count
    ends_bytes = file_bytes // _EMBEDDING_PART
    return ModelFacts(
        model_id=ModelId(""),
        name="",
        title="",
        description="",
        kind=ModelKind.CHAT,
        architecture="",
        parameter_count=0,
        file_bytes=file_bytes,
        layer_bytes=(max(1, (file_bytes - 2 * ends_bytes) // layers),) * layers,
        embedding_bytes=ends_bytes,
        output_bytes=ends_bytes,
        kv_bytes_per_token_per_layer=_USUAL_KV_BYTES,
        n_embd=shape.n_embd,
        n_ff=7 * shape.n_embd // 2,
        n_vocab=_USUAL_VOCABULARY,
        trained_context_length=context_length,
    )
