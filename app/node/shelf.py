"""Keeps an eye on the models on this disk: a file copied in is there, and one deleted is gone, within seconds."""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say
from app.engine.gguf import read_model
from app.lib.tasks import TaskOwner
from app.models.folders import FolderSearch, hugging_face_snapshots, lm_studio_folders
from app.models.hub_files import hugging_face_cache
from app.models.store import ModelStore, Shelf
from app.node.options import NodeOptions

_log = logging.getLogger(__name__)

RESCAN_SECONDS = 5.0


class ShelfKeeper:
    """Scans the disk at the start and every few seconds.

    Args:
        options: Folders, single files, the demo.
        changed: Called when the shelf is not what it was.
    """

    def __init__(self, options: NodeOptions, changed: Callable[[], None]) -> None:
        self.directory = options.models_directory
        folders = (self.directory, *(Path(folder).expanduser() for folder in options.settings.models_directories))
        has_models = options.has_models
        self._store = ModelStore(
            read_model,
            options.demo_model if has_models else None,
            folders if has_models else (),
            options.model_files if has_models else (),
            _folders_of_others(options) if has_models else (),
        )
        self._scanning = asyncio.Lock()
        self._changed = changed
        self._tasks = TaskOwner("shelf")
        self.shelf = Shelf({}, ())

    async def start(self) -> None:
        """Make the models folder, scan once, and keep scanning."""
        await asyncio.to_thread(self.directory.mkdir, parents=True, exist_ok=True)
        await self.scan()
        self._tasks.spawn(self._scan_for_ever(), "scan")

    async def stop(self) -> None:
        """Stop scanning."""
        await self._tasks.close()

    async def scan(self) -> None:
        """Look at the disk now."""
        async with self._scanning:
            shelf = await asyncio.to_thread(self._store.scan)
        if shelf != self.shelf:
            self.shelf = shelf
            self._changed()

    async def _scan_for_ever(self) -> None:
        while True:
            await asyncio.sleep(RESCAN_SECONDS)
            try:
                await self.scan()
            except OSError as error:
                _log.warning("the models could not be scanned: %s", error)
            self._changed()  # so that old news leaves the snapshot


def _folders_of_others(options: NodeOptions) -> tuple[FolderSearch, ...]:
    home, searches = Path.home(), []
    if options.settings.read_hugging_face:
        cache = hugging_face_cache(os.environ, home)
        searches.append(FolderSearch(lambda: hugging_face_snapshots(cache)))
    if options.settings.read_lm_studio:
        searches.append(FolderSearch(lambda: lm_studio_folders(home)))
    return tuple(searches)


def no_models_error() -> UserError:
    """Nothing can be put on this disk."""
    words = say("This device was started without models of its own.")
    return UserError(say("No models here"), words, code="no_models")
