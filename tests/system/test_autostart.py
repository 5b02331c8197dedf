"""Starting at login: what each system is told, and that the Linux entry starts what it names."""

import configparser
import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.system.autostart import Autostart, autostart_of, program
from app.system.autostart_files import DesktopFile, LaunchAgent
from app.system.autostart_registry import RegistryEntry

AWKWARD = ["/opt/my apps/hearth", "--hidden", "--data-dir", '/data/50% "off" $HOME `x` \\ ü;&']


class FakeRunKey:
    """The registry's key, as a dictionary."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        self.values[name] = value

    def delete(self, name: str) -> None:
        self.values.pop(name, None)


def test_linux_entry_is_written_read_and_removed(tmp_path: Path) -> None:
    autostart = Autostart(DesktopFile(tmp_path / "autostart", "hearth"), ["/usr/bin/hearth", "--hidden"])
    assert not autostart.is_on
    autostart.set(True)
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(tmp_path / "autostart" / "hearth.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "/usr/bin/hearth --hidden"
    assert "Version" not in entry
    assert autostart.is_on
    autostart.set(False)
    assert not autostart.is_on
    assert os.listdir(tmp_path / "autostart") == []
    autostart.set(False)  # twice is no error


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    autostart = Autostart(DesktopFile(tmp_path, "hearth"), ["/usr/bin/hearth"])
    (tmp_path / "hearth.desktop").write_text(f"[Desktop Entry]\nType=Application\nExec=x\n{line}\n")
    assert not autostart.is_on
    autostart.refresh()
    assert not autostart.is_on, "a refresh does not switch it on"


@pytest.mark.parametrize("content", ["", "nonsense", "[Other]\nExec=x\n", "\x00\xff"])
def test_a_damaged_entry_is_off(tmp_path: Path, content: str) -> None:
    (tmp_path / "hearth.desktop").write_bytes(content.encode("latin-1"))
    assert not Autostart(DesktopFile(tmp_path, "hearth"), ["x"]).is_on


@pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are Linux's")
def test_awkward_arguments_arrive_as_they_are(tmp_path: Path) -> None:
    """Read by GLib, as GNOME's session does it: a program of ours prints what it was started with."""
    script = tmp_path / "show arguments.py"
    script.write_text("import sys, json\njson.dump(sys.argv[1:], open(sys.argv[-1], 'w'))\n")
    seen = tmp_path / "seen.json"
    command = [sys.executable, str(script), *AWKWARD, str(seen)]
    DesktopFile(tmp_path, "hearth").write(command)
    launcher = (
        "from gi.repository import Gio, GLib\n"
        f"app = Gio.DesktopAppInfo.new_from_filename({str(tmp_path / 'hearth.desktop')!r})\n"
        "app.launch([], None)\n"
    )
    started = subprocess.run(["/usr/bin/python3", "-c", launcher], capture_output=True, text=True, check=False)
    if "No module named 'gi'" in started.stderr:
        pytest.skip("needs the package python3-gi")
    assert started.returncode == 0, started.stderr
    import json
    import time

    deadline = time.monotonic() + 10
    while not seen.exists() or not seen.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert json.loads(seen.read_text()) == [*AWKWARD, str(seen)]


def test_windows_value() -> None:
    key = FakeRunKey()
    autostart = Autostart(RegistryEntry(key, "Hearth"), [r"C:\Program Files\Hearth\hearth.exe", "--hidden"])
    assert not autostart.is_on
    autostart.set(True)
    assert key.values == {"Hearth": r'"C:\Program Files\Hearth\hearth.exe" --hidden'}
    assert autostart.is_on
    autostart.set(False)
    assert key.values == {}


def test_macos_agent(tmp_path: Path) -> None:
    autostart = Autostart(
        LaunchAgent(tmp_path, "hearth"), ["/Applications/Hearth.app/Contents/MacOS/hearth", "--hidden"]
    )
    autostart.set(True)
    values = plistlib.loads((tmp_path / "app.hearth.plist").read_bytes())
    assert values["ProgramArguments"] == ["/Applications/Hearth.app/Contents/MacOS/hearth", "--hidden"]
    assert values["Label"] == "app.hearth"
    assert values["RunAtLoad"] is True
    assert autostart.is_on
    autostart.set(False)
    assert not autostart.is_on


def test_a_program_that_was_moved_is_started_from_its_new_place(tmp_path: Path) -> None:
    Autostart(DesktopFile(tmp_path, "hearth"), ["/old/Hearth.AppImage"]).set(True)
    Autostart(DesktopFile(tmp_path, "hearth"), ["/new/Hearth.AppImage"]).refresh()
    assert "/new/Hearth.AppImage" in (tmp_path / "hearth.desktop").read_text()
    (tmp_path / "hearth.desktop").unlink()
    Autostart(DesktopFile(tmp_path, "hearth"), ["/new/Hearth.AppImage"]).refresh()
    assert not (tmp_path / "hearth.desktop").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    with pytest.raises(UserError, match="starts at login") as caught:
        Autostart(DesktopFile(tmp_path / "autostart", "hearth"), ["x"]).set(True)
    assert caught.value.problem.code == "autostart_refused"


def test_an_appimage_is_started_by_its_own_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program({"APPIMAGE": "/home/u/Hearth.AppImage"}) == ["/home/u/Hearth.AppImage"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program({}) == [sys.executable]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for desktop entries")
def test_each_data_folder_has_an_entry_of_its_own(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    one, other = autostart_of(tmp_path / "one", environment), autostart_of(tmp_path / "other", environment)
    one.set(True)
    assert one.is_on
    assert not other.is_on
    (name,) = os.listdir(tmp_path / "autostart")
    text = (tmp_path / "autostart" / name).read_text()
    assert f"--hidden --data-dir {tmp_path / 'one'}" in text
