"""The life of one invite as values: open, knocked at, ended. Who knocks and what is sent is the node's business.

An invite admits one device. It takes `MAX_FAILURES` attempts that came to nothing (wrong words, or a device that went
away before it was accepted): then it is void, so that nobody can go on guessing, neither the words of the code nor, by
knocking again and again, the three words that people compare.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.invite_code import InviteCode

DEFAULT_HOURS = 24.0
LONGEST_HOURS = 24.0 * 30
MAX_FAILURES = 5


class Ending(StrEnum):
    """Why an invite cannot be used any more."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    VOID = "void"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Open:
    """Waits for a device."""


@dataclass(frozen=True, slots=True)
class Knocked:
    """A device proved that it knows the code and waits for the owner."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Over, for good."""

    how: Ending


type InviteStatus = Open | Knocked | Ended


@dataclass(frozen=True, slots=True)
class Invite:
    """One invite.

    Attributes:
        invite_id: Names it on this device.
        public_id: Names it on the network.
        code: The secret; None once it has ended.
        expires_at: Wall-clock seconds since 1970.
        failures: Attempts that came to nothing.
        status: How far it is.
    """

    invite_id: str
    public_id: str
    code: InviteCode | None
    expires_at: float
    failures: int = 0
    status: InviteStatus = Open()


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nothing happened but time."""


@dataclass(frozen=True, slots=True)
class WrongWords:
    """A device tried other words."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A device proved the words."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It went away, or nobody answered it in time."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class Accept:
    """The owner accepted it."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class Reject:
    """The owner rejected it."""

    knock_id: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """The owner took the invite back."""


type InviteEvent = TimePassed | WrongWords | Knock | Withdrawn | Accept | Reject | Cancel


def step(invite: Invite, event: InviteEvent, now: float) -> Invite:
    """The invite after an event; what does not apply changes nothing.

    A device that knocked in time may be accepted after the invite's own time is over.
    """
    match invite.status, event:
        case Ended(), _:
            return invite
        case Open(), _ if now >= invite.expires_at and not isinstance(event, Cancel):
            return _ended(invite, Ending.EXPIRED)
        case _, WrongWords():
            return _failed(invite, now)
        case Open(), Knock(knock_id):
            return replace(invite, status=Knocked(knock_id))
        case Knocked(waiting), Withdrawn(knock_id) if waiting == knock_id:
            return _failed(replace(invite, status=Open()), now)
        case Knocked(waiting), Accept(knock_id) if waiting == knock_id:
            return _ended(invite, Ending.ACCEPTED)
        case Knocked(waiting), Reject(knock_id) if waiting == knock_id:
            return _ended(invite, Ending.REJECTED)
        case _, Cancel():
            return _ended(invite, Ending.CANCELLED)
    return invite


def refusal(invite: Invite | None, now: float) -> str | None:
    """Why nobody may knock now, a word for the wire; None when one may."""
    if invite is None:
        return "unknown"
    match step(invite, TimePassed(), now).status:
        case Open():
            return None
        case Knocked():
            return "busy"
        case Ended(how):
            return how.value


def _failed(invite: Invite, now: float) -> Invite:
    failures = invite.failures + 1
    counted = replace(invite, failures=failures)
    if isinstance(invite.status, Knocked):  # the device that waits knew the words
        return counted
    if failures >= MAX_FAILURES:
        return _ended(counted, Ending.VOID)
    return step(counted, TimePassed(), now)


def _ended(invite: Invite, how: Ending) -> Invite:
    return replace(invite, code=None, status=Ended(how))
