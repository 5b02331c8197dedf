"""What Linux and macOS start at login: a file in a folder of the user's.

On Linux by the Desktop Application Autostart Specification, on macOS by launchd.plist(5). Which of them is meant, and
whether Hearth starts, is `autostart.py`'s.
"""

import configparser
import os
import plistlib
import tempfile
from collections.abc import Sequence
from pathlib import Path


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
