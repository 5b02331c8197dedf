"""The household's models as a node has them: copied, gone on with, refused, and deleted only where they may be."""

import asyncio
import os
import shutil
import signal
import sys
from collections import namedtuple
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.state import Joined, Online, Ready
from app.domain.transfer import Finished, Moving, Stopped, Transfer, TransferKind, Waiting
from app.engine.gguf import read_model
from app.link import client
from app.models.arrivals import FOLDER
from app.node.node import Node
from tests.models.random_model import write_random_model
from tests.node.conftest import MakeNode, until


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model of 31 MB: several chunks."""
    return write_random_model(tmp_path_factory.mktemp("models") / "small.gguf", "30M", seed=4)


class Pair:
    """Two nodes of one swarm; the kitchen has the model."""

    def __init__(self, kitchen: Node, hall: Node) -> None:
        self.kitchen, self.hall = kitchen, hall

    @property
    def models(self) -> Path:
        """The hall's models folder."""
        return self.hall.library._shelf.directory

    def has_copied(self, model: Path) -> bool:
        """Whether the file there is the same as this one."""
        return (self.models / model.name).read_bytes() == model.read_bytes()

    async def moving(self, done_bytes: int = 0) -> None:
        """Bytes have come, and more will."""
        await until(
            self.hall,
            lambda s: any(isinstance(t.status, Moving) and t.done_bytes > done_bytes for t in s.transfers),
        )

    async def met(self) -> None:
        """The hall knows what the kitchen has."""
        await until(self.hall, lambda s: any(isinstance(p.status, Online) for p in s.peers[1:]) and bool(s.models))

    async def transfer(self, status: type) -> Transfer:
        """The hall's newest transfer, once it is so."""
        state = await until(self.hall, lambda s: bool(s.transfers) and isinstance(s.transfers[0].status, status))
        return state.transfers[0]


async def make_pair(
    make_node: MakeNode, model: Path, monkeypatch: pytest.MonkeyPatch, kind: str = "", **settings: object
) -> Pair:
    """Two nodes that have met; the kitchen's link is odd if a kind is given."""
    kitchen = await make_node(model, name="kitchen", **settings)
    with monkeypatch.context() as patched:
        if kind:
            patched.setattr(client, "_command", lambda: [sys.executable, "-m", "tests.link.odd_link", kind])
        token = (await kitchen.invite()).token
        await until(kitchen, lambda state: isinstance(state.swarm, Joined))
    pair = Pair(kitchen, await make_node(name="hall", token=token))
    await pair.met()
    return pair


async def test_a_copy_becomes_a_model_of_this_computer(
    make_node: MakeNode, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, tiny_model, monkeypatch)
    first, second = await pair.hall.library.copy("tiny"), await pair.hall.library.copy("tiny")
    assert first == second
    transfer = await pair.transfer(Finished)
    size = read_model(tiny_model).file_bytes
    assert transfer == Transfer(first, TransferKind.COPY, "tiny", ("kitchen",), size, size, Finished())
    state = await until(pair.hall, lambda s: s.models[0].can_delete)
    assert len(state.models[0].on_nodes) == 2
    assert "tiny was copied to this device." in state.activity
    assert pair.has_copied(tiny_model)
    with pytest.raises(UserError, match="already") as refused:
        await pair.hall.library.copy(state.models[0].model_id)
    assert refused.value.problem.code == "model_is_here"
    await pair.hall.library.stop_transfer(first)
    await pair.hall.library.discard_transfer(first)
    await until(pair.hall, lambda s: not s.transfers)
    assert (pair.models / "tiny.gguf").exists()
    await pair.hall.load("tiny")


async def test_a_copy_that_was_stopped_goes_on_after_a_restart(
    make_node: MakeNode, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, small_model, monkeypatch, "slow")
    transfer_id = await pair.hall.library.copy("small")
    await pair.moving()
    await pair.hall.library.stop_transfer(transfer_id)
    stopped = await pair.transfer(Stopped)
    assert stopped.status == Stopped(None)
    assert stopped.done_bytes > 0
    assert not list(pair.models.glob("*.gguf"))
    token = await pair.hall.token()
    await pair.hall.stop()
    hall = await make_node(name="hall", token=token)
    pair = Pair(pair.kitchen, hall)
    await pair.met()
    assert hall.snapshot.transfers == (replace(stopped, sources=hall.snapshot.transfers[0].sources),)
    assert await hall.library.copy("small") == transfer_id
    await pair.transfer(Finished)
    assert pair.has_copied(small_model)


async def test_a_copy_under_way_goes_on_by_itself_when_the_program_is_started_again(
    make_node: MakeNode, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, small_model, monkeypatch, "slow")
    await pair.hall.library.copy("small")
    await pair.moving()
    token = await pair.hall.token()
    await pair.hall.stop()
    pair = Pair(pair.kitchen, await make_node(name="hall", token=token))
    await pair.transfer(Finished)
    assert pair.has_copied(small_model)


async def test_a_link_process_that_ends_interrupts_a_copy_and_no_more(
    make_node: MakeNode, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, small_model, monkeypatch, "slow")
    await pair.hall.library.copy("small")
    await pair.moving()
    membership = pair.hall._membership()
    assert membership is not None
    os.kill(membership.link.pid, signal.SIGKILL)
    await pair.transfer(Finished)
    assert pair.has_copied(small_model)


