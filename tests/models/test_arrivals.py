"""Models on their way: found again after a crash, and in the models folder only when whole."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.transfer import TransferKind
from app.models.arrivals import FOLDER, Arrival, Arrivals


def begin(arrivals: Arrivals, name: str = "big", parts: tuple[str, ...] = ("big.gguf",)) -> Arrival:
    arrival = arrivals.begin(TransferKind.COPY, name, 10, model_id="m")
    for part in parts:
        (arrivals.folder(arrival.transfer_id) / part).write_text(part)
    return arrival


def test_what_is_on_its_way_is_found_again_the_newest_first(tmp_path: Path) -> None:
    first = begin(Arrivals(tmp_path))
    second = replace(begin(Arrivals(tmp_path)), is_stopped=True)
    Arrivals(tmp_path).keep(second)
    assert Arrivals(tmp_path).all() == (second, first)
    Arrivals(tmp_path).discard(first.transfer_id)
    assert Arrivals(tmp_path).all() == (second,)


def test_a_name_of_a_stranger_stays_in_the_folder(tmp_path: Path) -> None:
    assert begin(Arrivals(tmp_path), "../../evil.gguf").model_name == "evil"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "theft", "model_name": "x", "total_bytes": 1}'])
def test_a_folder_that_makes_no_sense_is_left_alone(tmp_path: Path, text: str) -> None:
    assert Arrivals(tmp_path).all() == ()
    broken, foreign = tmp_path / FOLDER / "0123456789ab", tmp_path / FOLDER / "notes"
    for folder in (broken, foreign):
        folder.mkdir(parents=True)
        (folder / "transfer.json").write_text(text)
    assert Arrivals(tmp_path).all() == ()
    assert broken.is_dir()
    assert foreign.is_dir()


def test_files_move_under_a_free_name_and_the_folder_goes(tmp_path: Path) -> None:
    (tmp_path / "big.gguf").write_text("another")
    arrivals = Arrivals(tmp_path)
    arrival = begin(arrivals)
    assert arrivals.publish(arrival) == (tmp_path / "big-2.gguf",)
    assert (tmp_path / "big-2.gguf").read_text() == "big.gguf"
    assert (tmp_path / "big.gguf").read_text() == "another"
    assert arrivals.all() == ()


def test_a_move_that_was_cut_off_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrivals = Arrivals(tmp_path)
    parts = ("big-00001-of-00002.gguf", "big-00002-of-00002.gguf")
    arrival = begin(arrivals, parts=parts)
    rename, moved = Path.rename, list[str]()

    def crash(self: Path, target: Path) -> Path:
        if moved:
            raise OSError("power cut")
        if self.suffix == ".gguf":
            moved.append(target.name)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", crash)
    with pytest.raises(OSError, match="power cut"):
        arrivals.publish(arrival)
    monkeypatch.undo()
    assert moved == [parts[1]]  # the first, by which the model is found, comes last
    placed = arrivals.publish(arrivals.all()[0])
    assert [path.name for path in placed] == list(parts)
    assert [path.read_text() for path in placed] == list(parts)
    assert os.listdir(tmp_path / FOLDER) == []
