"""Makes an .rpm: a spec file from the template beside this, and rpmbuild."""

import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from installers.shared import linux_tree, system_libraries
from installers.shared.project import NAME, ROOT, summary
from installers.source.console import SetupError

_TEMPLATE = Path(__file__).parent / "hearth.spec.in"
_STOP_RUNNING = ROOT / "installers" / "shared" / "stop_running.sh"
# Smallest, packed by all cores, and read by every rpm that is still looked after.
_PAYLOAD = "w6T0.xzdio"


def build(program: Path, folder: Path, version: str, payload: str = _PAYLOAD) -> Path:
    """Makes the package.

    Args:
        program: the folder that PyInstaller made.
        folder: where the package goes.
        version: its version.
        payload: rpm's word for how it is compressed.

    Returns:
        The package's path.

    Raises:
        SetupError: rpmbuild is missing.
    """
    if shutil.which("rpmbuild") is None:
        raise SetupError("making an .rpm needs rpmbuild.", "Run this once:\n    sudo apt-get install -y rpm")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rpm-", dir=folder) as work:
        tree = Path(work) / "tree"
        tree.mkdir()
        linux_tree.lay_out(tree, program)
        spec = Path(work) / f"{NAME}.spec"
        spec.write_text(spec_text(tree, version, system_libraries.needed(program)))
        defines = {"_topdir": f"{work}/top", "_rpmdir": f"{work}/made", "_binary_payload": payload}
        options = [word for name, value in defines.items() for word in ("--define", f"{name} {value}")]
        subprocess.run(["rpmbuild", "-bb", "--quiet", *options, str(spec)], check=True)
        made = next(Path(work, "made").rglob("*.rpm"))
        return Path(shutil.move(made, folder / made.name))


def spec_text(tree: Path, version: str, libraries: set[str]) -> str:
    """The spec file for files that are laid out already.

    Args:
        tree: where they are.
        version: the package's version; what rpm forbids in one is replaced.
        libraries: what the program needs of the system.
    """
    requires = [f"Requires: {name}()(64bit)" for name in sorted(libraries - {"ld-linux-x86-64.so.2"})]
    requires.append(f"Requires: libc.so.6(GLIBC_{system_libraries.glibc()})(64bit)")
    return _TEMPLATE.read_text().format(
        name=NAME,
        version=version.replace("-", "~"),
        summary=summary(),
        architecture=platform.machine(),
        requires="\n".join(requires),
        description=linux_tree.description("", ""),
        tree=tree,
        stop_running=_STOP_RUNNING.read_text().strip().replace("%", "%%"),
        files="\n".join(_listed(tree)),
    )


def _listed(tree: Path) -> Iterator[str]:
    """What the package owns: each file, and the folders that are Hearth's alone."""
    for path in sorted(tree.rglob("*")):
        name = "/" + path.relative_to(tree).as_posix()
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder and NAME not in path.relative_to(tree).parts:
            continue
        yield f'%dir "{name}"' if is_folder else f'"{name}"'
