"""The GGUF files on this node: the built-in demo, the models folder, extra folders and single files.

Reading a header is the engine's work and is passed in; this module finds files and remembers what they are by path,
size and time, so that a scan of an unchanged folder reads nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId
from app.domain.model import ModelFacts

_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)


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
    outcome: ModelFacts | Problem


class ModelStore:
    """Finds the models of this node.

    Args:
        read: Reads the facts of a GGUF file; raises `UserError`.
        demo: The model that ships with Hearth; None to serve without it.
        directories: Folders that are searched for `*.gguf`, with their subfolders.
        files: Single files named by the user.
    """

    def __init__(
        self,
        read: Callable[[Path], ModelFacts],
        demo: Path | None,
        directories: Iterable[Path],
        files: Iterable[Path] = (),
    ) -> None:
        self._read = read
        self._demo = demo
        self._directories = tuple(directories)
        self._files = tuple(files)
        self._seen: dict[Path, _Seen] = {}

    def scan(self) -> Shelf:
        """Look at the disk; blocking, so call it in a thread."""
        models: dict[ModelId, StoredModel] = {}
        problems: list[Problem] = []
        for path in self._paths():
            match self._look_at(path):
                case ModelFacts() as facts:
                    models.setdefault(facts.model_id, StoredModel(path, facts))
                case Problem() as problem:
                    problems.append(problem)
        return Shelf(_with_distinct_names(models), tuple(problems))

    def _paths(self) -> Iterable[Path]:
        yield from self._files
        for directory in self._directories:
            found = sorted(p for p in directory.rglob("*.gguf") if not _LATER_PART.search(p.name))
            # What hidden folders hold is on its way, or is somebody's cache.
            yield from (p for p in found if not any(n.startswith(".") for n in p.relative_to(directory).parts[:-1]))
        if self._demo is not None and self._demo.exists():
            yield self._demo

    def _look_at(self, path: Path) -> ModelFacts | Problem:
        try:
            status = path.stat()
        except OSError as error:
            return Problem("Model not found", f"{path} cannot be read: {error.strerror}.", "Check the path.")
        seen = self._seen.get(path)
        if seen is None or (seen.size, seen.modified_ns) != (status.st_size, status.st_mtime_ns):
            seen = _Seen(status.st_size, status.st_mtime_ns, self._outcome(path))
            self._seen[path] = seen
        return seen.outcome

    def _outcome(self, path: Path) -> ModelFacts | Problem:
        try:
            facts = self._read(path)
        except UserError as error:
            return error.problem
        except OSError as error:
            return Problem("Model cannot be read", f"{path.name} cannot be read: {error.strerror}.")
        return replace(facts, is_demo=path == self._demo)


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
