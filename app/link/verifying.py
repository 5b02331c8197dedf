"""Reads the files of a copy back in order while it is still going on, and hashes each as a whole.

So that little is left to do when the last chunk has come.
"""

import hashlib
import threading
from collections.abc import Callable

from app.lib.partial_files import CHUNK_BYTES, PartialFiles
from app.link.file_messages import Manifest

_LOOK_SECONDS = 0.1


class Verifying:
    """A thread that follows a copy.

    Args:
        files: What is being filled.
        manifest: What they should be.
    """

    def __init__(self, files: PartialFiles, manifest: Manifest) -> None:
        self._files = files
        self._manifest = manifest
        self._changed = threading.Condition()
        self._is_ended = False
        self._wrong_parts: list[int] = []
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="verifying", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop; it is of no use any more."""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()

    def wrong_parts(self, look: Callable[[], None]) -> list[int]:
        """The files that are not what they should be, once all chunks are there.

        Args:
            look: Called now and then while this waits; may raise.

        Raises:
            OSError: They cannot be read.
        """
        while self._thread.is_alive():
            look()
            self._thread.join(_LOOK_SECONDS)
        if self._error is not None:
            raise self._error
        return self._wrong_parts

    def _run(self) -> None:
        try:
            for part, wanted in enumerate(self._manifest.files):
                if self._hash(part) not in (wanted.sha256, ""):
                    self._wrong_parts.append(part)
        except OSError as error:
            self._error = error

    def _hash(self, part: int) -> str:
        """Of one file, as its chunks come; nothing when it was ended."""
        whole = hashlib.sha256()
        buffer = memoryview(bytearray(CHUNK_BYTES))
        with self._files.paths[part].open("rb", buffering=0) as file:
            for number, chunk in enumerate(self._files.chunks):
                if chunk.part != part:
                    continue
                if not self._wait_for(number):
                    return ""
                filled = 0
                while filled < chunk.size and (count := file.readinto(buffer[filled : chunk.size])):
                    filled += count
                whole.update(buffer[:filled])
        return whole.hexdigest()

    def _wait_for(self, number: int) -> bool:
        with self._changed:
            while not self._is_ended and not self._files.has(number):
                self._changed.wait(_LOOK_SECONDS)
            return not self._is_ended
