"""Who answers: loaded, loading, on disk; among loaded copies the one that has answered first; and why, in words."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.ids import PeerId
from app.domain.load import ModelLoad, Willingness
from app.domain.route import (
    BUSY,
    Holding,
    Length,
    NoRoute,
    Place,
    Route,
    Wish,
    choose,
    seconds_to_answer,
)

LENGTH = Length(prompt_tokens=400, answer_tokens=100)


def place(name: str, holding: Holding = Holding.LOADED, active: int = 0, waiting: int = 0, **changes: Any) -> Place:
    """A node with two slots; one called `here` is the one that chooses."""
    load = ModelLoad(active, 2, waiting, changes.pop("speed", None), changes.pop("reading", None))
    plain = Place(PeerId(f"peer-{name}"), name, name == "here", holding, load)
    return replace(plain, **changes)


def chosen(*places: Place, length: Length = LENGTH, **wish: Any) -> str:
    """The name of the place that is chosen, or the code of why none is; in whatever order they come."""
    routes = {name_of(choose(order, length, Wish(**wish))) for order in (places, places[::-1])}
    assert len(routes) == 1, "the order decides"
    return routes.pop()


def name_of(route: Route | NoRoute) -> str:
    """The place's name, or the code."""
    return route.place.name if isinstance(route, Route) else route.code


LOADED, LOADING, FITS, SPLITS = Holding.LOADED, Holding.LOADING, Holding.FITS, Holding.SPLITS


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((place("here"), place("kitchen")), "here"),
        ((place("here", FITS), place("kitchen")), "kitchen"),
        ((place("here", LOADING), place("kitchen")), "kitchen"),
        ((place("here", FITS), place("kitchen", LOADING)), "kitchen"),
        ((place("here", FITS), place("kitchen", FITS)), "here"),
        ((place("here", SPLITS), place("kitchen", FITS)), "kitchen"),
        ((place("here", SPLITS), place("kitchen", SPLITS)), "here"),
        ((place("kitchen", SPLITS),), "kitchen"),
        ((), "model_not_found"),
    ],
)
def test_what_is_nearer_to_being_loaded_comes_first(places: tuple[Place, ...], expected: str) -> None:
    assert chosen(*places) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((place("here", active=1), place("kitchen")), "kitchen"),
        ((place("here", active=1), place("kitchen", active=2)), "here"),
        ((place("here", active=2, waiting=3), place("kitchen", active=2, waiting=1)), "kitchen"),
        # What a peer has answered so far does not count, only what it does now.
        ((place("here", active=1, speed=50.0), place("kitchen", speed=10.0)), "here"),
        ((place("here", speed=10.0), place("kitchen", speed=40.0)), "kitchen"),
        ((place("study", rtt_ms=40.0), place("kitchen", rtt_ms=1.0)), "kitchen"),
        ((place("here"), place("kitchen", kept_tokens=350)), "kitchen"),
        ((place("here"), place("kitchen", kept_tokens=350, active=2, waiting=1)), "here"),
        ((place("here", reading=20.0), place("kitchen", reading=400.0)), "kitchen"),
        ((place("here", has_failed=True), place("kitchen", active=2)), "kitchen"),
    ],
)
def test_of_loaded_copies_the_one_that_has_answered_first(places: tuple[Place, ...], expected: str) -> None:
    assert chosen(*places) == expected


def test_a_conversation_leaves_its_cache_when_waiting_costs_more_than_reading_again() -> None:
    busy = place("kitchen", active=2, kept_tokens=4000)
    assert chosen(busy, place("here"), length=Length(4000, 20)) == "kitchen"
    assert chosen(busy, place("here"), length=Length(4000, 2000)) == "here"


@pytest.mark.parametrize(
    ("willingness", "word"),
    [(Willingness.PAUSED, "paused"), (Willingness.ON_BATTERY, "battery"), (Willingness.LEAVING, "leave")],
)
def test_who_is_not_willing_gets_nothing_of_others(willingness: Willingness, word: str) -> None:
    unwilling = place("kitchen", willingness=willingness)
    assert chosen(unwilling, place("study", SPLITS)) == "study"
    route = choose((unwilling,), LENGTH)
    assert isinstance(route, NoRoute)
    assert route.code == "not_willing"
    assert route.reason.startswith("kitchen ")
    assert word in route.reason
    assert chosen(place("here", willingness=willingness)) == "here", "its own owner is answered"


