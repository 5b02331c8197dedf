"""What happens to real files behind Hearth's back: deleted, truncated, replaced; here, in what runs, and at peers."""

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.state import AppState, OnDisk, Online, Ready
from app.node import shelf, upkeep
from app.node.node import Node
from tests.node.conftest import MakeNode, until

SECONDS_IN_THE_HOUSEHOLD = 10.0


@pytest.fixture
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the next look at the disk."""
    monkeypatch.setattr(shelf, "RESCAN_SECONDS", 0.05)
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.05)


@pytest.fixture
def own_model(tmp_path: Path, tiny_model: Path) -> Path:
    """A model in the models folder of the node `desk`."""
    folder = tmp_path / "desk" / "models"
    folder.mkdir(parents=True)
    return Path(shutil.copy(tiny_model, folder / "own.gguf"))


def replaced(path: Path, change: Callable[[bytes], bytes]) -> None:
    """As `mv` does: another file under the same name."""
    other = path.with_suffix(".new")
    other.write_bytes(change(path.read_bytes()))
    other.replace(path)


def names(state: AppState) -> list[str]:
    return [model.name for model in state.models]


async def loaded(node: Node) -> None:
    await node.load("own")
    await until(node, lambda s: isinstance(s.models[0].status, Ready))


async def test_a_deleted_file_is_gone_from_the_household_within_ten_seconds(
    make_node: MakeNode, own_model: Path
) -> None:
    """With the times as they are."""
    desk = await make_node()
    hall = await make_node(name="hall", token=(await desk.invite()).token)
    await until(hall, lambda s: names(s) == ["own"] and any(isinstance(p.status, Online) for p in s.peers[1:]))
    os.remove(own_model)
    began = time.monotonic()
    await until(hall, lambda s: names(s) == [])
    assert time.monotonic() - began < SECONDS_IN_THE_HOUSEHOLD
    assert names(desk.snapshot) == []
    with pytest.raises(UserError, match="no model named own"):
        await hall.load("own")


@pytest.mark.usefixtures("look_often")
async def test_another_file_under_the_same_name_is_another_model_for_all(make_node: MakeNode, own_model: Path) -> None:
    desk = await make_node()
    hall = await make_node(name="hall", token=(await desk.invite()).token)
    before = (await until(hall, lambda s: names(s) == ["own"])).models[0].model_id
    replaced(own_model, lambda content: content.replace(b"Random tiny", b"Random Tiny"))
    state = await until(hall, lambda s: names(s) == ["own"] and s.models[0].model_id != before)
    assert state.models[0].title.startswith("Random Tiny")


@pytest.mark.usefixtures("look_often")
async def test_a_truncated_file_is_a_problem_and_no_model(make_node: MakeNode, own_model: Path) -> None:
    node = await make_node()
    assert names(node.snapshot) == ["own"]
    os.truncate(own_model, 1_000_000)
    state = await until(node, lambda s: names(s) == [])
    assert [problem.title for problem in state.problems] == ["Incomplete model"]


@pytest.mark.usefixtures("look_often")
@pytest.mark.parametrize("is_kept", [False, True])
async def test_a_loaded_model_whose_file_is_gone_is_unloaded_once_nobody_is_answered(
    make_node: MakeNode, own_model: Path, is_kept: bool
) -> None:
    node = await make_node()
    if is_kept:
        await node.plans.keep_loaded("own", True)
    target = await node.answers.target(Asked("own"))
    os.remove(own_model)
    await until(node, lambda s: names(s) == [])
    for _ in range(10):
        await asyncio.sleep(upkeep.LOOK_SECONDS)
    assert node._parts is not None
    assert node._parts.loader.runs  # an answer goes on: its process has the file as it was
    target.release()
    state = await until(node, lambda s: s.this_node.used_bytes == 0)
    assert "own is unloaded: its file is gone." in state.activity
    assert not node._parts.loader.runs


@pytest.mark.usefixtures("look_often")
async def test_a_loaded_model_whose_weights_were_replaced_is_unloaded_and_loads_the_new_ones(
    make_node: MakeNode, own_model: Path
) -> None:
    """The header is the same, and the size: it counts as the same model."""
    node = await make_node()
    await loaded(node)
    before = node.snapshot.models[0].model_id
    replaced(own_model, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    state = await until(node, lambda s: isinstance(s.models[0].status, OnDisk))
    assert state.models[0].news == "Unloaded: its file was replaced."
    assert state.models[0].model_id == before
    await loaded(node)


@pytest.mark.usefixtures("look_often")
async def test_a_part_that_goes_missing_takes_the_model_along(
    make_node: MakeNode, tmp_path: Path, tiny_model: Path
) -> None:
    """Only the first part is read to find a model."""
    folder = tmp_path / "desk" / "models"
    folder.mkdir(parents=True)
    first = Path(shutil.copy(tiny_model, folder / "split-00001-of-00002.gguf"))
    second = Path(shutil.copy(tiny_model, folder / "split-00002-of-00002.gguf"))
    node = await make_node()
    assert names(node.snapshot) == ["split"]
    os.remove(second)
    state = await until(node, lambda s: names(s) == [])
    assert [problem.title for problem in state.problems] == ["Part of the model is missing"]
    shutil.copy(first, second)
    await until(node, lambda s: names(s) == ["split"])


@pytest.mark.usefixtures("look_often")
async def test_a_model_asked_for_after_its_file_went_is_refused_in_words(
    make_node: MakeNode, own_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the next look at the disk."""
    monkeypatch.setattr(shelf, "RESCAN_SECONDS", 3600.0)
    node = await make_node()
    os.remove(own_model)
    with pytest.raises(UserError, match=r"The file of own .*still there"):
        await node.load("own")
    assert not node._build().this_node.used_bytes
