"""The environment's stamp: what is up to date is left alone, what is not is said by name."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from installers.source.environment import Checkout, out_of_date, read_stamp, write_launcher
from installers.source.interpreters import inspect


def _made(root: Path) -> Checkout:
    """A checkout whose environment looks finished."""
    checkout = Checkout(root)
    checkout.launcher.parent.mkdir(parents=True)
    checkout.launcher.touch()
    (checkout.launcher.parent / "python").symlink_to(sys.executable)
    checkout.stamp.write_text(json.dumps({"runtime": "1", "llama": "2"}))
    return checkout


@pytest.mark.parametrize(
    ("stamp", "wanted", "stale"),
    [
        ({}, {"runtime": "1"}, {"runtime"}),
        ({"runtime": "1", "llama": "2"}, {"runtime": "1", "llama": "2"}, set()),
        ({"runtime": "1", "dev": "3"}, {"runtime": "1"}, set()),
        ({"runtime": "1"}, {"runtime": "1", "dev": "3"}, {"dev"}),
        ({"runtime": "1", "llama": "2"}, {"runtime": "1", "llama": "5"}, {"llama"}),
    ],
    ids=["nothing there", "up to date", "more than needed", "tests not ready", "another processor"],
)
def test_what_is_out_of_date(stamp: dict[str, str], wanted: dict[str, str], stale: set[str]) -> None:
    assert out_of_date(stamp, wanted) == stale


def test_the_stamp_of_a_finished_environment_is_read(tmp_path: Path) -> None:
    assert read_stamp(_made(tmp_path)) == {"runtime": "1", "llama": "2"}


@pytest.mark.parametrize("lost", [".venv/bin/python", ".venv/bin/hearth", ".venv/hearth-stamp.json"])
def test_an_environment_with_a_part_missing_counts_as_none(tmp_path: Path, lost: str) -> None:
    checkout = _made(tmp_path)
    (tmp_path / lost).unlink()
    assert read_stamp(checkout) == {}


def test_a_python_that_was_removed_from_the_system_counts_as_none(tmp_path: Path) -> None:
    checkout = _made(tmp_path)
    (tmp_path / ".venv/bin/python").unlink()
    (tmp_path / ".venv/bin/python").symlink_to("/nowhere/python3.12")
    assert read_stamp(checkout) == {}


def test_a_damaged_stamp_counts_as_none(tmp_path: Path) -> None:
    checkout = _made(tmp_path)
    checkout.stamp.write_text("{")
    assert read_stamp(checkout) == {}


def test_the_launcher_works_in_a_folder_with_spaces(tmp_path: Path) -> None:
    """A real environment, and an `app` that shows its arguments."""
    checkout = Checkout(tmp_path / "my laptop")
    (checkout.root / "app").mkdir(parents=True)
    (checkout.root / "app" / "__main__.py").write_text(
        "import sys\ndef main() -> int:\n    print(sys.argv[1:], sys.prefix)\n    return 7\n"
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.environment], check=True)
    interpreter = inspect(sys.executable)
    assert interpreter is not None
    write_launcher(checkout, interpreter)
    answer = subprocess.run([checkout.launcher, "--offer", "3 G"], capture_output=True, text=True, cwd="/")
    assert answer.stdout == f"['--offer', '3 G'] {checkout.environment}\n"
    assert answer.returncode == 7
