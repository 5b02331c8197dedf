"""The GGUF files on this node: the demo, the models folder, extra folders, those of other programs, single files.

Reading a header is the engine's work and is passed in; this module finds files and remembers what they are by path,
size and time, so that a scan of an unchanged folder reads nothing.
"""

import errno
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId
from app.domain.model import COMPANION, ModelFacts
from app.models.folders import FolderSearch

_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model and where its (first) file is."""

    path: Path
    facts: ModelFacts


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a scan found.

    Attributes:
        models: By model id; of two copies of one file the first found.
        problems: One for each file that is not a usable model.
    """

    models: dict[ModelId, StoredModel]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    size: int
    modified_ns: int
    outcome: ModelFacts | Problem | None


class ModelStore:
    """Finds the models of this node.

    Args:
        read: Reads the facts of a GGUF file; raises `UserError`.
        demo: The model that ships with Hearth; None to serve without it.
        directories: Folders that are searched for `*.gguf`, with their subfolders.
        files: Single files named by the user.
        others: Folders of other programs: read in place, and what cannot be used there is no problem of Hearth's.
    """

    def __init__(
        self,
        read: Callable[[Path], ModelFacts],
        demo: Path | None,
        directories: Iterable[Path],
        files: Iterable[Path] = (),
        others: Iterable[FolderSearch] = (),
    ) -> None:
        self._read = read
        self._demo = demo
        self._directories = tuple(map(_search_of, directories))
        self._files = tuple(files)
        self._others = tuple(others)
        self._seen: dict[Path, _Seen] = {}

    def scan(self) -> Shelf:
        """Look at the disk; blocking, so call it in a thread."""
        models: dict[ModelId, StoredModel] = {}
        problems: list[Problem] = []
        seen: dict[Path, _Seen] = {}
        for path, is_ours in self._paths():
            look = self._look_at(path, is_named=path in self._files)
            match look.outcome:
                case ModelFacts() as facts:
                    models.setdefault(facts.model_id, StoredModel(path, facts))
                case Problem() as problem if is_ours:
                    problems.append(problem)
            seen[path] = look
        self._seen = seen
        return Shelf(_with_distinct_names(models), tuple(problems))

    def _paths(self) -> Iterator[tuple[Path, bool]]:
        """Files, and whether it is Hearth's user who put each there."""
        for path in self._files:
            yield path, True
        for is_ours, searches in ((True, self._directories), (False, self._others)):
            for search in searches:
                for path in search.find():
                    if not _LATER_PART.search(path.name):
                        yield path, is_ours
        if self._demo is not None and self._demo.exists():
            yield self._demo, True

    def _look_at(self, path: Path, *, is_named: bool) -> _Seen:
        try:
            status = path.stat()
        except OSError as error:
            if error.errno in _GONE and not is_named:  # deleted a moment ago, or a link that leads nowhere
                return _Seen(-1, -1, None)
            problem = Problem("Model not found", f"{path} cannot be read: {error.strerror}.", "Check the path.")
            return _Seen(-1, -1, problem)
        seen = self._seen.get(path)
        if seen is None or (seen.size, seen.modified_ns) != (status.st_size, status.st_mtime_ns):
            seen = _Seen(status.st_size, status.st_mtime_ns, self._outcome(path))
        return seen

    def _outcome(self, path: Path) -> ModelFacts | Problem | None:
        try:
            facts = self._read(path)
        except UserError as error:
            return None if error.problem.code == COMPANION else error.problem
        except OSError as error:
            return Problem("Model cannot be read", f"{path.name} cannot be read: {error.strerror}.")
        return replace(facts, is_demo=path == self._demo)


def _search_of(directory: Path) -> FolderSearch:
    return FolderSearch(lambda: (directory,))


def _with_distinct_names(models: dict[ModelId, StoredModel]) -> dict[ModelId, StoredModel]:
    """API clients choose by name: of two different files with one name the second gets its id added."""
    taken: set[str] = set()
    named: dict[ModelId, StoredModel] = {}
    for model_id, model in models.items():
        name = model.facts.name
        if name in taken:
            name = f"{name}-{model_id[:6]}"
        taken.add(name)
        named[model_id] = replace(model, facts=replace(model.facts, name=name))
    return named
