"""Models in folders of other programs: found by name, in a part of the time when a folder is huge."""

import os
from pathlib import Path

from app.models.folders import FolderSearch, hugging_face_snapshots, lm_studio_folders


class Clock:
    """Each look takes a second once it is slow."""

    def __init__(self) -> None:
        self.now = 0.0
        self.step = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("content")
    return path


def search(*roots: Path) -> FolderSearch:
    return FolderSearch(lambda: roots)


def test_what_goes_with_a_model_and_what_is_hidden_is_passed_over(tmp_path: Path) -> None:
    wanted = [write(tmp_path / name) for name in ("a/B.GGUF", "a/sub/c.gguf", "d.gguf")]
    for name in ("mmproj-a.gguf", ".hidden.gguf", ".trash/e.gguf", "f.gguf.part", "a/lora.gguf"):
        write(tmp_path / name)
    assert sorted(search(tmp_path).find()) == sorted(wanted)
    assert search(tmp_path / "absent").find() == ()


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.gguf")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert len(search(tmp_path).find()) == 1


def test_a_closed_folder_hides_itself_only(tmp_path: Path) -> None:
    write(tmp_path / "open.gguf")
    write(tmp_path / "closed" / "b.gguf")
    (tmp_path / "closed").chmod(0)
    try:
        found = [path.name for path in search(tmp_path).find()]
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert "open.gguf" in found
    assert os.geteuid() == 0 or found == ["open.gguf"]


def test_only_models_of_the_cache_are_looked_at(tmp_path: Path) -> None:
    wanted = write(tmp_path / "models--acme--S" / "snapshots" / "0" / "s.gguf")
    write(tmp_path / "models--acme--S" / "blobs" / "s.gguf")
    write(tmp_path / "datasets--acme--D" / "snapshots" / "0" / "d.gguf")
    assert FolderSearch(lambda: hugging_face_snapshots(tmp_path)).find() == (wanted,)
    assert hugging_face_snapshots(tmp_path / "absent") == ()


def test_lm_studios_folders() -> None:
    assert lm_studio_folders(Path("/home/ada")) == (
        Path("/home/ada/.lmstudio/models"),
        Path("/home/ada/.cache/lm-studio/models"),
    )


def test_a_huge_folder_is_searched_for_a_while_and_forgets_nothing(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{number}" / "s.gguf") for number in range(9)]
    clock = Clock()
    folder = FolderSearch(lambda: (tmp_path,), most_seconds=3.0, clock=clock)
    assert sorted(folder.find()) == files
    clock.step = 1.0
    write(tmp_path / "new" / "s.gguf")
    assert sorted(folder.find()) == files  # the time was too short for the new one
    clock.step = 0.0
    assert sorted(folder.find()) == files  # and it rests
    clock.now += 3_600
    assert len(folder.find()) == 10


def test_a_quick_search_is_made_each_time(tmp_path: Path) -> None:
    folder = search(tmp_path)
    assert folder.find() == ()
    write(tmp_path / "a.gguf")
    assert len(folder.find()) == 1
