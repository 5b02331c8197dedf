"""Makes virtual environments and installs locked packages: with uv, or pip where uv is not to be had.

Leaves to the callers what is installed where.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from installers.source import cache
from installers.source.console import SetupError, run_logged, say

# What pip is told by these variables, uv is told by those; so a mirror set up for pip serves both.
_UV_NAMES = {
    "PIP_CERT": "SSL_CERT_FILE",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
}
# uv separates several values by commas where pip has spaces.
_COMMA_SEPARATED = {"UV_FIND_LINKS"}
_OLDEST_UV = (0, 5)

_NO_PACKAGES = "the Python packages could not be installed."
_VENV_HINT = "If this Python has no venv, run this once, then try again:\n    sudo apt-get install -y python3-venv"
_NETWORK_HINT = "Is there a network connection to the package index? Then try again: nothing that was done is lost."


def uv_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for uv: this one, with pip's settings in uv's words where uv has none of its own."""
    # The system's certificates, as pip uses them: a company's proxy has its own there.
    result = {"UV_SYSTEM_CERTS": "true", **environment}
    for pip_name, uv_name in _UV_NAMES.items():
        value = environment.get(pip_name, "")
        if value and uv_name not in environment:
            result[uv_name] = ",".join(value.split()) if uv_name in _COMMA_SEPARATED else value
    return result


def executable(environment: Path, name: str = "python") -> Path:
    """A program of a virtual environment."""
    return environment / "bin" / name


@dataclass(frozen=True)
class Installer:
    """Installs with uv; with pip when there is no uv, or when uv cannot get a package.

    Args:
        uv: the uv program, or None.
        log: the file that all output goes to.
    """

    uv: str | None
    log: Path

    def create(self, target: Path, python: str) -> None:
        """Makes an empty virtual environment, in place of one that is there.

        Raises:
            SetupError: it could not be made.
        """
        problem = f"no virtual environment could be made in {target}."
        if self.uv is not None:
            self._uv(["venv", "--clear", "--python", python, str(target)], problem)
        else:
            run_logged([python, "-m", "venv", "--clear", str(target)], self.log, problem, _VENV_HINT)

    def install_locked(self, target: Path, requirements: Path) -> None:
        """Installs exactly what a lock file names, each file checked against its hash.

        Raises:
            SetupError: a package could not be fetched, does not match its hash, or does not build.
        """
        self._install(target, ["--require-hashes", "--no-deps", "-r", str(requirements)])

    def install_wheel(self, target: Path, wheel: Path) -> None:
        """Installs a wheel that was built here, in place of whatever build of it is there.

        Raises:
            SetupError: the wheel is damaged or for another platform.
        """
        self._install(target, ["--no-deps", "--force-reinstall", str(wheel)])

    def _install(self, target: Path, arguments: list[str]) -> None:
        python = str(executable(target))
        if self.uv is not None:
            try:
                self._uv(["pip", "install", "--python", python, *arguments], _NO_PACKAGES)
            except SetupError:
                if not self._has_pip(python):
                    raise
                say("uv could not install the packages; trying pip (slower) …")
            else:
                return
        run_logged([python, "-m", "pip", "install", *arguments], self.log, _NO_PACKAGES, _NETWORK_HINT)

    @staticmethod
    def _has_pip(python: str) -> bool:
        """Whether an environment has pip; gives it the one that Python brings along, if it does."""
        ways = (["-m", "pip", "--version"], ["-m", "ensurepip"])
        return any(subprocess.run([python, *way], capture_output=True).returncode == 0 for way in ways)

    def _uv(self, arguments: list[str], problem: str) -> None:
        assert self.uv is not None
        run_logged([self.uv, *arguments], self.log, problem, _NETWORK_HINT, uv_environment(os.environ))


def find_uv(search_path: str) -> str | None:
    """The uv on a search path, when it runs and is not too old."""
    program = shutil.which("uv", path=search_path)
    if program is None:
        return None
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return program if version and tuple(map(int, version.groups())) >= _OLDEST_UV else None


def obtain(lock_file: Path, log: Path, pythons: Sequence[str]) -> Installer:
    """A uv that is here, else one fetched into the cache folder, else pip alone.

    Args:
        lock_file: names uv, with hashes.
        log: the file that all output goes to.
        pythons: Pythons whose pip may fetch uv, tried one after the other.
    """
    tools = cache.folder() / "tools" / cache.fingerprint(lock_file.read_bytes())
    kept = executable(tools, "uv")
    present = str(kept) if kept.exists() else find_uv(os.environ.get("PATH", ""))
    if present is not None:
        return Installer(present, log)
    say("Fetching the installer (uv) …")
    for python in pythons:
        for commands in _ways_to_fetch(python, tools, lock_file):
            try:
                for command in commands:
                    run_logged(command, log, "uv could not be fetched.")
            except SetupError:
                shutil.rmtree(tools, ignore_errors=True)
            else:
                return Installer(str(kept), log)
    return Installer(None, log)


def _ways_to_fetch(python: str, tools: Path, lock_file: Path) -> tuple[list[list[str]], ...]:
    """Commands that put what the lock file names into a folder: through an environment, or only a folder of files.

    The second is for a system whose Python has pip but no venv: pip does not touch the system's own packages then.
    """
    install = ["-m", "pip", "install", "--require-hashes", "-r", str(lock_file)]
    return (
        [[python, "-m", "venv", "--clear", str(tools)], [str(executable(tools)), *install]],
        [[python, *install, "--target", str(tools)]],
    )
