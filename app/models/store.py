"""The GGUF files on this node: the demo, the models folder, extra folders, those of other programs, single files.

Reading a header is the engine's work and is passed in; this module finds files and remembers what they are by path,
size and time, so that a scan of an unchanged folder reads nothing.
"""

import errno
import glob
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId
from app.domain.model import COMPANION, ModelFacts
from app.domain.sentence import say
from app.models.folders import FolderSearch

_FIRST_PART = re.compile(r"^(?P<name>.+)-00001-of-(?P<parts>\d{5}\.gguf)$", re.IGNORECASE)
_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


type FileMark = tuple[str, int, int, int]
"""Of one file: name, inode, size, and time of change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model and where its (first) file is.

    Attributes:
        path: The file, the first when it has several parts.
        facts: What its header says.
        marks: Of all its files: others once one of them was written or replaced, if by one with the same header.
    """

    path: Path
    facts: ModelFacts
    marks: tuple[FileMark, ...] = ()


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
    marks: tuple[FileMark, ...]
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
                    models.setdefault(facts.model_id, StoredModel(path, facts, look.marks))
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
            marks = _marks(path)
        except OSError as error:
            if error.errno in _GONE and not is_named:  # deleted a moment ago, or a link that leads nowhere
                return _Seen((), None)
            problem = Problem(
                say("Model not found"),
                say("{path} cannot be read: {reason}.", path=str(path), reason=error.strerror or str(error)),
                say("Check the path."),
            )
            return _Seen((), problem)
        seen = self._seen.get(path)
        if seen is None or seen.marks != marks:
            seen = _Seen(marks, self._outcome(path))
        return seen

    def _outcome(self, path: Path) -> ModelFacts | Problem | None:
        try:
            facts = self._read(path)
        except UserError as error:
            return None if error.problem.code == COMPANION else error.problem
        except OSError as error:
            return Problem(
                say("Model cannot be read"),
                say("{path} cannot be read: {reason}.", path=path.name, reason=error.strerror or str(error)),
            )
        return replace(facts, is_demo=path == self._demo)


def _search_of(directory: Path) -> FolderSearch:
    return FolderSearch(lambda: (directory,))


def _marks(path: Path) -> tuple[FileMark, ...]:
    """What tells one state of a model's files from another: of all parts, since any of them may go.

    Raises:
        OSError: The file itself is not there.
    """
    marks = [_mark(path)]
    if (match := _FIRST_PART.match(path.name)) is not None:
        pattern = f"{glob.escape(match['name'])}-?????-of-{match['parts']}"
        for part in sorted(other for other in path.parent.glob(pattern) if other != path):
            with suppress(OSError):  # the header's reader says that it is missing
                marks.append(_mark(part))
    return tuple(marks)


def _mark(path: Path) -> FileMark:
    status = path.stat()
    return path.name, status.st_ino, status.st_size, status.st_mtime_ns


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
