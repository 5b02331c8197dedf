"""Models that the owner wants to stay loaded, in a file of the data folder. What is done about them is for others."""

import asyncio
import json
import logging
from pathlib import Path

from app.domain.decoding import short_text
from app.domain.ids import ModelId
from app.lib.files import replace_file

_log = logging.getLogger(__name__)


class KeptModels:
    """Which models are kept loaded.

    Args:
        path: The file; it need not exist.

    Attributes:
        model_ids: The models; for others to read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = asyncio.Lock()
        self.model_ids: frozenset[ModelId] = _read(path)

    async def set(self, model_id: ModelId, keep: bool) -> None:
        """Keep a model loaded, or no longer; remembered over a restart.

        Raises:
            OSError: The file cannot be written; it holds until the end of the program.
        """
        self.model_ids = self.model_ids | {model_id} if keep else self.model_ids - {model_id}
        async with self._writing:
            await asyncio.to_thread(replace_file, self._path, json.dumps(sorted(self.model_ids)))


def _read(path: Path) -> frozenset[ModelId]:
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(items, list):
            raise ValueError("not a list")
        return frozenset(ModelId(short_text(item)) for item in items)
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("the models to keep loaded cannot be read: %r", error)
        return frozenset()
