"""Plans of a real node over time: what fits now, what is pinned. What needs two machines is in `tests/household`."""

from pathlib import Path

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.placement import Plan
from app.domain.state import Failed, OnDisk, Ready
from app.node import rebalance
from tests.node.conftest import MakeNode, until

MB = 1_000_000


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the next look."""
    monkeypatch.setattr(rebalance, "LOOK_SECONDS", 0.02)


async def test_a_model_that_fits_now_says_so_and_no_longer_when_it_does_not(
    make_node: MakeNode, tiny_model: Path
) -> None:
    node = await make_node(tiny_model, offer=30 * MB)
    with pytest.raises(UserError, match="more is needed"):
        await node.load("tiny")
    await until(node, lambda s: isinstance(s.models[0].status, Failed))
    await node.set_offer(500 * MB)
    state = await until(node, lambda s: isinstance(s.models[0].status, OnDisk))
    assert state.models[0].news == "Fits now: enough memory is free here."
    await node.set_offer(30 * MB)
    state = await until(node, lambda s: isinstance(s.models[0].status, Failed))
    assert state.models[0].news == ""
    await node.set_offer(500 * MB)
    await until(node, lambda s: bool(s.models[0].news))
    await node.load("tiny")
    await until(node, lambda s: isinstance(s.models[0].status, Ready) and not s.models[0].news)


async def test_a_pin_is_shown_used_and_kept(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, secrets="file")
    plan = await node.plan("tiny")
    assert isinstance(plan, Plan)
    await node.plans.pin("tiny")
    await until(node, lambda s: s.models[0].is_pinned)
    await node.stop()

    again = await make_node(tiny_model, secrets="file")
    assert again.snapshot.models[0].is_pinned
    assert await again.plan("tiny") == plan
    await again.set_offer(30 * MB)
    await again.plans.unpin("tiny")
    await until(again, lambda s: not s.models[0].is_pinned)
    with pytest.raises(UserError, match="more is needed"):
        await again.plans.pin("tiny")


async def test_a_pinned_plan_for_another_context_is_not_used(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, secrets="file")
    await node.plans.pin("tiny")
    await node.stop()
    again = await make_node(tiny_model, context_length=256, secrets="file")
    answer = await again.plan("tiny")
    assert isinstance(answer, Plan)
    assert answer.context_length == 256


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"model_id": 3}]'])
async def test_a_damaged_file_of_pins_is_as_none(
    make_node: MakeNode, tiny_model: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "pinned-plans.json").write_text(text)
    node = await make_node(tiny_model)
    assert not node.snapshot.models[0].is_pinned


async def test_better_is_asked_for_where_there_is_none(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    with pytest.raises(UserError, match="not loaded"):
        await node.plans.apply_better("tiny")
    await node.load("tiny")
    with pytest.raises(UserError, match="as well as it can"):
        await node.plans.apply_better("tiny")
    with pytest.raises(UserError, match="no model named"):
        await node.plans.pin("large")


async def test_a_plan_is_applied_between_requests_only(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    busy = await node.answers.target(Asked("tiny"))
    assert node._parts is not None
    loader = node._parts.loader
    run = loader.runs[busy.model_id]
    assert not await loader.apply(busy.model_id, run.plan)
    busy.release()
    assert await loader.apply(busy.model_id, run.plan)
    assert loader.runs[busy.model_id] is not run
    after = await node.answers.target(Asked("tiny"))
    assert after.endpoint != busy.endpoint
    after.release()
