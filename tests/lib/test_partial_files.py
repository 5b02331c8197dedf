"""Files that are filled in any order, and what is left of them after a stop, a crash or a full disk."""

import os
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.lib.partial_files import Chunk, NoRoomError, PartialFiles, chunks_of

SIZES = (25, 10, 3)
DATA = [os.urandom(size) for size in SIZES]
NAMES = ("a", "b", "c")


type Open = Callable[..., PartialFiles]


@pytest.fixture
def open_files(tmp_path: Path) -> Iterator[Open]:
    opened: list[PartialFiles] = []

    def open_them(sizes: tuple[int, ...] = SIZES, reserve_bytes: int = 0) -> PartialFiles:
        opened.append(PartialFiles(tmp_path, NAMES, sizes, chunk_bytes=10, reserve_bytes=reserve_bytes))
        return opened[-1]

    yield open_them
    for files in opened:
        files.close()


def fill(files: PartialFiles, *numbers: int) -> None:
    for number in numbers:
        chunk = files.chunks[number]
        assert files.write(number, DATA[chunk.part][chunk.offset :][: chunk.size])


def test_chunks_cover_each_file() -> None:
    assert chunks_of((25, 10), 10) == (Chunk(0, 0, 10), Chunk(0, 10, 10), Chunk(0, 20, 5), Chunk(1, 0, 10))


def test_filled_in_any_order_they_are_whole(open_files: Open, tmp_path: Path) -> None:
    files = open_files()
    fill(files, 4, 2, 0, 3, 1)
    files.close()
    assert [path.read_bytes() for path in files.paths] == DATA
    assert files.missing == ()
    assert files.done_bytes == files.total_bytes == sum(SIZES)


def test_a_chunk_is_written_once(open_files: Open, tmp_path: Path) -> None:
    files = open_files()
    fill(files, 1)
    assert not files.write(1, bytes(10))
    files.close()
    assert files.paths[0].read_bytes()[10:20] == DATA[0][10:20]
    with pytest.raises(ValueError, match="10 bytes"):
        files.write(0, bytes(11))


def test_what_was_synced_is_found_again_and_nothing_else(open_files: Open, tmp_path: Path) -> None:
    first = open_files()
    fill(first, 0, 1, 3)
    first.sync()
    fill(first, 4)  # and then a crash
    assert open_files().missing == (2, 4)


@pytest.mark.parametrize("damage", ["deleted", "shorter", "list broken", "list nonsense", "other sizes"])
def test_what_is_not_what_it_was_is_missing(open_files: Open, tmp_path: Path, damage: str) -> None:
    first = open_files()
    fill(first, 0, 3)
    first.sync()
    first.close()
    sizes = SIZES
    match damage:
        case "deleted":
            first.paths[0].unlink()
        case "shorter":
            os.truncate(first.paths[0], 20)
        case "list broken":
            (tmp_path / "chunks.json").write_text('{"sizes": [25')
        case "list nonsense":
            (tmp_path / "chunks.json").write_text('{"sizes": [25, 10, 3], "chunk_bytes": 10, "done": [[-5, "x"]]}')
        case "other sizes":
            sizes = (25, 10, 4)
    missing = open_files(sizes).missing
    assert missing == ((0, 1, 2, 4) if damage in ("deleted", "shorter") else (0, 1, 2, 3, 4))


def test_what_turned_out_wrong_is_fetched_again(open_files: Open, tmp_path: Path) -> None:
    files = open_files()
    fill(files, 0, 1, 2, 3, 4)
    files.forget([2])
    assert files.missing == (2,)
    fill(files, 2)


def test_a_disk_without_room_is_known_before_and_while_writing(
    open_files: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    free = [130]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1000, 0, free[0]))
    files = open_files(reserve_bytes=100)
    with pytest.raises(NoRoomError) as refused:
        files.check_room()
    assert refused.value.missing_bytes == 8
    fill(files, 0)
    free[0] = 105
    with pytest.raises(NoRoomError):
        fill(files, 1, 2, 3)
    files.sync()
    assert 3 in open_files().missing
    free[0] = 200
    files.check_room()


def test_a_file_that_cannot_be_made_leaves_nothing_open(open_files: Open, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError, match="directory"):
        open_files()
