"""llama.cpp's RPC protocol as bytes: which commands there are, how large, and where one frame ends.

Pure: bytes in, bytes out. What a lease allows is decided in `rpc_gate.py`. Written from
`ggml/src/ggml-rpc/ggml-rpc.cpp` of llama.cpp 0c1e57098 (protocol 7.0.0):

- request: command (1 byte), size (8 bytes, little endian), body of that size;
- answer, for those commands that have one: size (8 bytes), body. The client sends nothing further before it has an
  answer it waits for, so answers come in the order of the requests.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

type Pieces = list[memoryview | bytes]
"""Bytes in order, cut wherever that saves a copy."""

TENSOR_BYTES = 296
"""A serialised tensor (`rpc_tensor`)."""

REQUEST_HEADER_BYTES = 9
ANSWER_HEADER_BYTES = 8
SET_TENSOR_PREFIX_BYTES = TENSOR_BYTES + 1 + 8
"""Before the data of a `SET_TENSOR`: tensor, cache flag, offset."""

_SIZE = struct.Struct("<Q")


class FrameError(Exception):
    """The bytes are not what the protocol allows: the channel has to be closed."""


class RpcCommand(IntEnum):
    """`enum rpc_cmd`."""

    ALLOC_BUFFER = 0
    GET_ALIGNMENT = 1
    GET_MAX_SIZE = 2
    BUFFER_GET_BASE = 3
    FREE_BUFFER = 4
    BUFFER_CLEAR = 5
    SET_TENSOR = 6
    SET_TENSOR_HASH = 7
    GET_TENSOR = 8
    COPY_TENSOR = 9
    GRAPH_COMPUTE = 10
    GET_DEVICE_MEMORY = 11
    INIT_TENSOR = 12
    GET_ALLOC_SIZE = 13
    HELLO = 14
    DEVICE_COUNT = 15
    GRAPH_RECOMPUTE = 16
    MEMSET_TENSOR = 17


REQUEST_BYTES: dict[RpcCommand, int] = {
    RpcCommand.ALLOC_BUFFER: 12,
    RpcCommand.GET_ALIGNMENT: 4,
    RpcCommand.GET_MAX_SIZE: 4,
    RpcCommand.BUFFER_GET_BASE: 8,
    RpcCommand.FREE_BUFFER: 8,
    RpcCommand.BUFFER_CLEAR: 9,
    RpcCommand.SET_TENSOR_HASH: TENSOR_BYTES + 16,
    RpcCommand.GET_TENSOR: TENSOR_BYTES + 16,
    RpcCommand.COPY_TENSOR: 2 * TENSOR_BYTES,
    RpcCommand.GET_DEVICE_MEMORY: 4,
    RpcCommand.INIT_TENSOR: TENSOR_BYTES,
    RpcCommand.GET_ALLOC_SIZE: 4 + 11 * TENSOR_BYTES,
    RpcCommand.HELLO: 24,
    RpcCommand.DEVICE_COUNT: 0,
    RpcCommand.GRAPH_RECOMPUTE: 4,
    RpcCommand.MEMSET_TENSOR: TENSOR_BYTES + 17,
}
"""Size of each request's body; `SET_TENSOR` and `GRAPH_COMPUTE` vary."""

ANSWER_BYTES: dict[RpcCommand, int] = {
    RpcCommand.ALLOC_BUFFER: 16,
    RpcCommand.GET_ALIGNMENT: 8,
    RpcCommand.GET_MAX_SIZE: 8,
    RpcCommand.BUFFER_GET_BASE: 8,
    RpcCommand.SET_TENSOR_HASH: 1,
    RpcCommand.COPY_TENSOR: 1,
    RpcCommand.GET_DEVICE_MEMORY: 16,
    RpcCommand.GET_ALLOC_SIZE: 8,
    RpcCommand.HELLO: 28,
    RpcCommand.DEVICE_COUNT: 4,
}
"""Size of each answer's body; that of `GET_TENSOR` is what was asked for. The other commands have no answer."""


@dataclass(frozen=True, slots=True)
class FrameShape:
    """What a header says of its frame.

    Attributes:
        body_bytes: Size of the body.
        wanted_bytes: How much of the body has to be in hand before the frame may go on; the rest passes unread.
    """

    body_bytes: int
    wanted_bytes: int


