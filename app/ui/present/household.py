"""Sharing, invites and newcomers in words, and what may be done with each device."""

from datetime import datetime

from app.domain.sharing import Paused, Reduced, Sharing, SharingStatus, Withheld
from app.domain.state import AppState, Joined, Knocking, PeerState
from app.domain.words import format_bytes
from app.ui.present.door_views import InviteCard, KnockCard, NewcomerCard
from app.ui.present.requests import (
    ChangeOffer,
    PauseFor,
    PauseSharing,
    RemoveDevice,
    Rename,
    ResumeSharing,
)
from app.ui.present.views import Choice


def sharing_words(status: SharingStatus, now: datetime) -> str:
    """What this computer lends, where that is not what its owner offers; empty when it is."""
    match status:
        case Sharing():
            return ""
        case Paused(until):
            return "sharing is paused" if until is None else f"sharing is paused until {moment(until, now)}"
        case Reduced(offered_bytes):
            return f"short of memory, shares {format_bytes(offered_bytes)}"
        case Withheld(reason):
            return f"shares no memory: {reason}"


def moment(seconds: float, now: datetime) -> str:
    """A time as people say it: the hour today, and the day as well when it is not today.

    Args:
        seconds: Wall-clock seconds since 1970.
        now: Local time.
    """
    when = datetime.fromtimestamp(seconds, now.tzinfo)
    days = (when.date() - now.date()).days
    clock = when.strftime("%H:%M")
    if days == 0:
        return clock
    return f"{clock} tomorrow" if days == 1 else f"{clock} on {when.day} {when:%B}"


def local_time() -> datetime:
    """Now, where this computer is."""
    return datetime.now().astimezone()


def sharing_choices(state: AppState | None) -> tuple[Choice, ...]:
    """What the owner can do about sharing now."""
    if state is None or not isinstance(state.swarm, Joined):
        return ()
    if isinstance(state.sharing, Paused):
        return (Choice("Resume sharing", ResumeSharing()),)
    return tuple(Choice(how_long.value, PauseSharing(how_long)) for how_long in PauseFor)


def device_choices(state: AppState, peer: PeerState) -> tuple[Choice, ...]:
    """What can be done with a device: its card's menu."""
    if not peer.is_self:
        return (Choice("Remove from the swarm…", RemoveDevice(peer.peer_id, peer.name)),)
    pauses = sharing_choices(state)
    if len(pauses) > 1:
        pauses = tuple(
            Choice(f"Pause sharing {choice.text[:1].lower()}{choice.text[1:]}", choice.request) for choice in pauses
        )
    own = (Choice("Rename this computer…", Rename()), Choice("Change shared memory…", ChangeOffer()))
    return (*own, *pauses)


def newcomer_cards(state: AppState) -> tuple[NewcomerCard, ...]:
    """Who waits to be let in."""
    return tuple(
        NewcomerCard(
            knock_id=newcomer.knock_id,
            title=f"{newcomer.name} asks to join",
            words=newcomer.words,
            advice="Let it in only if it shows the same three words.",
        )
        for newcomer in state.newcomers
    )


def invite_cards(state: AppState, now: datetime) -> tuple[InviteCard, ...]:
    """Invites that nobody has used yet."""
    return tuple(
        InviteCard(invite.invite_id, invite.code, f"Works once, until {moment(invite.expires_at, now)}.")
        for invite in state.invites
    )


def knock_card(state: AppState | None) -> KnockCard | None:
    """What the newcomer shows while it waits; None when it does not."""
    if state is None or not isinstance(state.swarm, Knocking):
        return None
    words, inviter_name = state.swarm.words, state.swarm.inviter_name
    if not words:
        return KnockCard("Looking for the device that gave the invite…", ())
    return KnockCard(f"{inviter_name} must show the same three words. Let this computer in there.", words)
