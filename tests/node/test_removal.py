"""Real nodes in this process: one is removed, tokens are replaced, parts that changed apart meet at their doors."""

import asyncio
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.state import AppState, Joined, NotJoined, Online
from app.identity.swarm_keys import derive
from app.identity.token import new_token, parse_token
from app.node.node import Node
from tests.node.conftest import MakeNode, until


def online(state: AppState) -> int:
    """How many other devices are there."""
    return sum(isinstance(peer.status, Online) for peer in state.peers if not peer.is_self)


async def make_household(make_node: MakeNode, *names: str) -> list[Node]:
    """Nodes of one swarm that all know each other."""
    nodes = [await make_node(name=name) for name in names]
    token = (await nodes[0].invite()).token
    for node in nodes[1:]:
        await node.join(token)
    for node in nodes:
        await until(node, lambda state: online(state) == len(names) - 1)
    return nodes


async def test_a_removed_device_is_out_says_so_and_is_another_device(make_node: MakeNode, tmp_path: Path) -> None:
    desk, hall, attic = await make_household(make_node, "desk", "hall", "attic")
    before, removed_id = await desk.token(), attic.snapshot.peer_id
    await desk.household.remove(removed_id)

    out = await until(attic, lambda state: state.swarm == NotJoined() and state.peer_id not in ("", removed_id))
    (problem,) = [problem for problem in out.problems if problem.code == "removed"]
    assert "by desk" in problem.message
    assert await attic.token() is None
    for node in (desk, hall):
        await until(node, lambda state: {peer.name for peer in state.peers} == {"desk", "hall"} and online(state) == 1)
    assert await desk.token() == await hall.token() != before
    assert isinstance(desk.snapshot.swarm, Joined)
    assert desk.snapshot.swarm == hall.snapshot.swarm
    roster = desk.household.roster
    assert roster is not None
    assert roster.removed == {removed_id}

    token = await desk.token()
    assert token is not None
    await attic.join(token)
    back = await until(attic, lambda state: online(state) == 2)
    assert not [problem for problem in back.problems if problem.code == "removed"]
    await until(desk, lambda state: online(state) == 2)


async def test_two_rotations_at_once_end_in_one_swarm_of_the_same_name(make_node: MakeNode) -> None:
    desk, hall, attic = nodes = await make_household(make_node, "desk", "hall", "attic")
    before, name = await desk.token(), desk.snapshot.swarm
    await asyncio.gather(desk.household.rotate_token(), hall.household.rotate_token())
    for _ in range(400):
        if len({await node.token() for node in nodes}) == 1 and await desk.token() != before:
            break
        await asyncio.sleep(0.1)
    for node in nodes:
        await until(node, lambda state: online(state) == 2 and state.swarm == name)
    assert attic.household.roster is not None
    assert attic.household.roster.chain.tip.number == 1


async def test_what_cannot_be_removed_is_refused_in_words(make_node: MakeNode) -> None:
    node = await make_node()
    for command in (node.household.remove("12D3KooWnobody"), node.household.rotate_token()):
        with pytest.raises(UserError, match="in no swarm"):
            await command
    await node.invite()
    with pytest.raises(UserError, match="No device"):
        await node.household.remove("12D3KooWnobody")
    with pytest.raises(UserError, match="not removed by itself"):
        await node.household.remove(node.snapshot.peer_id)


async def test_the_token_of_a_swarm_of_one_is_replaced_and_keeps_its_name(make_node: MakeNode) -> None:
    node = await make_node()
    first = await node.invite()
    second = await node.household.rotate_token()
    assert (second.swarm_name, second.token == first.token) == (first.swarm_name, False)
    assert derive(parse_token(second.token)).swarm_name == first.swarm_name
    assert (await node.read_token(second.token)).already_member


async def test_a_replaced_token_in_the_environment_does_not_undo_the_change(
    make_node: MakeNode, tmp_path: Path
) -> None:
    given = str(new_token())
    node = await make_node(token=given, secrets="file")
    await until(node, lambda state: isinstance(state.swarm, Joined))
    current = (await node.household.rotate_token()).token
    await node.stop()
    again = await make_node(token=given, secrets="file")
    assert await again.token() == current
    roster = again.household.roster
    assert roster is not None
    assert roster.chain.tip.number == 1
