"""The program as it lies on a Linux system: in `/usr/lib/hearth`, with a command, a menu entry, icons and documents.

The packages for Debian and Fedora and the AppImage are made from this.
"""

import gzip
import os
import shutil
import sys
from pathlib import Path

from installers.shared import icons
from installers.shared.bundle import NOTICES
from installers.shared.project import DESCRIPTION, NAME, RESOURCES, ROOT

FOLDER = f"usr/lib/{NAME}"


def lay_out(root: Path, program: Path) -> None:
    """Fills an empty folder with what is to lie under `/`.

    Args:
        root: stands for `/`.
        program: the folder that PyInstaller made.
    """
    shutil.copytree(program, root / FOLDER, symlinks=True)
    _link(root / "usr/bin" / NAME, f"../lib/{NAME}/{NAME}")
    _copy(RESOURCES / "desktop" / f"{NAME}.desktop", root / f"usr/share/applications/{NAME}.desktop")
    _copy(RESOURCES / "desktop" / f"{NAME}.metainfo.xml", root / f"usr/share/metainfo/{NAME}.metainfo.xml")
    themes = root / "usr/share/icons/hicolor"
    _copy(icons.SOURCE, themes / f"scalable/apps/{NAME}.svg")
    for size in icons.LINUX_SIZES:
        _write(themes / f"{size}x{size}/apps/{NAME}.png", icons.png(size))
    documents = root / f"usr/share/doc/{NAME}"
    _copy(ROOT / "LICENSE", documents / "copyright")
    _write(documents / "changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    _link(documents / NOTICES, f"../../../lib/{NAME}/{NOTICES}")
    _set_modes(root)


def installed_bytes(root: Path) -> int:
    """What all files take."""
    return sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir())


def description(indent: str, paragraph: str) -> str:
    """The text of `DESCRIPTION` as package formats want it: each line indented."""
    return "\n".join(indent + (line or paragraph) for line in DESCRIPTION.splitlines())


def _copy(source: Path, target: Path) -> None:
    _write(target, source.read_bytes())


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _link(place: Path, target: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


def _set_modes(root: Path) -> None:
    """Readable by all, writable by root, whatever the mask of whoever builds."""
    root.chmod(0o755)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), Path(sys.argv[2]))
