"""What desktops and stores read of Hearth agrees with what it is."""

import configparser
import struct
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app import __version__
from installers.shared import icons, project

_DESKTOP = project.RESOURCES / "desktop"


def test_the_version_is_the_same_everywhere() -> None:
    newest = ElementTree.parse(_DESKTOP / "hearth.metainfo.xml").find("releases/release")
    assert newest is not None
    assert newest.get("version") == __version__ == project.version()
    assert f"\n## {__version__}\n" in (project.ROOT / "CHANGELOG.md").read_text()


def test_the_menu_entry_starts_hearth_and_takes_its_links() -> None:
    parser = configparser.RawConfigParser(delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names differ by case in this format
    parser.read(_DESKTOP / "hearth.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "hearth %u"
    assert entry["Icon"] == "hearth"
    assert entry["MimeType"] == "x-scheme-handler/hearth;"
    assert all(entry[name].endswith(";") for name in ("Categories", "Keywords", "Keywords[de]"))


def test_the_metadata_names_the_menu_entry() -> None:
    root = ElementTree.parse(_DESKTOP / "hearth.metainfo.xml").getroot()
    assert root.findtext("launchable") == "hearth.desktop"
    assert root.findtext("id") == project.IDENTIFIER
    assert root.findtext("project_license") == "MIT"


@pytest.mark.parametrize("size", icons.LINUX_SIZES)
def test_icons_are_drawn_in_each_size(size: int) -> None:
    picture = icons.png(size)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (size, size)


def test_an_icon_for_windows_holds_each_size_where_it_says() -> None:
    data = icons.ico()
    count = struct.unpack("<HHH", data[:6])[2]
    assert count == len(icons.WINDOWS_SIZES)
    for number in range(count):
        length, offset = struct.unpack("<II", data[6 + 16 * number + 8 : 6 + 16 * number + 16])
        assert data[offset : offset + 4] == b"\x89PNG"
        assert offset + length <= len(data)


def test_an_icon_for_macos_is_as_long_as_it_says() -> None:
    data = icons.icns()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)


def test_every_installer_says_how_it_is_made() -> None:
    for folder in ("deb", "rpm", "appimage", "windows", "macos", "source"):
        assert (project.ROOT / "installers" / folder / "README.md").is_file()


def test_pyproject_pins_what_the_licences_name() -> None:
    table = tomllib.loads((project.ROOT / "pyproject.toml").read_text())
    assert f"llama-cpp-python=={project.pinned_version('llama-cpp-python')}" in table["project"]["dependencies"]
    with pytest.raises(LookupError):
        project.pinned_version("aiohttp")


def test_texts_of_licences_are_here() -> None:
    texts = Path(project.ROOT / "installers" / "shared" / "licence_texts")
    assert {path.name for path in texts.iterdir()} == {"GPL-3.0.txt", "LGPL-3.0.txt", "MIT.txt", "llama.cpp.txt"}
