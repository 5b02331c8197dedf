"""The owner's settings as they are now: one value, replaced and kept by one writer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.system.settings import Settings
from app.system.settings_file import save_settings


class OwnSettings:
    """Settings that change while the node runs.

    Args:
        settings: As it was started with.
        path: The file.
        changed: Called when they are others.

    Attributes:
        current: As they are now.
    """

    def __init__(self, settings: Settings, path: Path, changed: Callable[[], None]) -> None:
        self._path = path
        self._changed = changed
        self._keeping = asyncio.Lock()
        self.current = settings

    async def keep(self, **changes: Any) -> None:
        """Change some, over a restart too.

        Raises:
            UserError: The file cannot be written.
        """
        async with self._keeping:  # what cannot be kept does not hold either
            wanted = replace(self.current, **changes)
            await asyncio.to_thread(save_settings, self._path, wanted, list(changes))
            self.current = wanted
        self._changed()
