"""Makes an AppImage: the files of an AppDir, packed, behind the runtime that mounts and starts them.

The runtime is a program of the AppImage project (`runtime-x86_64`, "type 2") and is not made here: its path is given by
`APPIMAGE_RUNTIME`. Without it the packed files are made, which is all but the last step.
"""

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

from installers.shared import icons, linux_tree
from installers.shared.project import NAME, RESOURCES, TITLE
from installers.source.console import SetupError, say

RUNTIME_VARIABLE = "APPIMAGE_RUNTIME"
_ELF = b"\x7fELF"
# Where the project's runtimes say what they are: "AI" and a 2.
_MARK_OFFSET, _MARK = 8, b"AI\x02"


def build(program: Path, folder: Path, version: str) -> Path:
    """Makes the AppImage, or without a runtime what is to follow it.

    Args:
        program: the folder that PyInstaller made.
        folder: where the file goes.
        version: its version.

    Returns:
        The file's path.

    Raises:
        SetupError: mksquashfs is missing, or the runtime is none.
    """
    if shutil.which("mksquashfs") is None:
        raise SetupError("an AppImage needs mksquashfs.", "Run this once:\n    sudo apt-get install -y squashfs-tools")
    runtime = _runtime()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{TITLE}-{version}-{platform.machine()}"
    with tempfile.TemporaryDirectory(prefix="appimage-", dir=folder) as work:
        directory = Path(work) / "AppDir"
        directory.mkdir()
        lay_out(directory, program)
        packed = Path(work) / "packed"
        options = ["-root-owned", "-noappend", "-comp", "zstd", "-quiet", "-no-progress"]
        subprocess.run(["mksquashfs", str(directory), str(packed), *options], check=True)
        if runtime is None:
            say(f"No {RUNTIME_VARIABLE} is given: the file has everything but the runtime that makes it start.")
            return Path(shutil.move(packed, folder / f"{name}.squashfs"))
        image = folder / f"{name}.AppImage"
        image.write_bytes(runtime + packed.read_bytes())
        image.chmod(0o755)
        return image


def lay_out(directory: Path, program: Path) -> None:
    """Fills an AppDir: the files as they lie on a system, and on top what the runtime and file managers look for."""
    linux_tree.lay_out(directory, program)
    shutil.copy(Path(__file__).parent / "AppRun", directory / "AppRun")
    (directory / "AppRun").chmod(0o755)
    shutil.copy(RESOURCES / "desktop" / f"{NAME}.desktop", directory / f"{NAME}.desktop")
    (directory / f"{NAME}.png").write_bytes(icons.png(256))
    (directory / ".DirIcon").symlink_to(f"{NAME}.png")


def _runtime() -> bytes | None:
    path = os.environ.get(RUNTIME_VARIABLE)
    if not path:
        return None
    try:
        runtime = Path(path).read_bytes()
    except OSError as error:
        raise SetupError(f"{RUNTIME_VARIABLE} cannot be read: {error}.") from error
    if not runtime.startswith(_ELF) or runtime[_MARK_OFFSET : _MARK_OFFSET + len(_MARK)] != _MARK:
        raise SetupError(f"{path} is no type 2 runtime of the AppImage project.")
    return runtime
