"""A model that lost a device and is being brought back: how far it is, in words for the answers that wait for it. Pure.

Nobody counts seconds here; `node/recovering.py` does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.ids import PeerId
from app.domain.placement import Plan
from app.domain.sentence import Sentence, say, say_count
from app.domain.words import listed


class Gone(Enum):
    """How a device, or its memory, went."""

    LEFT = "left"
    QUIT = "quit"
    SLEPT = "slept"
    LEFT_SWARM = "left_swarm"
    PAUSED = "paused"
    LENDS_LESS = "lends_less"

    def said_of(self, names: Sequence[str]) -> Sentence:
        """What happened to devices of these names; at least one."""
        is_one, those = len(names) == 1, listed(names)
        match self:
            case Gone.LEFT:
                return say("{name} left" if is_one else "{names} left", name=those, names=those)
            case Gone.QUIT:
                return say("{name} was quit" if is_one else "{names} were quit", name=those, names=those)
            case Gone.SLEPT:
                return say("{name} went to sleep" if is_one else "{names} went to sleep", name=those, names=those)
            case Gone.LEFT_SWARM:
                return say("{name} left the swarm" if is_one else "{names} left the swarm", name=those, names=those)
            case Gone.PAUSED:
                return say("{name} stopped sharing" if is_one else "{names} stopped sharing", name=those, names=those)
            case Gone.LENDS_LESS:
                return say("{name} lends less now" if is_one else "{names} lend less now", name=those, names=those)


@dataclass(frozen=True, slots=True)
class Loss:
    """A device that left, by its name, and how."""

    name: str
    how: Gone = Gone.LEFT

    def __str__(self) -> str:
        return self.how.said_of((self.name,))


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
    causes: tuple[str, ...] = (
        (say("the part of {name} on {devices} stopped", name=name, devices=listed(ended)),) if ended else ()
    )
    causes += _gone(tuple(loss for loss in recovery.lost if loss.name not in ended))
    cause = listed(causes) or say("{name} stopped", name=name)
    if recovery.is_loaded:
        return say("{cause}; reading the conversation again", cause=cause)
    if recovery.plan is None:
        return say("{cause}; planning again", cause=cause)
    moved = moved_layers(recovery.before, recovery.plan)
    if not moved:
        return say("{cause}; loading {name} again", cause=cause, name=name)
    places = [
        say_count(
            count,
            "{count} layer of {name} to {holder}",
            "{count} layers of {name} to {holder}",
            name=name,
            holder=holder,
        )
        if i == 0
        else say("{count} to {holder}", count=count, holder=holder)
        for i, (holder, count) in enumerate(moved.items())
    ]
    return say("{cause}; moving {places}", cause=cause, places=listed(places))


def _gone(lost: tuple[Loss, ...]) -> tuple[str, ...]:
    """Who left, those together that left in the same way."""
    names: dict[Gone, list[str]] = {}
    for loss in lost:
        names.setdefault(loss.how, []).append(loss.name)
    return tuple(how.said_of(those) for how, those in names.items())


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
