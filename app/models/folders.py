"""Finds GGUF files in folders, without ever taking long: a huge folder is searched a part of the time only.

What is in a file is the store's question; here only names count.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from app.domain.hub_choice import is_companion

MOST_SECONDS = 3.0
"""Of one search. What was found before is kept when the time was too short."""

_RESTS = 20
"""A search is begun again after so many times what it took: about a twentieth of the time goes into it."""


class FolderSearch:
    """The GGUF files below some folders.

    Args:
        roots: The folders now; one that is missing or closed holds nothing.
        most_seconds: How long one search may take.
        clock: Seconds that only rise.
    """

    def __init__(
        self,
        roots: Callable[[], Iterable[Path]],
        most_seconds: float = MOST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._roots = roots
        self._most_seconds = most_seconds
        self._clock = clock
        self._next_at = 0.0
        self._found: tuple[Path, ...] = ()

    def find(self) -> tuple[Path, ...]:
        """What is there now, or what was there when it was last looked for. Blocks."""
        began = self._clock()
        if began < self._next_at:
            return self._found
        found, is_whole = self._search(began + self._most_seconds)
        self._found = found if is_whole else tuple(dict.fromkeys((*found, *self._found)))
        took = self._clock() - began
        self._next_at = self._clock() + _RESTS * took if took > self._most_seconds / _RESTS else 0.0
        return self._found

    def _search(self, deadline: float) -> tuple[tuple[Path, ...], bool]:
        found: list[Path] = []
        for root in self._roots():
            for path in _gguf_files(root):
                if path is not None:
                    found.append(path)
                if self._clock() > deadline:
                    return tuple(found), False
        return tuple(found), True


def _gguf_files(root: Path) -> Iterator[Path | None]:
    """Files by name; None after each folder, so that the caller can look at the clock."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(".gguf") and not name.startswith(".") and not is_companion(name):
                yield Path(folder, name)
        yield None


def hugging_face_snapshots(directory: Path) -> Iterable[Path]:
    """The folders with files of models in Hugging Face's cache; a file is named there once its content is complete."""
    try:
        return sorted(path / "snapshots" for path in directory.iterdir() if path.name.startswith("models--"))
    except OSError:
        return ()


def lm_studio_folders(home: Path) -> tuple[Path, ...]:
    """Where LM Studio keeps its models, in its newer and older versions."""
    return (home / ".lmstudio" / "models", home / ".cache" / "lm-studio" / "models")
