"""Which node answers one request: the pure choice among the places that can.

A model is asked for where it is loaded, else where it is being loaded, else where it can be loaded whole, else where it
is loaded over several devices. Among loaded copies the one is taken that is expected to have answered first: seconds
of waiting, of reading what it has not read before, of writing, and of the way there.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from app.domain.ids import PeerId
from app.domain.load import ModelLoad, Willingness
from app.domain.sentence import say, say_count
from app.domain.words import in_turn


class Holding(IntEnum):
    """How far a model is on a node, in the order of preference."""

    LOADED = 0
    LOADING = 1
    FITS = 2
    """On its disk, and it fits there whole."""
    SPLITS = 3
    """On its disk; it must be spread over several devices, or something else must go for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node that can answer a request.

    Attributes:
        peer_id: The node.
        name: What people call it.
        is_here: Whether it is the node that chooses.
        holding: How far the model is there.
        load: What is known of its load; of one that is not loaded its slots.
        rtt_ms: Round trip to it.
        willingness: Whether it takes requests of others.
        kept_tokens: How much of the prompt's beginning it has read already.
        load_seconds: How long loading takes; 0 when it is loaded.
        queue_limit: How many may wait there.
        has_failed: It could not answer this request a moment ago.
        may_copy: A further copy may be loaded there while others are busy: it is free for it.
    """

    peer_id: PeerId
    name: str
    is_here: bool
    holding: Holding
    load: ModelLoad
    rtt_ms: float = 0.0
    willingness: Willingness = Willingness.OPEN
    kept_tokens: int = 0
    load_seconds: float = 0.0
    queue_limit: int = 100
    has_failed: bool = False
    may_copy: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """How long a request and its answer are, as far as can be known before.

    Attributes:
        prompt_tokens: To be read.
        answer_tokens: To be written.
    """

    prompt_tokens: int = 0
    answer_tokens: int = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What the owner, or the client, wants of the choice itself.

    Attributes:
        target_node: Name or peer id of the one node that may answer; empty for any.
        only_here: Only this node may answer.
        draw: A number from 0 to 1, drawn by the caller, that chooses among those nearest to having it loaded; None to
            choose by seconds.
        may_copy: Whether further copies of a busy model may be loaded.
    """

    target_node: str = ""
    only_here: bool = False
    draw: float | None = None
    may_copy: bool = True


NO_WISH = Wish()
UNKNOWN_LENGTH = Length()

BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers.

    Attributes:
        place: The node.
        seconds: What the answer is expected to take there.
        reason: Why there, for people, without the node's name where it goes without saying.
    """

    place: Place
    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class NoRoute:
    """Nobody answers now.

    Attributes:
        reason: Why, a sentence.
        code: The same for programs; `busy` when it is only that too many wait.
    """

    reason: str
    code: str


SLOWED_BY_EACH_OTHER = 0.4
"""Each further answer that is written at the same time makes all take this part of their time alone longer; measured
with two to four on one processor core: 1.45, 1.8 and 2.05 times."""

USUAL_TOKENS_PER_SECOND = 10.0
USUAL_READING_FACTOR = 8.0
"""What is not measured yet: how fast answers are written, and how much faster prompts are read."""

_FAILED_SECONDS = 60.0
"""What one that has just failed is held back by."""

_DOUBT = 1.5
"""Waiting is counted so many times: how long the answers of others are is only guessed."""

_TRIPS = 2
"""Round trips before the first word."""


def choose(places: Sequence[Place], length: Length = UNKNOWN_LENGTH, wish: Wish = NO_WISH) -> Route | NoRoute:
    """Choose who answers a request for a model.

    Args:
        places: Every node that is there and has the model, in any order.
        length: Of the request.
        wish: What is wanted of the choice.

    Returns:
        The place that is expected to have answered first, of those that are nearest to having the model loaded.
    """
    wanted = _wanted(places, wish)
    if isinstance(wanted, NoRoute):
        return wanted
    willing = [place for place in wanted if place.is_here or place.willingness is Willingness.OPEN]
    if not willing:
        return NoRoute(
            in_turn(
                [say("{name} {obstacle}.", name=place.name, obstacle=place.willingness.obstacle) for place in wanted]
            ),
            "not_willing",
        )
    takers = [place for place in willing if _free_slots(place) or place.load.waiting < place.queue_limit]
    if not takers:
        return NoRoute(say("All devices that have this model are busy, and too many requests wait already."), BUSY)
    nearest = min(place.holding for place in takers)
    group = [place for place in takers if place.holding is nearest]
    if wish.draw is not None:
        place = group[min(int(wish.draw * len(group)), len(group) - 1)]
        return Route(
            place, seconds_to_answer(place, length), say("{reason}; chosen by chance", reason=_holding_words(place))
        )
    best, seconds = _soonest(group, length)
    if nearest is not Holding.LOADED or _free_slots(best) > 0 or not wish.may_copy:
        return Route(best, seconds, _words(best, group, length))
    return _copy_or_wait(best, seconds, takers, group, length)


def seconds_to_answer(place: Place, length: Length) -> float:
    """How long a place is expected to take for a whole answer."""
    load = place.load
    speed = load.tokens_per_second or USUAL_TOKENS_PER_SECOND
    reading_speed = load.prompt_tokens_per_second or speed * USUAL_READING_FACTOR
    before = load.active + load.waiting
    beside = before if before < load.slots else load.slots - 1
    slowed = 1.0 + SLOWED_BY_EACH_OTHER * beside
    writing = length.answer_tokens / speed * slowed
    unread = length.prompt_tokens - place.kept_tokens
    reading = unread / reading_speed * slowed if unread > 0 else 0.0
    # The slots end their answers one after the other, each an equal part of an answer's time later.
    waiting = _DOUBT * (before - load.slots + 1) / load.slots * writing if before >= load.slots else 0.0
    seconds = place.load_seconds + waiting + reading + writing + _TRIPS * place.rtt_ms / 1000.0
    return seconds + _FAILED_SECONDS if place.has_failed else seconds


def _wanted(places: Sequence[Place], wish: Wish) -> Sequence[Place] | NoRoute:
    """The places that a wish leaves."""
    if wish.only_here:
        here = [place for place in places if place.is_here]
        return here or NoRoute(
            say("This computer does not have this model, and only it may answer."), "model_not_found"
        )
    if wish.target_node:
        named = [place for place in places if _is_called(place, wish.target_node)]
        return named or NoRoute(
            say("{target_node} is not there, or does not have this model.", target_node=wish.target_node[:60]),
            "node_not_found",
        )
    return places or NoRoute(say("No device that is there now has this model."), "model_not_found")


def _is_called(place: Place, name: str) -> bool:
    return name == place.peer_id or name.casefold() == place.name.casefold()


def _soonest(places: Iterable[Place], length: Length) -> tuple[Place, float]:
    """The place that has answered first; of equals this node, then the one that sorts first."""
    best: Place | None = None
    least = math.inf
    for place in places:
        seconds = seconds_to_answer(place, length)
        if best is None or seconds < least or (seconds == least and _order(place) < _order(best)):
            best, least = place, seconds
    assert best is not None
    return best, least


def _order(place: Place) -> tuple[bool, PeerId]:
    return (not place.is_here, place.peer_id)


def _free_slots(place: Place) -> int:
    return max(0, place.load.slots - place.load.active - place.load.waiting)


def _copy_or_wait(
    best: Place, seconds: float, takers: Sequence[Place], loaded: Sequence[Place], length: Length
) -> Route:
    """Every copy is busy: wait for the best of them, or for one that is loaded, or is to be, on another device."""
    others = [
        place
        for place in takers
        if place.holding is Holding.LOADING or (place.holding is Holding.FITS and place.may_copy)
    ]
    if others:
        other, other_seconds = _soonest(others, length)
        if other_seconds < seconds:
            busy = say_count(len(loaded), "the loaded copy is busy", "all {count} loaded copies are busy")
            return Route(
                other,
                other_seconds,
                say(
                    "{busy}; {name} is loading it too; that is sooner than waiting"
                    if other.holding is Holding.LOADING
                    else "{busy}; {name} has the file and room; that is sooner than waiting",
                    busy=busy,
                    name=other.name,
                ),
            )
    return Route(best, seconds, _words(best, loaded, length))


def _words(place: Place, group: Sequence[Place], length: Length) -> str:
    """Why this place of those that hold the model alike; without commas, which headers do not show as they are."""
    words = [_holding_words(place)]
    load = place.load
    if place.holding is Holding.LOADED:
        if free := _free_slots(place):
            words.append(
                say_count(load.slots, "{free} of {count} slot free", "{free} of {count} slots free", free=free)
            )
        else:
            words.append(
                say_count(load.waiting, "busy; {count} request waits there", "busy; {count} requests wait there")
            )
        if place.kept_tokens and length.prompt_tokens:
            words.append(say("it has read the beginning of this conversation"))
    if len(group) > 1:
        words.append(say("the soonest of {count}", count=len(group)))
    reason = words[0]
    for more in words[1:]:
        reason = say("{reason}; {more}", reason=reason, more=more)
    return reason


def _holding_words(place: Place) -> str:
    name, here = place.name, place.is_here
    match place.holding:
        case Holding.LOADED:
            return say("loaded here" if here else "loaded on {name}", name=name)
        case Holding.LOADING:
            return say("being loaded here" if here else "being loaded on {name}", name=name)
        case Holding.FITS:
            return say(
                "on disk here; it fits there whole" if here else "on disk on {name}; it fits there whole", name=name
            )
        case Holding.SPLITS:
            return say(
                "on disk here; to be spread over several devices"
                if here
                else "on disk on {name}; to be spread over several devices",
                name=name,
            )
