"""The journey of two people with two laptops: a token carried from screen to screen, and an answer of both.

Each laptop is a machine of its own network namespace with a screen, a D-Bus session and a keyring that is open
(`journey_session.py`); what stands here is what happens between them. The program is given by who travels: from
source, or installed.
"""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

from tests.household.namespaces import Machine

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "xvfb-run", "dbus-run-session", "xdotool", "gnome-keyring-daemon")
BUS = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
OPEN_KEYRING = "printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec \"$@\""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the two.

    Attributes:
        machine: Where the laptop is in the network.
        home: The folder of the session, which nothing has seen; short, because sockets lie in it.
        hearth: The command that starts Hearth there.
    """

    machine: Machine
    home: Path
    hearth: Sequence[str]


def missing_programs() -> list[str]:
    """What the journey needs and this computer lacks."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return missing if BUS.exists() else [*missing, "at-spi2-core"]


def travel(kitchen: Person, study: Person) -> None:
    """Both start, the kitchen makes a swarm, the study joins it, both answer, and then the study is gone.

    Raises:
        AssertionError: Somebody did not see what is expected; with what was said until then.
    """
    begun = time.monotonic()
    at_kitchen = _session(kitchen, "kitchen")
    _read_until(at_kitchen, "here")  # two screens that begin at once might take the same number
    at_study = _session(study, "study")
    token = _read_until(at_kitchen, "token ")
    _read_until(at_study, "waiting for the token")
    assert at_study.stdin is not None
    at_study.stdin.write(f"{token}\n")
    at_study.stdin.flush()
    _read_until(at_study, "joined")
    _read_until(at_kitchen, "answered")
    answered = time.monotonic()
    for pid in study.machine.process_ids():
        with suppress(ProcessLookupError):
            os.kill(pid, 9)
    _read_until(at_kitchen, "passed")
    ended = time.monotonic()
    print(
        f"from the first start to an answer of both: {answered - begun:.1f} s; the whole journey: {ended - begun:.1f} s"
    )


def _session(person: Person, name: str) -> "Popen[str]":
    """A person logs in, and finds Hearth."""
    runtime = person.home / "run"
    runtime.mkdir(mode=0o700, parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(person.home),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "HF_ENDPOINT": os.environ["HF_ENDPOINT"],
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24 -ac"]
    keyring = ["sh", "-c", OPEN_KEYRING, "open-keyring"]
    return person.machine.popen(
        [
            *("env", "-i", "-C", str(ROOT), *(f"{key}={value}" for key, value in environment.items())),
            *(*screen, *keyring, sys.executable, "-m", "tests.ui.journey_session", name, *person.hearth),
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
