"""Where a node keeps its files: one set of folders for each data folder, so that several nodes live on one machine."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.domain.errors import UserError
from app.domain.sentence import say

_NAME = "hearth"

# A Unix socket's path has at most 107 bytes on Linux and 103 on macOS; the names of sockets need some of them.
_MAX_RUNTIME_BYTES = 103 - 48


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one node; all of them exist.

    Attributes:
        data: Settings, state and what must not be lost. Mode 0700.
        cache: What can be made again.
        runtime: Sockets; short, mode 0700, gone after a restart of the machine.
        log: Log files.
    """

    data: Path
    cache: Path
    runtime: Path
    log: Path


def resolve_paths(data_directory: Path | None) -> Paths:
    """The folders of a node, made where they are missing.

    Args:
        data_directory: A data folder of the user's choice, with everything but the sockets below it; None for the
            places that the system has for such files.

    Raises:
        UserError: A folder cannot be made or does not belong to this user.
    """
    if data_directory is None:
        data = platformdirs.user_data_path(_NAME, appauthor=False)
        cache = platformdirs.user_cache_path(_NAME, appauthor=False)
        log = platformdirs.user_log_path(_NAME, appauthor=False)
    else:
        data = data_directory.expanduser().resolve()
        cache = data / "cache"
        log = data / "log"
    try:
        for folder in (data, cache, log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Paths(data, cache, _runtime(data), log)
    except OSError as error:
        raise UserError(
            say("Folder not usable"),
            say(
                "{path} cannot be used: {reason}.",
                path=str(error.filename or data),
                reason=error.strerror or str(error),
            ),
            say("Choose another folder with --data-dir, or make this one writable for you."),
            "folder_not_usable",
        ) from error


def clear_folder(folder: Path) -> None:
    """Remove the files in a folder, such as the sockets of a killed run; only for who holds the node's lock."""
    for path in folder.iterdir():
        if not path.is_dir():
            path.unlink(missing_ok=True)


def _runtime(data: Path) -> Path:
    """A folder for sockets: the first place whose path is short enough."""
    name = f"{_NAME}-{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:8]}"
    places = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp" if os.name == "posix" else None]
    for place in places:
        if not place or not Path(place).is_dir() or not os.access(place, os.W_OK):
            continue
        folder = Path(place) / name
        if len(os.fsencode(folder)) <= _MAX_RUNTIME_BYTES or os.name != "posix":
            return _private(folder)
    return _private(Path(tempfile.mkdtemp(prefix=f"{_NAME}-", dir="/tmp")))


def _private(folder: Path) -> Path:
    """The folder, if it is this user's own and closed to others; else a new one beside it.

    In a folder that all may write to, another user may have made one of this name first.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.name != "posix":
        return folder
    status = folder.lstat()
    if stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid():
        folder.chmod(0o700)
        return folder
    return Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
