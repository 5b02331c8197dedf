"""The weights that workers keep of what they were sent, so that the next load need not send them again.

llama.cpp's RPC server writes each tensor larger than 10 MiB into a file of `LLAMA_CACHE/rpc`, named by its hash, and
never removes one. This module says where that is (a folder for each swarm), keeps all of it below a size, and removes
what is oldest in use first: a file's time of change is when it was last used (the link sees to that, and to files that
are not whole). It touches nothing but such files.
"""

import asyncio
import contextlib
import logging
import os
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.lib.tasks import TaskOwner

_log = logging.getLogger(__name__)

DEFAULT_BYTES = 20_000_000_000
DISK_PART = 10
"""Without a setting a tenth of what is free is taken at most."""

LEAST_BYTES = 64 * 1024 * 1024
"""Less is not worth having: only tensors of 10 MiB and more are kept."""

DISK_RESERVE_BYTES = 1_000_000_000
"""What is never taken of a disk, whatever the setting says."""

LOOK_SECONDS = 30.0
"""How often it is looked at while workers run."""

_COARSE_SECONDS = 5.0
"""The times of files are rounded, by some systems to two seconds."""

_FILE_NAME = re.compile(r"[0-9a-f]{16}")
_SUBFOLDER = "rpc"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One tensor.

    Attributes:
        path: Where it is.
        size_bytes: Its size.
        used_at: When it was written or last used, in seconds since the epoch.
    """

    path: Path
    size_bytes: int
    used_at: float


@dataclass(frozen=True, slots=True)
class CachePlace:
    """What one worker may use.

    Attributes:
        directory: What its `LLAMA_CACHE` is; the files are in `files_directory`.
        size_bytes: How much it may write.
    """

    directory: Path
    size_bytes: int

    @property
    def files_directory(self) -> Path:
        """Where the worker puts the files."""
        return self.directory / _SUBFOLDER


def cap_bytes(setting: int | None, free_bytes: int, used_bytes: int) -> int:
    """How large the cache may be; 0 for none.

    Args:
        setting: What the owner wants; None for the automatic size.
        free_bytes: Free on the disk.
        used_bytes: What the cache holds already.
    """
    available = free_bytes + used_bytes
    wanted = min(DEFAULT_BYTES, available // DISK_PART) if setting is None else setting
    cap = min(wanted, available - DISK_RESERVE_BYTES)
    return cap if cap >= LEAST_BYTES else 0


def choose_removed(files: Iterable[KeptFile], cap: int, in_use_since: float) -> list[KeptFile]:
    """What goes so that the rest is no larger than the cap: the longest unused first.

    Args:
        files: All there are.
        cap: In bytes.
        in_use_since: What was used since then stays, whatever the cap is.
    """
    removed = []
    files = list(files)
    excess = sum(file.size_bytes for file in files) - cap
    for file in sorted(files, key=lambda file: (file.used_at, file.path)):
        if excess <= 0 or file.used_at >= in_use_since:
            break
        removed.append(file)
        excess -= file.size_bytes
    return removed


class WeightCache:
    """The caches of all swarms on this device.

    Args:
        root: A folder of their own; made when it is needed.
        setting: Its size in bytes; None for the automatic size, 0 for no cache.
    """

    def __init__(self, root: Path, setting: int | None = None) -> None:
        self._root = root
        self._setting = setting
        self._open: dict[str, float] = {}
        self._watching = False
        self._tasks = TaskOwner("weight cache")

    async def open(self, user: str, swarm_name: str) -> CachePlace | None:
        """A place for a worker that is about to start; None where there is no room. Until `close` its files stay.

        Args:
            user: The worker's name; any that is not open.
            swarm_name: Whose weights they are.
        """
        self._open[user] = time.time() - _COARSE_SECONDS
        place = await asyncio.to_thread(self._open_now, swarm_name)
        if place is None:
            self._open.pop(user, None)
        elif not self._watching:
            self._watching = True
            self._tasks.spawn(self._keep_cap(), "keep the cap")
        return place

    async def close(self, user: str) -> None:
        """The worker has ended; nothing when it had no place."""
        if self._open.pop(user, None) is None:
            return
        if not self._open:
            self._watching = False
            await self._tasks.close()
        await asyncio.to_thread(self._prune_now)

    async def _keep_cap(self) -> None:
        # What one worker writes makes others' weights too much, and a lease may last for days.
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await asyncio.to_thread(self._prune_now)

    async def keep_only(self, swarm_name: str | None) -> None:
        """Remove the weights of all other swarms: this device has left them."""
        await asyncio.to_thread(self._keep_only_now, swarm_name)

    def _open_now(self, swarm_name: str) -> CachePlace | None:
        cap = self._prune_now()
        place = CachePlace(self._root / swarm_name, cap)
        if not cap:
            return None
        try:
            place.files_directory.mkdir(parents=True, exist_ok=True)
            if not os.access(place.files_directory, os.W_OK):
                raise PermissionError("it cannot be written")
        except OSError as error:  # a worker that cannot make its folder would not start
            _log.warning("weights are not kept in %s: %s", place.files_directory, error)
            return None
        return place

    def _prune_now(self) -> int:
        """Remove what is too much; the size that is allowed."""
        files = list(self._files())
        used_bytes = sum(file.size_bytes for file in files)
        cap = cap_bytes(self._setting, self._free_bytes(), used_bytes)
        for file in choose_removed(files, cap, min(self._open.values(), default=float("inf"))):
            with contextlib.suppress(OSError):
                file.path.unlink()
                _log.debug("weights removed: %s, %d bytes", file.path.name, file.size_bytes)
        return cap

    def _free_bytes(self) -> int:
        folder = self._root
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return 0

    def _files(self) -> Iterable[KeptFile]:
        for swarm in _entries(self._root):
            if not swarm.is_dir(follow_symlinks=False):
                continue
            for entry in _entries(Path(swarm.path) / _SUBFOLDER):
                if _FILE_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    with contextlib.suppress(OSError):  # it has just gone
                        facts = entry.stat(follow_symlinks=False)
                        yield KeptFile(Path(entry.path), facts.st_size, facts.st_mtime)

    def _keep_only_now(self, swarm_name: str | None) -> None:
        for entry in _entries(self._root):
            if entry.is_dir(follow_symlinks=False) and entry.name != swarm_name:
                shutil.rmtree(entry.path, ignore_errors=True)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
