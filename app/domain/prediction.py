"""How fast a model would answer by a plan, and the ways in which it could run: before anything is loaded. Pure.

The time of a word is what each device needs to read its part of the weights once, what each layer costs whatever its
size, and a round trip for each part that is on another machine. How fast a device is was measured on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.device import DeviceSpeed
from app.domain.ids import PeerId
from app.domain.model import ContextSettings, ModelFacts
from app.domain.placement import Candidate, Plan, Shard
from app.domain.plan import Placement, plan
from app.domain.sentence import say
from app.domain.words import format_bytes, format_rate, listed

type Speeds = Mapping[tuple[PeerId, str], DeviceSpeed]
"""By node and device; of those that are not measured nothing is there."""

_LAYER_STEPS = 150
"""What a layer costs for each word beside reading its weights, in steps that compute nothing: normalizing, attention to
a short conversation, handing work to threads. Fitted to hosts of 8 to 90 million weights, one thread."""

_PROMPT_LAYER_STEPS = 60
"""The same for each token of a prompt, of which many are computed together."""

_WORD_SECONDS = 0.0006
"""Choosing a word, making a text and an event of it, sending it."""

_VOCABULARY_SECONDS = 30e-9
"""For each word of the vocabulary that is weighed."""

_STAGE_SECONDS = 0.0004
"""What a part of a split model costs beside its computing and its round trip: two processes and their frames."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What is predicted, or was measured.

    Attributes:
        generated: Tokens of an answer per second, one conversation at a time.
        prompt: Tokens of a prompt per second.
    """

    generated: float
    prompt: float


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a model could run.

    Attributes:
        plan: Where its layers would go.
        speed: What is predicted; None where a device of it was not measured.
        needs_copy: The file would have to be copied to the device first.
    """

    plan: Plan
    speed: Speed | None
    needs_copy: bool = False

    @property
    def memory_bytes(self) -> int:
        """What it takes on all devices together."""
        return self.plan.host_bytes + sum(shard.total_bytes for shard in self.plan.shards)


def predict(model: ModelFacts, by: Plan, speeds: Speeds, rtt_ms: Mapping[PeerId, float]) -> Speed | None:
    """How fast a model would answer by a plan.

    Args:
        model: Facts from its header.
        by: The plan.
        speeds: Of the devices, as measured.
        rtt_ms: Round trips to peers.

    Returns:
        None when a device of the plan was not measured.
    """
    word_seconds = _WORD_SECONDS + model.n_vocab * _VOCABULARY_SECONDS
    prompt_seconds: list[float] = []
    for shard in by.shards:
        speed = speeds.get((shard.peer_id, shard.device_id))
        if speed is None:
            return None
        word_seconds += _word_seconds(model, shard, speed)
        prompt_seconds.append(_prompt_seconds(model, shard, speed))
        if by.is_split:
            word_seconds += _STAGE_SECONDS
        if shard.peer_id != by.head:
            word_seconds += rtt_ms.get(shard.peer_id, 0.0) / 1000
    # The parts of a long prompt pass the devices one behind the other: the slowest sets the pace.
    return Speed(1 / word_seconds, 1 / max(max(prompt_seconds), 1e-9))


def _word_seconds(model: ModelFacts, shard: Shard, speed: DeviceSpeed) -> float:
    blocks = sum(model.layer_bytes[shard.first_layer : shard.first_layer + shard.layer_count])
    read_bytes = blocks * model.active_part + (model.output_bytes if shard.holds_output else 0)
    steps_seconds = shard.layer_count * _LAYER_STEPS * speed.step_nanoseconds * 1e-9
    return read_bytes / max(1, speed.read_bytes_per_second) + steps_seconds


def _prompt_seconds(model: ModelFacts, shard: Shard, speed: DeviceSpeed) -> float:
    # The output layer is computed for the last token of a prompt only.
    part = shard.layer_count / max(1, model.layer_count)
    weights = model.parameter_count * _layers_part(model) * model.active_part * part
    steps_seconds = shard.layer_count * _PROMPT_LAYER_STEPS * speed.step_nanoseconds * 1e-9
    return weights / max(1, speed.prompt_weights_per_second) + steps_seconds


def _layers_part(model: ModelFacts) -> float:
    """How much of the weights is in layers."""
    return min(1.0, sum(model.layer_bytes) / max(1, model.file_bytes))


_LEARNING = 0.3
_MOST_CORRECTION = 1.5
"""Of one answer: it may have been slow for a reason that has nothing to do with the device."""


def corrected(speed: DeviceSpeed, predicted: float, measured: float) -> DeviceSpeed:
    """A device's speed after an answer: nearer to what it showed, a part of the way.

    Args:
        speed: As it was.
        predicted: Tokens per second that were predicted with it, for a model that runs on this device alone.
        measured: Tokens per second of the answer.
    """
    ratio = min(max(measured / predicted, 1 / _MOST_CORRECTION), _MOST_CORRECTION)
    factor = ratio**_LEARNING
    return replace(
        speed,
        read_bytes_per_second=max(1, round(speed.read_bytes_per_second * factor)),
        prompt_weights_per_second=max(1, round(speed.prompt_weights_per_second * factor)),
        step_nanoseconds=round(speed.step_nanoseconds / factor),
    )


def ways(
    model: ModelFacts,
    context: ContextSettings,
    candidates: tuple[Candidate, ...],
    here: PeerId,
    speeds: Speeds,
) -> tuple[Way, ...]:
    """The ways in which a model could run now: whole on each node that holds it, and split over all that are needed.

    Args:
        model: Facts from its header.
        context: Conversation length and slots.
        candidates: Every node that is there, this one included.
        here: The node that plans; head of a split.
        speeds: Of the devices, as measured.
    """
    rtt_ms = {c.peer_id: c.rtt_ms for c in candidates if c.rtt_ms is not None}
    found = []
    for candidate in sorted(candidates, key=lambda c: (c.peer_id != here, not c.has_model, c.name)):
        if candidate.peer_id != here and (candidate.obstacle or not candidate.sharing):
            continue
        answer = plan(model, context, (replace(candidate, has_model=True),), candidate.peer_id)
        if isinstance(answer, Plan) and not answer.is_split:
            found.append(Way(answer, predict(model, answer, speeds, rtt_ms), not candidate.has_model))
    split = plan(model, context, candidates, here, Placement.SPREAD)
    if isinstance(split, Plan) and split.is_split:
        found.append(Way(split, predict(model, split, speeds, rtt_ms)))
    return tuple(found)


def way_words(way: Way) -> str:
    """One way as a sentence for people."""
    names = list(dict.fromkeys(shard.node_name for shard in way.plan.shards))
    where = say("Split over {names}" if way.plan.is_split else "Whole on {names}", names=listed(names))
    if way.needs_copy:
        where = say("{where}, once its file is copied there", where=where)
    memory = format_bytes(way.memory_bytes)
    if way.speed is None:
        return say("{where}: {memory} of memory; how fast is not known yet.", where=where, memory=memory)
    return say(
        "{where}: about {rate}, prompts at {prompt_rate}, {memory} of memory.",
        where=where,
        rate=format_rate(way.speed.generated),
        prompt_rate=format_rate(way.speed.prompt),
        memory=memory,
    )
