"""What is missing on the system, and the command that brings it."""

import shutil
from collections.abc import Callable

import pytest

from installers.source import system_packages
from installers.source.interpreters import Interpreter


def _only(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


@pytest.mark.parametrize(
    ("programs", "gmp", "names"),
    [
        (("cc", "c++"), True, []),
        (("clang", "clang++"), True, []),
        (("gcc",), True, ["build-essential"]),
        ((), False, ["build-essential", "libgmp-dev"]),
        (("gcc", "g++"), False, ["libgmp-dev"]),
    ],
)
def test_build_tools(programs: tuple[str, ...], gmp: bool, names: list[str]) -> None:
    assert system_packages.build_packages(None, _only(*programs), lambda header: gmp) == names


def test_a_python_without_headers_needs_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    include = tmp_path_factory.mktemp("include")
    python = Interpreter("/usr/bin/python3.13", (3, 13, 5), str(include))
    everything = _only("cc", "c++")
    assert system_packages.build_packages(python, everything, lambda header: True) == ["python3.13-dev"]
    (include / "Python.h").touch()
    assert system_packages.build_packages(python, everything, lambda header: True) == []


def test_the_command_installs_exactly_what_is_missing() -> None:
    command = system_packages.install_command(["xvfb", "dbus"])
    assert command == "sudo apt-get install -y --no-install-recommends xvfb dbus"


def test_what_dpkg_has_installed() -> None:
    """Against the real package database, where there is one; else nothing is ever said to be missing."""
    names = ["no-such-package-in-any-distribution", "dpkg"]
    expected = names[:1] if shutil.which("dpkg-query") else []
    assert system_packages.missing(names) == expected
