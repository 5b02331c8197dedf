"""The program that all installers pack: `dist/hearth`, made by PyInstaller when what it is made of has changed.

`python -m installers.shared.bundle` does this alone (`make bundle`).
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app.system.licences import shipped_licences
from installers.shared import licences
from installers.shared.project import BUNDLE, DIST, ROOT
from installers.source import cache
from installers.source.console import SetupError, complain, run_logged, say

LOG = ROOT / "build" / "bundle.log"
NOTICES = "THIRD-PARTY.txt"
_STAMP = DIST / "hearth-stamp"
_MADE_OF = ("app", "resources", "installers/shared", "requirements", "build.spec", "pyproject.toml", "LICENSE")


def provide() -> Path:
    """The folder of the program, as new as its sources.

    Raises:
        SetupError: PyInstaller or the build of llama.cpp failed; the hint has the end of the log.
    """
    key = _fingerprint()
    if _STAMP.exists() and _STAMP.read_text() == key and BUNDLE.exists():
        return BUNDLE
    say("Making the program (PyInstaller) …")
    LOG.unlink(missing_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(DIST)]
    command += ["--workpath", str(ROOT / "build"), str(ROOT / "build.spec")]
    run_logged(command, LOG, "the program could not be made.")
    written = BUNDLE / "_internal" / "resources" / "licences.json"
    (BUNDLE / NOTICES).write_text(licences.as_text(shipped_licences(written)), encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", BUNDLE / "LICENSE.txt")
    _STAMP.write_text(key)
    return BUNDLE


def _fingerprint() -> str:
    return cache.fingerprint(*(part for path in _files() for part in (str(path.relative_to(ROOT)), path.read_bytes())))


def _files() -> Iterator[Path]:
    for name in _MADE_OF:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def check(program: Path) -> None:
    """Makes sure that the program runs.

    Raises:
        SetupError: it does not.
    """
    answer = subprocess.run([program, "--version"], capture_output=True, text=True)
    if answer.returncode != 0:
        raise SetupError("the program that was made does not run.", answer.stderr.strip())


def main() -> int:
    """Provides the program; the process's exit status."""
    try:
        check(provide() / "hearth")
    except SetupError as error:
        complain(error)
        return 1
    say(f"The program is in {BUNDLE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
