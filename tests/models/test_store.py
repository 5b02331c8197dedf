"""The models on disk: found, remembered, gone when deleted, and bad files named without hiding the good ones."""

from pathlib import Path

from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.model import COMPANION, ModelFacts
from app.models.folders import FolderSearch
from app.models.store import ModelStore
from tests.domain.builders import model


class Reader:
    """Reads "GGUF" files whose text is their id, and counts how often."""

    def __init__(self) -> None:
        self.reads = 0

    def __call__(self, path: Path) -> ModelFacts:
        self.reads += 1
        text = path.read_text()
        if text == "bad":
            raise UserError("Not a model", f"{path.name} is not a GGUF file.")
        if text == "companion":
            raise UserError("Not a model by itself", "It goes with another.", code=COMPANION)
        return model(model_id=ModelId(text), name=path.stem)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_models_are_found_in_folders_files_and_the_demo(tmp_path: Path) -> None:
    demo = write(tmp_path / "demo.gguf", "demo-id")
    named = write(tmp_path / "elsewhere" / "named.gguf", "named-id")
    write(tmp_path / "models" / "sub" / "deep.gguf", "deep-id")
    write(tmp_path / "models" / "parts-00001-of-00002.gguf", "parts-id")
    write(tmp_path / "models" / "parts-00002-of-00002.gguf", "bad")
    write(tmp_path / "models" / "notes.txt", "bad")
    write(tmp_path / "models" / ".arriving" / "0" / "half.gguf", "bad")
    shelf = ModelStore(Reader(), demo, [tmp_path / "models", tmp_path / "absent"], [named]).scan()
    assert set(shelf.models) == {"demo-id", "named-id", "deep-id", "parts-id"}
    assert [m.facts.is_demo for m in shelf.models.values() if m.facts.is_demo] == [True]
    assert shelf.problems == ()


def test_an_unchanged_file_is_read_once_and_a_changed_or_deleted_one_is_noticed(tmp_path: Path) -> None:
    reader = Reader()
    first = write(tmp_path / "models" / "first.gguf", "one")
    store = ModelStore(reader, tmp_path / "none.gguf", [tmp_path / "models"])
    store.scan()
    store.scan()
    assert reader.reads == 1
    write(first, "changed")
    assert set(store.scan().models) == {"changed"}
    first.unlink()
    assert store.scan().models == {}


def test_a_bad_file_is_a_problem_and_hides_nothing(tmp_path: Path) -> None:
    write(tmp_path / "models" / "bad.gguf", "bad")
    write(tmp_path / "models" / "good.gguf", "good")
    missing = tmp_path / "missing.gguf"
    shelf = ModelStore(Reader(), tmp_path / "none.gguf", [tmp_path / "models"], [missing]).scan()
    assert set(shelf.models) == {"good"}
    assert {problem.title for problem in shelf.problems} == {"Model not found", "Not a model"}


def test_two_files_of_one_name_can_be_told_apart_and_copies_count_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "same.gguf", "one-id")
    write(tmp_path / "b" / "same.gguf", "two-id")
    write(tmp_path / "c" / "same.gguf", "one-id")
    shelf = ModelStore(Reader(), tmp_path / "none.gguf", [tmp_path / n for n in "abc"]).scan()
    assert sorted(m.facts.name for m in shelf.models.values()) == ["same", "same-two-id"]


def test_folders_of_other_programs_are_read_in_place_and_cause_no_problems(tmp_path: Path) -> None:
    blob = write(tmp_path / "hub" / "blobs" / "abc", "shared-id")
    shared = tmp_path / "hub" / "snapshots" / "shared.gguf"
    shared.parent.mkdir()
    shared.symlink_to(blob)
    (shared.parent / "again.gguf").symlink_to(blob)
    (shared.parent / "broken.gguf").symlink_to(tmp_path / "gone")
    write(tmp_path / "hub" / "snapshots" / "odd.gguf", "bad")
    others = [FolderSearch(lambda: (tmp_path / "hub",))]
    shelf = ModelStore(Reader(), None, [], others=others).scan()
    assert [(m.path.name, m.facts.model_id) for m in shelf.models.values()] == [("again.gguf", "shared-id")]
    assert shelf.problems == ()


def test_what_goes_with_a_model_is_not_spoken_of(tmp_path: Path) -> None:
    write(tmp_path / "models" / "mmproj-good.gguf", "bad")
    write(tmp_path / "models" / "projector.gguf", "companion")
    (tmp_path / "models" / "broken.gguf").symlink_to(tmp_path / "gone")
    shelf = ModelStore(Reader(), None, [tmp_path / "models"]).scan()
    assert (shelf.models, shelf.problems) == ({}, ())
