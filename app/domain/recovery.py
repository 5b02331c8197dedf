"""A model that lost a device and is being brought back: how far it is, in words for the answers that wait for it. Pure.

Nobody counts seconds here; `node/recovering.py` does.
"""

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from app.domain.ids import PeerId
from app.domain.placement import Plan
from app.domain.words import format_count


class Gone(Enum):
    """How a device, or its memory, went: in words that follow one name, and that follow several."""

    LEFT = ("left", "left")
    QUIT = ("was quit", "were quit")
    SLEPT = ("went to sleep", "went to sleep")
    LEFT_SWARM = ("left the swarm", "left the swarm")
    PAUSED = ("stopped sharing", "stopped sharing")
    LENDS_LESS = ("lends less now", "lend less now")

    @property
    def words(self) -> str:
        """Of one device."""
        return self.value[0]

    @property
    def words_of_several(self) -> str:
        """Of several devices."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Loss:
    """A device that left, by its name, and how."""

    name: str
    how: Gone = Gone.LEFT

    def __str__(self) -> str:
        return f"{self.name} {self.how.words}"


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far a model is on its way back.

    Attributes:
        before: The plan it ran by.
        lost: The devices that left, in the order in which they did; none when only its host ended.
        plan: What it is loaded by now; None until that is known.
        is_loaded: Whether the new host is there; what was said before is read again then.
    """

    before: Plan
    lost: tuple[Loss, ...] = ()
    plan: Plan | None = None
    is_loaded: bool = False


def recovery_words(recovery: Recovery) -> str:
    """What happens, without a full stop: `kitchen left; moving 6 layers of NAME to study`."""
    name = recovery.before.model_name
    present = {shard.node_name for shard in recovery.plan.shards} if recovery.plan is not None else set()
    # A device that is used again is still there: only its worker ended.
    ended = tuple(loss.name for loss in recovery.lost if loss.how is Gone.LEFT and loss.name in present)
    causes: tuple[str, ...] = (f"the part of {name} on {_listed(ended)} stopped",) if ended else ()
    causes += _gone(tuple(loss for loss in recovery.lost if loss.name not in ended))
    cause = _listed(causes) or f"{name} stopped"
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


def _gone(lost: tuple[Loss, ...]) -> tuple[str, ...]:
    """Who left, those together that left in the same way."""
    names: dict[Gone, list[str]] = {}
    for loss in lost:
        names.setdefault(loss.how, []).append(loss.name)
    return tuple(
        f"{_listed(tuple(those))} {how.words if len(those) == 1 else how.words_of_several}"
        for how, those in names.items()
    )


def also_lost(lost: tuple[Loss, ...], others: tuple[Loss, ...]) -> tuple[Loss, ...]:
    """Both, each device once: that it left is noticed in several ways, and one of them may say more than that."""
    known = {loss.name: loss for loss in lost}
    for loss in others:
        if loss.name not in known or known[loss.name].how is Gone.LEFT:
            known[loss.name] = loss
    return tuple(known.values())


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
