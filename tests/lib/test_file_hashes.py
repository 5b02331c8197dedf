"""Hashes of files: right, kept, and not believed of a file that is another one now."""

import hashlib
import os
from pathlib import Path

import pytest

from app.lib import file_hashes
from app.lib.file_hashes import FileChangedError, FileState, HashBook, HashingStopped, hash_file
from app.lib.partial_files import CHUNK_BYTES


def write(path: Path, size: int = CHUNK_BYTES + 5) -> bytes:
    data = os.urandom(size)
    path.write_bytes(data)
    return data


def test_the_whole_and_each_chunk_in_one_reading(tmp_path: Path) -> None:
    data = write(tmp_path / "a")
    read: list[int] = []
    found = hash_file(tmp_path / "a", read.append, lambda: False)
    assert found.size == sum(read) == len(data)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.chunks == tuple(hashlib.sha256(d).hexdigest() for d in (data[:CHUNK_BYTES], data[CHUNK_BYTES:]))


def test_a_file_that_changes_while_it_is_read_has_no_hash(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write(path)
    with pytest.raises(FileChangedError, match="changed"):
        hash_file(path, lambda _: os.utime(path, ns=(0, 1)), lambda: False)
    with pytest.raises(FileChangedError, match="shorter"):
        hash_file(path, lambda _: os.truncate(path, 10), lambda: False)


def test_it_stops_when_asked(tmp_path: Path) -> None:
    write(tmp_path / "a")
    with pytest.raises(HashingStopped):
        hash_file(tmp_path / "a", lambda _: None, lambda: True)


def test_the_book_keeps_hashes_until_the_file_is_another_one(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write(path)
    found = hash_file(path, lambda _: None, lambda: False)
    HashBook(tmp_path / "book").note(path, FileState.of(path), found)
    book = HashBook(tmp_path / "book")
    assert book.find(path) == found
    os.utime(path, ns=(0, 1))
    assert book.find(path) is None
    assert book.find(tmp_path / "absent") is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": [1, 2, "x"]}', '{"a": [1, 2, 3, 4]}'])
def test_a_broken_book_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "book").write_text(text)
    write(tmp_path / "a", 10)
    assert HashBook(tmp_path / "book").find(tmp_path / "a") is None


def test_the_book_forgets_what_was_noted_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_hashes, "MOST_KEPT", 2)
    book = HashBook(tmp_path / "book")
    for name in "abc":
        path = tmp_path / name
        write(path, 10)
        book.note(path, FileState.of(path), hash_file(path, lambda _: None, lambda: False))
    assert [book.find(tmp_path / name) is not None for name in "abc"] == [False, True, True]
