"""llama.cpp with RPC and its server, built once and kept in the user's cache folder: for this processor, or for all.

Leaves installing the wheel to `environment`, and unpacking that of a release to `installers/shared/release_llama.py`.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from installers.source import cache
from installers.source.console import SetupError, failure_with_log, say
from installers.source.installer import Installer, executable

# RPC is off by default. LLAVA_BUILD=OFF because the tools bring the same library (mtmd) themselves; the
# server's prebuilt web page would be downloaded during the build.
CMAKE_ARGS = (
    "-DGGML_RPC=ON -DLLAVA_BUILD=OFF -DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_SERVER=ON"
    " -DLLAMA_TOOLS_INSTALL=ON -DLLAMA_USE_PREBUILT_UI=OFF"
)
# What is installed elsewhere runs on any x86-64 processor and takes the best variant of the code when it starts; a
# graphics card is used through a library of its own, which loads only where the system has Vulkan. Without OpenSSL: the
# server is reached through a Unix socket or loopback.
RELEASE_CMAKE_ARGS = (
    f"{CMAKE_ARGS} -DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DGGML_VULKAN=ON"
    " -DLLAMA_OPENSSL=OFF"
)
# What Vulkan's headers lack on a system as old as a release should be built on.
OLDER_VULKAN = Path(__file__).resolve().parents[1] / "shared" / "older_vulkan"

_FAILED = "llama.cpp could not be built."
# Of the whole build, not of the small one within it that makes its compiler of shaders.
_STEP = re.compile(rb"\[(\d+)/(\d{2,})\]")
# The lines of /proc/cpuinfo that say what the compiler builds for. Of the flags only instruction sets: the
# others change with each kernel, and a rebuild takes a quarter of an hour.
_IDENTITY = ("vendor_id", "cpu family", "model", "CPU implementer", "CPU part", "Features")
_INSTRUCTIONS = re.compile(
    r"^(3dnow|abm|adx|aes|amx|avx|bmi|cldemote|f16c|fma|gfni|lzcnt|mmx|movbe|movdir|pclmul|popcnt|rd|sha|sse|ssse|"
    r"tbm|vaes|vpclmul|xop|xsave)"
)


def processor(cpuinfo: str) -> str:
    """What a native build depends on, of the first processor in the text of /proc/cpuinfo."""
    facts = []
    for line in cpuinfo.partition("\n\n")[0].splitlines():
        name, _, value = line.partition(":")
        name, value = name.strip(), value.strip()
        if name in _IDENTITY:
            facts.append(f"{name}={value}")
        elif name == "flags":
            facts.append("flags=" + " ".join(sorted(flag for flag in value.split() if _INSTRUCTIONS.match(flag))))
    return "\n".join(facts)


def this_processor() -> str:
    """The same for this machine, whatever its system."""
    try:
        return processor(Path("/proc/cpuinfo").read_text())
    except OSError:
        pass
    try:
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return platform.processor()


@dataclass(frozen=True)
class Build:
    """A way of building llama.cpp.

    Args:
        key: names what is built, with what and how, for which system and processor. Not the version of Python: the
            wheel is tagged `py3-none`, since no part of it is compiled against Python.
        cmake_args: the options for CMake.
        announcement: what is said when it begins.
        headers: a folder where C++ headers are looked for before the system's.
    """

    key: str
    cmake_args: str
    announcement: str
    headers: Path | None = None


def native_build(llama_lock: bytes, build_lock: bytes) -> Build:
    """The build that this machine needs: for its own processor."""
    key = cache.fingerprint(llama_lock, build_lock, CMAKE_ARGS, _system(), this_processor())
    announcement = "Building llama.cpp for this processor: 5 to 15 minutes the first time, kept afterwards …"
    return Build(key, CMAKE_ARGS, announcement)


def release_build(llama_lock: bytes, build_lock: bytes) -> Build:
    """The build that is installed elsewhere: for every processor of this kind, and for graphics cards."""
    header = (OLDER_VULKAN / "vulkan" / "vulkan.hpp").read_bytes()
    key = cache.fingerprint(llama_lock, build_lock, RELEASE_CMAKE_ARGS, header, _system())
    announcement = (
        "Building llama.cpp for every processor and for Vulkan: up to an hour the first time, kept afterwards …"
    )
    return Build(key, RELEASE_CMAKE_ARGS, announcement, OLDER_VULKAN)


def _system() -> str:
    return " ".join((platform.system(), platform.machine(), *platform.libc_ver()))


def cached_wheel(key: str) -> Path | None:
    """The wheel that was built before under this key."""
    return next(iter(sorted((cache.folder() / "wheels" / key).glob("llama_cpp_python-*.whl"))), None)


def obtain_wheel(build: Build, installer: Installer, python: str, llama_lock: Path, build_lock: Path) -> Path:
    """The wheel of this build, made now if it never was.

    Raises:
        SetupError: the build failed; the hint has the end of its log.
    """
    wheels, key = cache.folder() / "wheels", build.key
    with cache.exclusive(wheels / f"{key}.lock", "Another set-up is building llama.cpp; waiting for it …"):
        found = cached_wheel(key)
        if found is not None:
            return found
        say(build.announcement)
        (wheels / key).mkdir(parents=True, exist_ok=True)
        # Beside its place, so that the finished wheel is moved there in one step; and not in /tmp, which may
        # be memory: the build takes about 1 GB.
        prefix = f"{key}-build-"
        for abandoned in wheels.glob(f"{prefix}*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=prefix, dir=wheels) as folder:
            work = Path(folder)
            tools = work / "tools"
            installer.create(tools, python)
            installer.install_locked(tools, build_lock)
            built = _make(build, tools, work, llama_lock, wheels / f"{key}.log")
            return built.replace(wheels / key / built.name)


def _make(build: Build, tools: Path, work: Path, llama_lock: Path, log: Path) -> Path:
    """Runs the build in `work` with the tools installed there; the path of the wheel."""
    command = [str(executable(tools)), "-m", "pip", "wheel", "--verbose", "--no-cache-dir", "--no-deps"]
    # Without a build environment of pip's own: that one would fetch tools of any version.
    command += [
        "--no-build-isolation",
        "--require-hashes",
        "-r",
        str(llama_lock),
        "--wheel-dir",
        str(work / "wheel"),
    ]
    environment = {
        **os.environ,
        "CMAKE_ARGS": build.cmake_args,
        "PATH": f"{tools / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "TMPDIR": str(work),
        **({"CPLUS_INCLUDE_PATH": str(build.headers)} if build.headers else {}),
    }
    status = _run(command, environment, log)
    wheel = next(iter((work / "wheel").glob("*.whl")), None)
    if status != 0 or wheel is None:
        raise failure_with_log(_FAILED, log, "Is a C++ compiler installed, and is 1 GB of disk free?")
    return wheel


def _run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> int:
    """Runs the build, tells how far it is, and keeps its output; the exit status."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert process.stdout is not None
        try:
            follow(process.stdout, file.write)
        except BaseException:
            # Stopped by the person: the compilers must not go on, in a folder that goes away. An interrupt, because
            # ninja passes it on to them, which are in groups of their own.
            os.killpg(process.pid, signal.SIGINT)
            raise
        finally:
            process.stdout.close()
            process.wait()
    return process.returncode


def follow(lines: Iterable[bytes], keep: Callable[[bytes], object]) -> None:
    """Keeps each line of the build and says how far it is, in steps of a tenth."""
    started, told = time.monotonic(), 0
    for line in lines:
        keep(line)
        step = _STEP.search(line)
        tenth = int(step[1]) * 10 // max(1, int(step[2])) if step else 0
        if tenth > told:
            told = tenth
            say(f"  llama.cpp: {tenth * 10} % after {(time.monotonic() - started) / 60:.0f} min")


def check(python: Path) -> None:
    """Makes sure that an installed llama.cpp loads and has RPC.

    Raises:
        SetupError: it does not load on this machine, or was built without RPC.
    """
    question = "import sys, llama_cpp; sys.exit(0 if llama_cpp.llama_supports_rpc() else 3)"
    answer = subprocess.run([str(python), "-c", question], capture_output=True, text=True)
    if answer.returncode == 0:
        return
    reason = "has no RPC" if answer.returncode == 3 else f"does not load:\n{answer.stderr.strip()}"
    raise SetupError(
        f"the llama.cpp that was built {reason}.",
        f"Remove {cache.folder() / 'wheels'} and run the same command again: it is then built anew.",
    )
