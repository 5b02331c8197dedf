"""Whether another plan serves a loaded model better, by so much that loading it anew is worth it; and when to do so.

Pure. What was measured decides where it is known: the round trip of each link, the speed of the last answer. A plan
that is only a little better is not better: every change of plan costs a load.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.ids import PeerId
from app.domain.placement import Candidate, Plan
from app.domain.sentence import figure, say, say_count

FASTER_WORDS = 1.1
"""Words must come this much faster for fewer stages to count; a plan with more may cost as much."""

FASTER_PROMPTS = 1.25
"""Prompts pass the devices one after the other while the next part follows: the one with most layers sets the pace."""

USUAL_SECONDS_PER_TOKEN = 0.1
"""What is assumed of a model that has not answered yet."""

FIRST_PATIENCE_SECONDS = 10.0
LONGEST_PATIENCE_SECONDS = 1800.0
IDLE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of the devices and of the model.

    Attributes:
        rtt_ms: Round trip of the link to each peer; none for those not measured.
        tokens_per_second: Of the model's last answer by its current plan; None before the first.
    """

    rtt_ms: Mapping[PeerId, float] = field(default_factory=dict)
    tokens_per_second: float | None = None


def improvement(current: Plan, candidate: Plan, measured: Measured, *, wants_all_devices: bool = False) -> str | None:
    """What a candidate brings over the plan that a model runs by.

    Args:
        current: The plan in use.
        candidate: What would be planned now.
        measured: What is known of speeds.
        wants_all_devices: The model is there to show all devices at work, not to be fast.

    Returns:
        A sentence; None when it brings too little, or costs something.
    """
    if (candidate.model_id, candidate.head) != (current.model_id, current.head):
        return None
    if candidate.context_length < current.context_length or candidate.slots < current.slots:
        return None
    if (candidate.context_length, candidate.slots) != (current.context_length, current.slots):
        return say(
            "Conversations may have {more} tokens instead of {fewer}.",
            more=candidate.context_length,
            fewer=current.context_length,
        )
    devices = len({(s.peer_id, s.device_id) for s in candidate.shards})
    if wants_all_devices:
        more = devices > len({(s.peer_id, s.device_id) for s in current.shards})
        return (
            say("It is spread over {devices} devices, to show all of them at work.", devices=devices) if more else None
        )
    if not candidate.is_split:
        return _whole(current, candidate)
    return _stages(current, candidate, measured) if current.is_split else None


def _whole(current: Plan, candidate: Plan) -> str | None:
    (shard,) = candidate.shards
    if current.is_split:
        return say("It fits {node_name} whole: no word has to travel to another device.", node_name=shard.node_name)
    if shard.device_id != "CPU" and current.shards[0].device_id == "CPU":
        return say("It fits the graphics card of {node_name}.", node_name=shard.node_name)
    return None


def _stages(current: Plan, candidate: Plan, measured: Measured) -> str | None:
    words_gain = seconds_per_token(current, current, measured) / seconds_per_token(candidate, current, measured)
    if words_gain >= FASTER_WORDS:
        return say_count(
            _remote_stages(candidate),
            "Words come about {gain} times as fast: {count} other device instead of {before}.",
            "Words come about {gain} times as fast: {count} other devices instead of {before}.",
            gain=figure(words_gain, ".1f"),
            before=_remote_stages(current),
        )
    prompts_gain = _most_layers(current) / max(1, _most_layers(candidate))
    if prompts_gain >= FASTER_PROMPTS and words_gain * FASTER_WORDS >= 1:
        return say_count(
            _most_layers(candidate),
            "Prompts are read about {gain} times as fast: {count} layer on a device at most, not {before}.",
            "Prompts are read about {gain} times as fast: {count} layers on a device at most, not {before}.",
            gain=figure(prompts_gain, ".1f"),
            before=_most_layers(current),
        )
    return None


def seconds_per_token(plan: Plan, current: Plan, measured: Measured) -> float:
    """Predicted time of a word: each remote stage costs a round trip, the computing is the same for all plans.

    Args:
        plan: What to predict for.
        current: The plan by which the model was measured.
        measured: What is known.
    """
    if measured.tokens_per_second:
        computing = max(0.0, 1 / measured.tokens_per_second - _travelling_seconds(current, measured))
    else:
        computing = USUAL_SECONDS_PER_TOKEN
    return max(1e-6, computing + _travelling_seconds(plan, measured))


def _travelling_seconds(plan: Plan, measured: Measured) -> float:
    return sum(measured.rtt_ms.get(s.peer_id, 0.0) for s in plan.shards if s.peer_id != plan.head) / 1000


def _remote_stages(plan: Plan) -> int:
    return sum(shard.peer_id != plan.head for shard in plan.shards)


def _most_layers(plan: Plan) -> int:
    return max(shard.layer_count for shard in plan.shards)


# -- when ---------------------------------------------------------------------------------------------------


def patience_seconds(recent_losses: int) -> float:
    """How long a better plan must have been possible before it is used: twice as long after each recent loss.

    A device that comes and goes every minute costs two loads, and is then left alone until it stays.
    """
    return min(LONGEST_PATIENCE_SECONDS, FIRST_PATIENCE_SECONDS * 2.0 ** min(recent_losses, 20))


def is_time(*, possible_seconds: float, idle_seconds: float, recent_losses: int) -> bool:
    """Whether a better plan is to be used now.

    Args:
        possible_seconds: For how long it has been possible without interruption.
        idle_seconds: For how long the model has answered nobody.
        recent_losses: How often the model has lost a device lately.
    """
    return idle_seconds >= IDLE_SECONDS and possible_seconds >= patience_seconds(recent_losses)


# -- pinned plans -------------------------------------------------------------------------------------------


def can_run(plan: Plan, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a plan made earlier can be used with those who are there now, and with the memory that is free."""
    there = {c.peer_id: c for c in candidates}
    head = there.get(plan.head)
    if head is None or not head.has_model or any(s.peer_id not in there for s in plan.shards):
        return False
    own = [s.device_id for s in plan.shards if s.peer_id == plan.head]
    needed: dict[tuple[PeerId, str], int] = {(plan.head, own[0] if own else "CPU"): plan.host_bytes}
    for shard in plan.shards:
        candidate = there[shard.peer_id]
        is_away = bool(candidate.obstacle) or not candidate.sharing
        if shard.peer_id != plan.head and (is_away or not candidate.rpc_version.accepts_client(head.rpc_version)):
            return False
        key = (shard.peer_id, shard.device_id)
        needed[key] = needed.get(key, 0) + shard.total_bytes
    free = {(c.peer_id, d.device_id): d.free_bytes for c in candidates for d in c.devices}
    return all(free.get(key, 0) >= needed_bytes for key, needed_bytes in needed.items())
