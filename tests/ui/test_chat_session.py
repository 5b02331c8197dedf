"""The chat as a person has it: the real program with the demo model, asked, ended, started again, and searched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "xvfb-run", "dbus-run-session", "xdotool")


def test_a_conversation_is_found_again_after_a_restart(tmp_path: Path) -> None:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    runtime, data = tmp_path / "run", tmp_path / "data"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "NO_AT_BRIDGE": "1",
        "HEARTH_SECRETS": "file",
    }
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"]
    hearth = [sys.executable, "-m", "app", "--data-dir", str(data), "--api-port", "0"]
    session = subprocess.run(
        [*screen, sys.executable, "-m", "tests.ui.chat_session", str(data / "chat.db"), *hearth],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert session.stdout.endswith("passed\n"), f"{session.stdout}\n{session.stderr}"