async def test_a_copy_is_discarded_with_all_that_has_come(
    make_node: MakeNode, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, small_model, monkeypatch, "slow")
    transfer_id = await pair.hall.library.copy("small")
    await pair.moving()
    await pair.hall.library.discard_transfer(transfer_id)
    await until(pair.hall, lambda s: not s.transfers)
    assert not list((pair.models / FOLDER).iterdir())
    for command in (pair.hall.library.stop_transfer, pair.hall.library.discard_transfer):
        with pytest.raises(UserError, match="no transfer"):
            await command(transfer_id)


async def test_an_owner_who_does_not_share_is_named_with_the_reason(
    make_node: MakeNode, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, tiny_model, monkeypatch, share_models=False)
    transfer_id = await pair.hall.library.copy("tiny")
    status = (await pair.transfer(Stopped)).status
    assert isinstance(status, Stopped)
    assert status.problem is not None
    assert status.problem.message == "tiny cannot be copied now (kitchen: its owner does not share models)."
    # Sharing again is heard within seconds, and copying goes on when it is asked for again.
    await pair.kitchen._settings.keep(share_models=True)
    async with asyncio.timeout(20):
        while not isinstance(pair.hall.library.transfers[0].status, Finished):
            with suppress(UserError):  # it is here by now
                assert await pair.hall.library.copy("tiny") == transfer_id
            await asyncio.sleep(0.1)
    assert pair.has_copied(tiny_model)


async def test_a_pause_ends_copies_from_here(
    make_node: MakeNode, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, small_model, monkeypatch, "slow")
    await pair.hall.library.copy("small")
    await pair.moving()
    await pair.kitchen.sharing.pause(None)
    status = (await pair.transfer(Stopped)).status
    assert "kitchen: its owner has paused sharing" in str(status)


async def test_what_cannot_be_copied_says_why(
    make_node: MakeNode, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = await make_node(tiny_model, name="alone")
    with pytest.raises(UserError, match="already"):
        await alone.library.copy("tiny")
    with pytest.raises(UserError, match="No device that is there now has big") as nobody:
        await alone.library.copy("big")
    assert nobody.value.problem.code == "model_not_found"
    pair = await make_pair(make_node, tiny_model, monkeypatch)
    with pytest.raises(UserError, match="Models that can be copied: tiny"):
        await pair.hall.library.copy("x" * 500)
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, 10**8))
        with pytest.raises(UserError, match=r"no room for tiny, which has 8\.\d MB: 1\d\d MB more") as full:
            await pair.hall.library.copy("tiny")
    assert full.value.problem.code == "disk_full"
    assert not pair.hall.snapshot.transfers
    await pair.kitchen.stop()
    await until(pair.hall, lambda s: not isinstance(s.peers[1].status, Online))
    with pytest.raises(UserError, match="It is on kitchen, which is not there now"):
        await pair.hall.library.copy("tiny")


async def test_a_copy_waits_for_its_only_source(
    make_node: MakeNode, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, small_model, monkeypatch, "slow")
    await pair.hall.library.copy("small")
    await pair.moving()
    await pair.kitchen.stop()
    waiting = await pair.transfer(Waiting)
    await until(pair.hall, lambda s: "goes on when a device that has it comes" in str(s.transfers[0].status))
    assert waiting.done_bytes < waiting.total_bytes


async def test_a_model_is_deleted_only_from_the_models_folder_and_when_it_is_idle(
    make_node: MakeNode, tiny_model: Path, second_model: Path, tmp_path: Path
) -> None:
    (models := tmp_path / "desk" / "models").mkdir(parents=True)
    shutil.copy(tiny_model, models / "mine.gguf")
    (models / "linked").symlink_to(second_model.parent)
    node = await make_node(second_model)
    state = await until(node, lambda s: len(s.models) == 2)
    assert {m.name: m.can_delete for m in state.models} == {"mine": True, "second": False}
    with pytest.raises(UserError, match="where Hearth only reads") as read_only:
        await node.library.delete("second")
    assert read_only.value.problem.code == "model_not_deletable"
    with pytest.raises(UserError, match="not on this device"):
        await node.library.delete("nothing")
    target = await node.answers.target(Asked("mine"))
    with pytest.raises(UserError, match="mine is answering") as busy:
        await node.library.delete("mine")
    assert busy.value.problem.code == "model_in_use"
    target.release()
    assert isinstance((await until(node, lambda s: s.models[0].status == Ready(None, 0))).models[0].status, Ready)
    await node.library.delete(state.models[0].model_id)
    state = await until(node, lambda s: [m.name for m in s.models] == ["second"])
    assert "mine was deleted from this device." in state.activity
    assert not list(models.glob("*.gguf"))
    assert state.this_node.used_bytes == 0


async def test_the_file_of_a_peer_is_not_deleted(
    make_node: MakeNode, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await make_pair(make_node, tiny_model, monkeypatch)
    with pytest.raises(UserError, match="It is on kitchen, and only its owner can delete it there"):
        await pair.hall.library.delete("tiny")
    assert tiny_model in list(tiny_model.parent.iterdir())
