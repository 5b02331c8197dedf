"""Holds what a peer asks of a worker to its lease, before the worker sees it.

Pure: bytes in, bytes out; the account it books on is passed in. A worker itself has no limit: it allocates what it is
asked for, and it reads a request whole into memory whatever its size. So this module

- adds up allocations and answers those beyond the lease itself, as a worker whose memory is short would
  (`remote_ptr` 0): the client then says that it could not allocate, while a closed connection would abort it;
- bounds the sizes of all other requests by what has been allocated;
- answers `GET_DEVICE_MEMORY` from the lease, so that a peer sees what it was lent and not the machine;
- shows one device, whatever the worker has: names and limits are meant for one;
- lets a worker use kept weights only where they are whole, and keep them only as far as there is room;
- clears the capabilities in `HELLO`: with RDMA the two ends would leave this connection, and its encryption.
"""

import math
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.link.rpc_frames import (
    ANSWER_BYTES,
    ANSWER_HEADER_BYTES,
    REQUEST_HEADER_BYTES,
    SET_TENSOR_PREFIX_BYTES,
    TENSOR_BYTES,
    FrameError,
    FrameShape,
    FrameStream,
    Pieces,
    RpcCommand,
    answer,
    read_request_header,
)

MIN_CHARGE_BYTES = 4096
"""The least that an allocation counts: an empty one costs the worker something too."""

MAX_GRAPH_ITEMS = 131_072
"""Most nodes and tensors of one graph (llama.cpp builds a few thousand); a worker needs 368 bytes for each."""

MAX_OPEN_REQUESTS = 65_536
"""Most requests without their answers. A client of llama.cpp has one."""

MAX_BUFFERS = 4096
"""Most buffers of one channel; llama.cpp makes a few dozen. More are refused like too much memory."""

_SMALL_ANSWER_BYTES = 64 * 1024
_CAPABILITIES_BYTES = 24
_CACHE_FLAG_OFFSET = REQUEST_HEADER_BYTES + TENSOR_BYTES
# Of a serialised tensor: `ne[4]` and `nb[4]`, after its id, type and buffer.
_SHAPE = struct.Struct("<8I")
_SHAPE_OFFSET = 20


class Account(Protocol):
    """What a lease allows, shared by its channels."""

    @property
    def limit_bytes(self) -> int:
        """What was lent."""

    @property
    def used_bytes(self) -> int:
        """What is allocated of it."""

    def reserve(self, amount_bytes: int) -> bool:
        """Take this much, or nothing and False."""

    def release(self, amount_bytes: int) -> None:
        """Give back; a negative amount takes without asking."""


