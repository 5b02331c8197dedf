"""What a node lends: pauses that last, offers that change, and a departure that leaves nothing open."""

import asyncio
import time
from pathlib import Path

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.placement import Plan
from app.domain.sharing import SHARING, Paused, Reduced
from app.domain.state import AppState, Failed, OnDisk, Online, Ready
from app.identity.vault import Vault, VaultLocked
from app.link.client import LinkProcess
from app.node import guest
from app.node.messages import DepartureReason, LeaseGranted, LeaseRefused, LeaseRequest
from app.node.node import Node
from app.node.pause_file import PauseFile
from app.system import memory, pressure
from tests.node.conftest import MakeNode, until

MB = 1_000_000
PEER = PeerId("peer")


async def lend(node: Node, name: str, lent_bytes: int) -> LeaseGranted | LeaseRefused:
    """A lease of somebody who does not answer when it is to be handed over."""
    assert node._parts is not None
    request = LeaseRequest(LeaseId(name), ModelId("m"), "tiny", "CPU", "layers 1 to 6", lent_bytes)
    return await node._parts.lender.grant(PEER, request, unwilling=node.sharing.unwilling)


def lent(node: Node) -> list[str]:
    """The leases that are held."""
    assert node._parts is not None
    return [held.lease_id for held in node._parts.lender.held]


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
    busy = await node.answers.target(Asked("tiny"))
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
        await node.answers.target(Asked("tiny", local_only=True))
    (await node.answers.target(Asked("tiny"))).release()
    await node.sharing.stay()
    (await node.answers.target(Asked("tiny", local_only=True))).release()
    assert node.sharing.unwilling == ""


@pytest.fixture
async def household(make_node: MakeNode, monkeypatch: pytest.MonkeyPatch) -> tuple[Node, Node]:
    """Two nodes that see each other; who says goodbye stays away until it says that it is back."""
    monkeypatch.setattr(LinkProcess.goodbye, "__defaults__", (3600.0,))
    kitchen = await make_node(name="kitchen")
    hall = await make_node(name="hall", token=(await kitchen.invite()).token)
    await see_each_other(kitchen, hall)
    return kitchen, hall


async def see_each_other(*nodes: Node) -> None:
    for node in nodes:
        await until(node, lambda s: [type(p.status) for p in s.peers if not p.is_self] == [Online])


def is_back(state: AppState, news: str) -> bool:
    """Whether hall is connected after this was said of it."""
    told = state.activity
    return news in told and told.index("hall is connected.") < told.index(news)


async def test_a_device_that_slept_for_a_moment_is_back_at_once(household: tuple[Node, Node]) -> None:
    kitchen, hall = household
    for _ in range(2):
        await hall.sharing.fall_asleep()
        await hall.sharing.wake()
        await until(kitchen, lambda s: is_back(s, "hall went to sleep."))
        await see_each_other(kitchen, hall)
    assert hall.sharing.unwilling == ""


async def test_a_device_that_could_not_leave_is_back_at_once(
    household: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(vault: Vault, token: str | None) -> None:
        raise VaultLocked

    kitchen, hall = household
    with monkeypatch.context() as locked:
        locked.setattr(Vault, "write_token", refuse)
        with pytest.raises(VaultLocked):
            await hall.leave()
    await until(kitchen, lambda s: is_back(s, "hall left the swarm."))
    await see_each_other(kitchen, hall)
    assert hall.sharing.unwilling == ""
    token = (await kitchen.invite()).token
    await hall.leave()
    await hall.join(token)
    await see_each_other(kitchen, hall)


async def test_a_lower_offer_ends_as_few_leases_as_possible(make_node: MakeNode) -> None:
    node = await make_node(offer=500 * MB)
    await node.invite()
    for name, size in {"old": 100, "large": 200, "new": 100}.items():
        assert isinstance(await lend(node, name, size * MB), LeaseGranted)
    await node.set_offer(350 * MB)
    assert lent(node) == ["old", "large"]
    await node.set_offer(150 * MB)
    assert lent(node) == ["old"]
    assert await lend(node, "more", 100 * MB) == LeaseRefused("its memory is in use", 50 * MB)
    await node.set_offer(500 * MB)
    assert isinstance(await lend(node, "more", 100 * MB), LeaseGranted)
    await node.sharing.pause(None)
    assert lent(node) == []
    assert await lend(node, "more", 100 * MB) == LeaseRefused("its owner has paused sharing", 0)
    await until(node, lambda s: s.this_node.used_bytes == 0)


async def test_leases_are_given_back_before_the_machine_swaps_and_memory_is_lent_again_later(
    make_node: MakeNode, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container of 2 GB, where 100 MB count as low and 200 MB as enough."""
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    monkeypatch.setattr(pressure, "MACHINE", tmp_path / "machine")
    monkeypatch.setattr(guest, "WATCH_SECONDS", 0.01)
    (tmp_path / "memory.max").write_text(str(2000 * MB))
    (tmp_path / "memory.current").write_text(str(1000 * MB))
    node = await make_node(tiny_model, offer=500 * MB)
    await node.invite()
    await node.load("tiny")
    for name in ("first", "second"):
        assert isinstance(await lend(node, name, 150 * MB), LeaseGranted)
    await asyncio.sleep(0.1)
    assert (lent(node), node.snapshot.sharing) == (["first", "second"], SHARING)

    (tmp_path / "memory.current").write_text(str(1920 * MB))
    state = await until(node, lambda s: isinstance(s.sharing, Reduced) and s.this_node.used_bytes < 200 * MB)
    (tmp_path / "memory.current").write_text(str(1850 * MB))  # neither short nor calm: all stays as it is
    assert set(lent(node)) < {"first", "second"}
    assert isinstance(state.models[0].status, Ready)  # own models are the owner's business
    assert state.this_node.offered_bytes < 400 * MB
    refused = await lend(node, "third", 150 * MB)
    assert isinstance(refused, LeaseRefused)
    assert refused.reason == "it is short of memory now"

    monkeypatch.setattr("app.domain.pressure.CALM_SECONDS", 0.05)
    monkeypatch.setattr("app.domain.pressure.STEP_SECONDS", 0.02)
    (tmp_path / "memory.current").write_text(str(1000 * MB))
    state = await until(node, lambda s: s.sharing == SHARING)
    assert state.this_node.offered_bytes == 500 * MB
    assert isinstance(await lend(node, "third", 150 * MB), LeaseGranted)
