"""The checkout's `.venv`: brings it to what the lock files say, and knows at once when it already is.

The stamp in it says what it was made from; while that has not changed nothing is started to check it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from installers.source import cache, interpreters, llama, python_source, system_packages
from installers.source.console import SetupError, say
from installers.source.installer import Installer, executable, obtain
from installers.source.interpreters import Interpreter

_LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from app.__main__ import main

sys.exit(main())
"""


@dataclass(frozen=True)
class Checkout:
    """The folder that Hearth runs from, and where its parts are."""

    root: Path

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    @property
    def stamp(self) -> Path:
        return self.environment / "hearth-stamp.json"

    @property
    def launcher(self) -> Path:
        return executable(self.environment, "hearth")

    @property
    def log(self) -> Path:
        return self.root / "build" / "setup.log"

    def lock_file(self, name: str) -> Path:
        """A lock file: runtime, dev (runtime and what the tests need), llama, llama-build or tools."""
        return self.root / "requirements" / f"{name}.txt"

    def llama_locks(self) -> tuple[bytes, bytes]:
        """What llama.cpp is built from, and with what."""
        return self.lock_file("llama").read_bytes(), self.lock_file("llama-build").read_bytes()

    def wanted(self, development: bool) -> dict[str, str]:
        """What the environment must be made from, by name, to compare with its stamp."""
        wanted = {"checkout": str(self.root), "llama": llama.native_build(*self.llama_locks()).key}
        for name in ("runtime", "dev") if development else ("runtime",):
            wanted[name] = cache.fingerprint(self.lock_file(name).read_bytes())
        return wanted


def read_stamp(checkout: Checkout) -> dict[str, str]:
    """What the environment says it was made from; empty when it is not there, not finished or not ours."""
    try:
        stamp = json.loads(checkout.stamp.read_text())
    except (OSError, ValueError):
        return {}
    usable = executable(checkout.environment).exists() and checkout.launcher.exists()
    return stamp if usable and isinstance(stamp, dict) else {}


def out_of_date(stamp: dict[str, str], wanted: dict[str, str]) -> set[str]:
    """The names whose contents are not what the environment was made from."""
    return {name for name, value in wanted.items() if stamp.get(name) != value}


def prepare(checkout: Checkout, development: bool) -> None:
    """Brings system packages and environment to what this checkout needs.

    Args:
        development: whether the tools and system packages of the tests are needed too.

    Raises:
        SetupError: something is missing that the set-up cannot get; the hint is the command to run.
    """
    wanted = checkout.wanted(development)
    with cache.exclusive(checkout.root / "build" / "setup.lock", "Another set-up of this checkout runs; waiting …"):
        stale = out_of_date(read_stamp(checkout), wanted)
        _provide_system_packages(checkout, development)
        if stale:
            _update(checkout, wanted, stale, development)


def _provide_system_packages(checkout: Checkout, development: bool) -> None:
    groups = system_packages.QT_PACKAGES + (system_packages.TEST_PACKAGES if development else ())
    missing = system_packages.missing(groups)
    if not missing:
        return
    if system_packages.may_install():
        system_packages.install(missing, checkout.log)
        return
    # Not fatal: without a screen Hearth runs without them, and most tests do.
    purpose = "The tests need" if development else "Hearth's windows need"
    say(f"{purpose} system packages that are missing here. Run this once:")
    say("    " + system_packages.install_command(missing))


def _update(checkout: Checkout, wanted: dict[str, str], stale: set[str], development: bool) -> None:
    say("Setting up Hearth in .venv (later starts skip this) …")
    checkout.log.parent.mkdir(parents=True, exist_ok=True)
    checkout.log.write_bytes(b"")
    stamp = read_stamp(checkout)
    checkout.stamp.unlink(missing_ok=True)
    installer = obtain_installer(checkout)
    interpreter = _interpreter(checkout, installer)
    _provide_build_tools(checkout, interpreter)
    if stale & {"runtime", "dev"}:
        say("Installing the Python packages (about 400 MB) …")
        lock_file = checkout.lock_file("dev" if development else "runtime")
        installer.install_locked(checkout.environment, lock_file)
    if "llama" in stale:
        _install_llama(checkout, installer, interpreter)
    write_launcher(checkout, interpreter)
    # What `make test` added stays said, so that going back and forth between the two installs nothing.
    kept = {} if "runtime" in stale else {name: stamp[name] for name in stamp if name not in wanted}
    checkout.stamp.write_text(json.dumps({**kept, **wanted}, indent=1) + "\n")


def obtain_installer(checkout: Checkout) -> Installer:
    """What installs packages; where Debian's Python came without venv and pip, the set-up adds them if it may."""
    supported = interpreters.find()
    pythons = [sys.executable, *([supported.path] if supported else [])]
    installer = obtain(checkout.lock_file("tools"), checkout.log, pythons)
    if installer.uv is None and system_packages.may_install() and system_packages.missing(["python3-venv"]):
        system_packages.install(["python3-venv"], checkout.log)
        installer = obtain(checkout.lock_file("tools"), checkout.log, pythons)
    return installer


def _interpreter(checkout: Checkout, installer: Installer) -> Interpreter:
    """The environment's own Python when it has a supported one; else the environment is made (anew)."""
    target = checkout.environment
    present = interpreters.inspect(str(executable(target))) if target.exists() else None
    if present is not None and interpreters.is_supported(present.version):
        return present
    found = python_source.obtain(installer)
    say("Making .venv with Python {}.{}.{} …".format(*found.version))
    installer.create(target, found.path)
    return found


def _provide_build_tools(checkout: Checkout, interpreter: Interpreter) -> None:
    missing = system_packages.build_packages(interpreter)
    if missing and system_packages.may_install():
        system_packages.install(missing, checkout.log)
        missing = system_packages.build_packages(interpreter)
    if "build-essential" in missing:
        raise SetupError(
            "building llama.cpp needs a C++ compiler, and there is none.",
            system_packages.build_tools_hint(missing),
        )
    if missing:
        # Not fatal: where the index has ready-made wheels of everything else, these are not used.
        say("Headers that building some packages needs are missing. If that fails:")
        say(system_packages.build_tools_hint(missing))


def _install_llama(checkout: Checkout, installer: Installer, interpreter: Interpreter) -> None:
    build = llama.native_build(*checkout.llama_locks())
    wheel = llama.obtain_wheel(
        build, installer, interpreter.path, checkout.lock_file("llama"), checkout.lock_file("llama-build")
    )
    installer.install_wheel(checkout.environment, wheel)
    llama.check(executable(checkout.environment))


def write_launcher(checkout: Checkout, interpreter: Interpreter) -> None:
    """Puts the checkout on the environment's path and writes its `hearth` command.

    By hand, because an editable install would fetch a build backend to do the same two files.
    """
    version = "python{}.{}".format(*interpreter.version)
    packages = checkout.environment / "lib" / version / "site-packages"
    (packages / "hearth.pth").write_text(f"{checkout.root}\n")
    # Through sh: the path in a `#!` line must be short and without spaces.
    checkout.launcher.write_text(_LAUNCHER.format(python=executable(checkout.environment)))
    checkout.launcher.chmod(0o755)
