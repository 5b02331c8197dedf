"""Models that Ollama has on this computer: found by its manifests, and given a name of their own in the models folder.

Nothing is copied: the same content gets a second name (a hard link), which stays when Ollama deletes its own; where
that cannot be, a symbolic link.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say

_MODEL_LAYER = "application/vnd.ollama.image.model"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MOST_MANIFESTS = 2_000
_MOST_MANIFEST_BYTES = 1_000_000
_LIBRARY = ("registry.ollama.ai", "library")
_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True, slots=True)
class OllamaModel:
    """A model of Ollama.

    Attributes:
        name: As `ollama list` shows it: `llama3.2:3b`.
        blob: Its GGUF file.
    """

    name: str
    blob: Path

    @property
    def file_name(self) -> str:
        """What it is called in the models folder."""
        base, _, tag = self.name.rpartition("/")[2].rpartition(":")
        stem = base if tag == "latest" else f"{base}-{tag}"
        return f"{_NOT_IN_NAMES.sub('-', stem).lstrip('.-') or 'ollama'}.gguf"


def ollama_folders(environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Where Ollama keeps its models: this user's, and on Linux those of its service."""
    given = environment.get("OLLAMA_MODELS")
    own = Path(given) if given else home / ".ollama" / "models"
    return (own, Path("/usr/share/ollama/.ollama/models"))


def ollama_models(folders: Iterable[Path]) -> tuple[OllamaModel, ...]:
    """All models that are wholly there, by name; a manifest that is not understood is passed over. Blocks."""
    found: dict[str, OllamaModel] = {}
    for folder in folders:
        for manifest in _manifests(folder / "manifests"):
            model = _model(folder, manifest)
            if model is not None:
                found.setdefault(model.name, model)
    return tuple(found[name] for name in sorted(found))


def select(models: Iterable[OllamaModel], name: str) -> tuple[OllamaModel, ...]:
    """The model of that name, with or without its tag; all of them when the name is empty.

    Raises:
        UserError: Ollama has none, or none of that name.
    """
    known = tuple(models)
    if not known:
        raise UserError(
            say("Nothing to import"),
            say("No model of Ollama was found on this computer."),
            say("See ollama list."),
            "ollama_empty",
        )
    if not name:
        return known
    for wanted in (name, f"{name}:latest"):
        if chosen := tuple(model for model in known if model.name == wanted):
            return chosen
    if len(chosen := tuple(model for model in known if model.name.rpartition(":")[0] == name)) == 1:
        return chosen
    raise UserError(
        say("Not a model of Ollama"),
        say("Ollama has no model {name}.", name=name[:80]),
        say("It has: {names}.", names=", ".join(model.name for model in known)),
        "ollama_unknown",
    )


def import_model(model: OllamaModel, directory: Path) -> str:
    """Give a model a name in the models folder; returns the name, also when it had one already. Blocks.

    Raises:
        UserError: The disk refuses.
    """
    blob = model.blob.resolve()
    digest = model.blob.name.removeprefix("sha256-")
    try:
        for name in (model.file_name, f"{model.file_name.removesuffix('.gguf')}-{digest[:6]}.gguf"):
            target = directory / name
            if target.is_symlink() and not target.exists():
                target.unlink()  # left from a model that Ollama has deleted
            if target.exists() and not target.samefile(blob):
                continue
            if not target.exists():
                _link(blob, target)
            return target.stem
    except OSError as error:
        raise UserError(
            say("Cannot be imported"),
            say("{name} cannot be imported: {reason}.", name=model.name, reason=error.strerror or str(error)),
            code="import_failed",
        ) from error
    raise UserError(
        say("Cannot be imported"),
        say("The models folder has other files named like {name}.", name=model.name),
        code="import_failed",
    )


def _link(blob: Path, target: Path) -> None:
    with blob.open("rb"):  # a name for what cannot be read helps nobody
        pass
    try:
        os.link(blob, target)
    except OSError:  # another disk, or a file of another user
        target.symlink_to(blob)


def _manifests(folder: Path) -> Iterator[Path]:
    count = 0
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            count += 1
            if count > _MOST_MANIFESTS:
                return
            yield Path(parent, name)


def _model(folder: Path, manifest: Path) -> OllamaModel | None:
    try:
        if manifest.stat().st_size > _MOST_MANIFEST_BYTES:
            return None
        layers = json.loads(manifest.read_text(encoding="utf-8"))["layers"]
        digests = [layer["digest"] for layer in layers if layer["mediaType"] == _MODEL_LAYER]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if len(digests) != 1 or not isinstance(digests[0], str) or not _DIGEST.fullmatch(digests[0]):
        return None
    blob = folder / "blobs" / digests[0].replace(":", "-")
    *path, tag = manifest.relative_to(folder / "manifests").parts
    if not path or not blob.is_file():
        return None
    shown = path[2:] if tuple(path[:2]) == _LIBRARY else path[1:] if path[0] == _LIBRARY[0] else path
    return OllamaModel(f"{'/'.join(shown)}:{tag}", blob) if shown else None