class FrameStream:
    """Cuts one direction of a connection into frames, and hands on their bytes without copying where it can.

    The beginning of a frame (its header and `wanted_bytes` of its body) is kept back until it is complete, and then
    goes on in one piece. So a small frame that its sender wrote in three parts costs one packet instead of three.

    Args:
        header_bytes: Size of a header.
        read_header: Says from a header what is wanted; may raise `FrameError`.
        admit: Gets the complete beginning; gives what goes on in its place: the same object (unchanged), other bytes,
            or None for nothing (only when all of the frame was wanted). May raise `FrameError`.
    """

    def __init__(
        self,
        header_bytes: int,
        read_header: Callable[[memoryview], FrameShape],
        admit: Callable[[memoryview], memoryview | bytes | None],
    ) -> None:
        self._header_bytes = header_bytes
        self._read_header = read_header
        self._admit = admit
        self._passing_bytes = 0
        self._held = bytearray()

    @property
    def in_frame(self) -> bool:
        """Whether the bytes so far end within a frame."""
        return bool(self._held or self._passing_bytes)

    def feed(self, data: memoryview) -> Pieces:
        """The bytes that may go on after `data` has arrived.

        The result may hold parts of `data` itself: it has to be written, or copied, before the buffer is used again.

        Raises:
            FrameError: The protocol is broken; nothing more may be fed.
        """
        pieces: Pieces = []
        position = start = self._complete_held(data, pieces)
        while position < len(data):
            if self._passing_bytes:
                step = min(self._passing_bytes, len(data) - position)
                self._passing_bytes -= step
                position += step
                continue
            wanted, passing = self._beginning_of(data[position:])
            if position + wanted > len(data):
                _append(pieces, data[start:position])
                self._held += data[position:]
                return pieces
            beginning = data[position : position + wanted]
            forward = self._admit(beginning)
            if forward is not beginning:
                _append(pieces, data[start:position])
                _append(pieces, forward)
                start = position + wanted
            position += wanted
            self._passing_bytes = passing
        _append(pieces, data[start:position])
        return pieces

    def _complete_held(self, data: memoryview, pieces: Pieces) -> int:
        """Add to the beginning that is kept back; the number of bytes of `data` that it took."""
        position = 0
        while self._held:
            wanted, passing = self._beginning_of(memoryview(self._held))
            missing = wanted - len(self._held)
            if missing <= 0:
                beginning = memoryview(bytes(self._held))
                self._held = bytearray()
                _append(pieces, self._admit(beginning))
                self._passing_bytes = passing
            elif position == len(data):
                break
            else:
                self._held += data[position : position + missing]
                position = min(position + missing, len(data))
        return position

    def _beginning_of(self, frame: memoryview) -> tuple[int, int]:
        """How many bytes of a frame are wanted before it goes on, as far as can be said, and how many follow them."""
        if len(frame) < self._header_bytes:
            return self._header_bytes, 0
        shape = self._read_header(frame[: self._header_bytes])
        wanted = min(shape.wanted_bytes, shape.body_bytes)
        return self._header_bytes + wanted, shape.body_bytes - wanted


def read_request_header(header: memoryview) -> tuple[RpcCommand, int]:
    """The command of a request and the size of its body.

    Raises:
        FrameError: No such command, or not its size.
    """
    try:
        command = RpcCommand(header[0])
    except ValueError as error:
        raise FrameError(f"unknown command {header[0]}") from error
    body_bytes: int = _SIZE.unpack_from(header, 1)[0]
    if body_bytes != REQUEST_BYTES.get(command, body_bytes):
        raise FrameError(f"{command.name} with {body_bytes} bytes")
    return command, body_bytes


def answer(body: bytes) -> bytes:
    """An answer as it travels."""
    return _SIZE.pack(len(body)) + body


def request_coalescer(largest_bytes: int) -> FrameStream:
    """Passes requests on unchanged, but small ones whole: llama.cpp writes a request in three parts.

    Args:
        largest_bytes: Frames with larger bodies pass as they come.
    """

    def shape(header: memoryview) -> FrameShape:
        _, body_bytes = read_request_header(header)
        return FrameShape(body_bytes, body_bytes if body_bytes <= largest_bytes else 0)

    return FrameStream(REQUEST_HEADER_BYTES, shape, lambda beginning: beginning)


def _append(pieces: Pieces, piece: memoryview | bytes | None) -> None:
    if piece:
        pieces.append(piece)
