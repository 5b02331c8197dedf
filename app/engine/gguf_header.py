"""Reads the header of a GGUF file: metadata and the list of tensors. What they mean for Hearth is in `gguf.py`.

Source: docs/gguf.md of ggml, versions 2 and 3. The file is mapped, so only the header is read, whatever its size;
names of tokens are skipped, not made into texts: a header with 150,000 of them takes some 50 ms.
"""

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path

from app.domain.sentence import say

MAX_HEADER_BYTES = 256 * 1024 * 1024
_MAX_ITEMS = 1 << 20
_MAX_DIMENSIONS = 4
_KEPT_ITEMS = 4096
"""Arrays of numbers up to this length are kept (figures for each layer); longer ones only as their length."""

_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING = 8
_ARRAY = 9

# ggml.h: values in a block and bytes of a block, by the number of the type.
TENSOR_TYPES: dict[int, tuple[int, int]] = {
    **{0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40)},
    **{10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292)},
    **{16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110)},
    **{22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8)},
    **{29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18)},
    **{42: (64, 18)},
}

type Value = int | float | bool | str | tuple[int | float | bool, ...] | "ArrayLength"


class GgufError(ValueError):
    """The file is not a GGUF file that can be read; the text is a whole sentence without the file's name."""


class GgufTruncated(GgufError):
    """The file ends before its header or its weights do."""


@dataclass(frozen=True, slots=True)
class ArrayLength:
    """In place of an array that was skipped."""

    length: int


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """One tensor.

    Attributes:
        name: For example `blk.0.attn_q.weight`.
        shape: Sizes, the fastest first.
        stored_bytes: Bytes in the file.
        offset: From the start of the data.
    """

    name: str
    shape: tuple[int, ...]
    stored_bytes: int
    offset: int

    @property
    def count(self) -> int:
        """Number of weights."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """The header of one file.

    Attributes:
        metadata: Values by key.
        tensors: In the order of the file.
        raw: The bytes of the header.
        data_offset: Where the weights start.
        file_bytes: Size of the file.
    """

    metadata: dict[str, Value]
    tensors: tuple[TensorInfo, ...]
    raw: bytes
    data_offset: int
    file_bytes: int


def read_header(path: Path) -> GgufHeader:
    """Read a file's header and check that the file is as long as it says.

    Raises:
        GgufError: It is not GGUF, of a version that is not known, damaged, or too short (`GgufTruncated`).
        OSError: It cannot be opened.
    """
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise GgufError(say("It is not a GGUF file."))
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                return _read(data)
            except (struct.error, IndexError) as error:
                if len(data) >= MAX_HEADER_BYTES:
                    raise GgufError(say("Its header makes no sense.")) from error
                raise GgufTruncated(say("It ends in the middle of its header.")) from error
            except UnicodeDecodeError as error:
                raise GgufError(say("Its header holds a name that is not text.")) from error


def _read(data: mmap.mmap) -> GgufHeader:
    reader = _Reader(data)
    reader.position = 4
    version = reader.number("I")
    if version in (2 << 24, 3 << 24):
        raise GgufError(say("It is written for big-endian machines."))
    if version not in (2, 3):
        raise GgufError(say("It is of GGUF version {version}, and only 2 and 3 can be read.", version=version))
    tensor_count, value_count = reader.count(), reader.count()
    metadata: dict[str, Value] = {}
    for _ in range(value_count):
        key = reader.text()
        metadata[key] = reader.value(reader.number("I"))
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment <= 0 or alignment % 8:
        raise GgufError(say("Its alignment makes no sense."))
    tensors = tuple(_read_tensor(reader) for _ in range(tensor_count))
    data_offset = -(-reader.position // alignment) * alignment
    end = max((tensor.offset + tensor.stored_bytes for tensor in tensors), default=0)
    if data_offset + end > len(data):
        raise GgufTruncated(
            say("It should have {data_offset} bytes and has {data}.", data_offset=data_offset + end, data=len(data))
        )
    return GgufHeader(metadata, tensors, data[: reader.position], data_offset, len(data))


def _read_tensor(reader: "_Reader") -> TensorInfo:
    name = reader.text()
    dimensions = reader.number("I")
    if not 1 <= dimensions <= _MAX_DIMENSIONS:
        raise GgufError(say("Its tensor {name} has {dimensions} dimensions.", name=name[:60], dimensions=dimensions))
    shape = tuple(reader.number("Q") for _ in range(dimensions))
    kind = reader.number("I")
    offset = reader.number("Q")
    if kind not in TENSOR_TYPES:
        raise GgufError(
            say(
                "Its tensor {name} is stored in a way (number {kind}) that is not known here.",
                name=name[:60],
                kind=kind,
            )
        )
    values, stored = TENSOR_TYPES[kind]
    if 0 in shape or shape[0] % values:
        raise GgufError(say("Its tensor {name} has a shape that makes no sense.", name=name[:60]))
    return TensorInfo(name, shape, prod(shape) // values * stored, offset)


class _Reader:
    """Takes values one after the other from the front of a header."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.position = 0

    def number(self, form: str) -> int:
        return int(self._unpack(form))

    def count(self) -> int:
        count = self.number("Q")
        if count > _MAX_ITEMS:
            raise GgufError(say("Its header makes no sense."))
        return count

    def text(self) -> str:
        start = self._skip_text()
        return self._data[start : self.position].decode()

    def value(self, kind: int) -> Value:
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            return self._array()
        if kind not in _NUMBERS:
            raise GgufError(say("Its header makes no sense."))
        return self._unpack(_NUMBERS[kind])

    def _unpack(self, form: str) -> int | float | bool:
        start, self.position = self.position, self.position + struct.calcsize("<" + form)
        self._check()
        value: int | float | bool = struct.unpack_from("<" + form, self._data, start)[0]
        return value

    def _array(self) -> Value:
        kind, length = self.number("I"), self.number("Q")
        if kind == _STRING:
            for _ in range(min(length, MAX_HEADER_BYTES)):
                self._skip_text()
            return ArrayLength(length)
        if kind not in _NUMBERS:
            raise GgufError(say("Its header makes no sense."))
        start, self.position = self.position, self.position + length * struct.calcsize("<" + _NUMBERS[kind])
        self._check()
        if length > _KEPT_ITEMS:
            return ArrayLength(length)
        return struct.unpack_from(f"<{length}{_NUMBERS[kind]}", self._data, start)

    def _skip_text(self) -> int:
        length = struct.unpack_from("<Q", self._data, self.position)[0]
        start = self.position + 8
        self.position = start + length
        self._check()
        return start

    def _check(self) -> None:
        if self.position > MAX_HEADER_BYTES:
            raise GgufError(say("Its header makes no sense.")) if self.position <= len(self._data) else IndexError
        if self.position > len(self._data):
            raise IndexError
