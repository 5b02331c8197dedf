"""Who answers at one real node: its own host, a few at a time, and whom the owner, or the client, lets answer."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.route import Wish
from app.domain.target import Target
from app.lib.tasks import TaskOwner
from tests.node.conftest import MakeNode


async def refusal(target: Awaitable[Target]) -> str:
    """The code of why there is no target."""
    with pytest.raises(UserError) as refused:
        await target
    return refused.value.problem.code


async def test_a_request_beyond_the_slots_waits_for_its_turn_and_beyond_the_limit_is_refused(
    make_node: MakeNode, tiny_model: Path
) -> None:
    node = await make_node(tiny_model, slots=1, queue_limit=1)
    first = await node.answers.target(Asked("tiny"))
    await first.turn()
    assert first.reason == "on disk here; it fits there whole"
    asked = Asked("tiny", client="b")
    second = await node.answers.target(asked)
    assert second.reason == "loaded here; busy; 0 requests wait there"
    owner = TaskOwner("test")
    turn = owner.spawn(have_turn(second), "turn", awaited=True)
    await asyncio.sleep(0)
    assert asked.waiting.words == "waiting for a turn: next"
    assert await refusal(node.answers.target(Asked("tiny", client="c"))) == "busy"
    assert await refusal(node.answers.target(Asked("tiny", client="c", local_only=True))) == "busy"
    first.release()
    await asyncio.wait_for(turn, 10)
    assert asked.waiting.words == ""
    second.release()
    second.release()  # twice is once
    third = await node.answers.target(Asked("tiny"))
    assert third.reason == "loaded here; 1 of 1 slot free"
    await third.turn()
    third.release()


async def have_turn(target: Target) -> None:
    """Wait for it."""
    await target.turn()


async def test_wishes_of_client_and_owner(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, target_node="cellar")
    assert await refusal(node.answers.target(Asked("tiny"))) == "node_not_found"
    named = await node.answers.target(Asked("tiny", wish=Wish(target_node="desk")))
    assert named.node_name == "desk", "the client's word comes first"
    named.release()
    of_a_peer = await node.answers.target(Asked("tiny", local_only=True))
    assert of_a_peer.is_local, "the owner's wish is for requests made here"
    of_a_peer.release()


async def test_a_paused_node_answers_its_owner_only(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    await node.sharing.pause(None)
    (await node.answers.target(Asked("tiny"))).release()
    assert await refusal(node.answers.target(Asked("tiny", local_only=True))) == "not_willing"
    await node.sharing.resume()
    (await node.answers.target(Asked("tiny", local_only=True))).release()
