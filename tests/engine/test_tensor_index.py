"""Tensors by the hashes that llama.cpp gives them: the same as its worker's, and each found once."""

import os
from pathlib import Path

import pytest

from app.engine.gguf_header import read_header
from app.engine.large_tensors import LEAST_BYTES
from app.engine.programs import Programs
from app.engine.tensor_index import IndexedTensor, LayerRange, TensorIndex
from tests.models.random_model import write_random_model

LAYERS = LayerRange(1, 1, holds_output=True)


def fnv_1a(data: bytes) -> int:
    """The hash as it is defined, byte by byte."""
    result = 0xCBF29CE484222325
    for byte in data:
        result = (result ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return result


def content(tensor: IndexedTensor) -> bytes:
    piece = tensor.piece
    return piece.path.read_bytes()[piece.offset : piece.offset + piece.size]


@pytest.fixture
def broken_model(wide_model: Path, tmp_path: Path) -> Path:
    path = tmp_path / "broken.gguf"
    path.write_bytes(wide_model.read_bytes()[:1000])
    return path


@pytest.fixture(scope="module")
def wide_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_model(tmp_path_factory.mktemp("models") / "wide.gguf", "88M-wide", layers=2)


async def test_tensors_have_the_hashes_of_llama_cpp(programs: Programs, wide_model: Path, tmp_path: Path) -> None:
    index = TensorIndex(tmp_path, programs)
    assert index.known(wide_model, LAYERS) == ((), False)
    found: list[IndexedTensor] = []
    await index.find(wide_model, LAYERS, found.append)
    wanted = {
        tensor.stored_bytes
        for tensor in read_header(wide_model).tensors
        if tensor.stored_bytes > LEAST_BYTES and tensor.name.startswith(("blk.1.", "output."))
    }
    assert {tensor.piece.size for tensor in found} == wanted
    assert len(found) == 4  # three of the layer, and the output
    for tensor in (found[0], found[-1]):
        assert tensor.content_hash == fnv_1a(content(tensor))
    known, is_all = TensorIndex(tmp_path, programs).known(wide_model, LAYERS)
    assert is_all
    assert set(known) == set(found)
    some, is_all = index.known(wide_model, LayerRange(0, 2, holds_output=True))
    assert set(some) == set(found)
    assert not is_all


async def test_a_file_that_is_another_one_now_is_not_known(
    programs: Programs, wide_model: Path, tmp_path: Path
) -> None:
    index = TensorIndex(tmp_path, programs)
    await index.find(wide_model, LayerRange(0, 1, holds_output=False), lambda tensor: None)
    assert len(index.known(wide_model, LAYERS)[0]) == 0
    assert index.known(wide_model, LayerRange(0, 1, holds_output=False))[1]
    os.utime(wide_model)
    assert index.known(wide_model, LayerRange(0, 1, holds_output=False)) == ((), False)


async def test_a_model_without_large_tensors_needs_nothing(
    programs: Programs, tiny_model: Path, tmp_path: Path
) -> None:
    assert TensorIndex(tmp_path, programs).known(tiny_model, LayerRange(0, 12, holds_output=True)) == ((), True)


async def test_a_damaged_file_gives_nothing_and_says_so_in_the_log(
    programs: Programs, broken_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found: list[IndexedTensor] = []
    await TensorIndex(tmp_path, programs).find(broken_model, LAYERS, found.append)
    assert not found
    assert "broken.gguf are not known by their hashes" in caplog.text
