"""Turns at a host: as many at a time as it has slots, the others wait fairly, and who gives up has left."""

import asyncio

import pytest

from app.domain.asked import Waiting
from app.domain.errors import UserError
from app.lib.tasks import TaskOwner
from app.node.turns import Turns


class Crowd:
    """Requests that wait for turns, and end them when told.

    Args:
        slots: How many turns at a time.
        limit: How many may wait.
    """

    def __init__(self, slots: int = 1, limit: int = 10) -> None:
        self.changes = 0
        self.turns = Turns("tiny", slots, limit, self._changed)
        self.had_turn: list[str] = []
        self.waiting: dict[str, Waiting] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self._owner = TaskOwner("crowd")

    def _changed(self) -> None:
        self.changes += 1

    async def come(self, *names: str, first: bool = False) -> None:
        """Requests come, each of the client that its name begins with."""
        for name in names:
            self.waiting[name] = Waiting()
            self.tasks[name] = self._owner.spawn(self._ask(name, first), name, awaited=True)
            await settle()

    async def _ask(self, name: str, first: bool) -> None:
        await self.turns.begin(name[0], self.waiting[name], first=first)
        self.had_turn.append(name)

    async def end_turns(self, count: int) -> None:
        """Some turns are over."""
        for _ in range(count):
            self.turns.end()
            await settle()

    @property
    def numbers(self) -> tuple[int, int]:
        """Answers in progress, and requests that wait."""
        return self.turns.load.active, self.turns.load.waiting


async def settle() -> None:
    """Let every task that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_turns_go_round_among_clients() -> None:
    crowd = Crowd(slots=2)
    await crowd.come("a1", "a2", "a3", "a4", "b1")
    assert crowd.had_turn == ["a1", "a2"]
    assert crowd.numbers == (2, 3)
    await crowd.end_turns(2)
    assert crowd.had_turn == ["a1", "a2", "a3", "b1"]
    await crowd.end_turns(3)
    assert crowd.had_turn[-1] == "a4"
    assert crowd.numbers == (0, 0)
    assert crowd.changes > 5


async def test_over_the_limit_a_request_is_refused_at_once() -> None:
    crowd = Crowd(limit=1)
    await crowd.come("a1", "a2", "a3")
    with pytest.raises(UserError) as refused:
        await crowd.tasks["a3"]
    assert refused.value.problem.code == "busy"
    assert crowd.numbers == (1, 1)
    await crowd.come("b1", first=True)
    await crowd.end_turns(1)
    assert crowd.had_turn == ["a1", "b1"], "what was begun goes on first, beyond the limit"
    await crowd.end_turns(2)
    assert crowd.numbers == (0, 0)


async def test_it_is_said_how_many_are_before() -> None:
    crowd = Crowd()
    await crowd.come("a1", "a2", "a3", "b1")
    assert crowd.waiting["a1"].words == ""
    assert crowd.waiting["a2"].words == "waiting for a turn: next"
    assert crowd.waiting["b1"].words == "waiting for a turn: 1 request is before this one"
    assert crowd.waiting["a3"].words == "waiting for a turn: 2 requests are before this one"
    await crowd.end_turns(1)
    assert crowd.waiting["b1"].words == "waiting for a turn: next"
    await crowd.end_turns(3)
    assert all(waiting.words == "" for waiting in crowd.waiting.values())


async def test_who_gives_up_leaves_the_queue_at_once() -> None:
    crowd = Crowd()
    await crowd.come("a1", "a2", "a3")
    crowd.tasks["a2"].cancel()
    await settle()
    assert crowd.numbers == (1, 1)
    assert crowd.waiting["a2"].words == ""
    await crowd.end_turns(2)
    assert crowd.had_turn == ["a1", "a3"]
    assert crowd.numbers == (0, 0)


@pytest.mark.parametrize("cancelled_first", [True, False])
async def test_a_turn_that_comes_while_its_request_gives_up_is_the_next_ones(cancelled_first: bool) -> None:
    crowd = Crowd()
    await crowd.come("a1", "a2", "a3")
    for step in (crowd.tasks["a2"].cancel, crowd.turns.end)[:: 1 if cancelled_first else -1]:
        step()  # both before the task has run
    await settle()
    assert crowd.had_turn == ["a1", "a3"]
    assert crowd.numbers == (1, 0)
    await crowd.end_turns(1)
    assert crowd.numbers == (0, 0)


async def test_a_speed_beside_others_is_told_as_it_would_be_alone() -> None:
    crowd = Crowd(slots=2)
    await crowd.come("a1")
    crowd.turns.note_speed(10.0, 100.0)
    assert crowd.turns.load.tokens_per_second == 10.0
    assert crowd.turns.load.prompt_tokens_per_second == 100.0
    await crowd.come("a2")
    crowd.turns.note_speed(10.0, None)
    speed = crowd.turns.load.tokens_per_second
    assert speed is not None
    assert speed > 10.0
    assert crowd.turns.load.prompt_tokens_per_second == 100.0
    await crowd.end_turns(2)
