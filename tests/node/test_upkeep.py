"""Models that stay loaded, and those that are unloaded when nobody uses them, on a real node."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.placement import Plan
from app.domain.state import AppState, Failed, ModelState, OnDisk, Ready
from app.node import upkeep
from app.node.node import Node
from tests.node.conftest import MakeNode, until

MB = 1_000_000


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the next look."""
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.02)


def named(state: AppState, name: str) -> ModelState:
    return next(model for model in state.models if model.name == name)


async def until_ready(node: Node, name: str = "tiny") -> None:
    await until(node, lambda s: isinstance(named(s, name).status, Ready))


async def offer_for_one(node: Node) -> None:
    """So much memory that one of two equal models can be loaded."""
    plan = await node.plan("tiny")
    assert isinstance(plan, Plan)
    await node.set_offer(plan.host_bytes + plan.shards[0].total_bytes + MB)


async def test_an_idle_model_is_unloaded_and_says_why(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, idle_unload=1)
    await node.load("tiny")
    state = await until(node, lambda s: isinstance(s.models[0].status, OnDisk) and bool(s.models[0].news))
    assert state.models[0].news == "Unloaded: nobody asked for it for a second."
    assert not state.this_node.used_bytes


async def test_one_that_answers_is_not_unloaded_however_long_that_takes(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, idle_unload=1)
    target = await node.answers.target(Asked("tiny"))
    assert node._parts is not None
    run = node._parts.loader.runs[target.model_id]
    run.last_used -= 3600
    assert not await node._parts.loader.let_go(run, "news")
    for _ in range(10):  # looks of the watch
        await asyncio.sleep(upkeep.LOOK_SECONDS)
    assert node._parts.loader.runs
    target.release()
    run.last_used -= 3600
    await until(node, lambda s: isinstance(s.models[0].status, OnDisk))


async def test_with_never_it_stays(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, idle_unload=0)
    await node.load("tiny")
    assert node._parts is not None
    (run,) = node._parts.loader.runs.values()
    run.last_used -= 1e6
    for _ in range(10):
        await asyncio.sleep(upkeep.LOOK_SECONDS)
    assert node._parts.loader.runs


async def test_a_kept_model_is_loaded_by_itself_also_after_a_restart(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, secrets="file", idle_unload=1)
    await node.plans.keep_loaded("tiny", True)
    await until_ready(node)
    assert node._parts is not None
    next(iter(node._parts.loader.runs.values())).last_used -= 3600  # and idleness does not end it
    await node.stop()

    again = await make_node(tiny_model, secrets="file")
    await until_ready(again)
    assert again.snapshot.models[0].is_kept_loaded
    await again.plans.keep_loaded("tiny", False)
    await until(again, lambda s: not s.models[0].is_kept_loaded)
    await again.stop()
    third = await make_node(tiny_model, secrets="file")
    assert not third.snapshot.models[0].is_kept_loaded


async def test_a_kept_model_whose_process_was_killed_is_loaded_again(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    await node.plans.keep_loaded("tiny", True)
    await until_ready(node)
    assert node._parts is not None
    (run,) = node._parts.loader.runs.values()
    run.last_used -= 3600  # one in use would be loaded again in any case
    assert run._host is not None
    loader = node._parts.loader
    os.kill(run._host.pid, signal.SIGKILL)
    async with asyncio.timeout(20):  # quicker, perhaps, than a snapshot shows it
        while True:
            if any(other is not run and other.is_idle for other in loader.runs.values()):
                break
            await asyncio.sleep(0.01)


async def test_a_kept_model_is_not_given_up_for_another(
    make_node: MakeNode, tiny_model: Path, second_model: Path
) -> None:
    node = await make_node(tiny_model, second_model)
    await offer_for_one(node)
    await node.plans.keep_loaded("tiny", True)
    await until_ready(node)
    with pytest.raises(UserError, match="tiny is kept loaded and takes"):
        await node.load("second")
    assert isinstance(named(node.snapshot, "tiny").status, Ready)
    await node.plans.keep_loaded("tiny", False)
    await node.load("second")
    await until_ready(node, "second")


async def test_what_its_owner_unloads_rests_until_somebody_asks(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    await node.plans.keep_loaded("tiny", True)
    await until_ready(node)
    await node.unload("tiny")
    for _ in range(10):
        await asyncio.sleep(upkeep.LOOK_SECONDS)
    assert isinstance(node._build().models[0].status, OnDisk)
    assert node._build().models[0].is_kept_loaded
    (await node.answers.target(Asked("tiny"))).release()
    assert node._parts is not None
    (run,) = node._parts.loader.runs.values()
    await node._parts.loader.unload_split()  # which it is not
    assert node._parts.loader.runs == {run.facts.model_id: run}
    await node.unload("tiny")
    await node.plans.keep_loaded("tiny", True)  # asked for again
    await until_ready(node)


async def test_a_kept_model_that_does_not_fit_says_so_and_is_loaded_once_it_does(
    make_node: MakeNode, tiny_model: Path
) -> None:
    node = await make_node(tiny_model, offer=30 * MB)
    await node.plans.keep_loaded("tiny", True)
    await until(node, lambda s: isinstance(s.models[0].status, Failed))
    assert node._parts is not None
    for course in node._parts.upkeep._courses.values():
        course.next_at = 0.0
    await node.set_offer(500 * MB)
    await until(node, lambda s: not isinstance(s.models[0].status, Failed))
    for course in node._parts.upkeep._courses.values():
        course.next_at = 0.0
    await until_ready(node)


@pytest.mark.parametrize("text", ["", "{", "3", "[3]", '["' + "x" * 5000 + '"]', "[" * 5000])
async def test_a_damaged_file_of_kept_models_is_as_none(
    make_node: MakeNode, tiny_model: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "kept-loaded.json").write_text(text)
    node = await make_node(tiny_model)
    assert not node.snapshot.models[0].is_kept_loaded


async def test_only_a_model_with_its_file_here_can_be_kept(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    with pytest.raises(UserError, match="no model named"):
        await node.plans.keep_loaded("large", True)
