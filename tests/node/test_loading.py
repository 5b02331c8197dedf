"""Loading on a real node: several at once, stopped, yielded to a peer; every way gives back what it took."""

import asyncio
from pathlib import Path

import pytest

from app.api.openai import progress
from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.placement import Plan
from app.domain.state import Loading, OnDisk, Online, Ready
from app.domain.target import Target
from app.engine.assignment import Assignment
from app.engine.health import is_healthy
from app.engine.host import Host
from app.lib.tasks import TaskOwner
from app.node.attempts import ElsewhereError
from app.node.membership import Membership
from app.node.messages import LeaseRequest, Message, NoReply
from app.node.node import Node
from app.node.parts import Parts
from tests.household.test_household import share_bytes
from tests.models.random_model import write_random_model
from tests.node.conftest import MakeNode, until

MB = 1_000_000
LOWER_ID = PeerId("1")
HIGHER_ID = PeerId("z")


def parts_of(node: Node) -> Parts:
    assert node._parts is not None
    return node._parts


def used_bytes(node: Node) -> int:
    return sum(device.used_bytes for device in parts_of(node).workshop.allowance.devices)


async def begin(node: Node, times: int = 1) -> list[asyncio.Task[Target]]:
    """So many requests that wait for one load."""
    owner = TaskOwner("test")
    requests = [owner.spawn(node.answers.target(Asked("tiny")), "request", awaited=True) for _ in range(times)]
    for _ in range(20):  # far from the end of the load, which waits for processes
        await asyncio.sleep(0)
    assert parts_of(node).loader.runs
    return requests


async def test_of_two_models_that_do_not_both_fit_the_first_one_answers(
    make_node: MakeNode, tiny_model: Path, second_model: Path
) -> None:
    node = await make_node(tiny_model, second_model)
    plan = await node.plan("tiny")
    assert isinstance(plan, Plan)
    await node.set_offer(plan.host_bytes + plan.shards[0].total_bytes + MB)
    first, second = await asyncio.gather(
        node.answers.target(Asked("tiny")), node.answers.target(Asked("second")), return_exceptions=True
    )
    assert isinstance(first, Target)
    assert await is_healthy(first.endpoint)
    assert isinstance(second, UserError)
    first.release()


