"""Makes a .deb: the files, and beside them what dpkg is told of them."""

import hashlib
import platform
import subprocess
import tempfile
from pathlib import Path

from installers.shared import linux_tree, system_libraries
from installers.shared.project import MAINTAINER, NAME, ROOT, summary

_SCRIPTS = ROOT / "installers"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Loaded only where they are there: graphics cards, the keyring.
_RECOMMENDED = ("libvulkan1", "mesa-vulkan-drivers", "gnome-keyring | org.freedesktop.secrets")


def build(program: Path, folder: Path, version: str, compression: str = "xz") -> Path:
    """Makes the package.

    Args:
        program: the folder that PyInstaller made.
        folder: where the package goes.
        version: its version.
        compression: dpkg-deb's word: xz is smallest, and every dpkg reads it.

    Returns:
        The package's path.
    """
    target = folder / f"{NAME}_{version}_{architecture()}.deb"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="deb-", dir=folder) as work:
        root = Path(work) / "root"
        linux_tree.lay_out(root, program)
        described = root / "DEBIAN"
        described.mkdir(mode=0o755)
        (described / "md5sums").write_text(_checksums(root))
        (described / "control").write_text(control(version, dependencies(program), linux_tree.installed_bytes(root)))
        script = described / "prerm"
        script.write_text((_SCRIPTS / "deb" / "prerm.sh").read_text().replace("# stop_running.sh", _stop_running()))
        script.chmod(0o755)
        command = ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", str(root), str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def architecture() -> str:
    """Debian's word for this machine."""
    return _ARCHITECTURES[platform.machine()]


def control(version: str, depends: list[str], installed_bytes: int) -> str:
    """The package's description, as dpkg reads it."""
    return f"""\
Package: {NAME}
Version: {version}
Architecture: {architecture()}
Maintainer: {MAINTAINER}
Section: net
Priority: optional
Installed-Size: {-(-installed_bytes // 1024)}
Depends: {", ".join(depends)}
Recommends: {", ".join(_RECOMMENDED)}
Description: {summary()}
{linux_tree.description(" ", ".")}
"""


def dependencies(program: Path) -> list[str]:
    """The packages that have the libraries which the program needs of the system.

    Raises:
        LookupError: this system has none for one of them.
    """
    known = subprocess.check_output(["ldconfig", "-p"], text=True).splitlines()
    paths = {line.split()[0]: line.split(" => ")[1] for line in known if " => " in line and "64" in line}
    needed = system_libraries.needed(program)
    if missing := needed - paths.keys():
        raise LookupError(f"this system has no {', '.join(sorted(missing))}")
    packages = {_owner(Path(paths[name])) for name in needed}
    return sorted([f"libc6 (>= {system_libraries.glibc()})", *(packages - {"libc6"})])


def _owner(library: Path) -> str:
    for path in (library, library.resolve(), Path("/usr") / str(library).lstrip("/")):
        answer = subprocess.run(["dpkg-query", "-S", str(path)], capture_output=True, text=True)
        if answer.returncode == 0:
            return answer.stdout.partition(":")[0]
    raise LookupError(f"no package has {library}")


def _checksums(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)


def _stop_running() -> str:
    return (_SCRIPTS / "shared" / "stop_running.sh").read_text().strip()
