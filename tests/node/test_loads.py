"""Loads of peers as they tell them, corrected by what this node has sent there; and what it tells of itself."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.load import ModelLoad, NodeLoad, Willingness, encode_load, short_id
from app.lib.tasks import TaskOwner
from app.node.loads import Loads
from app.node.membership import Membership

MODEL = ModelId("m" * 32)
KITCHEN = PeerId("kitchen")


def text(active: int, waiting: int = 0, willingness: Willingness = Willingness.OPEN) -> str:
    """What a peer says that has two slots."""
    return encode_load(NodeLoad(willingness, {short_id(MODEL): ModelLoad(active, 2, waiting)}))


class ToldMembership:
    """Keeps what peers are told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.failure: UserError | None = None
        self.heard = asyncio.Event()

    async def set_load(self, text: str) -> None:
        """Keep it, or fail as the test wants."""
        if self.failure is not None:
            raise self.failure
        self.told.append(text)
        self.heard.set()


def loads_of(membership: ToldMembership | None = None, own: NodeLoad | None = None) -> Loads:
    """Loads of a node that has this membership."""
    return Loads(lambda: cast(Membership | None, membership), lambda: own or NodeLoad())


def numbers(loads: Loads) -> tuple[int, int]:
    """Answers in progress and requests waiting at the kitchen."""
    load = loads.of(KITCHEN, MODEL, slots=2)
    return load.active, load.waiting


async def test_what_a_peer_says_and_what_was_sent_there_since() -> None:
    loads = loads_of()
    assert numbers(loads) == (0, 0)
    loads.heard(KITCHEN, text(1))
    assert numbers(loads) == (1, 0)
    loads.begin(KITCHEN, MODEL)
    assert numbers(loads) == (2, 0), "it has not said yet that it has it"
    loads.heard(KITCHEN, text(2))
    assert numbers(loads) == (2, 0), "now it has"
    loads.begin(KITCHEN, MODEL)
    assert numbers(loads) == (2, 1)
    loads.end(KITCHEN, MODEL)
    loads.end(KITCHEN, MODEL)
    assert numbers(loads) == (2, 0), "what it says stands until it says something else"
    loads.heard(KITCHEN, text(0))
    assert numbers(loads) == (0, 0)


async def test_what_was_said_before_a_request_came_does_not_hold_it() -> None:
    loads = loads_of()
    loads.begin(KITCHEN, MODEL)
    loads.heard(KITCHEN, text(0))
    assert numbers(loads) == (1, 0), "the end of an earlier answer, heard late"
    loads.begin(KITCHEN, MODEL)
    loads.heard(KITCHEN, text(1))
    assert numbers(loads) == (2, 0)
    loads.heard(KITCHEN, text(2))
    assert numbers(loads) == (2, 0)


async def test_of_a_peer_that_says_nothing_the_own_requests_are_known() -> None:
    loads = loads_of()
    for _ in range(3):
        loads.begin(KITCHEN, MODEL)
    assert numbers(loads) == (2, 1)
    loads.heard(KITCHEN, encode_load(NodeLoad()))
    assert numbers(loads) == (2, 1), "it said nothing of this model"
    for _ in range(3):
        loads.end(KITCHEN, MODEL)
    assert numbers(loads) == (0, 0)


async def test_willingness_and_loss() -> None:
    loads = loads_of()
    assert loads.willingness(KITCHEN) is Willingness.OPEN
    loads.heard(KITCHEN, text(2, 5, Willingness.ON_BATTERY))
    assert loads.willingness(KITCHEN) is Willingness.ON_BATTERY
    loads.lost(KITCHEN)
    assert loads.willingness(KITCHEN) is Willingness.OPEN
    assert numbers(loads) == (0, 0)


@pytest.mark.parametrize("nonsense", ["", "[", "{}", '["open",7]', "\x00"])
async def test_nonsense_changes_nothing(nonsense: str) -> None:
    loads = loads_of()
    loads.heard(KITCHEN, text(1))
    loads.heard(KITCHEN, nonsense)
    assert numbers(loads) == (1, 0)


async def test_news_wake_who_waits_for_them() -> None:
    loads = loads_of()
    owner = TaskOwner("test")
    changes: tuple[Callable[[], None], ...] = (
        lambda: loads.heard(KITCHEN, text(1)),
        lambda: loads.lost(KITCHEN),
        loads.changed,
    )
    for change in changes:
        waiting = owner.spawn(loads.news(), "wait", awaited=True)
        await asyncio.sleep(0)
        assert not waiting.done()
        change()
        await asyncio.wait_for(waiting, 5)
    await loads.close()


async def test_peers_are_told_what_is_new_and_nothing_twice() -> None:
    membership, models = ToldMembership(), dict[str, ModelLoad]()
    loads = loads_of(membership, NodeLoad(Willingness.OPEN, models))
    for active in range(50):
        models["m"] = ModelLoad(active, 64, 0)
        loads.changed()
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        while membership.told[-1:] != [encode_load(NodeLoad(Willingness.OPEN, models))]:
            membership.heard.clear()
            await membership.heard.wait()
    assert len(membership.told) < 10, "many changes at once are one piece of news"
    count = len(membership.told)
    loads.changed()
    await asyncio.sleep(0.2)
    assert len(membership.told) == count
    await loads.close()


async def test_what_could_not_be_told_is_told_later() -> None:
    membership = ToldMembership()
    membership.failure = UserError("Link not ready", "It is being started again.")
    loads = loads_of(membership)
    loads.changed()
    await asyncio.sleep(0.01)
    membership.failure = None
    loads.changed()
    await asyncio.wait_for(membership.heard.wait(), 5)
    assert membership.told == ['["open"]']
    await loads.close()
