"""`make lock`: writes the lock files in `requirements/` from `pyproject.toml`.

Needs no particular Python, but a network. The files hold hashes and name no package index.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from installers.source.console import SetupError, say
from installers.source.environment import Checkout
from installers.source.installer import obtain, uv_environment

_OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=make lock",
    "--quiet",
)
# Tools that run on the system's own Python, from 3.9 on.
_TOOLS = "uv\npip>=25,<26\n"


def write_lock_files(checkout: Checkout, arguments: list[str]) -> None:
    """Compiles every lock file; versions that are in one stay, unless `--upgrade` is among the arguments.

    Raises:
        SetupError: no uv, or the requirements contradict each other.
    """
    checkout.log.parent.mkdir(parents=True, exist_ok=True)
    installer = obtain(checkout.lock_file("tools"), checkout.log)
    if installer.uv is None:
        raise SetupError("locking needs uv, which could not be fetched.")
    project = (checkout.root / "pyproject.toml").read_text()
    pinned = re.search(r'"(llama-cpp-python==[^"]+)"', project)
    if pinned is None:
        raise SetupError("pyproject.toml does not pin llama-cpp-python.")
    without_llama = ["--no-emit-package=llama-cpp-python"]
    since = "--python-version=3.12"
    runtime = str(checkout.lock_file("runtime"))
    jobs = (
        ("runtime", ["pyproject.toml", since, *without_llama], ""),
        ("dev", ["pyproject.toml", since, "--group=dev", "--constraints", runtime, *without_llama], ""),
        ("llama-build", [since, "--group=llama-build"], ""),
        ("llama", ["-", since, "--no-deps"], pinned[1]),
        ("tools", ["-", "--no-deps", "--python-version=3.9"], _TOOLS),
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
