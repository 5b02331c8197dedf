"""Which parts of a model's files are the large tensors of some layers: those that a worker's cache may have. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.gguf_header import GgufHeader, TensorInfo

LEAST_BYTES = 10 * 1024 * 1024
"""Tensors up to this size are sent without a question (`HASH_THRESHOLD` of llama.cpp)."""

_BLOCK = re.compile(r"blk\.(\d+)\.")
_OUTPUT = "output.weight"
_EMBEDDING = "token_embd.weight"


@dataclass(frozen=True, slots=True)
class TensorSlice:
    """Where a tensor is.

    Attributes:
        path: The file.
        offset: From its beginning.
        size: In bytes.
    """

    path: Path
    offset: int
    size: int


def large_tensors(
    files: Sequence[tuple[Path, GgufHeader]], first_layer: int, layer_count: int, *, holds_output: bool
) -> tuple[TensorSlice, ...]:
    """The large tensors of some layers, in the order of the files.

    Args:
        files: A model's files with their headers.
        first_layer: Number of the first layer.
        layer_count: Of how many.
        holds_output: Whether the output layer is wanted too; a model without one uses its embedding for it.
    """
    layers = range(first_layer, first_layer + layer_count)
    output = _EMBEDDING
    if any(tensor.name == _OUTPUT for _, header in files for tensor in header.tensors):
        output = _OUTPUT

    def is_wanted(tensor: TensorInfo) -> bool:
        if tensor.stored_bytes <= LEAST_BYTES:
            return False
        block = _BLOCK.match(tensor.name)
        return int(block[1]) in layers if block else holds_output and tensor.name == output

    return tuple(_slices(files, is_wanted))


def _slices(files: Sequence[tuple[Path, GgufHeader]], is_wanted: Callable[[TensorInfo], bool]) -> Iterator[TensorSlice]:
    for path, header in files:
        for tensor in sorted(header.tensors, key=lambda tensor: tensor.offset):
            if is_wanted(tensor):
                yield TensorSlice(path, header.data_offset + tensor.offset, tensor.stored_bytes)
