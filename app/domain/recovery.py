"""A model that lost a device and is being brought back: how far it is, in words for the answers that wait for it. Pure.

Nobody counts seconds here; `node/recovering.py` does.
"""

from collections import Counter
from dataclasses import dataclass

from app.domain.ids import PeerId
from app.domain.placement import Plan
from app.domain.words import format_count


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far a model is on its way back.

    Attributes:
        before: The plan it ran by.
        lost: Names of the devices that left, in the order in which they did; none when only its host ended.
        plan: What it is loaded by now; None until that is known.
        is_loaded: Whether the new host is there; what was said before is read again then.
    """

    before: Plan
    lost: tuple[str, ...] = ()
    plan: Plan | None = None
    is_loaded: bool = False


def recovery_words(recovery: Recovery) -> str:
    """What happens, without a full stop: `kitchen left; moving 6 layers of NAME to study`."""
    name = recovery.before.model_name
    cause = f"{_listed(recovery.lost)} left" if recovery.lost else f"{name} stopped"
    if recovery.plan is not None and set(recovery.lost) & {shard.node_name for shard in recovery.plan.shards}:
        cause = f"the part of {name} on {_listed(recovery.lost)} stopped"  # its worker ended, and it is still there
    if recovery.is_loaded:
        return f"{cause}; reading the conversation again"
    if recovery.plan is None:
        return f"{cause}; planning again"
    moved = moved_layers(recovery.before, recovery.plan)
    if not moved:
        return f"{cause}; loading {name} again"
    places = [
        f"{format_count(count, 'layer', 'layers') if i == 0 else count}{f' of {name}' if i == 0 else ''} to {holder}"
        for i, (holder, count) in enumerate(moved.items())
    ]
    return f"{cause}; moving {_listed(tuple(places))}"


def moved_layers(before: Plan, after: Plan) -> dict[str, int]:
    """How many layers get another holder, by the new holder's name, the one with most first."""
    old, new = _holders(before), _holders(after)
    names = {shard.peer_id: shard.node_name for shard in after.shards}
    counts = Counter(peer_id for layer, peer_id in new.items() if old.get(layer) != peer_id)
    return {names[peer_id]: count for peer_id, count in counts.most_common()}


def _holders(plan: Plan) -> dict[int, PeerId]:
    return {layer: s.peer_id for s in plan.shards for layer in range(s.first_layer, s.first_layer + s.layer_count)}


def _listed(parts: tuple[str, ...]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
