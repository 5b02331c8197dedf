"""For how long nobody has touched the computer.

On Linux the first of these that answers: GNOME's idle monitor, the X server's screen saver extension, and logind's
hint, which desktops set (org.freedesktop.login1(5)). Windows counts milliseconds since the last input, macOS tells in
its registry of devices. What follows from it is decided in `app/domain/willing.py`.
"""

import ctypes
import ctypes.util
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping

_ANSWER_SECONDS = 2.0


def idle_seconds(environment: Mapping[str, str] = os.environ, bus: str = "SYSTEM") -> float | None:
    """Seconds since the last key or movement of the mouse; None where that cannot be known. It may block for a moment.

    Args:
        environment: Says where the desktop's session is (DISPLAY, DBUS_SESSION_BUS_ADDRESS).
        bus: D-Bus address of the system's bus, for tests.
    """
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    for seconds in (_gnome(environment), _x11(environment)):
        if seconds is not None:
            return seconds
    return _logind(bus)


def _gnome(environment: Mapping[str, str]) -> float | None:
    address = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if not address:
        return None
    name, path = "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core"
    answer = _ask(address, name, path, name, "GetIdletime")
    return answer / 1e3 if isinstance(answer, int) else None


def _logind(bus: str) -> float | None:
    name, path = "org.freedesktop.login1", "/org/freedesktop/login1"
    hint = _property(bus, name, path, f"{name}.Manager", "IdleHint")
    if hint is None:
        return None
    since = _property(bus, name, path, f"{name}.Manager", "IdleSinceHint")  # microseconds since 1970
    if not hint or not isinstance(since, int):
        # Without a desktop that gives the hint nobody is ever idle; a machine without a screen has no use for the wish.
        return 0.0
    return max(0.0, time.time() - since / 1e6)


def _ask(bus: str, name: str, path: str, interface: str, method: str) -> object:
    from jeepney import DBusAddress, new_method_call  # there on Linux only

    return _send(bus, new_method_call(DBusAddress(path, bus_name=name, interface=interface), method))


def _property(bus: str, name: str, path: str, interface: str, wanted: str) -> object:
    from jeepney import DBusAddress, Properties

    answer = _send(bus, Properties(DBusAddress(path, bus_name=name, interface=interface)).get(wanted))
    return answer[1] if isinstance(answer, tuple) else None


def _send(bus: str, message: object) -> object:
    from jeepney import DBusErrorResponse
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    try:
        with open_dbus_connection(bus) as connection:
            body = unwrap_msg(connection.send_and_get_reply(message, timeout=_ANSWER_SECONDS))
    except (OSError, RuntimeError, StopIteration, ValueError, KeyError, DBusErrorResponse):
        return None
    return body[0] if body else None


class _ScreenSaverInfo(ctypes.Structure):
    """XScreenSaverInfo of X11/extensions/scrnsaver.h."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def _x11(environment: Mapping[str, str]) -> float | None:
    display_name = environment.get("DISPLAY")
    if not display_name or environment.get("WAYLAND_DISPLAY"):  # under Wayland the X server sees a part of the input
        return None
    try:
        xlib, extension = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return None
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    xlib.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    xlib.XCloseDisplay.argtypes = [ctypes.c_void_p]
    extension.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_ScreenSaverInfo)]
    display = xlib.XOpenDisplay(display_name.encode())
    if not display:
        return None
    try:
        info = _ScreenSaverInfo()
        answered = extension.XScreenSaverQueryInfo(display, xlib.XDefaultRootWindow(display), ctypes.byref(info))
        return info.idle / 1e3 if answered else None
    finally:
        xlib.XCloseDisplay(display)


def _windows() -> float | None:
    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("at_ms", ctypes.c_uint))

    libraries = getattr(ctypes, "windll", None)
    if libraries is None:
        return None
    last = LastInput(ctypes.sizeof(LastInput), 0)
    if not libraries.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    return float((libraries.kernel32.GetTickCount() - last.at_ms) % (1 << 32)) / 1e3  # the counter begins anew


def _macos() -> float | None:
    command = ["/usr/sbin/ioreg", "-c", "IOHIDSystem", "-d", "4"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_ioreg(answer)


def parse_ioreg(text: str) -> float | None:
    """Seconds of `HIDIdleTime`, which macOS gives in nanoseconds; None when the text has none."""
    match = re.search(r'"HIDIdleTime" = (\d+)', text)
    return int(match.group(1)) / 1e9 if match else None
