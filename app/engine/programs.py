"""Finds llama.cpp's programs, and asks them what they are. Starting them for work is for `host.py` and `worker.py`."""

import functools
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say
from app.domain.version import RpcVersion
from app.engine import architectures
from app.lib.frozen import is_frozen

DIRECTORY_VARIABLE = "HEARTH_LLAMA_DIR"
_QUESTION_SECONDS = 20
_SUFFIX = ".exe" if sys.platform == "win32" else ""

_MEND = (
    say("Install Hearth again.")
    if is_frozen()
    else say("Run `make develop` in Hearth's folder: it builds llama.cpp as needed.")
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The installed llama.cpp.

    Attributes:
        server: `llama-server`.
        rpc_server: `ggml-rpc-server`.
        library_path: Folder of the shared libraries.
        rpc_version: The RPC protocol it speaks.
        build: What it says of itself ("0.5.0-dev (build 1, commit 0c1e570)").
    """

    server: Path
    rpc_server: Path
    library_path: Path
    rpc_version: RpcVersion
    build: str

    @property
    def directory(self) -> Path:
        """The folder that the programs are started in.

        They load libraries that are named like parts of llama.cpp from beside themselves and from the folder that they
        are started in. That must be no folder where others may put something, such as one of downloads.
        """
        return self.server.parent

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables that the programs need beside this process's own."""
        return library_environment(self.library_path)


@dataclass(frozen=True, slots=True)
class _Installation:
    """A folder where the programs may be."""

    programs: Path
    libraries: Path
    server: Path = field(init=False)
    rpc_server: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "server", self.programs / f"llama-server{_SUFFIX}")
        object.__setattr__(self, "rpc_server", self.programs / f"ggml-rpc-server{_SUFFIX}")


def library_environment(library_path: Path) -> Mapping[str, str]:
    """Where the programs find their libraries: they carry no run path. No backtrace, which takes a second to print."""
    variable = {"win32": "PATH", "darwin": "DYLD_LIBRARY_PATH"}.get(sys.platform, "LD_LIBRARY_PATH")
    others = os.environ.get(variable)
    value = f"{library_path}{os.pathsep}{others}" if others else str(library_path)
    return {variable: value, "GGML_NO_BACKTRACE": "1"}


def find_programs(environment: Mapping[str, str] = os.environ) -> Programs:
    """Find llama.cpp where `HEARTH_LLAMA_DIR` says, else beside the package llama_cpp. Blocks some 30 ms.

    Raises:
        UserError: It is not there (`engine_missing`), or was built without RPC or its server (`engine_without_rpc`).
    """
    installation = _find_installation(environment)
    if not installation.rpc_server.is_file():
        raise _without_rpc(
            say("{programs} has no {name}.", programs=installation.programs, name=installation.rpc_server.name)
        )
    variables = library_environment(installation.libraries)
    return Programs(
        server=installation.server,
        rpc_server=installation.rpc_server,
        library_path=installation.libraries,
        rpc_version=_rpc_version(installation.rpc_server, variables),
        build=_build(installation.server, variables),
    )


@functools.cache
def known_architectures() -> frozenset[str]:
    """The model architectures that the installed llama.cpp knows; empty when that cannot be learnt. Blocks 0.1 s."""
    try:
        libraries = _find_installation(os.environ).libraries
        library = next(libraries.glob("libllama.*"))
        answer = _ask([*_architectures_command(), str(library)], library_environment(libraries))
    except (UserError, StopIteration):
        return frozenset()
    return frozenset(answer.split())


def _architectures_command() -> list[str]:
    if is_frozen():
        return [sys.executable, "architectures"]
    return [sys.executable, "-I", "-S", str(Path(architectures.__file__))]


def parse_rpc_version(text: str) -> RpcVersion | None:
    """Read it from what ggml-rpc-server says when it starts: `Starting RPC server v7.0.0`."""
    match = re.search(r"^Starting RPC server v(\d+\.\d+\.\d+)", text, re.MULTILINE)
    return RpcVersion.parse(match[1]) if match else None


def _find_installation(environment: Mapping[str, str]) -> _Installation:
    candidates = list(_candidates(environment))
    for candidate in candidates:
        if candidate.server.is_file():
            return candidate
    if any(True for candidate in candidates for _ in candidate.libraries.glob("*llama*")):
        raise _without_rpc(say("llama-server is not among its programs."))
    raise UserError(
        say("llama.cpp is missing"),
        say(
            "Hearth runs models with llama.cpp, and it is not in {value}.",
            value=" or ".join(str(c.programs) for c in candidates),
        ),
        say(
            "{mend} Or set {directory_variable} to the folder where it is.",
            mend=_MEND,
            directory_variable=DIRECTORY_VARIABLE,
        ),
        "engine_missing",
    )


def _candidates(environment: Mapping[str, str]) -> Iterator[_Installation]:
    if chosen := environment.get(DIRECTORY_VARIABLE):
        folder = Path(chosen).absolute()
        yield _Installation(folder / "bin", folder / "lib")
        yield _Installation(folder, folder)  # as in llama.cpp's own archives
        return
    if bundle := getattr(sys, "_MEIPASS", None):
        yield _Installation(Path(bundle) / "bin", Path(bundle) / "lib")
    package = importlib.util.find_spec("llama_cpp")  # found, not imported: importing it loads all of llama.cpp
    if package is not None and package.origin is not None:
        site_packages = Path(package.origin).parents[1]
        yield _Installation(site_packages / "bin", site_packages / "lib")


def _rpc_version(rpc_server: Path, variables: Mapping[str, str]) -> RpcVersion:
    # An address that is none: it says its version and its devices, cannot listen, and ends.
    answer = _ask([str(rpc_server), "-H", "none", "-p", "1"], variables)
    version = parse_rpc_version(answer)
    if version is None:
        raise _without_rpc(
            say("{rpc_server} says: {answer}.", rpc_server=rpc_server, answer=answer.strip()[-300:] or "nothing")
        )
    return version


def _build(server: Path, variables: Mapping[str, str]) -> str:
    match = re.search(r"^version: (.+)$", _ask([str(server), "--version"], variables), re.MULTILINE)
    return match[1].strip() if match else "unknown"


def _ask(command: list[str], variables: Mapping[str, str]) -> str:
    """What a program that ends by itself writes on both streams.

    Raises:
        UserError: It cannot be run, or does not end.
    """
    try:
        answer = subprocess.run(
            command,
            env={**os.environ, **variables},
            cwd=Path(command[0]).parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_QUESTION_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(
            say("llama.cpp does not run"),
            say("{command} could not be run: {error}.", command=command[0], error=error),
            _MEND,
            "engine_missing",
        ) from error
    return answer.stdout.decode(errors="replace")


def _without_rpc(detail: str) -> UserError:
    return UserError(
        say("llama.cpp was built without RPC"),
        say("Hearth needs a llama-cpp-python with llama.cpp's RPC and server in it. {detail}", detail=detail),
        _MEND,
        "engine_without_rpc",
    )
