"""One node per data folder: a lock that the system frees when the process ends, however it ends.

Beside it lies `instance.json`, which tells the command line how to reach the running node. Its key opens the
management part of the local API, so only the owner may read the file.
"""

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = "instance.lock"
INSTANCE_FILE = "instance.json"

# A reader holds the lock for microseconds to see whether it is free: a starting node tries more than once.
_ATTEMPTS = 10
_PAUSE_SECONDS = 0.02


class InstanceLock:
    """The right to be the one node of a data folder.

    Args:
        data_directory: The data folder.
    """

    def __init__(self, data_directory: Path) -> None:
        self._path = data_directory / LOCK_FILE
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False when another process has it.

        Raises:
            UserError: The lock file cannot be made.
        """
        if self._descriptor is not None:
            return True
        descriptor = _open(self._path)
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_PAUSE_SECONDS)
            if _try_lock(descriptor, exclusive=True):
                self._descriptor = descriptor
                return True
        os.close(descriptor)
        return False

    def release(self) -> None:
        """Give the lock back, and remove what told others how to reach this node."""
        if self._descriptor is not None:
            (self._path.parent / INSTANCE_FILE).unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None


@dataclass(frozen=True, slots=True)
class Instance:
    """How to reach a running node.

    Attributes:
        api_url: Base address of its local API, without a path: `http://127.0.0.1:4327`.
        key: The key of the management endpoints.
        pid: Its process.
    """

    api_url: str
    key: str = field(repr=False)
    pid: int


def write_instance(data_directory: Path, port: int, key: str) -> None:
    """Say how to reach this process, which holds the lock.

    Args:
        data_directory: The data folder.
        port: Where the local API listens.
        key: The key of its management endpoints.

    Raises:
        UserError: The file cannot be written.
    """
    body = json.dumps({"api_url": f"http://127.0.0.1:{port}", "key": key, "pid": os.getpid()})
    try:
        descriptor, temporary = tempfile.mkstemp(dir=data_directory, prefix=".instance-")  # of mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(body)
        Path(temporary).replace(data_directory / INSTANCE_FILE)
    except OSError as error:
        raise _not_writable(data_directory / INSTANCE_FILE, error) from error


def read_instance(data_directory: Path) -> Instance | None:
    """The running node of a data folder; None when there is none, also when one was killed and left its file."""
    try:
        body = json.loads((data_directory / INSTANCE_FILE).read_text(encoding="utf-8"))
        instance = Instance(str(body["api_url"]), str(body["key"]), int(body["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return instance if _is_held(data_directory / LOCK_FILE) else None


def _is_held(path: Path) -> bool:
    if not path.exists():
        return False
    descriptor = _open(path)
    try:
        return not _try_lock(descriptor, exclusive=False)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_writable(path, error) from error


def _try_lock(descriptor: int, *, exclusive: bool) -> bool:
    """Lock an open file until it is closed. Children do not inherit it: Python opens files that way."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _not_writable(path: Path, error: OSError) -> UserError:
    return UserError(
        say("Folder not usable"),
        say("{path} cannot be written: {reason}.", path=str(path), reason=error.strerror or str(error)),
        say("Choose another folder with --data-dir, or make this one writable for you."),
        "folder_not_usable",
    )
