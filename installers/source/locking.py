"""`make lock`: writes the lock files in `requirements/` from `pyproject.toml`.

Needs no particular Python, but a network. The files hold hashes and name no package index.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from installers.source.console import SetupError, say
from installers.source.environment import Checkout, obtain_installer
from installers.source.installer import uv_environment

_OPTIONS = (
    "--universal",
    "--python-version=3.12",
    "--generate-hashes",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=make lock",
    "--quiet",
)


def write_lock_files(checkout: Checkout, arguments: list[str]) -> None:
    """Compiles every lock file; versions that are in one stay, unless `--upgrade` is among the arguments.

    Raises:
        SetupError: no uv, or the requirements contradict each other.
    """
    checkout.log.parent.mkdir(parents=True, exist_ok=True)
    installer = obtain_installer(checkout)
    if installer.uv is None:
        raise SetupError("locking needs uv, which could not be fetched.")
    project = (checkout.root / "pyproject.toml").read_text()
    pinned = re.search(r'"(llama-cpp-python==[^"]+)"', project)
    if pinned is None:
        raise SetupError("pyproject.toml does not pin llama-cpp-python.")
    without_llama = ["--no-emit-package=llama-cpp-python"]
    runtime = str(checkout.lock_file("runtime"))
    jobs = (
        ("runtime", ["pyproject.toml", *without_llama], ""),
        ("dev", ["pyproject.toml", "--group=dev", "--constraints", runtime, *without_llama], ""),
        ("llama-build", ["--group=llama-build"], ""),
        ("llama", ["-", "--no-deps"], pinned[1]),
        ("tools", ["-", "--no-deps"], "uv"),
    )
    for name, what, standard_input in jobs:
        target = checkout.lock_file(name)
        say(f"Locking {target.relative_to(checkout.root)} …")
        command = [installer.uv, "pip", "compile", *_OPTIONS, *what, *arguments, "--output-file", str(target)]
        _compile(command, standard_input, checkout.root)


def _compile(command: list[str], standard_input: str, folder: Path) -> None:
    environment = uv_environment(os.environ)
    if subprocess.run(command, input=standard_input, text=True, cwd=folder, env=environment).returncode != 0:
        raise SetupError("uv could not write the lock file: its message is above.")
