"""Hashes of shared files: found in the background, and what is waited for first."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.lib import file_hashes
from app.lib.file_hashes import FileHash, HashBook
from app.link.hashing import Hasher


def write(path: Path, size: int = 1000) -> Path:
    path.write_bytes(os.urandom(size))
    return path


def wait(hasher: Hasher, path: Path) -> FileHash:
    deadline = time.monotonic() + 20
    while isinstance(found := hasher.wait_for(path, 0.5), int):
        assert time.monotonic() < deadline
    return found


def test_what_is_shared_is_hashed_without_being_asked_for(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in "abc"]
    hasher = Hasher(HashBook(tmp_path / "book"))
    hasher.share(paths)
    deadline = time.monotonic() + 20
    while any(hasher.book.find(path) is None for path in paths):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert HashBook(tmp_path / "book").find(paths[0]) is not None


def test_what_is_waited_for_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is being read for nobody is left for it, and read again afterwards."""
    slow, wanted = write(tmp_path / "slow"), write(tmp_path / "wanted")
    begun, hash_file = threading.Event(), file_hashes.hash_file

    def hash_slowly(path: Path, on_bytes: Callable[[int], None], is_stopped: Callable[[], bool]) -> FileHash:
        if path == slow and not begun.is_set():
            begun.set()
            while not is_stopped():
                time.sleep(0.01)
        return hash_file(path, on_bytes, is_stopped)

    monkeypatch.setattr("app.link.hashing.hash_file", hash_slowly)
    hasher = Hasher(HashBook(tmp_path / "book"))
    hasher.share([slow])
    assert begun.wait(20)
    assert wait(hasher, wanted).size == 1000
    assert wait(hasher, slow).size == 1000


def test_how_far_it_is_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, goes_on = write(tmp_path / "a"), threading.Event()
    hash_file = file_hashes.hash_file

    def hash_halfway(path: Path, on_bytes: Callable[[int], None], is_stopped: Callable[[], bool]) -> FileHash:
        on_bytes(500)
        assert goes_on.wait(20)
        return hash_file(path, on_bytes, is_stopped)

    monkeypatch.setattr("app.link.hashing.hash_file", hash_halfway)
    hasher = Hasher(HashBook(tmp_path / "book"))
    deadline = time.monotonic() + 20
    while hasher.wait_for(path, 0.05) != 500:
        assert time.monotonic() < deadline
    goes_on.set()
    assert wait(hasher, path).size == 1000


def test_a_file_that_is_not_there_is_an_error_each_time(tmp_path: Path) -> None:
    hasher = Hasher(HashBook(tmp_path / "book"))
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            hasher.wait_for(tmp_path / "absent", 20)
    assert wait(hasher, write(tmp_path / "absent")).size == 1000
