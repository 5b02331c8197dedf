"""Which tensors of which layers a worker's cache may have."""

from pathlib import Path

import pytest

from app.engine.gguf_header import GgufHeader, TensorInfo
from app.engine.large_tensors import LEAST_BYTES, TensorSlice, large_tensors

LARGE, SMALL = LEAST_BYTES + 1, LEAST_BYTES
FIRST, SECOND = Path("m-00001-of-00002.gguf"), Path("m-00002-of-00002.gguf")


def header(*tensors: tuple[str, int, int]) -> GgufHeader:
    found = tuple(TensorInfo(name, (1,), size, offset) for name, size, offset in tensors)
    return GgufHeader({}, found, b"", 100, 0)


FILES = [
    (FIRST, header(("token_embd.weight", LARGE, 0), ("blk.0.b", LARGE, 2000), ("blk.0.a", LARGE, 1000))),
    (
        SECOND,
        header(("blk.1.a", LARGE, 0), ("blk.1.norm", SMALL, 3), ("blk.10.a", LARGE, 7), ("output.weight", LARGE, 9)),
    ),
]


@pytest.mark.parametrize(
    ("first", "count", "output", "found"),
    [
        (0, 1, False, [(FIRST, 1100), (FIRST, 2100)]),
        (1, 1, False, [(SECOND, 100)]),
        (0, 2, False, [(FIRST, 1100), (FIRST, 2100), (SECOND, 100)]),
        (10, 1, True, [(SECOND, 107), (SECOND, 109)]),
        (2, 3, False, []),
        (0, 0, True, [(SECOND, 109)]),
    ],
)
def test_layers_and_output(first: int, count: int, output: bool, found: list[tuple[Path, int]]) -> None:
    slices = large_tensors(FILES, first, count, holds_output=output)
    assert slices == tuple(TensorSlice(path, offset, LARGE) for path, offset in found)


def test_a_model_without_an_output_uses_its_embedding() -> None:
    assert large_tensors(FILES[:1], 0, 0, holds_output=True) == (TensorSlice(FIRST, 100, LARGE),)
