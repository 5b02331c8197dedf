"""What Windows starts at login: a value under the user's `Run` key. Whether Hearth does is `autostart.py`'s."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol


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


class WindowsRunKey:
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
