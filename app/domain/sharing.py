"""Values of `AppState` for what is shared and with whom: memory lent now, invites given, who waits to come in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sharing:
    """This node lends what it offers."""


@dataclass(frozen=True, slots=True)
class Paused:
    """The owner lends nothing for now.

    Attributes:
        until: Wall-clock seconds since 1970 at which it goes on by itself; None: when the owner says so.
    """

    until: float | None


@dataclass(frozen=True, slots=True)
class Reduced:
    """The system is short of memory: less is lent until it is not.

    Attributes:
        offered_bytes: What is lent now.
    """

    offered_bytes: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """By the owner's settings nothing is lent now: on battery, in use, outside the hours.

    Attributes:
        reason: Words that follow "it" or the device's name.
    """

    reason: str


type SharingStatus = Sharing | Paused | Reduced | Withheld

SHARING = Sharing()


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """An invite that this node gave and nobody has used yet.

    Attributes:
        invite_id: Names it, here only.
        code: What the newcomer types. Not in its repr, which may be in a log.
        expires_at: Wall-clock seconds since 1970.
    """

    invite_id: str
    code: str = field(repr=False)
    expires_at: float


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A device that used an invite and waits to be accepted here.

    Attributes:
        knock_id: Names the request.
        name: What the device calls itself; anybody may claim any name.
        words: The same three words are shown there.
    """

    knock_id: str
    name: str
    words: tuple[str, str, str]
