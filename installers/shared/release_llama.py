"""llama.cpp as the installed program carries it: for every processor and for Vulkan, in `build/llama-release`.

The wheel is built and kept by `installers/source/llama.py`; what of it travels is decided in `build.spec`.
`python -m installers.shared.release_llama` does this alone (`make release-llama`).
"""

import re
import shutil
import sys
import zipfile
from pathlib import Path

from installers.shared.project import ROOT
from installers.source import llama, system_packages
from installers.source.console import SetupError, complain, say
from installers.source.environment import Checkout, obtain_installer

FOLDER = ROOT / "build" / "llama-release"
# For the Vulkan library: headers, the loader to link with, and the compiler of its shaders.
BUILD_PACKAGES = ("glslc", "libvulkan-dev", "spirv-headers")
_MEMBER = re.compile(r"^(?:[^/]+\.data/(?:platlib|purelib|data)/)?(bin|lib)/([^/]+)$")


def provide() -> Path:
    """The folder with `bin` and `lib` of the release build, made now if it is not there or of another version.

    Raises:
        SetupError: it could not be built; the hint says what to do.
    """
    checkout = Checkout(ROOT)
    build = llama.release_build(*checkout.llama_locks())
    stamp = FOLDER / "key"
    if stamp.exists() and stamp.read_text() == build.key:
        return FOLDER
    if llama.cached_wheel(build.key) is None:
        _provide_build_packages(checkout)
    locks = checkout.lock_file("llama"), checkout.lock_file("llama-build")
    wheel = llama.obtain_wheel(build, obtain_installer(checkout), sys.executable, *locks)
    unpack(wheel, FOLDER)
    stamp.write_text(build.key)
    return FOLDER


def unpack(wheel: Path, target: Path) -> None:
    """Puts the programs and libraries of a llama-cpp-python wheel into `target/bin` and `target/lib`."""
    shutil.rmtree(target, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            place = _MEMBER.match(member.filename)
            if place is None:
                continue
            path = target / place[1] / place[2]
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, path.open("wb") as file:
                shutil.copyfileobj(source, file)
            path.chmod(0o755)


def _provide_build_packages(checkout: Checkout) -> None:
    missing = system_packages.missing(BUILD_PACKAGES)
    if not missing:
        return
    if not system_packages.may_install():
        raise SetupError(
            "building llama.cpp for graphics cards needs Vulkan's headers and shader compiler.",
            system_packages.build_tools_hint(missing),
        )
    system_packages.install(missing, checkout.log)


def main() -> int:
    """Provides the release build; the process's exit status."""
    try:
        say(f"llama.cpp for every processor is in {provide().relative_to(ROOT)}.")
    except SetupError as error:
        complain(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
