"""Makes the set-up program for Windows with NSIS, which runs on Linux and Windows."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from installers.shared import icons
from installers.shared.project import TITLE
from installers.source.console import SetupError

_SCRIPT = Path(__file__).parent / "hearth.nsi"


def build(program: Path, folder: Path, version: str) -> Path:
    """Makes it.

    Args:
        program: the folder that PyInstaller made on Windows.
        folder: where the set-up program goes.
        version: three numbers, as Windows wants them.

    Returns:
        Its path.

    Raises:
        SetupError: NSIS is missing, or the program is not one for Windows.
    """
    if shutil.which("makensis") is None:
        raise SetupError("the set-up program for Windows needs NSIS.", "Debian has it as the package nsis.")
    if not (program / "hearth.exe").exists():
        raise SetupError(
            "the program in dist/hearth is not one for Windows.",
            "Only Windows can make that: see installers/windows/README.md.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{TITLE}-{version}-Setup.exe"
    with tempfile.TemporaryDirectory() as work:
        icon = Path(work) / "hearth.ico"
        icon.write_bytes(icons.ico())
        defined = {"VERSION": version, "PAYLOAD": program.resolve(), "ICON": icon, "OUTPUT": target.resolve()}
        command = ["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items()), str(_SCRIPT)]
        subprocess.run(command, check=True)
    return target
