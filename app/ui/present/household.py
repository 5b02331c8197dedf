"""Sharing, invites and newcomers in words, and what may be done with each device."""

from datetime import datetime

from app.domain.sentence import marked
from app.domain.sharing import Paused, Reduced, Sharing, SharingStatus, Withheld
from app.domain.state import AppState, Joined, Knocking, PeerState
from app.domain.words import format_bytes
from app.ui.present.dates import month_name
from app.ui.present.door_views import InviteCard, KnockCard, NewcomerCard
from app.ui.present.language import tr
from app.ui.present.requests import (
    ChangeOffer,
    PauseFor,
    PauseSharing,
    RemoveDevice,
    Rename,
    ResumeSharing,
)
from app.ui.present.views import Choice

_PAUSES = {
    PauseFor.AN_HOUR: marked("Pause sharing for an hour"),
    PauseFor.UNTIL_TOMORROW: marked("Pause sharing until tomorrow morning"),
    PauseFor.UNTIL_RESUMED: marked("Pause sharing until I resume it"),
}


def sharing_words(status: SharingStatus, now: datetime) -> str:
    """What this computer lends, where that is not what its owner offers; empty when it is."""
    match status:
        case Sharing():
            return ""
        case Paused(until):
            if until is None:
                return tr("sharing is paused")
            return tr("sharing is paused until {time}", time=moment(until, now))
        case Reduced(offered_bytes):
            return tr("short of memory, shares {size}", size=format_bytes(offered_bytes))
        case Withheld(reason):
            return tr("shares no memory: {reason}", reason=reason)


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
    if days == 1:
        return tr("{clock} tomorrow", clock=clock)
    day, month = str(when.day), month_name(when.month)
    if when.year == now.year:
        return tr("{clock} on {day} {month}", clock=clock, day=day, month=month)
    return tr("{clock} on {day} {month} {year}", clock=clock, day=day, month=month, year=str(when.year))


def local_time() -> datetime:
    """Now, where this computer is."""
    return datetime.now().astimezone()


def sharing_choices(state: AppState | None) -> tuple[Choice, ...]:
    """What the owner can do about sharing now."""
    if state is None or not isinstance(state.swarm, Joined):
        return ()
    if isinstance(state.sharing, Paused):
        return (Choice(tr("Resume sharing"), ResumeSharing()),)
    return tuple(Choice(tr(how_long.value), PauseSharing(how_long)) for how_long in PauseFor)


def device_choices(state: AppState, peer: PeerState) -> tuple[Choice, ...]:
    """What can be done with a device: its card's menu."""
    if not peer.is_self:
        return (Choice(tr("Remove from the swarm…"), RemoveDevice(peer.peer_id, peer.name)),)
    own = (Choice(tr("Rename this computer…"), Rename()), Choice(tr("Change shared memory…"), ChangeOffer()))
    if isinstance(state.sharing, Paused):
        return (*own, *sharing_choices(state))
    pauses = (Choice(tr(words), PauseSharing(how_long)) for how_long, words in _PAUSES.items())
    return (*own, *pauses)


def newcomer_cards(state: AppState) -> tuple[NewcomerCard, ...]:
    """Who waits to be let in."""
    return tuple(
        NewcomerCard(
            knock_id=newcomer.knock_id,
            title=tr("{name} asks to join", name=newcomer.name),
            words=newcomer.words,
            advice=tr("Let it in only if it shows the same three words."),
        )
        for newcomer in state.newcomers
    )


def invite_cards(state: AppState, now: datetime) -> tuple[InviteCard, ...]:
    """Invites that nobody has used yet."""
    return tuple(
        InviteCard(invite.invite_id, invite.code, tr("Works once, until {time}.", time=moment(invite.expires_at, now)))
        for invite in state.invites
    )


def knock_card(state: AppState | None) -> KnockCard | None:
    """What the newcomer shows while it waits; None when it does not."""
    if state is None or not isinstance(state.swarm, Knocking):
        return None
    words, inviter_name = state.swarm.words, state.swarm.inviter_name
    if not words:
        return KnockCard(tr("Looking for the device that gave the invite…"), ())
    advice = tr("{name} must show the same three words. Let this computer in there.", name=inviter_name)
    return KnockCard(advice, words)
