"""A file that is being downloaded: counted as it grows, and no faster than the limit."""

import time
from pathlib import Path

from app.models.partial_file import PartialFile


def test_it_goes_on_at_its_end_and_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.incomplete"
    path.write_bytes(b"before ")
    sizes: list[int] = []
    with PartialFile(path, 0, sizes.append) as file:
        assert file.tell() == 7
        assert file.write(b"after") == 5
        assert path.read_bytes() == b"before after"  # nothing waits in a buffer
    assert sizes == [12]


def test_it_can_begin_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.incomplete"
    path.write_bytes(b"before")
    with PartialFile(path, 0, lambda _: None) as file:
        file.truncate(0)
        file.seek(0)
        file.write(b"new")
    assert path.read_bytes() == b"new"


def test_no_more_than_the_limit_is_taken(tmp_path: Path) -> None:
    began = time.monotonic()
    with PartialFile(tmp_path / "a.incomplete", 100_000, lambda _: None) as file:
        for _ in range(5):
            file.write(bytes(10_000))
    assert time.monotonic() - began >= 0.5


def test_without_a_limit_nothing_waits(tmp_path: Path) -> None:
    waits: list[float] = []
    with PartialFile(tmp_path / "a.incomplete", 0, lambda _: None) as file:
        for _ in range(100):
            began = time.monotonic()
            file.write(bytes(10_000))
            waits.append(time.monotonic() - began)
    assert min(waits) < 0.05