class Weights(Protocol):
    """The weights that the worker has kept."""

    def has(self, content_hash: int, size_bytes: int) -> bool:
        """Whether all of this is there; used from now on."""

    def may_keep(self, size_bytes: int) -> bool:
        """Whether the worker may write this much."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """An answer that is due: of the worker, or `ready` here already and waiting for its turn."""

    command: RpcCommand
    answer_bytes: int
    charge_bytes: int = 0
    ready: bytes = b""


class RpcGate:
    """One channel to a worker.

    Args:
        account: Booked on; what is still held is given back by `close`.
        on_refused: Called with the size of each refused allocation, in bytes.
        weights: What the worker has kept; None where that is not this node's business.
    """

    def __init__(self, account: Account, on_refused: Callable[[int], None], weights: Weights | None = None) -> None:
        self._weights = weights
        self._account = account
        self._on_refused = on_refused
        self._requests = FrameStream(REQUEST_HEADER_BYTES, self._request_shape, self._admit_request)
        self._answers = FrameStream(ANSWER_HEADER_BYTES, self._answer_shape, self._admit_answer)
        self._expected: deque[_Expected] = deque()
        self._buffers: dict[int, int] = {}
        self._allocations = 0
        self._largest_buffer_bytes = 0
        self._greeted = False

    def requests(self, data: memoryview) -> tuple[Pieces, Pieces]:
        """Bytes from the client: what goes on to the worker, and what goes back to the client at once.

        Raises:
            FrameError: The client breaks the protocol, or goes beyond what its lease can mean.
        """
        to_worker = self._requests.feed(data)
        # Not into the middle of an answer of the worker.
        return to_worker, [] if self._answers.in_frame else self._take_ready()

    def answers(self, data: memoryview) -> Pieces:
        """Bytes from the worker: what goes on to the client.

        Raises:
            FrameError: The worker breaks the protocol.
        """
        to_client = self._answers.feed(data)
        return to_client if self._answers.in_frame else [*to_client, *self._take_ready()]

    def close(self) -> None:
        """Give back all that the channel holds: the worker frees it when its connection closes."""
        held = sum(self._buffers.values()) + sum(item.charge_bytes for item in self._expected)
        self._buffers.clear()
        self._expected.clear()
        self._account.release(held)

    def _request_shape(self, header: memoryview) -> FrameShape:
        command, body_bytes = read_request_header(header)
        if self._greeted == (command is RpcCommand.HELLO):
            raise FrameError("HELLO comes first, and once")
        if command is RpcCommand.SET_TENSOR:
            self._check_data_size(body_bytes - SET_TENSOR_PREFIX_BYTES)
            return FrameShape(body_bytes, SET_TENSOR_PREFIX_BYTES)
        if command is RpcCommand.GRAPH_COMPUTE:
            if not 12 <= body_bytes <= 12 + MAX_GRAPH_ITEMS * TENSOR_BYTES:
                raise FrameError(f"a graph of {body_bytes} bytes")
            return FrameShape(body_bytes, 8)
        return FrameShape(body_bytes, body_bytes)

    def _admit_request(self, frame: memoryview) -> memoryview | bytes | None:
        command = RpcCommand(frame[0])
        body = frame[REQUEST_HEADER_BYTES:]
        match command:
            case RpcCommand.HELLO:
                self._greeted = True
                self._expect(_Expected(command, ANSWER_BYTES[command]))
                return bytes(frame[:REQUEST_HEADER_BYTES]) + bytes(_CAPABILITIES_BYTES)
            case RpcCommand.ALLOC_BUFFER:
                return frame if self._admit_allocation(struct.unpack_from("<Q", body, 4)[0]) else None
            case RpcCommand.SET_TENSOR if self._weights is not None and frame[_CACHE_FLAG_OFFSET]:
                return self._admit_kept(frame, self._weights)
            case RpcCommand.SET_TENSOR_HASH if self._weights is not None and not self._has(body, self._weights):
                self._answer_here(command, b"\0")
                return None
            case RpcCommand.FREE_BUFFER:
                self._free(struct.unpack_from("<Q", body)[0])
            case RpcCommand.GET_DEVICE_MEMORY:
                free_bytes = max(0, self._account.limit_bytes - self._account.used_bytes)
                self._answer_here(command, struct.pack("<QQ", free_bytes, self._account.limit_bytes))
                return None
            case RpcCommand.GET_TENSOR:
                wanted_bytes: int = struct.unpack_from("<Q", body, TENSOR_BYTES + 8)[0]
                self._check_data_size(wanted_bytes)
                self._expect(_Expected(command, wanted_bytes))
            case RpcCommand.GRAPH_COMPUTE:
                self._check_graph(frame)
            case _ if command in ANSWER_BYTES:
                self._expect(_Expected(command, ANSWER_BYTES[command]))
        return frame

    def _admit_allocation(self, size_bytes: int) -> bool:
        charge_bytes = max(size_bytes, MIN_CHARGE_BYTES)
        if self._allocations < MAX_BUFFERS and self._account.reserve(charge_bytes):
            self._allocations += 1
            self._expect(_Expected(RpcCommand.ALLOC_BUFFER, ANSWER_BYTES[RpcCommand.ALLOC_BUFFER], charge_bytes))
            return True
        self._on_refused(size_bytes)
        self._answer_here(RpcCommand.ALLOC_BUFFER, struct.pack("<QQ", 0, 0))
        return False

    def _has(self, body: memoryview, weights: Weights) -> bool:
        # All of a contiguous tensor; for anything else no file fits, and it is sent.
        ne0, *counts, _, row_bytes, _, _ = _SHAPE.unpack_from(body, _SHAPE_OFFSET)
        size_bytes = row_bytes * math.prod(counts) if ne0 else 0
        content_hash: int = struct.unpack_from("<Q", body, TENSOR_BYTES + 8)[0]
        # A worker reads the file whole before it looks where it belongs.
        return size_bytes <= self._largest_buffer_bytes and weights.has(content_hash, size_bytes)

    def _admit_kept(self, frame: memoryview, weights: Weights) -> memoryview | bytes:
        body_bytes: int = struct.unpack_from("<Q", frame, 1)[0]
        if weights.may_keep(body_bytes - SET_TENSOR_PREFIX_BYTES):
            return frame
        changed = bytearray(frame)
        changed[_CACHE_FLAG_OFFSET] = 0
        return bytes(changed)

    def _free(self, remote_pointer: int) -> None:
        charge_bytes = self._buffers.pop(remote_pointer, None)
        if charge_bytes is None:
            raise FrameError("a buffer is freed that is not held")
        self._allocations -= 1
        self._account.release(charge_bytes)
        self._largest_buffer_bytes = max(self._buffers.values(), default=0)

    def _check_data_size(self, data_bytes: int) -> None:
        # A worker reads a request whole before it looks at it; data that fits no buffer would only cost memory.
        if not 0 <= data_bytes <= self._largest_buffer_bytes:
            raise FrameError(f"{data_bytes} bytes of data, and the largest buffer has {self._largest_buffer_bytes}")

    def _check_graph(self, beginning: memoryview) -> None:
        body_bytes: int = struct.unpack_from("<Q", beginning, 1)[0]
        node_count: int = struct.unpack_from("<I", beginning, REQUEST_HEADER_BYTES + 4)[0]
        tensor_count, rest = divmod(body_bytes - 12 - 8 * node_count, TENSOR_BYTES)
        if rest or tensor_count < 0 or node_count + tensor_count > MAX_GRAPH_ITEMS:
            raise FrameError(f"a graph of {node_count} nodes in {body_bytes} bytes")

    def _answer_here(self, command: RpcCommand, body: bytes) -> None:
        self._expect(_Expected(command, len(body), ready=answer(body)))

    def _expect(self, item: _Expected) -> None:
        if len(self._expected) >= MAX_OPEN_REQUESTS:
            raise FrameError("too many requests at once")
        self._expected.append(item)

    def _take_ready(self) -> Pieces:
        """The answers made here whose turn has come."""
        ready: Pieces = []
        while self._expected and self._expected[0].ready:
            ready.append(self._expected.popleft().ready)
        return ready

    def _answer_shape(self, header: memoryview) -> FrameShape:
        body_bytes: int = struct.unpack_from("<Q", header)[0]
        item = next((item for item in self._expected if not item.ready), None)
        if item is None:
            raise FrameError("an answer that nobody asked for")
        if body_bytes != item.answer_bytes:
            raise FrameError(f"{item.command.name} answered with {body_bytes} bytes")
        # A small answer goes on in one piece, though the worker wrote it in two.
        return FrameShape(body_bytes, body_bytes if body_bytes <= _SMALL_ANSWER_BYTES else 0)

    def _admit_answer(self, frame: memoryview) -> memoryview | bytes | None:
        before = b"".join(bytes(piece) for piece in self._take_ready())
        item = self._expected.popleft()
        forward: memoryview | bytes = frame
        if item.command is RpcCommand.ALLOC_BUFFER:
            self._book(item.charge_bytes, *struct.unpack_from("<QQ", frame, ANSWER_HEADER_BYTES))
        elif item.command is RpcCommand.HELLO:
            forward = bytes(frame[: ANSWER_HEADER_BYTES + 4]) + bytes(_CAPABILITIES_BYTES)
        elif item.command is RpcCommand.DEVICE_COUNT:
            # One device is lent; a client would take memory of a second one for its own.
            forward = answer(struct.pack("<I", min(1, *struct.unpack_from("<I", frame, ANSWER_HEADER_BYTES))))
        return before + bytes(forward) if before else forward

    def _book(self, charge_bytes: int, remote_pointer: int, remote_bytes: int) -> None:
        if remote_pointer == 0:
            self._allocations -= 1
            self._account.release(charge_bytes)
            return
        actual_bytes = max(charge_bytes, remote_bytes)
        self._account.release(charge_bytes - actual_bytes)
        self._buffers[remote_pointer] = actual_bytes
        self._largest_buffer_bytes = max(self._largest_buffer_bytes, actual_bytes)
