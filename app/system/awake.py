"""Keeps the computer from falling asleep by itself while it works for the household.

Closing a lid and choosing "Suspend" still work. On Linux the power managers of desktops and logind are asked, each in
its way; on Windows the system, by a flag of this thread; on macOS its program `caffeinate`, for as long as it runs.
"""

import contextlib
import ctypes
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

_log = logging.getLogger(__name__)

_WHO, _WHY = "Hearth", "Works for the other devices of the household"
_ANSWER_SECONDS = 2.0
_ES_CONTINUOUS, _ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001
_GNOME_SUSPEND = 4


class KeepAwake:
    """A wish that can be made and taken back; both may block for a moment and are called from one thread at a time.

    Args:
        system_bus: D-Bus address of the system's bus, for tests.
        session_bus: The same of the session's; None to take it from the environment.
    """

    def __init__(self, system_bus: str = "SYSTEM", session_bus: str | None = None) -> None:
        self._system_bus = system_bus
        self._session_bus = session_bus
        self._releases: list[Callable[[], None]] = []
        self.is_held = False

    def hold(self) -> None:
        """Stay awake from now on; does nothing when it is held."""
        if self.is_held:
            return
        self.is_held = True
        if sys.platform == "win32":
            self._add(_windows)
        elif sys.platform == "darwin":
            self._add(_macos)
        else:
            self._add(lambda: _logind(self._system_bus))
            if session := self._session_bus or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
                self._add(lambda: _desktop(session))
        _log.info("kept awake" if self._releases else "this system cannot be kept awake")

    def release(self) -> None:
        """Let the computer sleep again."""
        self.is_held = False
        while self._releases:
            with contextlib.suppress(OSError, RuntimeError):
                self._releases.pop()()

    def _add(self, ask: Callable[[], Callable[[], None] | None]) -> None:
        try:
            release = ask()
        except (OSError, RuntimeError, StopIteration, ValueError, KeyError) as error:
            _log.debug("not kept awake: %r", error)
            return
        if release is not None:
            self._releases.append(release)


def _logind(bus: str) -> Callable[[], None] | None:
    """A lock of the kind `idle`: logind lasts as long as the file descriptor is open."""
    from jeepney import DBusAddress, DBusErrorResponse, new_method_call  # there on Linux only
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    name = "org.freedesktop.login1"
    address = DBusAddress("/org/freedesktop/login1", bus_name=name, interface=f"{name}.Manager")
    request = new_method_call(address, "Inhibit", "ssss", ("idle", _WHO, _WHY, "block"))
    with open_dbus_connection(bus, enable_fds=True) as connection:
        try:
            (lock,) = unwrap_msg(connection.send_and_get_reply(request, timeout=_ANSWER_SECONDS))
        except DBusErrorResponse as error:
            raise OSError(str(error)) from error
    close: Callable[[], None] = lock.close
    return close


def _desktop(bus: str) -> Callable[[], None] | None:
    """GNOME's session manager, or the power manager of KDE and Xfce: a wish ends with the connection that made it."""
    from jeepney import DBusAddress, DBusErrorResponse, new_method_call
    from jeepney.io.blocking import DBusConnection, open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    gnome, power = "org.gnome.SessionManager", "org.freedesktop.PowerManagement"
    asked: tuple[tuple[DBusAddress, str, tuple[Any, ...]], ...] = (
        (
            DBusAddress("/org/gnome/SessionManager", bus_name=gnome, interface=gnome),
            "susu",
            (_WHO, 0, _WHY, _GNOME_SUSPEND),
        ),
        (
            DBusAddress("/org/freedesktop/PowerManagement/Inhibit", bus_name=power, interface=f"{power}.Inhibit"),
            "ss",
            (_WHO, _WHY),
        ),
    )
    connection: DBusConnection = open_dbus_connection(bus)
    for address, signature, body in asked:
        request = new_method_call(address, "Inhibit", signature, body)
        with contextlib.suppress(DBusErrorResponse):
            unwrap_msg(connection.send_and_get_reply(request, timeout=_ANSWER_SECONDS))
            return connection.close
    connection.close()
    return None


def _windows() -> Callable[[], None] | None:
    libraries = getattr(ctypes, "windll", None)
    if libraries is None:
        return None
    libraries.kernel32.SetThreadExecutionState(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED)
    return lambda: libraries.kernel32.SetThreadExecutionState(_ES_CONTINUOUS)


def _macos() -> Callable[[], None]:
    program = subprocess.Popen(["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())], stdin=subprocess.DEVNULL)

    def release() -> None:
        program.terminate()
        program.wait(_ANSWER_SECONDS)

    return release
