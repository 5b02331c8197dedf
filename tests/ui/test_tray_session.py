"""The real tray: a screen, a D-Bus session, a StatusNotifier host, and the application as a person starts it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "xvfb-run", "dbus-run-session", "xdotool")


def _run(scenario: str, command: list[str], home: Path) -> None:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "NO_AT_BRIDGE": "1",
        "HEARTH_SECRETS": "file",
    }
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"]
    session = subprocess.run(
        [*screen, sys.executable, "-m", "tests.ui.tray_session", scenario, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    print(session.stdout)
    assert session.stdout.endswith("passed\n"), f"{session.stdout}\n{session.stderr}"


def test_join_from_the_menu_of_the_real_program(tmp_path: Path) -> None:
    data = ["--data-dir", str(tmp_path / "data"), "--api-port", "0"]
    _run("join", [sys.executable, "-m", "app", *data], tmp_path)


def test_tray_that_appears_after_the_program(tmp_path: Path) -> None:
    _run("late", [sys.executable, "-m", "tests.ui.fake_application"], tmp_path)


def test_start_at_login_and_a_link_afterwards(tmp_path: Path) -> None:
    data = ["--data-dir", str(tmp_path / "data"), "--api-port", "0"]
    _run("login", [sys.executable, "-m", "app", *data], tmp_path)


def test_the_first_steps_lead_to_an_answer(tmp_path: Path) -> None:
    data = ["--data-dir", str(tmp_path / "data"), "--api-port", "0"]
    _run("first steps", [sys.executable, "-m", "app", *data], tmp_path)
