"""The fair queue: clients take turns, each one's requests keep their order, and there is a limit."""

import random
from collections import Counter

import pytest

from app.domain.queue import FairQueue, QueueFullError


def drained(queue: FairQueue[str]) -> list[str]:
    """All that waits, in the order of turns."""
    taken = []
    while (item := queue.take()) is not None:
        taken.append(item)
    return taken


def filled(*items: str, limit: int = 100) -> FairQueue[str]:
    """A queue with these, each of the client that it begins with."""
    queue: FairQueue[str] = FairQueue(limit)
    for item in items:
        queue.join(item[0], item)
    return queue


def test_clients_take_turns_and_keep_their_own_order() -> None:
    assert drained(filled("a1", "a2", "a3", "b1", "b2", "c1")) == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert drained(filled()) == []


def test_who_has_just_had_a_turn_comes_after_those_who_had_none() -> None:
    queue = filled("a1", "a2", "a3")
    assert queue.take() == "a1"
    queue.join("b", "b1")
    assert [queue.take() for _ in range(3)] == ["a2", "b1", "a3"]


def test_over_the_limit_nothing_is_taken() -> None:
    queue = filled("a1", "b1", limit=2)
    with pytest.raises(QueueFullError):
        queue.join("c", "c1")
    queue.join("c", "c2", first=True)  # it had its turn already
    assert drained(queue) == ["c2", "a1", "b1"]
    queue.join("c", "c3")
    none: FairQueue[str] = FairQueue(0)
    with pytest.raises(QueueFullError):
        none.join("a", "a1")


def test_who_gives_up_leaves_at_once() -> None:
    queue = filled("a1", "a2", "b1")
    queue.join("x", "x1", first=True)
    assert queue.leave("a1")
    assert queue.leave("x1")
    assert not queue.leave("a1")
    assert len(queue) == 2
    assert drained(queue) == ["a2", "b1"]


def test_the_place_in_the_queue_is_the_number_of_turns_before() -> None:
    """Whatever happened before."""
    source = random.Random(5)
    queue: FairQueue[str] = FairQueue(1000)
    number = 0
    for _ in range(300):
        match source.randrange(4):
            case 0 | 1:
                number += 1
                queue.join(source.choice("abcd"), f"{number}", first=source.random() < 0.1)
            case 2:
                queue.take()
            case _:
                queue.leave(str(source.randrange(number + 1)))
    waiting = len(queue)
    assert waiting > 10
    places = {item: queue.ahead_of(item) for item in map(str, range(1, number + 1)) if is_waiting(queue, item)}
    assert drained(queue) == sorted(places, key=places.__getitem__)
    assert sorted(places.values()) == list(range(waiting))


def is_waiting(queue: FairQueue[str], item: str) -> bool:
    """Whether an item is in a queue: `ahead_of` is 0 for the first one and for those that are not."""
    return item in list(queue._in_order())


def test_nobody_gets_more_than_his_share_while_others_wait() -> None:
    queue = filled(*(f"a{i}" for i in range(50)), *(f"b{i}" for i in range(10)), *(f"c{i}" for i in range(10)))
    first = Counter(item[0] for item in drained(queue)[:30])
    assert first == {"a": 10, "b": 10, "c": 10}
