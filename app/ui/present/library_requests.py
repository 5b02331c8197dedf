"""What the Models window asks of the node, as values: what is clicked is one of these.

Who carries them out is `app.ui.models.asking`. None of them acts on another computer.
"""

from dataclasses import dataclass

from app.domain.transfer import TransferKind


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Load a model."""

    model_name: str


@dataclass(frozen=True, slots=True)
class UnloadModel:
    """End a model that this computer runs."""

    model_name: str


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """Show how a model would be loaded, or hide it again."""

    model_name: str


@dataclass(frozen=True, slots=True)
class CopyHere:
    """Copy a model from the devices that have it."""

    model_name: str


@dataclass(frozen=True, slots=True)
class DeleteModel:
    """Ask whether a model's file is to be deleted from this computer.

    Attributes:
        model_name: The model.
        title: Name for display.
        file_bytes: What becomes free.
        has_others: Whether another device has it too.
    """

    model_name: str
    title: str
    file_bytes: int
    has_others: bool


@dataclass(frozen=True, slots=True)
class KeepLoaded:
    """Keep a model loaded, or let it be unloaded when it is not used."""

    model_name: str
    keep: bool


@dataclass(frozen=True, slots=True)
class StopTransfer:
    """Stop a copy or a download; what has arrived is kept."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class ResumeTransfer:
    """Go on with what was stopped.

    Attributes:
        kind: Where it comes from.
        model_name: What the model will be called.
        source: What the command that gets it takes, for a download.
    """

    kind: TransferKind
    model_name: str
    source: str


@dataclass(frozen=True, slots=True)
class DiscardTransfer:
    """Stop it and delete what has arrived, after a question where there is something to lose.

    Attributes:
        transfer_id: The transfer.
        model_name: What the model would have been called.
        lost_bytes: What has arrived and would be deleted; 0 when nothing would.
    """

    transfer_id: str
    model_name: str
    lost_bytes: int


@dataclass(frozen=True, slots=True)
class GetModel:
    """Get a model from the internet, or from a device that has it.

    Attributes:
        source: `owner/name:QUANT`.
        title: Name for display.
        warning: Why it may be of no use; asked about first unless it is empty.
    """

    source: str
    title: str
    warning: str = ""


type LibraryRequest = (
    LoadModel
    | UnloadModel
    | ShowPlan
    | CopyHere
    | DeleteModel
    | KeepLoaded
    | StopTransfer
    | ResumeTransfer
    | DiscardTransfer
    | GetModel
)
