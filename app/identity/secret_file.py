"""A secret in a file that only its owner can read: for machines without a keyring, by the user's choice."""

import logging
import os
import stat
import tempfile
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say

_log = logging.getLogger(__name__)


class SecretFile:
    """Keeps a secret, not encrypted, in a file of mode 0600.

    Args:
        path: The file; its folder is made when it is missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str | None:
        """The text; None when there is no file. A file that others may read is closed to them first.

        Raises:
            UserError: The file cannot be read.
        """
        try:
            text = self._path.read_text(encoding="utf-8")
            if os.name == "posix" and stat.S_IMODE(self._path.stat().st_mode) & 0o077:
                _log.warning("%s could be read by other users; it no longer can", self._path)
                self._path.chmod(0o600)
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _failed(self._path, error, is_written=False) from error
        return text

    def save(self, text: str) -> None:
        """Replace the file in one step: after a crash it is the old one or the new one.

        Raises:
            UserError: The file cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=".secrets-")  # of mode 0600
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).replace(self._path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise _failed(self._path, error, is_written=True) from error

    def unlock(self) -> None:
        """Nothing to open: a file is not locked."""


def _failed(path: Path, error: Exception, *, is_written: bool) -> UserError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else say("it is not text")
    return UserError(
        say("Secrets cannot be written" if is_written else "Secrets cannot be read"),
        say(
            "{path} cannot be written: {reason}." if is_written else "{path} cannot be read: {reason}.",
            path=str(path),
            reason=reason,
        ),
        say("Check that the file and its folder belong to you and that the disk is not full."),
        "secrets_file",
    )
