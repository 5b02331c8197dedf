"""Finding a Python: programs are asked, not believed by name."""

import shlex
import sys
from pathlib import Path

import pytest

from installers.source.interpreters import candidates, inspect, is_supported


def _program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_real_python_says_what_it_is(tmp_path: Path) -> None:
    program = _program(tmp_path / "python", f'exec {shlex.quote(sys.executable)} "$@"')
    found = inspect(str(program))
    assert found is not None
    assert found.version == sys.version_info[:3]
    # The environment's own path would end with the environment.
    assert not found.path.startswith(sys.prefix) or sys.prefix == sys.base_prefix


@pytest.mark.parametrize(
    "script",
    [
        "echo 'pyenv: python3.12: command not found' >&2; exit 127",
        "echo 3.12",
        "printf '/usr/bin/pypy3\\n3 12 1\\n/usr/include\\npypy\\n'",
    ],
    ids=["not selected", "says something else", "another implementation"],
)
def test_what_is_no_python_to_use(tmp_path: Path, script: str) -> None:
    assert inspect(str(_program(tmp_path / "python3.12", script))) is None


def test_a_program_that_is_not_there() -> None:
    assert inspect("/nowhere/python3.12") is None


@pytest.mark.parametrize(
    ("version", "supported"),
    [((3, 11, 9), False), ((3, 12), True), ((3, 13, 0), True), ((3, 14, 0), False), ((2, 7, 18), False)],
)
def test_supported_versions(version: tuple[int, ...], supported: bool) -> None:
    assert is_supported(version) is supported


def test_candidates_hold_the_path_and_pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    on_path = _program(tmp_path / "bin" / "python3.13", "exit 0")
    plain = _program(tmp_path / "bin" / "python3", "exit 0")
    kept = _program(tmp_path / ".pyenv" / "versions" / "3.12.4" / "bin" / "python", "exit 0")
    _program(tmp_path / ".pyenv" / "versions" / "3.11.4" / "bin" / "python", "exit 0")
    found = [place for place in candidates(tmp_path, str(tmp_path / "bin")) if place.startswith(str(tmp_path))]
    assert found == [str(kept), str(on_path), str(plain)]
