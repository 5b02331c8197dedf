"""What windows and dialogs show of devices that come in, as frozen values without Qt: invites, and who waits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewcomerCard:
    """A device that waits to be let in, with the words that both sides show."""

    knock_id: str
    title: str
    words: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class InviteCard:
    """An invite that nobody has used yet: its code, and until when it works."""

    invite_id: str
    code: str
    expiry: str


@dataclass(frozen=True, slots=True)
class KnockCard:
    """What this computer shows while it waits to be let in; no words until they are known."""

    advice: str
    words: tuple[str, ...]
