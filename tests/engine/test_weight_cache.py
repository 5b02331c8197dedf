"""What is kept of received weights: its size, what goes first, and what is never touched."""

import os
import time
from pathlib import Path

import pytest

from app.engine.weight_cache import (
    DEFAULT_BYTES,
    DISK_RESERVE_BYTES,
    LEAST_BYTES,
    KeptFile,
    WeightCache,
    cap_bytes,
    choose_removed,
)

GB = 10**9
MB = 10**6


@pytest.mark.parametrize(
    ("setting", "free_bytes", "used_bytes", "expected"),
    [
        (None, 50 * GB, 0, 5 * GB),
        # What it holds counts as free: it does not shrink by filling up.
        (None, 46 * GB, 4 * GB, 5 * GB),
        (None, 900 * GB, 0, DEFAULT_BYTES),
        (None, 500 * MB, 0, 0),
        (3 * GB, 50 * GB, 0, 3 * GB),
        (30 * GB, 10 * GB, 0, 10 * GB - DISK_RESERVE_BYTES),
        (0, 50 * GB, 4 * GB, 0),
        (LEAST_BYTES - 1, 50 * GB, 0, 0),
        (3 * GB, 0, 0, 0),
    ],
)
def test_the_size_follows_the_setting_and_the_disk(
    setting: int | None, free_bytes: int, used_bytes: int, expected: int
) -> None:
    assert cap_bytes(setting, free_bytes, used_bytes) == expected


@pytest.mark.parametrize(
    ("cap", "in_use_since", "expected"),
    [
        (60, 99, []),
        (59, 99, ["old"]),
        (50, 99, ["old"]),
        (49, 99, ["old", "middle"]),
        (0, 99, ["old", "middle", "new"]),
        (0, 2, ["old"]),
        (0, 1, []),
    ],
)
def test_the_longest_unused_goes_first_and_what_is_in_use_stays(
    cap: int, in_use_since: float, expected: list[str]
) -> None:
    files = [KeptFile(Path("new"), 30, 3), KeptFile(Path("old"), 10, 1), KeptFile(Path("middle"), 20, 2)]
    assert [str(file.path) for file in choose_removed(files, cap, in_use_since)] == expected


def _keep(folder: Path, number: int, size_bytes: int, age_seconds: float = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number:016x}"
    with path.open("wb") as file:
        file.truncate(size_bytes)
    used_at = time.time() - age_seconds
    os.utime(path, (used_at, used_at))
    return path


async def test_old_weights_make_room_when_a_worker_starts_and_when_it_ends(tmp_path: Path) -> None:
    cache = WeightCache(tmp_path, 100 * MB)
    old, recent = (_keep(tmp_path / "amber-fox" / "rpc", n, 60 * MB, age) for n, age in ((1, 900), (2, 600)))
    other = _keep(tmp_path / "blue-owl" / "rpc", 3, 30 * MB, 300)
    place = await cache.open("lease", "amber-fox")
    assert place is not None
    assert (place.directory, place.size_bytes) == (tmp_path / "amber-fox", 100 * MB)
    assert [path.exists() for path in (old, recent, other)] == [False, True, True]
    # The worker uses what was there, and writes more than the rest of the room.
    os.utime(recent)
    written = _keep(place.files_directory, 4, 60 * MB)
    second = await cache.open("another lease", "amber-fox")
    assert second is not None
    assert [path.exists() for path in (recent, other, written)] == [True, False, True]
    await cache.close("another lease")
    assert recent.exists()
    await cache.close("lease")
    assert [path.exists() for path in (recent, written)] == [False, True]


async def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    rpc = tmp_path / "amber-fox" / "rpc"
    kept = _keep(rpc, 1, 200 * MB, 900)
    foreign = [rpc / "notes.txt", rpc / "0123456789ABCDEF", tmp_path / "stray", rpc / "subfolder" / "0000000000000001"]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"mine")
    (rpc / ("f" * 16)).symlink_to(foreign[0])
    cache = WeightCache(tmp_path, 100 * MB)
    await cache.open("lease", "amber-fox")
    await cache.close("lease")
    assert not kept.exists()
    assert all(path.read_bytes() == b"mine" for path in foreign)
    assert (rpc / ("f" * 16)).is_symlink()


async def test_without_room_or_a_folder_there_is_no_cache_and_no_error(tmp_path: Path) -> None:
    assert await WeightCache(tmp_path / "none", 0).open("lease", "amber-fox") is None
    assert not (tmp_path / "none").exists()
    (tmp_path / "amber-fox").write_text("a file where the folder should be")
    assert await WeightCache(tmp_path, 100 * MB).open("lease", "amber-fox") is None
    await WeightCache(tmp_path, 100 * MB).close("a lease that has no place")


async def test_turning_it_off_removes_what_is_there(tmp_path: Path) -> None:
    kept = _keep(tmp_path / "amber-fox" / "rpc", 1, 20 * MB, 900)
    assert await WeightCache(tmp_path, 0).open("lease", "amber-fox") is None
    assert not kept.exists()


async def test_the_weights_of_swarms_that_are_left_are_removed(tmp_path: Path) -> None:
    ours = _keep(tmp_path / "amber-fox" / "rpc", 1, 1)
    theirs = _keep(tmp_path / "blue-owl" / "rpc", 1, 1)
    cache = WeightCache(tmp_path)
    await cache.keep_only("amber-fox")
    assert ours.exists()
    assert not theirs.parent.parent.exists()
    await cache.keep_only(None)
    assert not ours.exists()
    await WeightCache(tmp_path / "never made").keep_only(None)
