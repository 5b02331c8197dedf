"""The lock files say what pyproject.toml asks for, with hashes, and name no package index."""

import re
import tomllib
from pathlib import Path

import pytest

from installers.source.interpreters import is_supported

_ROOT = Path(__file__).parents[2]
_NAMES = ("dev", "llama", "llama-build", "runtime", "tools")
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text())


def _text(name: str) -> str:
    return (_ROOT / "requirements" / f"{name}.txt").read_text()


def _pins(name: str) -> dict[str, str]:
    """Package to version."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", _text(name), re.MULTILINE))


def _package(requirement: str) -> str:
    """The normal form of a requirement's name."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[._-]+", "-", name[0]).lower()


@pytest.mark.parametrize("name", _NAMES)
def test_every_package_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", _text(name), flags=re.MULTILINE).strip())
    assert [entry for entry in entries if not re.search(r"==\S+.*\\\n.*--hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize("name", _NAMES)
def test_no_address_is_named(name: str) -> None:
    assert "://" not in _text(name)
    assert "index" not in _text(name)


def test_every_dependency_is_locked() -> None:
    wanted = {_package(text) for text in _PROJECT["project"]["dependencies"]}
    assert wanted - _pins("runtime").keys() == {"llama-cpp-python"}
    for_tests = {_package(text) for text in _PROJECT["dependency-groups"]["dev"]}
    assert for_tests - _pins("dev").keys() == set()
    for_llama = {_package(text) for text in _PROJECT["dependency-groups"]["llama-build"]}
    assert for_llama == _pins("llama-build").keys() & for_llama


def test_the_tests_run_with_the_versions_that_users_get() -> None:
    assert _pins("runtime").items() - _pins("dev").items() == set()


def test_llama_is_locked_at_the_version_that_is_asked_for() -> None:
    (version,) = _pins("llama").values()
    assert f"llama-cpp-python=={version}" in _PROJECT["project"]["dependencies"]


def test_the_version_for_pyenv_and_uv_is_a_supported_one() -> None:
    version = (_ROOT / ".python-version").read_text().strip()
    assert is_supported(tuple(int(part) for part in version.split(".")))
