"""The journey: two laptops with nothing on them, a token carried from screen to screen, and an answer of both."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.household.namespace import NamespacesUnavailable
from tests.household.namespaces import Lan, Machine

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "xvfb-run", "dbus-run-session", "xdotool", "gnome-keyring-daemon")
BUS = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
OPEN_KEYRING = "printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec \"$@\""


@pytest.fixture
def lan() -> Iterator[Lan]:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    missing += [] if BUS.exists() else ["at-spi2-core"]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    try:
        lan = Lan(2)
    except NamespacesUnavailable as why:
        pytest.skip(str(why))
    with lan:
        yield lan


@pytest.fixture
def homes() -> Iterator[Path]:
    """Homes that nothing has seen; short, because sockets lie in them."""
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        yield Path(folder)


def _session(machine: Machine, name: str, homes: Path) -> "Popen[str]":
    """A person logs in, and finds Hearth."""
    home = homes / name
    runtime = home / "run"
    runtime.mkdir(mode=0o700, parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "HF_ENDPOINT": os.environ["HF_ENDPOINT"],
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"]
    keyring = ["sh", "-c", OPEN_KEYRING, "open-keyring"]
    hearth = [sys.executable, "-m", "app"]
    return machine.popen(
        [
            *("env", "-i", "-C", str(ROOT), *(f"{key}={value}" for key, value in environment.items())),
            *(*screen, *keyring, sys.executable, "-m", "tests.ui.journey_session", name, *hearth),
        ],
        stdin=PIPE,
    )


def _read_until(session: "Popen[str]", begin: str) -> str:
    """The rest of the line that begins so; what was said before is shown when it does not come."""
    assert session.stdout is not None
    said = []
    for line in session.stdout:
        said.append(line)
        if line.startswith(begin):
            print("".join(said), end="")
            return line.removeprefix(begin).strip()
    raise AssertionError(f"it ended without {begin!r}:\n{''.join(said)}")


def test_two_people_make_a_swarm_and_get_an_answer(lan: Lan, homes: Path) -> None:
    begun = time.monotonic()
    first, second = lan.machines
    kitchen = _session(first, "kitchen", homes)
    _read_until(kitchen, "here")  # two screens that begin at once might take the same number
    study = _session(second, "study", homes)
    token = _read_until(kitchen, "token ")
    _read_until(study, "waiting for the token")
    assert study.stdin is not None
    study.stdin.write(f"{token}\n")
    study.stdin.flush()
    _read_until(study, "joined")
    _read_until(kitchen, "answered")
    answered = time.monotonic()
    for pid in second.process_ids():
        with suppress(ProcessLookupError):
            os.kill(pid, 9)
    _read_until(kitchen, "passed")
    ended = time.monotonic()
    print(
        f"from the first start to an answer of both: {answered - begun:.1f} s; the whole journey: {ended - begun:.1f} s"
    )
