"""Without eyes and without a mouse: every control of every window has a name, and the Tab key reaches it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "xvfb-run", "dbus-run-session", "xdotool")
BUS = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")


def test_every_control_has_a_name_and_is_reached_by_keys(tmp_path: Path) -> None:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    missing += [] if BUS.exists() else ["at-spi2-core"]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "HEARTH_SECRETS": "file",
        "HF_ENDPOINT": os.environ["HF_ENDPOINT"],
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"]
    hearth = [sys.executable, "-m", "app", "--data-dir", str(tmp_path / "data"), "--api-port", "0"]
    session = subprocess.run(
        [*screen, sys.executable, "-m", "tests.ui.accessibility_session", *hearth],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    print(session.stdout)
    assert session.stdout.endswith("passed\n"), f"{session.stdout}\n{session.stderr}"
