"""Kept weights that a worker may use, and what it may write."""

import os
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.lib.file_hashes import FileState
from app.link import kept_weights
from app.link.kept_weights import LEAST_KEPT_BYTES, KeptWeights, WeightSource
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


def _model(folder: Path) -> tuple[WeightSource, bytes]:
    """Weights in the middle of a file."""
    path, weights = folder / "model.gguf", os.urandom(SIZE_BYTES)
    path.write_bytes(b"header" + weights + b"others")
    return WeightSource(path, 6, SIZE_BYTES, FileState.of(path)), weights


def test_weights_of_a_file_here_are_taken_from_it(tmp_path: Path) -> None:
    source, content = _model(tmp_path)
    (kept := tmp_path / "kept").mkdir()
    weights = KeptWeights(kept, LIMIT_BYTES)
    weights.add({HASH: source}, is_all=True)
    channel = KeepingChannel(weights)
    assert channel.ask(_hash_request()) == (_hash_request(), b"")
    assert [path.name for path in kept.iterdir()] == [f"{HASH:016x}"]
    assert (kept / f"{HASH:016x}").read_bytes() == content


def test_what_is_still_being_found_is_waited_for(tmp_path: Path) -> None:
    source, _ = _model(tmp_path)
    weights = KeptWeights(tmp_path, LIMIT_BYTES, expects_sources=True)
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(weights.has(HASH, SIZE_BYTES)))
    asking.start()
    weights.add({HASH + 1: source}, is_all=False)
    asking.join(0.2)
    assert not answers
    weights.add({HASH: source}, is_all=False)
    asking.join(20)
    assert answers == [True]


def test_what_is_found_nowhere_has_to_be_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = KeptWeights(tmp_path, LIMIT_BYTES, expects_sources=True)
    weights.add({}, is_all=True)
    assert not weights.has(HASH, SIZE_BYTES)
    monkeypatch.setattr(kept_weights, "NEWS_SECONDS", 0.01)
    assert not KeptWeights(tmp_path, LIMIT_BYTES, expects_sources=True).has(HASH, SIZE_BYTES)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: os.truncate(path, 100),
        lambda path: os.utime(path, ns=(1, 1)),
    ],
)
def test_a_file_that_has_changed_is_not_believed(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    source, _ = _model(tmp_path)
    (kept := tmp_path / "kept").mkdir()
    weights = KeptWeights(kept, LIMIT_BYTES)
    weights.add({HASH: source}, is_all=True)
    spoil(source.path)
    assert not weights.has(HASH, SIZE_BYTES)
    assert not list(kept.iterdir())


def test_nothing_is_taken_beyond_the_room_that_there_is(tmp_path: Path) -> None:
    source, _ = _model(tmp_path)
    weights = KeptWeights(tmp_path, SIZE_BYTES)
    weights.add({HASH: source, HASH + 1: source}, is_all=True)
    assert weights.has(HASH, SIZE_BYTES)
    assert not weights.has(HASH + 1, SIZE_BYTES)
    assert not weights.has(HASH + 1, SIZE_BYTES - 64)
