"""Whether Hearth starts when its owner logs in, and how the system is told.

On Linux a file in the desktop's autostart folder (the Desktop Application Autostart Specification), on Windows a value
under the user's `Run` key, on macOS an agent of launchd (launchd.plist(5)). Nothing else keeps whether it is on: a
user may also switch it off with the means of the system, and that is then what holds. What each system wants to read is
`autostart_files.py`'s and `autostart_registry.py`'s.
"""

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import platformdirs

from app.domain.errors import UserError
from app.domain.sentence import say
from app.system.autostart_files import DesktopFile, LaunchAgent
from app.system.autostart_registry import RegistryEntry, WindowsRunKey

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
                say("Not changed"),
                say("What starts at login cannot be changed: {reason}.", reason=reason),
                say("Check that the folder for it belongs to you."),
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
        return RegistryEntry(WindowsRunKey(), name.capitalize())
    if sys.platform == "darwin":
        return LaunchAgent(home / "Library" / "LaunchAgents", name)
    return DesktopFile(Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "autostart", name)
