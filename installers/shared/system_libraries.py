"""What a program needs of the system that it is installed on: read from its files, so that no list grows old."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[(.+)\]")
# Loaded where it is there, by a library that is left alone where it is not.
_OPTIONAL = frozenset({"libvulkan.so.1"})
_ELF = b"\x7fELF"


def needed(program: Path) -> set[str]:
    """The libraries (`libX11.so.6`) that the files of a folder load and that are not in it."""
    files = [path for path in program.rglob("*") if path.is_file() and _is_elf(path)]
    present = {path.name for path in files}
    return {name for name in _asked_for(files) if name not in present | _OPTIONAL}


def glibc() -> str:
    """The oldest glibc that the program runs with: that of the system it was built on."""
    answer = subprocess.check_output(["getconf", "GNU_LIBC_VERSION"], text=True)
    return answer.split()[1]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ELF


def _asked_for(files: Sequence[Path]) -> set[str]:
    if not files:
        return set()
    answer = subprocess.run(["readelf", "-dW", *map(str, files)], capture_output=True, text=True, check=True)
    return set(_NEEDED.findall(answer.stdout))
