"""What the Models window shows, as frozen values without Qt; the rest of this package makes them."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Problem
from app.domain.ids import ModelId
from app.ui.present.library_requests import LibraryRequest
from app.ui.present.views import LayerSegment, Tone


class FitShape(StrEnum):
    """How a fit is drawn: a box that is half full, full or too small, or two of them."""

    WHOLE = "whole"
    WHOLE_SNUG = "whole-snug"
    SPLIT = "split"
    SPLIT_SNUG = "split-snug"
    TOO_BIG = "too-big"


@dataclass(frozen=True, slots=True)
class FitView:
    """Where a model would fit.

    Attributes:
        shape: How it is drawn.
        label: In a word or two, for a list.
        words: A whole sentence.
        tone: Colour; the shape says the same without it.
    """

    shape: FitShape
    label: str
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class OwnModel:
    """Names a model of the household in a list."""

    model_id: ModelId


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """Names a transfer in a list."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """Names an entry of the built-in catalogue in a list."""

    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """Names a repository in a list."""

    repository: str


type Item = OwnModel | OnItsWay | Suggested | Found


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    Attributes:
        item: What it stands for.
        title: Name for display.
        subtitle: What else there is to say, one line.
        status: How it is, in a word or two; may be empty.
        tone: Colour of the status.
        fit: Where it would fit; None where that is not said.
        progress: 0 to 1 while it is on its way or loading, else None.
        words: All of it for a screen reader.
        is_marked: Whether the status is no status, but marks it among others.
    """

    item: Item
    title: str
    subtitle: str
    status: str
    tone: Tone
    fit: FitView | None
    progress: float | None
    words: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a list and what is below it."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The list of models.

    Attributes:
        summary: All of it in one line.
        sections: Those with something in them.
        moving: How many transfers are not at their end.
        emptiness: What to say when there is nothing to list; empty otherwise.
    """

    summary: str
    sections: tuple[Section, ...]
    moving: int
    emptiness: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button.

    Attributes:
        text: Its label.
        request: What it asks for.
        why_not: Why it cannot be used now; empty when it can.
        is_primary: Whether it is the one to use.
        is_quiet: Whether it stands back behind others of its kind.
        is_done: Whether it only says that there is nothing left to do.
    """

    text: str
    request: LibraryRequest
    why_not: str = ""
    is_primary: bool = False
    is_quiet: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A device that has a model's file, with the number of its colour."""

    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether a model is kept loaded, and why that cannot be chosen; empty when it can."""

    is_kept: bool
    request: LibraryRequest
    why_not: str


@dataclass(frozen=True, slots=True)
class ModelDetail:
    """Everything about one model.

    Attributes:
        model_id: The model.
        name: What the node and API clients call it.
        title: Name for display.
        description: What the file says of itself; may be empty.
        status: How far it is, and where, in words.
        tone: Colour of the status.
        progress: 0 to 1 while loading, else None.
        problem: Why it failed, else None.
        fit: Where it would fit; None when it is loaded or that is not known.
        holders: Who has the file.
        segments: Who holds which layers, when it is loaded.
        facts: Pairs of a word and a value.
        actions: What can be done with it.
        keeping: Whether it is kept loaded; None where that makes no sense.
    """

    model_id: ModelId
    name: str
    title: str
    description: str
    status: str
    tone: Tone
    progress: float | None
    problem: Problem | None
    fit: FitView | None
    holders: tuple[Holder, ...]
    segments: tuple[LayerSegment, ...]
    facts: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    keeping: Keeping | None


@dataclass(frozen=True, slots=True)
class TransferDetail:
    """Everything about one transfer.

    Attributes:
        transfer_id: The transfer.
        title: What the model will be called.
        status: What happens, in words.
        tone: Colour of the status.
        progress: 0 to 1.
        figures: Bytes, rate and time left, one line.
        sources: A sentence that names who sends.
        problem: Why it stopped, else None.
        note: What else there is to know; may be empty.
        actions: What can be done about it.
    """

    transfer_id: str
    title: str
    status: str
    tone: Tone
    progress: float
    figures: str
    sources: str
    problem: Problem | None
    note: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Offering:
    """One thing that can be got: a quantization of a repository, or an entry of the catalogue.

    Attributes:
        title: Its name.
        size: In words.
        badge: What marks it among others; may be empty.
        fit: Where it would fit; None when unknown.
        progress: 0 to 1 while it is on its way, else None.
        action: The button that gets it.
        problem: Why it could not be got a moment ago; empty when nothing is known against it.
    """

    title: str
    size: str
    badge: str
    fit: FitView | None
    progress: float | None
    action: Action
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Offerings:
    """What can be got of one choice of the list.

    Attributes:
        title: The repository, or the name of a recommended model.
        description: What it is, a sentence or two.
        offerings: The smallest first.
    """

    title: str
    description: str
    offerings: tuple[Offering, ...]
