"""Files of the app stay small: a longer one is a design question."""

from pathlib import Path

import pytest

LONGEST_LINES = 320
"""About 300: with some air, so that no file is cut at a place where nothing ends."""

REPOSITORY = Path(__file__).parents[2]


def too_long(folder: Path) -> dict[str, int]:
    """Files below a folder that have more lines than they may, with their number."""
    counts = {path.relative_to(folder).as_posix(): len(path.read_text().splitlines()) for path in folder.rglob("*.py")}
    return {name: count for name, count in counts.items() if count > LONGEST_LINES}


def test_no_file_of_the_app_is_too_long() -> None:
    assert not too_long(REPOSITORY / "app")


@pytest.mark.parametrize(
    ("lines", "found"), [(LONGEST_LINES, {}), (LONGEST_LINES + 1, {"part/module.py": LONGEST_LINES + 1})]
)
def test_a_file_is_too_long_from_the_next_line_on(tmp_path: Path, lines: int, found: dict[str, int]) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "module.py").write_text("pass\n" * lines)
    assert too_long(tmp_path) == found
