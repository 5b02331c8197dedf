"""Where models would fit, as a real node says it: in its snapshot, and for a size alone."""

import shutil
from pathlib import Path

import pytest

from app.domain.fit import Fit, FitsWhole, TooBig, fit
from app.domain.ids import PeerId
from app.domain.model import ContextSettings, ModelFacts
from app.domain.placement import Candidate
from app.node import fits as fits_module
from tests.node.conftest import MakeNode, until

GB = 1_000_000_000
MB = 1_000_000


async def test_the_snapshot_says_where_a_model_fits_and_follows_the_offer(
    make_node: MakeNode, tiny_model: Path
) -> None:
    node = await make_node(tiny_model, offer=500 * MB)
    await until(node, lambda s: s.models[0].fit == FitsWhole("desk", False))
    await node.load("tiny")  # what is in use does not count
    await until(node, lambda s: s.models[0].fit == FitsWhole("desk", False))
    await node.set_offer(30 * MB)
    state = await until(node, lambda s: isinstance(s.models[0].fit, TooBig))
    assert isinstance(state.models[0].fit, TooBig)
    assert 0 < state.models[0].fit.missing_bytes < 100 * MB


async def test_a_size_alone_is_judged(make_node: MakeNode) -> None:
    node = await make_node(offer=2 * GB)
    assert node._parts is not None
    assert node._parts.fits.of_size(200 * MB) == FitsWhole("desk", False)
    too_big = node._parts.fits.of_size(40 * GB)
    assert isinstance(too_big, TooBig)
    assert 38 * GB < too_big.missing_bytes < 45 * GB


async def test_the_same_is_not_worked_out_twice(
    make_node: MakeNode, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = await make_node(tiny_model, offer=500 * MB)
    await until(node, lambda s: s.models[0].fit is not None)
    asked: list[ModelFacts] = []

    def noted(model: ModelFacts, context: ContextSettings, candidates: tuple[Candidate, ...], here: PeerId) -> Fit:
        asked.append(model)
        return fit(model, context, candidates, here)

    monkeypatch.setattr(fits_module, "fit", noted)
    for _ in range(5):
        assert isinstance(node._build().models[0].fit, FitsWhole)
    assert not asked
    await node.set_offer(400 * MB)
    assert isinstance(node._build().models[0].fit, FitsWhole)
    assert len(asked) == 1


async def test_only_a_file_of_the_models_folder_can_be_deleted(
    make_node: MakeNode, tiny_model: Path, second_model: Path, tmp_path: Path
) -> None:
    own = tmp_path / "desk" / "models"
    own.mkdir(parents=True)
    shutil.copy(second_model, own / "mine.gguf")
    node = await make_node(tiny_model)
    assert {m.name: m.can_delete for m in node.snapshot.models} == {"mine": True, "tiny": False}
