"""Whether somebody has been welcomed on this computer: state in a file of the data folder, no setting."""

import json
import logging
from pathlib import Path

_log = logging.getLogger(__name__)


class FirstRun:
    """Remembers that the first steps were shown.

    Args:
        data_directory: The node's data folder.
    """

    def __init__(self, data_directory: Path) -> None:
        self._path = data_directory / "first_run.json"
        self.is_due = not self._path.exists()

    def done(self) -> None:
        """They were shown: never again by themselves. May be called from any thread."""
        self.is_due = False
        try:
            self._path.write_text(json.dumps({"shown": True}) + "\n", encoding="utf-8")
        except OSError as error:
            _log.warning("the first steps will be shown again: %s", error)
