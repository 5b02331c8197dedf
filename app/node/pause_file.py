"""A pause on disk, so that a restart does not end it. State, not a setting: `sharing.json` in the data folder."""

import json
import logging
import os
from pathlib import Path

from app.domain.sharing import Paused

_log = logging.getLogger(__name__)


class PauseFile:
    """Where a pause is kept while it lasts.

    Args:
        data_directory: The node's data folder.
    """

    def __init__(self, data_directory: Path) -> None:
        self._path = data_directory / "sharing.json"

    def read(self) -> Paused | None:
        """The pause that lasted when this was written; None when there was none."""
        try:
            until = json.loads(self._path.read_text())["paused_until"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning(
                "%s is not readable, so sharing is paused until its owner says otherwise: %r", self._path, error
            )
            return Paused(None)
        return Paused(float(until) if isinstance(until, int | float) else None)

    def write(self, pause: Paused | None) -> None:
        """Keep a pause, or forget it."""
        if pause is None:
            self._path.unlink(missing_ok=True)
            return
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({"paused_until": pause.until}) + "\n")
        os.replace(new, self._path)
