"""A model file on its way to this computer's disk, from peers or from the internet, as faces show it."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Problem


class TransferKind(StrEnum):
    """Where a file comes from."""

    COPY = "copy"
    DOWNLOAD = "download"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Its turn has not come, or it waits for something; `reason` says for what, in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moving:
    """Bytes arrive.

    Attributes:
        bytes_per_second: Lately; None until measured.
    """

    bytes_per_second: float | None


@dataclass(frozen=True, slots=True)
class Verifying:
    """Everything is here; its hash is computed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The file is a model of this computer now. Shown for a while."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Stopped by an error, or by the user: what has arrived is kept, and starting it again goes on from there.

    Attributes:
        problem: Why; None when the user stopped it.
    """

    problem: Problem | None


type TransferStatus = Waiting | Moving | Verifying | Finished | Stopped


@dataclass(frozen=True, slots=True)
class Transfer:
    """One model on its way.

    Attributes:
        transfer_id: Names it in commands.
        kind: Where it comes from.
        model_name: What the model will be called.
        sources: Who sends, for people: names of devices, or of the place on the internet.
        done_bytes: Here and safe on disk.
        total_bytes: Size in all.
        status: How far it is.
        source: What the command that gets it takes, to go on with a download; empty for what has none.
    """

    transfer_id: str
    kind: TransferKind
    model_name: str
    sources: tuple[str, ...]
    done_bytes: int
    total_bytes: int
    status: TransferStatus
    source: str = ""

    @property
    def seconds_left(self) -> float | None:
        """At the rate of now; None when nothing can be said."""
        if not isinstance(self.status, Moving) or not self.status.bytes_per_second:
            return None
        return max(0, self.total_bytes - self.done_bytes) / self.status.bytes_per_second
