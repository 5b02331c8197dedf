"""What the node asks of its hub process, and what that answers: values, and their JSON on the way. Both ends use it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import Problem
from app.domain.hub import HubRepository
from app.domain.hub_choice import HubFile
from app.domain.sentence_wire import from_wire, to_wire


@dataclass(frozen=True, slots=True)
class Search:
    """Find repositories with models in the GGUF format.

    Attributes:
        text: What people look for.
        limit: How many at most.
    """

    text: str
    limit: int


@dataclass(frozen=True, slots=True)
class LookUp:
    """List the files of a repository."""

    repository: str


@dataclass(frozen=True, slots=True)
class Download:
    """Bring files of a repository into a folder that is laid out like Hugging Face's cache.

    Attributes:
        repository: `owner/name`.
        commit: The version that the digests belong to.
        files: All of one model.
        directory: The cache folder.
        bytes_per_second: At most; 0 for no limit.
        pause_seconds: Before the first retry after a connection was lost; it doubles with each.
        tries: In a row, without a byte that came in between.
    """

    repository: str
    commit: str
    files: tuple[HubFile, ...]
    directory: Path
    bytes_per_second: int = 0
    pause_seconds: float = 1.0
    tries: int = 6


type Request = Search | LookUp | Download


@dataclass(frozen=True, slots=True)
class Found:
    """A repository that a search found."""

    repository: HubRepository


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the repository that was looked up, in this version of it."""

    commit: str
    file: HubFile


@dataclass(frozen=True, slots=True)
class Arrived:
    """So many bytes of all files are on disk."""

    done_bytes: int


@dataclass(frozen=True, slots=True)
class Checking:
    """A file is complete, and its digest is computed."""


@dataclass(frozen=True, slots=True)
class Pausing:
    """Something went wrong that may pass: it is tried again by itself. `reason` says what, a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work, and was given up."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Done:
    """All of what was asked is done."""


type Event = Found | Listed | Arrived | Checking | Pausing | Failed | Done

_REQUESTS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Search, LookUp, Download)}
_EVENTS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Found, Listed, Arrived, Checking, Pausing, Failed, Done)
}
_INSIDE: dict[str, type[Any]] = {"repository": HubRepository, "file": HubFile, "problem": Problem}
"""Fields of events that are values of several parts."""


def to_text(value: Request | Event) -> str:
    """One line of JSON."""
    return json.dumps({"type": type(value).__name__} | to_wire(asdict(value)), default=str)


def request_from_text(text: str) -> Request:
    """The request that a line is. Raises ValueError."""
    fields = _fields(text)
    kind = _REQUESTS[fields.pop("type")]
    if kind is Download:
        fields["files"] = tuple(HubFile(**file) for file in fields["files"])
        fields["directory"] = Path(fields["directory"])
    request: Request = kind(**fields)
    return request


def event_from_text(text: str) -> Event | None:
    """The event that a line is; None for anything else that a process writes, such as a library's warning."""
    try:
        fields = from_wire(_fields(text))
        kind = _EVENTS[fields.pop("type")]
        inside = {name: _INSIDE[name](**value) for name, value in fields.items() if name in _INSIDE}
        event: Event = kind(**(fields | inside))
    except (ValueError, KeyError, TypeError):
        return None
    return event


def _fields(text: str) -> dict[str, Any]:
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError("not an object")
    return fields