BUSY_COPY = place("kitchen", active=2, waiting=4, speed=10.0)


def test_a_further_copy_is_loaded_where_there_is_room_when_all_are_busy() -> None:
    idle = place("study", FITS, may_copy=True, load_seconds=5.0)
    route = choose((BUSY_COPY, idle), LENGTH)
    assert isinstance(route, Route)
    assert route.place is idle
    assert route.reason.startswith("the loaded copy is busy; study has the file and room")
    assert chosen(BUSY_COPY, replace(idle, may_copy=False)) == "kitchen"
    assert chosen(BUSY_COPY, replace(idle, load_seconds=500.0)) == "kitchen", "waiting is sooner"
    assert chosen(BUSY_COPY, idle, may_copy=False) == "kitchen"
    assert chosen(replace(BUSY_COPY, load=ModelLoad(1, 2, 0)), idle) == "kitchen", "a slot is free"
    assert chosen(BUSY_COPY, place("study", SPLITS, may_copy=True)) == "kitchen", "only whole ones"
    assert chosen(BUSY_COPY, place("hall", LOADING, load_seconds=2.0), idle) == "hall", "one is on its way already"


@pytest.mark.parametrize("limit", [0, 4])
def test_a_full_queue_takes_nothing_more(limit: int) -> None:
    full = replace(BUSY_COPY, queue_limit=limit)
    assert chosen(full) == BUSY
    assert chosen(full, place("hall", active=1)) == "hall"
    assert chosen(replace(full, load=ModelLoad(1, 2, 0))) == "kitchen", "a slot is free: nothing waits"


def test_wishes() -> None:
    places = (place("here", SPLITS), place("kitchen"), place("study", active=2))
    assert chosen(*places, only_here=True) == "here"
    assert chosen(*places, target_node="study") == "study"
    assert chosen(*places, target_node="STUDY") == "study"
    assert chosen(*places, target_node="peer-study") == "study"
    assert chosen(*places, target_node="cellar") == "node_not_found"
    assert chosen(*places[1:], only_here=True) == "model_not_found"
    loaded = (place("kitchen"), place("study", active=2), place("hall"))
    drawn = [choose(loaded, LENGTH, Wish(draw=draw)) for draw in (0.0, 0.34, 0.99999, 1.0)]
    assert [name_of(route) for route in drawn] == ["kitchen", "study", "hall", "hall"]


def test_reasons_are_words_for_people() -> None:
    def reason(*places: Place) -> str:
        route = choose(places, LENGTH)
        assert isinstance(route, Route)
        return route.reason

    assert reason(place("here", active=1)) == "loaded here; 1 of 2 slots free"
    assert reason(place("kitchen"), place("study")) == "loaded on kitchen; 2 of 2 slots free; the soonest of 2"
    assert reason(place("kitchen", kept_tokens=9)).endswith("it has read the beginning of this conversation")
    assert reason(BUSY_COPY) == "loaded on kitchen; busy; 4 requests wait there"
    assert reason(place("here", LOADING)) == "being loaded here"
    assert reason(place("kitchen", FITS)) == "on disk on kitchen; it fits there whole"
    assert reason(place("here", SPLITS)) == "on disk here; to be spread over several devices"


def test_seconds_grow_with_everything_that_takes_time() -> None:
    plain = place("kitchen", speed=10.0, reading=100.0)
    assert seconds_to_answer(plain, Length(100, 50)) == pytest.approx(6.0)
    for slower in (
        place("kitchen", speed=10.0, reading=100.0, active=1),
        place("kitchen", speed=10.0, reading=100.0, active=2),
        place("kitchen", speed=9.0, reading=100.0),
        place("kitchen", speed=10.0, reading=90.0),
        replace(plain, rtt_ms=10.0),
        replace(plain, load_seconds=1.0),
        replace(plain, has_failed=True),
    ):
        assert seconds_to_answer(slower, Length(100, 50)) > 6.0
    waits = [seconds_to_answer(place("kitchen", active=2, waiting=count), LENGTH) for count in range(5)]
    assert waits == sorted(waits)
    assert seconds_to_answer(replace(plain, kept_tokens=100), Length(100, 50)) == pytest.approx(5.0)
    assert seconds_to_answer(replace(plain, kept_tokens=900), Length(100, 50)) == pytest.approx(5.0)
