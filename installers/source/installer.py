"""Makes virtual environments and installs locked packages: with uv, or pip where uv is not to be had.

Leaves to the callers what is installed where.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
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
    """Installs with uv, and with pip when there is no uv or uv cannot reach a package.

    Args:
        uv: the uv program, or None.
        pip: a command that runs pip 22.3 or newer, or empty.
        log: the file that all output goes to.
    """

    uv: str | None
    pip: tuple[str, ...]
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
            run_logged([python, "-m", "venv", "--clear", "--without-pip", str(target)], self.log, problem)

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
        pip = [*self.pip, "--python", python, "install", *arguments]
        if self.uv is not None:
            try:
                self._uv(["pip", "install", "--python", python, *arguments], _NO_PACKAGES)
            except SetupError:
                if not self.pip:
                    raise
                say("uv could not install the packages; trying pip (slower) …")
            else:
                return
        run_logged(pip, self.log, _NO_PACKAGES, _NETWORK_HINT)

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


def obtain(lock_file: Path, log: Path) -> Installer:
    """A uv that is here, else one fetched with this Python's pip into the cache folder, else pip alone.

    Args:
        lock_file: names uv and pip, with hashes.

    Raises:
        SetupError: there is neither uv nor a way to run pip.
    """
    tools = cache.folder() / "tools" / cache.fingerprint(lock_file.read_bytes(), sys.executable, sys.version)
    uv, python = executable(tools, "uv"), executable(tools)
    own_pip = (str(python), "-m", "pip")
    if uv.exists() and python.exists():
        return Installer(str(uv), own_pip, log)
    present = find_uv(os.environ.get("PATH", ""))
    if present is not None:
        return Installer(present, (), log)
    say("Fetching the installer (uv) …")
    try:
        run_logged([sys.executable, "-m", "venv", "--clear", str(tools)], log, "this Python has no venv.")
        run_logged([*own_pip, "install", "--require-hashes", "-r", str(lock_file)], log, "uv could not be fetched.")
    except SetupError as error:
        return _without_own_tools(tools, python, error, log)
    return Installer(str(uv), own_pip, log)


def _without_own_tools(tools: Path, python: Path, error: SetupError, log: Path) -> Installer:
    """What is left when uv could not be put into a folder of its own: any pip that runs."""
    for pip in ((str(python), "-m", "pip"), (sys.executable, "-m", "pip")):
        try:
            answer = subprocess.run([*pip, "--version"], capture_output=True)
        except OSError:
            continue
        if answer.returncode == 0:
            return Installer(None, pip, log)
    # A half-made folder must not look like a finished one the next time.
    shutil.rmtree(tools, ignore_errors=True)
    hint = "Run this once, then try again:\n    sudo apt-get install -y python3-venv"
    raise SetupError(
        f"{error.problem} Neither uv nor pip can be had.",
        hint if shutil.which("apt-get") else "Install uv or pip for your Python, then try again.",
    ) from error
