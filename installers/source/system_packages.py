"""The operating system's packages: what is missing, and installing it where the set-up may.

Knows the names for Debian and its relatives; elsewhere it says what is missing and leaves the rest to the
person.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from installers.source.console import SetupError, run_logged, say
from installers.source.interpreters import Interpreter

# What Qt's platform plugins (offscreen, X11, Wayland) load, found by starting from an empty system.
QT_PACKAGES = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)

# A screen, a session bus, a keyring, network namespaces, accessibility, fonts that are the same everywhere.
TEST_PACKAGES = (
    "at-spi2-core",
    "dbus",
    "dbus-daemon",
    "fonts-noto-color-emoji",
    "fonts-noto-core",
    "gnome-keyring",
    "iproute2",
    "nftables",
    "xauth",
    "xdotool",
    "xvfb",
)


def has_apt() -> bool:
    """Whether this system installs its packages with apt."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def may_install() -> bool:
    """Whether the set-up may install system packages itself: apt, and started by root."""
    return has_apt() and os.geteuid() == 0


def installed(names: Iterable[str]) -> set[str]:
    """Which of these Debian packages are installed, under their name or the renamed `…t64` one."""
    wanted = list(names)
    if not wanted:
        return set()
    answer = subprocess.run(
        [
            "dpkg-query",
            "-W",
            "-f",
            "${Package} ${db:Status-Status}\n",
            *wanted,
            *(f"{name}t64" for name in wanted),
        ],
        capture_output=True,
        text=True,
    )
    present = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return {name for name in wanted if name in present or f"{name}t64" in present}


def missing(names: Sequence[str]) -> list[str]:
    """Which of these Debian packages are not installed; none on a system without apt."""
    if not has_apt():
        return []
    present = installed(names)
    return [name for name in names if name not in present]


def build_packages(
    interpreter: Interpreter | None,
    which: Callable[[str], str | None] = shutil.which,
    has_header: Callable[[str], bool] | None = None,
) -> list[str]:
    """Debian's names for the build tools that are not here: a C++ compiler, GMP's and Python's headers.

    GMP and Python's headers are for fastecdsa, which libp2p needs and which has few ready-made wheels.
    """
    names = []
    if not (which("c++") or which("g++") or which("clang++")) or not (which("cc") or which("gcc") or which("clang")):
        names.append("build-essential")
    if not (has_header or _compiler_finds)("gmp.h"):
        names.append("libgmp-dev")
    if interpreter is not None and not interpreter.has_headers:
        names.append("python{}.{}-dev".format(*interpreter.version))
    return names


def _compiler_finds(header: str) -> bool:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return False
    source = f"#include <{header}>\n"
    result = subprocess.run([compiler, "-E", "-x", "c", "-"], input=source, text=True, capture_output=True)
    return result.returncode == 0


def install_command(names: Sequence[str]) -> str:
    """The one command that a person runs to get these Debian packages."""
    return "sudo apt-get install -y --no-install-recommends " + " ".join(names)


def install(names: Sequence[str], log: Path) -> None:
    """Installs Debian packages.

    Raises:
        SetupError: apt failed, for example without a network.
    """
    say(f"Installing {len(names)} system packages: {' '.join(names)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    hint = "Is there a network connection? To do it by hand:\n    " + install_command(names)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    try:
        run_logged(command, log, "the system packages could not be installed.", environment=environment)
    except SetupError:
        # Most often the list of packages is missing or old.
        run_logged(["apt-get", "update", "-q"], log, "apt-get update failed.", hint, environment)
        run_logged(command, log, "the system packages could not be installed.", hint, environment)


def build_tools_hint(names: Sequence[str]) -> str:
    """What to do about missing build tools on this system, for a person to read."""
    if has_apt():
        return "Run this once, then try again:\n    " + install_command(names)
    if shutil.which("xcode-select"):
        return "Run this once, then try again:\n    xcode-select --install; brew install gmp"
    for program, command in (
        ("dnf", "sudo dnf install gcc-c++ make gmp-devel python3-devel"),
        ("zypper", "sudo zypper install gcc-c++ make gmp-devel python3-devel"),
        ("pacman", "sudo pacman -S --needed base-devel gmp"),
    ):
        if shutil.which(program):
            return f"Run this once, then try again:\n    {command}"
    return "Install a C++ compiler, GMP (gmp.h) and Python's headers (Python.h), then try again."
