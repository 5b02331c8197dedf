"""Keeps an eye on the models on this disk: a file copied in is there, and one deleted is gone, within seconds."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from app.domain.ids import ModelId
from app.engine.gguf import read_model
from app.lib.tasks import TaskOwner
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
        self.directory = options.paths.data / "models"
        folders = (self.directory, *(Path(folder).expanduser() for folder in options.settings.models_directories))
        has_models = options.has_models
        self._store = ModelStore(
            read_model,
            options.demo_model if has_models else None,
            folders if has_models else (),
            options.model_files if has_models else (),
        )
        self._changed = changed
        self._tasks = TaskOwner("shelf")
        self.shelf = Shelf({}, ())

    async def start(self) -> None:
        """Make the models folder, scan once, and keep scanning."""
        await asyncio.to_thread(self.directory.mkdir, parents=True, exist_ok=True)
        await self._scan()
        self._tasks.spawn(self._scan_for_ever(), "scan")

    async def stop(self) -> None:
        """Stop scanning."""
        await self._tasks.close()

    @property
    def own_models(self) -> frozenset[ModelId]:
        """Models whose file is in this computer's models folder; what is elsewhere is only read."""
        models = self.shelf.models.values()
        return frozenset(m.facts.model_id for m in models if m.path.is_relative_to(self.directory))

    async def _scan(self) -> None:
        shelf = await asyncio.to_thread(self._store.scan)
        if shelf != self.shelf:
            self.shelf = shelf
            self._changed()

    async def _scan_for_ever(self) -> None:
        while True:
            await asyncio.sleep(RESCAN_SECONDS)
            try:
                await self._scan()
            except OSError as error:
                _log.warning("the models could not be scanned: %s", error)
            self._changed()  # so that old news leaves the snapshot
