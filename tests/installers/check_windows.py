"""The set-up program for Windows under Wine, with a stand-in for the program: installed, started, upgraded, removed.

Not what only Windows can show: the real program, the firewall's rule, files in use.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers.windows.setup import build

# A program for Windows that NSIS makes: writes its arguments beside itself.
_STAND_IN = r"""
Unicode true
Target amd64-unicode
!include "FileFunc.nsh"
SilentInstall silent
RequestExecutionLevel user
OutFile "hearth.exe"
Section
  ${GetParameters} $0
  FileOpen $1 "$EXEDIR\started.txt" w
  FileWrite $1 "STAMP $0"
  FileClose $1
SectionEnd
"""
_UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Hearth"


class Wine:
    """A Windows of its own, in a folder."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("wine64") or shutil.which("wine64", path="/usr/lib/wine")
        assert program, "Debian's package wine64 is not installed"
        self._program = program
        self._environment = {**os.environ, "WINEPREFIX": str(folder), "WINEDEBUG": "-all", "HOME": str(folder.parent)}
        self._environment.pop("DISPLAY", None)
        self._server = shutil.which("wineserver") or "/usr/lib/wine/wineserver64"
        self.run("wineboot", "--init")
        self.local = next(folder.glob("drive_c/users/*/AppData/Local"))
        self.roaming = self.local.parent / "Roaming"

    def run(self, *command: str | Path, check: bool = True) -> str:
        """Run a program of Windows to its end, and what it starts."""
        answer = subprocess.run(
            [self._program, *command], env=self._environment, capture_output=True, text=True, timeout=180
        )
        assert not check or answer.returncode == 0, f"{command}: {answer.returncode} {answer.stdout} {answer.stderr}"
        self._serve("-w")
        return answer.stdout

    def value(self, key: str, name: str) -> str | None:
        """A value of the registry; None when it is not there."""
        answer = self.run("reg", "query", key, *(["/v", name] if name else ["/ve"]), check=False)
        line = next((line for line in answer.splitlines() if "REG_" in line), None)
        return line.split(maxsplit=2)[2].strip() if line else None

    def close(self) -> None:
        """End what runs in it."""
        self._serve("-k")

    def _serve(self, option: str) -> None:
        subprocess.run([self._server, option], env=self._environment, timeout=60)


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """A fresh Windows."""
    wine = Wine(tmp_path_factory.mktemp("wine") / "prefix")
    yield wine
    wine.close()


def _setup(folder: Path, version: str, extra: str) -> Path:
    """A set-up program whose Hearth says its version when it is started."""
    program = folder / version
    (program / "_internal").mkdir(parents=True)
    (program / "_internal" / extra).write_text("1")
    (folder / "stand-in.nsi").write_text(_STAND_IN.replace("STAMP", version))
    subprocess.run(["makensis", "-V1", str(folder / "stand-in.nsi")], check=True)
    (folder / "hearth.exe").replace(program / "hearth.exe")
    return build(program, folder / "out", version)


def test_it_is_installed_started_upgraded_and_removed(wine: Wine, tmp_path: Path) -> None:
    folder = wine.local / "Programs" / "Hearth"
    data = wine.local / "hearth" / "data.txt"
    data.parent.mkdir(parents=True)
    data.write_text("kept")

    wine.run(_setup(tmp_path, "1.0.0", "old.txt"), "/S")
    assert wine.value(_UNINSTALL, "DisplayVersion") == "1.0.0"
    assert list(wine.roaming.rglob("Hearth.lnk"))
    opened = wine.value(r"HKCU\Software\Classes\hearth\shell\open\command", "")
    assert opened is not None
    assert opened.endswith(r'\Programs\Hearth\hearth.exe" "%1"')

    wine.run(folder / "hearth.exe", "hearth://join/hearth1abc")
    assert (folder / "started.txt").read_text() == "1.0.0 hearth://join/hearth1abc"

    wine.run(_setup(tmp_path, "1.1.0", "new.txt"), "/S")
    assert wine.value(_UNINSTALL, "DisplayVersion") == "1.1.0"
    assert [path.name for path in (folder / "_internal").iterdir()] == ["new.txt"]
    wine.run(folder / "hearth.exe")
    assert (folder / "started.txt").read_text().startswith("1.1.0")
    (folder / "started.txt").unlink()

    wine.run(folder / "uninstall.exe", "/S", f"_?={_windows_path(folder)}")
    assert {path.name for path in folder.iterdir()} <= {"uninstall.exe"}  # started in place, it cannot remove itself
    assert wine.value(_UNINSTALL, "DisplayVersion") is None
    assert wine.value(r"HKCU\Software\Classes\hearth", "") is None
    assert not list(wine.roaming.rglob("Hearth.lnk"))
    assert data.read_text() == "kept"


def test_a_folder_of_ones_own_keeps_what_others_put_there(wine: Wine, tmp_path: Path) -> None:
    folder = wine.local / "Mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    wine.run(_setup(tmp_path, "2.0.0", "a.txt"), "/S", f"/D={_windows_path(folder)}")
    assert (folder / "hearth.exe").exists()
    wine.run(folder / "uninstall.exe", "/S", f"_?={_windows_path(folder)}")
    assert (folder / "notes.txt").read_text() == "mine"
    assert not (folder / "hearth.exe").exists()


def _windows_path(path: Path) -> str:
    parts = path.parts
    return "C:\\" + "\\".join(parts[parts.index("drive_c") + 1 :])
