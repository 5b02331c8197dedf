"""How the computer is used: its battery, its last input, and the wish that it stays awake."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.system.awake import KeepAwake
from app.system.idle import idle_seconds, parse_ioreg
from app.system.power import read_battery
from tests.system.bus import FakeLogind, needs_bus, running_bus

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="as Linux tells it")


def _supply(folder: Path, *, status: str, plugged: str | None) -> None:
    battery = folder / "BAT0"
    battery.mkdir(exist_ok=True)
    for name, text in {"status": status, "energy_full": "50000", "energy_now": "25000", "capacity": "50"}.items():
        (battery / name).write_text(text + "\n")
    if plugged is not None:
        (folder / "AC0").mkdir(exist_ok=True)
        (folder / "AC0" / "online").write_text(plugged + "\n")


@linux_only
@pytest.mark.parametrize(
    ("status", "plugged", "expected"),
    [("Discharging", "0", True), ("Charging", "1", False), ("Full", "1", False), ("Unknown", None, False)],
)
def test_battery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, plugged: str | None, expected: bool
) -> None:
    monkeypatch.setattr("psutil._pslinux.POWER_SUPPLY_PATH", str(tmp_path))
    _supply(tmp_path, status=status, plugged=plugged)
    battery = read_battery()
    assert battery is not None
    assert battery.is_plugged is not expected
    assert battery.percent == 50


@linux_only
def test_a_machine_without_a_battery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil._pslinux.POWER_SUPPLY_PATH", str(tmp_path))
    assert psutil.sensors_battery() is None
    assert read_battery() is None


@linux_only
@pytest.mark.skipif(not all(map(shutil.which, ("Xvfb", "xdotool"))), reason="needs the packages xvfb and xdotool")
def test_idle_time_of_a_screen(tmp_path: Path) -> None:
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-noreset"], pass_fds=(write,)
    ) as server:
        try:
            os.close(write)
            display = f":{os.read(read, 16).decode().strip()}"
            environment = {"DISPLAY": display}
            deadline = time.monotonic() + 20
            while (idle_seconds(environment, "unix:path=/nowhere") or 0.0) < 0.5:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            before = idle_seconds(environment, "unix:path=/nowhere")
            subprocess.run(["xdotool", "mousemove", "11", "12"], env={**os.environ, **environment}, check=True)
            after = idle_seconds(environment, "unix:path=/nowhere")
            assert before is not None
            assert after is not None
            assert after < before
        finally:
            os.close(read)
            server.terminate()


@linux_only
def test_idle_time_that_nobody_knows() -> None:
    assert idle_seconds({"DISPLAY": ":4999"}, "unix:path=/nowhere") is None
    assert idle_seconds({"DBUS_SESSION_BUS_ADDRESS": "nonsense"}, "unix:path=/nowhere") is None


def test_idle_time_of_macos() -> None:
    assert parse_ioreg('  |   "HIDIdleTime" = 305000000000\n') == 305.0
    assert parse_ioreg("nothing") is None


@pytest.fixture
def bus() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="hb") as folder, running_bus(Path(folder)) as address:
        yield address


@linux_only
@needs_bus
async def test_a_lock_against_idle_sleep_is_held_and_given_back(bus: str) -> None:
    import asyncio

    logind = await FakeLogind.start(bus)
    awake = KeepAwake(system_bus=bus, session_bus=bus)
    await asyncio.to_thread(awake.hold)
    await asyncio.to_thread(awake.hold)  # once is enough
    ((words, pipe),) = logind.locks
    assert words == ["idle", "Hearth", "Works for the other devices of the household", "block"]
    assert awake.is_held
    await asyncio.to_thread(awake.release)
    assert await asyncio.wait_for(asyncio.to_thread(os.read, pipe, 1), 10) == b""
    assert not awake.is_held
    logind.stop()


@linux_only
def test_where_nothing_can_keep_it_awake_nothing_happens() -> None:
    awake = KeepAwake(system_bus="unix:path=/nowhere", session_bus="unix:path=/nowhere")
    awake.hold()
    awake.release()
    assert not awake.is_held
