"""Cutting llama.cpp's RPC requests into frames, however they arrive."""

import struct
from itertools import pairwise

import pytest

from app.link.rpc_frames import (
    ANSWER_BYTES,
    REQUEST_BYTES,
    FrameError,
    FrameShape,
    FrameStream,
    Pieces,
    RpcCommand,
    read_request_header,
    request_coalescer,
)


def request(command: int, body: bytes) -> bytes:
    return struct.pack("<BQ", command, len(body)) + body


def joined(pieces: Pieces) -> bytes:
    return b"".join(bytes(piece) for piece in pieces)


STREAM = (
    request(RpcCommand.HELLO, bytes(24))
    + request(RpcCommand.DEVICE_COUNT, b"")
    + request(RpcCommand.SET_TENSOR, bytes(range(256)) * 20)
    + request(RpcCommand.GRAPH_RECOMPUTE, b"abcd")
)


@pytest.mark.parametrize("step", [1, 2, 7, 9, 10, 33, 1000, len(STREAM)])
def test_all_bytes_pass_in_order_in_whatever_pieces_they_come(step: int) -> None:
    stream = request_coalescer(1000)
    out = b""
    for start, end in pairwise([*range(0, len(STREAM), step), len(STREAM)]):
        out += joined(stream.feed(memoryview(STREAM[start:end])))
    assert out == STREAM
    assert not stream.in_frame


def test_a_small_frame_waits_until_it_is_whole_and_a_large_one_does_not() -> None:
    stream = request_coalescer(100)
    small = request(RpcCommand.FREE_BUFFER, b"12345678")
    assert stream.feed(memoryview(small[:1])) == []
    assert stream.feed(memoryview(small[1:9])) == []
    assert joined(stream.feed(memoryview(small[9:]))) == small
    large = request(RpcCommand.SET_TENSOR, bytes(500))
    assert joined(stream.feed(memoryview(large[:20]))) == large[:20]
    assert stream.in_frame


def test_whole_frames_pass_without_being_cut_or_copied() -> None:
    data = memoryview(STREAM)
    (piece,) = request_coalescer(1000).feed(data)
    assert isinstance(piece, memoryview)
    assert piece.obj is data.obj
    assert piece == data


def test_frames_are_replaced_and_dropped() -> None:
    def admit(frame: memoryview) -> memoryview | bytes | None:
        return {b"k": frame, b"r": b"R!", b"d": None}[bytes(frame[1:2])]

    data = b"".join(bytes([2]) + text for text in (b"k1", b"r1", b"k2", b"d1", b"k3"))
    for step in (1, 2, 3, 4, len(data)):
        stream = FrameStream(1, lambda header: FrameShape(header[0], 2), admit)
        pieces = [piece for at in range(0, len(data), step) for piece in stream.feed(memoryview(data[at : at + step]))]
        assert joined(pieces) == b"\x02k1R!\x02k2\x02k3", step


@pytest.mark.parametrize(
    "header",
    [
        struct.pack("<BQ", 18, 0),
        struct.pack("<BQ", 255, 0),
        struct.pack("<BQ", RpcCommand.HELLO, 23),
        struct.pack("<BQ", RpcCommand.ALLOC_BUFFER, 1 << 63),
    ],
)
def test_unknown_commands_and_wrong_sizes_are_errors(header: bytes) -> None:
    with pytest.raises(FrameError):
        read_request_header(memoryview(header))
    with pytest.raises(FrameError):
        request_coalescer(1000).feed(memoryview(header))


def test_every_command_has_a_size_and_the_right_ones_an_answer() -> None:
    assert set(RpcCommand) - set(REQUEST_BYTES) == {RpcCommand.SET_TENSOR, RpcCommand.GRAPH_COMPUTE}
    assert set(RpcCommand) - set(ANSWER_BYTES) == {
        RpcCommand.FREE_BUFFER,
        RpcCommand.BUFFER_CLEAR,
        RpcCommand.SET_TENSOR,
        RpcCommand.GET_TENSOR,  # as much as was asked for
        RpcCommand.GRAPH_COMPUTE,
        RpcCommand.INIT_TENSOR,
        RpcCommand.GRAPH_RECOMPUTE,
        RpcCommand.MEMSET_TENSOR,
    }
