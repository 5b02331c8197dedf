"""What the windows ask of the node beyond the plain commands, as values: what is clicked is one of these.

Who carries them out is `app.ui.asking`.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import PeerId
from app.domain.sentence import marked


class PauseFor(StrEnum):
    """How long sharing is to be paused."""

    AN_HOUR = marked("For an hour")
    UNTIL_TOMORROW = marked("Until tomorrow morning")
    UNTIL_RESUMED = marked("Until I resume it")


@dataclass(frozen=True, slots=True)
class PauseSharing:
    """Lend nothing for a while."""

    how_long: PauseFor


@dataclass(frozen=True, slots=True)
class ResumeSharing:
    """Lend again."""


@dataclass(frozen=True, slots=True)
class ChangeOffer:
    """Ask how much memory is to be shared."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Ask how this computer is to be called."""


@dataclass(frozen=True, slots=True)
class RemoveDevice:
    """Ask whether a device is to be removed from the swarm."""

    peer_id: PeerId
    name: str


@dataclass(frozen=True, slots=True)
class RotateToken:
    """Ask whether the token is to be replaced."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """Accept a newcomer."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class TurnAway:
    """Refuse a newcomer."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class MakeInvite:
    """An invite that works once."""


@dataclass(frozen=True, slots=True)
class WithdrawInvite:
    """An invite that is not to work any more."""

    invite_id: str


@dataclass(frozen=True, slots=True)
class PinPlan:
    """Keep a model's plan as it is."""

    model_name: str


@dataclass(frozen=True, slots=True)
class UnpinPlan:
    """Let Hearth choose a model's plan."""

    model_name: str


@dataclass(frozen=True, slots=True)
class UseBetterPlan:
    """Load a model anew by its better plan."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Troubleshoot:
    """Find out why devices do not see each other."""


type Request = (
    PauseSharing
    | ResumeSharing
    | ChangeOffer
    | Rename
    | RemoveDevice
    | RotateToken
    | LetIn
    | TurnAway
    | MakeInvite
    | WithdrawInvite
    | PinPlan
    | UnpinPlan
    | UseBetterPlan
    | Troubleshoot
)
