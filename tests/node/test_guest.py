"""What a node lends: pauses that last, offers that change, and a departure that leaves nothing open."""

import time
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.placement import Plan
from app.domain.sharing import SHARING, Paused
from app.domain.state import Failed, OnDisk, Ready
from app.node import guest
from app.node.messages import DepartureReason
from app.node.pause_file import PauseFile
from tests.node.conftest import MakeNode, until

MB = 1_000_000


async def test_a_pause_is_shown_refuses_leases_and_lasts_over_a_restart(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    await node.load("tiny")
    await node.sharing.pause(None)
    state = await until(node, lambda s: s.sharing == Paused(None) and not s.this_node.sharing)
    assert isinstance(state.models[0].status, Ready)  # own models go on
    assert node.sharing.unwilling == "its owner has paused sharing"
    await node.stop()

    again = await make_node(tiny_model)
    assert (again.snapshot.sharing, again.snapshot.this_node.sharing) == (Paused(None), False)
    await again.sharing.resume()
    await until(again, lambda s: s.sharing == SHARING and s.this_node.sharing)
    await again.stop()
    assert (await make_node(tiny_model)).snapshot.sharing == SHARING


async def test_a_pause_ends_by_the_clock(make_node: MakeNode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guest, "WATCH_SECONDS", 0.01)
    node = await make_node()
    with pytest.raises(UserError, match="later time"):
        await node.sharing.pause(time.time() - 1)
    later = time.time() + 3600
    await node.sharing.pause(later)
    await until(node, lambda s: s.sharing == Paused(later))
    monkeypatch.setattr(time, "time", lambda: later)  # as after a sleep, or when the clock is set
    await until(node, lambda s: s.sharing == SHARING)


def test_a_pause_that_cannot_be_read_goes_on(tmp_path: Path) -> None:
    """The owner once said that nothing is lent: a damaged file must not lend it again."""
    file = PauseFile(tmp_path)
    assert file.read() is None
    file.write(Paused(12.5))
    assert file.read() == Paused(12.5)
    (tmp_path / "sharing.json").write_text("{")
    assert file.read() == Paused(None)
    file.write(None)
    assert file.read() is None


async def test_own_models_that_no_longer_fit_the_offer_end_the_idle_first(
    make_node: MakeNode, tiny_model: Path, second_model: Path
) -> None:
    node = await make_node(tiny_model, second_model, offer=500 * MB)
    plan = await node.plan("tiny")
    assert isinstance(plan, Plan)
    busy = await node.target("tiny", local_only=False)
    await node.load("second")
    await node.set_offer(plan.host_bytes + plan.shards[0].total_bytes + MB)
    await until(node, lambda s: {m.name: type(m.status) for m in s.models} == {"tiny": Ready, "second": OnDisk})
    await node.set_offer(30 * MB)
    state = await until(
        node, lambda s: {m.name: type(m.status) for m in s.models} == {"tiny": Failed, "second": OnDisk}
    )
    assert state.this_node.used_bytes == 0
    busy.release()


async def test_a_node_that_departs_takes_no_requests_of_peers(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    await node.sharing.depart(DepartureReason.SLEEP)
    assert node.sharing.unwilling == "it is going to sleep"
    with pytest.raises(UserError, match="about to leave"):
        await node.target("tiny", local_only=True)
    (await node.target("tiny", local_only=False)).release()
    node.sharing.stay()
    (await node.target("tiny", local_only=True)).release()
    assert node.sharing.unwilling == ""
