"""Kept weights that a worker may use, and what it may write."""

import os
import struct
from pathlib import Path

from app.link.kept_weights import LEAST_KEPT_BYTES, KeptWeights
from app.link.leases import LeaseAccount
from app.link.rpc_frames import TENSOR_BYTES, RpcCommand, answer
from app.link.rpc_gate import RpcGate
from tests.link.test_rpc_frames import request
from tests.link.test_rpc_gate import HELLO, Channel, allocation

SIZE_BYTES = LEAST_KEPT_BYTES + 4096
HASH = 0xCBF29CE484222325
LIMIT_BYTES = 10 * SIZE_BYTES


def _tensor(rows: int, row_bytes: int) -> bytes:
    """A serialised contiguous matrix of bytes."""
    counts, strides = (row_bytes, rows, 1, 1), (1, row_bytes, rows * row_bytes, rows * row_bytes)
    return (bytes(20) + struct.pack("<8I", *counts, *strides)).ljust(TENSOR_BYTES, b"\0")


def _hash_request(size_bytes: int = SIZE_BYTES) -> bytes:
    return request(RpcCommand.SET_TENSOR_HASH, _tensor(size_bytes // 64, 64) + struct.pack("<QQ", 0, HASH))


def _data(size_bytes: int, flag: int) -> bytes:
    body_bytes = TENSOR_BYTES + 9 + size_bytes
    return struct.pack("<BQ", RpcCommand.SET_TENSOR, body_bytes) + bytes(TENSOR_BYTES) + bytes([flag]) + bytes(8)


class KeepingChannel(Channel):
    """A greeted gate of a worker that keeps weights, with one buffer."""

    def __init__(self, weights: KeptWeights | None, buffer_bytes: int = 2 * SIZE_BYTES) -> None:
        super().__init__(LeaseAccount(LIMIT_BYTES), greeted=False)
        self.gate = RpcGate(self.account, self.refused.append, weights)
        self.ask(HELLO)
        self.worker_says(answer(bytes([7, 0, 0, 0]) + bytes(24)))
        self.ask(allocation(buffer_bytes))
        self.worker_says(answer(struct.pack("<QQ", 1, buffer_bytes)))


def _file(folder: Path, size_bytes: int = SIZE_BYTES) -> Path:
    path = folder / f"{HASH:016x}"
    with path.open("wb") as file:
        file.truncate(size_bytes)
    os.utime(path, (1, 1))
    return path


def test_a_whole_file_may_be_used_and_counts_as_used(tmp_path: Path) -> None:
    path = _file(tmp_path)
    channel = KeepingChannel(KeptWeights(tmp_path, 0))
    assert channel.ask(_hash_request()) == (_hash_request(), b"")
    assert channel.worker_says(answer(b"\1")) == answer(b"\1")
    assert path.stat().st_mtime > 1


def test_a_broken_file_is_removed_and_the_worker_never_sees_it(tmp_path: Path) -> None:
    path = _file(tmp_path, SIZE_BYTES - 1)
    channel = KeepingChannel(KeptWeights(tmp_path, 0))
    assert channel.ask(_hash_request()) == (b"", answer(b"\0"))
    assert not path.exists()
    assert channel.ask(_hash_request()) == (b"", answer(b"\0"))


def test_a_file_larger_than_any_buffer_is_not_read(tmp_path: Path) -> None:
    path = _file(tmp_path)
    channel = KeepingChannel(KeptWeights(tmp_path, 0), buffer_bytes=SIZE_BYTES - 1)
    assert channel.ask(_hash_request()) == (b"", answer(b"\0"))
    assert path.exists()


def test_a_folder_in_the_place_of_a_file_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / f"{HASH:016x}").mkdir()
    channel = KeepingChannel(KeptWeights(tmp_path, 0))
    assert channel.ask(_hash_request()) == (b"", answer(b"\0"))


def test_weights_are_kept_as_far_as_there_is_room(tmp_path: Path) -> None:
    channel = KeepingChannel(KeptWeights(tmp_path, 2 * SIZE_BYTES))
    kept, passed_on = _data(SIZE_BYTES, 1), _data(SIZE_BYTES, 0)
    for expected in (kept, kept, passed_on):
        assert channel.ask(kept)[0] == expected
        # The data itself passes as it is.
        assert channel.ask(bytes(SIZE_BYTES))[0] == bytes(SIZE_BYTES)


def test_small_data_is_not_kept_whoever_asks_for_it(tmp_path: Path) -> None:
    channel = KeepingChannel(KeptWeights(tmp_path, LIMIT_BYTES))
    assert channel.ask(_data(LEAST_KEPT_BYTES, 1))[0] == _data(LEAST_KEPT_BYTES, 0)


def test_a_worker_of_others_keeps_what_it_likes() -> None:
    channel = KeepingChannel(None)
    assert channel.ask(_hash_request()) == (_hash_request(), b"")
    channel.worker_says(answer(b"\0"))
    assert channel.ask(_data(SIZE_BYTES, 1))[0] == _data(SIZE_BYTES, 1)
