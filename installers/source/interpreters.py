"""Finds an installed Python that Hearth runs on. Leaves fetching one to `python_source`."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# In order of preference. Why these: PySide6 needs 3.12, qasync does not know 3.14.
SUPPORTED = ((3, 12), (3, 13))

_QUESTION = (
    "import sys, sysconfig; print(getattr(sys, '_base_executable', '') or sys.executable);"
    " print(*sys.version_info[:3]); print(sysconfig.get_paths()['include']);"
    " print(sys.implementation.name)"
)


@dataclass(frozen=True)
class Interpreter:
    """A Python on this machine: the program, its version, and the folder its C headers would be in."""

    path: str
    version: tuple[int, int, int]
    include: str

    @property
    def has_headers(self) -> bool:
        """Whether C extensions can be compiled for it."""
        return Path(self.include, "Python.h").exists()


def inspect(program: str) -> Interpreter | None:
    """What a program says it is when asked; None when it does not run, or is not CPython.

    Asking rather than trusting the name: pyenv has programs on the path that only say they are not selected.
    """
    try:
        answer = subprocess.run(
            [program, "-c", _QUESTION], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = answer.stdout.splitlines()
    if answer.returncode != 0 or len(lines) != 4 or lines[3] != "cpython":
        return None
    major, minor, micro = (int(part) for part in lines[1].split())
    return Interpreter(lines[0], (major, minor, micro), lines[2])


def is_supported(version: tuple[int, ...]) -> bool:
    """Whether Hearth runs on this version of Python."""
    return tuple(version[:2]) in SUPPORTED


def candidates(home: Path, search_path: str) -> Iterator[str]:
    """Programs that may be a supported Python, the likeliest first, each once.

    Args:
        home: the user's home folder, where pyenv keeps its own.
        search_path: the value of PATH.
    """
    seen: set[str] = set()
    pyenv = os.environ.get("PYENV_ROOT") or str(home / ".pyenv")
    for major, minor in SUPPORTED:
        name = f"python{major}.{minor}"
        places = [
            shutil.which(name, path=search_path) or "",
            f"/usr/bin/{name}",
            f"/usr/local/bin/{name}",
            f"/opt/homebrew/bin/{name}",
            *sorted(glob.glob(f"{glob.escape(pyenv)}/versions/{major}.{minor}.*/bin/python"), reverse=True),
        ]
        for place in places:
            if place and place not in seen and os.path.exists(place):
                seen.add(place)
                yield place
    for name in ("python3", "python"):
        place = shutil.which(name, path=search_path) or ""
        if place and place not in seen:
            seen.add(place)
            yield place


def find() -> Interpreter | None:
    """The first supported Python on this machine, or None."""
    for program in candidates(Path.home(), os.environ.get("PATH", "")):
        found = inspect(program)
        if found is not None and is_supported(found.version):
            return found
    return None