async def test_ending_a_load_waits_until_it_has_ended(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    (request,) = await begin(node)
    await node.unload("tiny")
    assert used_bytes(node) == 0
    with pytest.raises(UserError, match="was stopped"):
        await request
    await node.load("tiny")
    await until(node, lambda s: isinstance(s.models[0].status, Ready))


async def test_all_who_wait_follow_a_load_that_is_left_to_a_lower_peer(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    loader = parts_of(node).loader
    (stored,) = node._models.keeper.shelf.models.values()
    model_id = stored.facts.model_id
    assert await loader.yield_to(HIGHER_ID, model_id)
    requests = await begin(node)
    assert not await loader.yield_to(HIGHER_ID, model_id)
    ensuring = [TaskOwner("test").spawn(loader.ensure(stored), "ensure", awaited=True) for _ in range(2)]
    await asyncio.sleep(0)
    assert await loader.yield_to(LOWER_ID, model_id)
    assert used_bytes(node) == 0
    for error in await asyncio.gather(*ensuring, return_exceptions=True):
        assert isinstance(error, ElsewhereError)
        assert error.peer_id == LOWER_ID
    with pytest.raises(UserError):
        await requests[0]


async def test_nothing_is_loaded_any_more_once_the_node_has_stopped(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    (request,) = await begin(node)
    await node.stop()
    with pytest.raises(UserError):
        await request
    with pytest.raises(UserError, match="about to end"):
        await node.load("tiny")
    assert used_bytes(node) == 0


async def test_a_peer_that_is_there_and_not_yet_heard_is_asked_again_before_a_model_is_refused(
    make_node: MakeNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a start: the link stands a moment before requests reach the other end."""
    model = write_random_model(tmp_path / "small.gguf", "30M", seed=3)
    offer = share_bytes(model, 2)
    kitchen = await make_node(model, name="kitchen", offer=offer)
    hall = await make_node(name="hall", token=(await kitchen.invite()).token, offer=offer)
    await until(kitchen, lambda s: any(isinstance(p.status, Online) and not p.is_self for p in s.peers))
    await until(hall, lambda s: any(isinstance(p.status, Online) and not p.is_self for p in s.peers))
    await until(kitchen, lambda s: all(p.offered_bytes for p in s.peers))
    unheard: list[Message] = []

    async def ask(membership: Membership, peer_id: PeerId, message: Message, timeout_seconds: float = 10) -> Message:
        if isinstance(message, LeaseRequest) and not unheard:
            unheard.append(message)
            raise NoReply("not connected yet")
        return await real_ask(membership, peer_id, message, timeout_seconds)

    real_ask = Membership.ask
    monkeypatch.setattr(Membership, "ask", ask)
    target = await kitchen.answers.target(Asked("small"))
    target.release()
    assert len(unheard) == 1
    assert set(target.device_names) == {"kitchen", "hall"}


class Held:
    """Keeps hosts from becoming ready until a test lets them; of models that are not named only."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *others: str) -> None:
        self.go_on = asyncio.Event()
        self.started: list[str] = []
        real_ready = Host.ready

        async def ready(host: Host) -> tuple[Assignment, ...]:
            name = host._spec.plan.model_name
            self.started.append(name)
            if name not in others:
                await self.go_on.wait()
            return await real_ready(host)

        monkeypatch.setattr(Host, "ready", ready)


async def test_a_small_model_need_not_wait_for_another_to_be_loaded(
    make_node: MakeNode, tiny_model: Path, second_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, "second")
    node = await make_node(tiny_model, second_model, offer=500 * MB)
    (request,) = await begin(node)
    await until(node, lambda s: "tiny" in held.started)
    async with asyncio.timeout(20):
        (await node.answers.target(Asked("second"))).release()
    assert not request.done()
    held.go_on.set()
    (await request).release()
    names = {run.facts.name for run in parts_of(node).loader.runs.values()}
    assert names == {"tiny", "second"}


async def test_one_that_needs_the_memory_of_another_waits_and_says_for_whom(
    make_node: MakeNode, tiny_model: Path, second_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, "second")
    node = await make_node(tiny_model, second_model)
    plan = await node.plan("tiny")
    assert isinstance(plan, Plan)
    await node.set_offer(plan.host_bytes + plan.shards[0].total_bytes + MB)
    loading = TaskOwner("test").spawn(node.load("tiny"), "first", awaited=True)
    await until(node, lambda s: "tiny" in held.started)
    waiting = TaskOwner("test").spawn(node.load("second"), "second", awaited=True)
    state = await until(
        node, lambda s: any(isinstance(m.status, Loading) and "waits" in m.status.step for m in s.models)
    )
    assert "Loading second: waits for tiny to be loaded." in state.activity
    assert progress(state, "second") == "waits for tiny to be loaded"
    held.go_on.set()
    await asyncio.gather(loading, waiting)  # tiny, which nobody uses, is given up
    state = await until(node, lambda s: any(m.name == "second" and isinstance(m.status, Ready) for m in s.models))
    assert [m.name for m in state.models if isinstance(m.status, OnDisk)] == ["tiny"]


async def test_a_wait_for_a_turn_can_be_stopped(
    make_node: MakeNode, tiny_model: Path, second_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    node = await make_node(tiny_model, second_model)
    plan = await node.plan("tiny")
    assert isinstance(plan, Plan)
    await node.set_offer(plan.host_bytes + plan.shards[0].total_bytes + MB)
    loading = TaskOwner("test").spawn(node.load("tiny"), "first", awaited=True)
    await until(node, lambda s: "tiny" in held.started)
    waiting = TaskOwner("test").spawn(node.load("second"), "second", awaited=True)
    loader = parts_of(node).loader
    await until(node, lambda s: bool(loader.queued))
    await node.unload("second")
    with pytest.raises(UserError, match="was stopped"):
        await waiting
    assert not loader.queued
    held.go_on.set()
    await loading
