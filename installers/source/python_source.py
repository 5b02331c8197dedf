"""Gets a Python that Hearth runs on: one that is here, one fetched by uv or apt, or a command to run."""

from __future__ import annotations

import os
import shutil
import subprocess

from installers.source import interpreters, system_packages
from installers.source.console import SetupError, say
from installers.source.installer import Installer, uv_environment
from installers.source.interpreters import Interpreter

_FETCHED_VERSION = "3.12"


def obtain(installer: Installer) -> Interpreter:
    """A supported Python.

    Raises:
        SetupError: there is none, and none could be fetched; the hint is the one command to run.
    """
    return interpreters.find() or _from_uv(installer) or _from_apt(installer) or _give_up(installer)


def _from_uv(installer: Installer) -> Interpreter | None:
    """One that uv keeps or can download."""
    if installer.uv is None:
        return None
    environment = uv_environment(os.environ)
    find = [installer.uv, "python", "find", ">=3.12,<3.14"]
    answer = subprocess.run(find, capture_output=True, text=True, env=environment)
    if answer.returncode != 0:
        say(f"No Python 3.12 or 3.13 is installed here. Fetching Python {_FETCHED_VERSION} …")
        with installer.log.open("ab") as log:
            fetch = [installer.uv, "python", "install", _FETCHED_VERSION]
            subprocess.run(fetch, stdout=log, stderr=subprocess.STDOUT, env=environment)
        answer = subprocess.run(find, capture_output=True, text=True, env=environment)
    return interpreters.inspect(answer.stdout.strip()) if answer.returncode == 0 else None


def _from_apt(installer: Installer) -> Interpreter | None:
    """One of the distribution's packages, where the set-up may install them."""
    name = _apt_package()
    if name is None or not system_packages.may_install():
        return None
    system_packages.install([name, f"{name}-venv"], installer.log)
    return interpreters.find()


def _apt_package() -> str | None:
    """The distribution's package of a supported Python, if it has one."""
    if not system_packages.has_apt():
        return None
    for major, minor in reversed(interpreters.SUPPORTED):
        name = f"python{major}.{minor}"
        answer = subprocess.run(["apt-cache", "show", name], capture_output=True)
        if answer.returncode == 0:
            return name
    return None


def _give_up(installer: Installer) -> Interpreter:
    raise SetupError(
        "it needs Python 3.12 or 3.13, and none was found or could be fetched.", install_hint(installer.uv)
    )


def install_hint(uv: str | None) -> str:
    """The one command that brings a supported Python to this system.

    Args:
        uv: the uv program, or None.
    """
    name = _apt_package()
    if name is None and uv is None and system_packages.missing(["python3-venv"]):
        # Enough for fetching uv, which fetches the rest.
        return "Run this once, then try again:\n    sudo apt-get install -y python3-venv"
    for program, command in (
        ("apt-get", f"sudo apt-get install -y {name} {name}-venv" if name else None),
        ("brew", "brew install python@3.13"),
        ("dnf", "sudo dnf install -y python3.13"),
        ("zypper", "sudo zypper install -y python313"),
        ("pyenv", "pyenv install 3.12"),
    ):
        if command is not None and shutil.which(program):
            return f"Run this once, then try again:\n    {command}"
    if uv is not None:
        return f"Run this once with a network connection, then try again:\n    {uv} python install {_FETCHED_VERSION}"
    return "Install Python 3.12 or 3.13 from its project's download page, then try again."
