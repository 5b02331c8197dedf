"""What `hearth models …` asks for: one frozen value for each of its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListModels:
    """Print the models."""


@dataclass(frozen=True, slots=True)
class SearchHub:
    """Find repositories on the internet."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowRepository:
    """Print what can be got of a repository."""

    repository: str


@dataclass(frozen=True, slots=True)
class GetModel:
    """Get a model from the internet, or from a peer that has it; `wait` until it is here."""

    source: str
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Recommend:
    """Print the built-in catalogue."""


@dataclass(frozen=True, slots=True)
class CopyModel:
    """Copy a model from the peers that have it; `wait` until it is here."""

    model_name: str
    wait: bool = True


@dataclass(frozen=True, slots=True)
class DeleteModel:
    """Delete a model's file from this computer."""

    model_name: str


@dataclass(frozen=True, slots=True)
class ListTransfers:
    """Print what is on its way."""


@dataclass(frozen=True, slots=True)
class StopTransfer:
    """Stop a transfer and keep what has arrived."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class DiscardTransfer:
    """Stop a transfer and delete what has arrived."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class KeepLoaded:
    """Keep a model loaded, or not any more."""

    model_name: str
    keep: bool = True


@dataclass(frozen=True, slots=True)
class ImportOllama:
    """Use models that Ollama has; all of them when none is named."""

    model_name: str = ""


type ModelAction = (
    ListModels
    | SearchHub
    | ShowRepository
    | GetModel
    | Recommend
    | CopyModel
    | DeleteModel
    | ListTransfers
    | StopTransfer
    | DiscardTransfer
    | KeepLoaded
    | ImportOllama
)
"""What `OnlineModels` carries out."""
