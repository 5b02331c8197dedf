"""Where the set-up keeps what is slow to make, and how two set-ups at once keep out of each other's way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installers.source.console import say


def folder() -> Path:
    """Hearth's folder in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The specification says to ignore a relative one.
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "hearth"


def fingerprint(*parts: bytes | str) -> str:
    """A short name for these contents: 16 hexadecimal digits of SHA-256 over all parts and their sizes."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:16]


@contextmanager
def exclusive(path: Path, waiting: str) -> Iterator[None]:
    """Holds a lock file; says `waiting` when another process holds it and waits for that one to end."""
    # Windows has none, and makes installers with the rest of this module.
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
