"""Whether Hearth starts when its owner logs in, and how the system is told.

On Linux a file in the desktop's autostart folder (the Desktop Application Autostart Specification), on Windows a value
under the user's `Run` key, on macOS an agent of launchd (launchd.plist(5)). Nothing else keeps whether it is on: a
user may also switch it off with the means of the system, and that is then what holds.
"""

import configparser
import hashlib
import os
import plistlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import platformdirs

from app.domain.errors import UserError

_NAME = "hearth"
HIDDEN_OPTION = "--hidden"


class Entry(Protocol):
    """The place where a system looks for what it starts at login."""

    def read(self) -> str | None:
        """What is there; None when nothing is, or it is switched off there."""

    def write(self, command: Sequence[str]) -> None:
        """Have this started. Raises OSError."""

    def remove(self) -> None:
        """Have nothing started. Raises OSError."""

    def text(self, command: Sequence[str]) -> str:
        """What `read` gives after this command was written."""


class DesktopFile:
    """Linux: a `.desktop` file.

    Args:
        folder: The autostart folder.
        name: Of the entry.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.desktop"

    def read(self) -> str | None:
        """The file, unless it says that it does not count."""
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            text = self._path.read_text(encoding="utf-8")
            parser.read_string(text)
            entry = parser["Desktop Entry"]
        except (OSError, UnicodeDecodeError, configparser.Error, KeyError):
            return None
        is_off = entry.get("Hidden", "false").lower() == "true"
        is_off = is_off or entry.get("X-GNOME-Autostart-enabled", "true").lower() == "false"
        return None if is_off else text

    def write(self, command: Sequence[str]) -> None:
        """Replace the file."""
        _replace(self._path, self.text(command))

    def remove(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)

    def text(self, command: Sequence[str]) -> str:
        """The whole file."""
        return (
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Hearth\n"
            "Comment=Joins the laptops of one household into one AI\n"
            "Comment[de]=Verbindet die Laptops eines Haushalts zu einer KI\n"
            f"Exec={' '.join(_quoted(word) for word in command)}\n"
            "Icon=hearth\n"
            "Terminal=false\n"
            "X-GNOME-Autostart-enabled=true\n"
        )


class RunKey(Protocol):
    """`HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run`: values by name."""

    def get(self, name: str) -> str | None:
        """A value."""

    def set(self, name: str, value: str) -> None:
        """Set one. Raises OSError."""

    def delete(self, name: str) -> None:
        """Remove one, if it is there. Raises OSError."""


class RegistryEntry:
    """Windows: a value of the `Run` key.

    Args:
        key: The key.
        name: Of the entry.
    """

    def __init__(self, key: RunKey, name: str) -> None:
        self._key, self._name = key, name

    def read(self) -> str | None:
        """The command line."""
        return self._key.get(self._name)

    def write(self, command: Sequence[str]) -> None:
        """Set the command line."""
        self._key.set(self._name, self.text(command))

    def remove(self) -> None:
        """Remove the value."""
        self._key.delete(self._name)

    def text(self, command: Sequence[str]) -> str:
        """The command line, quoted as Windows takes it apart."""
        return subprocess.list2cmdline(command)


class LaunchAgent:
    """macOS: a property list that launchd loads at login.

    Args:
        folder: `~/Library/LaunchAgents`.
        name: Of the entry.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._label = f"app.{name}"
        self._path = folder / f"{self._label}.plist"

    def read(self) -> str | None:
        """The file, unless it says that it is disabled."""
        try:
            text = self._path.read_text(encoding="utf-8")
            values = plistlib.loads(text.encode())
        except (OSError, ValueError, plistlib.InvalidFileException):
            return None
        return None if not isinstance(values, dict) or values.get("Disabled") else text

    def write(self, command: Sequence[str]) -> None:
        """Replace the file."""
        _replace(self._path, self.text(command))

    def remove(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)

    def text(self, command: Sequence[str]) -> str:
        """The whole file."""
        return plistlib.dumps(
            {
                "Label": self._label,
                "ProgramArguments": list(command),
                "RunAtLoad": True,
                "LimitLoadToSessionType": "Aqua",
                "ProcessType": "Interactive",
            }
        ).decode()


class Autostart:
    """Whether this node starts at login.

    Args:
        entry: Where the system looks.
        command: What it is to start.
    """

    def __init__(self, entry: Entry, command: Sequence[str]) -> None:
        self._entry, self._command = entry, tuple(command)

    @property
    def is_on(self) -> bool:
        """Whether it does."""
        return self._entry.read() is not None

    def set(self, is_on: bool) -> None:
        """Switch it on or off.

        Raises:
            UserError: The system's entry cannot be written.
        """
        try:
            if is_on:
                self._entry.write(self._command)
            else:
                self._entry.remove()
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError(
                "Not changed",
                f"What starts at login cannot be changed: {reason}.",
                "Check that the folder for it belongs to you.",
                "autostart_refused",
            ) from error

    def refresh(self) -> None:
        """Where it is on, have this program started, also after it was moved or updated."""
        kept = self._entry.read()
        if kept is not None and kept != self._entry.text(self._command):
            self.set(True)


def autostart_of(data_directory: Path, environment: Mapping[str, str] = os.environ) -> Autostart:
    """The autostart of the node with a data folder; each data folder has an entry of its own."""
    is_usual = data_directory == platformdirs.user_data_path(_NAME, appauthor=False)
    name = _NAME if is_usual else f"{_NAME}-{hashlib.sha256(os.fsencode(data_directory)).hexdigest()[:8]}"
    command = [*program(environment), HIDDEN_OPTION, *([] if is_usual else ["--data-dir", str(data_directory)])]
    return Autostart(_entry(name, environment), command)


def program(environment: Mapping[str, str] = os.environ) -> list[str]:
    """What starts this program again: the AppImage, the frozen program, or the script beside the interpreter."""
    if environment.get("APPIMAGE"):  # the program itself lies in a place that is gone after it ends
        return [environment["APPIMAGE"]]
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = Path(sys.executable).with_name("hearth.exe" if sys.platform == "win32" else "hearth")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "app"]


def _entry(name: str, environment: Mapping[str, str]) -> Entry:
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "win32":
        return RegistryEntry(_WindowsRunKey(), name.capitalize())
    if sys.platform == "darwin":
        return LaunchAgent(home / "Library" / "LaunchAgents", name)
    return DesktopFile(Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "autostart", name)


class _WindowsRunKey:
    """The registry itself."""

    _PATH = r"Software\Microsoft\Windows\CurrentVersion\Run"

    def get(self, name: str) -> str | None:
        """A value."""
        if sys.platform != "win32":
            return None
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._PATH) as key:
                return str(winreg.QueryValueEx(key, name)[0])
        except OSError:
            return None

    def set(self, name: str, value: str) -> None:
        """Set one."""
        if sys.platform != "win32":
            return
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self._PATH) as key:
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)

    def delete(self, name: str) -> None:
        """Remove one."""
        if sys.platform != "win32":
            return
        import winreg

        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self._PATH) as key:
                winreg.DeleteValue(key, name)
        except FileNotFoundError:
            return


_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")


def _quoted(word: str) -> str:
    """One argument of `Exec`, by the Desktop Entry Specification: quoted, and backslashes once more for the file."""
    word = word.replace("%", "%%")
    if word and not _RESERVED & set(word):
        return word
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return f'"{escaped}"'.replace("\\", "\\\\")


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
