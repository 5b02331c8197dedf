"""The tray icon's shape, tooltip and menu, and the one status line that tray and window share."""

from app.domain.errors import Problem
from app.domain.sharing import Paused
from app.domain.state import (
    AppState,
    Connecting,
    Joined,
    Knocking,
    Loading,
    NotJoined,
    Online,
    Ready,
    WaitingForKeyring,
)
from app.ui.present.household import local_time, sharing_choices, sharing_words
from app.ui.present.language import tr, tr_count
from app.ui.present.requests import Troubleshoot
from app.ui.present.views import Command, MenuEntry, TrayState, TrayView

MAX_MENU_TEXT = 60

NOTICE_CODES = frozenset({"keyring_missing", "keyring_locked", "invite_void"})
"""Problems with which Hearth works all the same: told in the window, but no alarm in the tray."""


def tray_state(state: AppState | None) -> TrayState:
    """Which of the six shapes the icon has; what needs the user comes first."""
    if state is None:
        return TrayState.CONNECTING
    if serious_problems(state):
        return TrayState.ERROR
    match state.swarm:
        case Connecting() | Knocking() | WaitingForKeyring():
            return TrayState.CONNECTING
        case NotJoined() | Joined():
            pass
    if _work(state):
        return TrayState.BUSY
    if isinstance(state.swarm, NotJoined):
        return TrayState.NOT_JOINED
    if isinstance(state.sharing, Paused) or (state.peers and not state.this_node.sharing):
        return TrayState.PAUSED
    return TrayState.READY


def status_line(state: AppState | None) -> str:
    """The whole state in one line."""
    if state is None:
        return tr("Starting…")
    work = _work(state)
    match state.swarm:
        case NotJoined():
            return " · ".join(part for part in (tr("Not in a swarm"), work) if part)
        case WaitingForKeyring():
            return tr("Waiting for the keyring to be unlocked")
        case Connecting():
            return tr("Connecting to the swarm…")
        case Knocking(words, inviter_name):
            if not words:
                return tr("Looking for the inviting device…")
            return tr("{name} must show: {words}", name=inviter_name, words=" ".join(words))
        case Joined(swarm_name):
            sharing = sharing_words(state.sharing, local_time())
            if not sharing and state.peers and not state.this_node.sharing:
                sharing = tr("shares no memory")
            parts = (swarm_name, _devices_online(state), work, sharing)
            return " · ".join(part for part in parts if part)


def tray_view(state: AppState | None, start_problem: Problem | None = None) -> TrayView:
    """Everything about the tray icon; a node that did not start shows why."""
    if start_problem is not None:
        line = shorten(tr(start_problem.title), MAX_MENU_TEXT)
        menu = (
            MenuEntry(line, None, enabled=False),
            None,
            MenuEntry(tr("Swarm…"), Command.OPEN_SWARM),
            None,
            MenuEntry(tr("Open logs"), Command.OPEN_LOGS),
            MenuEntry(tr("About Hearth…"), Command.ABOUT),
            None,
            MenuEntry(tr("Quit"), Command.QUIT),
        )
        return TrayView(TrayState.ERROR, f"Hearth: {line}. {tr(start_problem.message)}", menu)
    shape = tray_state(state)
    line = status_line(state)
    tooltip = f"Hearth: {line}"
    if state is not None and (problems := serious_problems(state)):
        line = tr(problems[0].title)
        tooltip = f"Hearth: {line}. {tr(problems[0].message)}"
    return TrayView(shape, tooltip, _menu(state, shorten(line, MAX_MENU_TEXT)))


def serious_problems(state: AppState) -> tuple[Problem, ...]:
    """What keeps Hearth from doing its work."""
    return tuple(problem for problem in state.problems if problem.code not in NOTICE_CODES)


def can_join(state: AppState | None) -> bool:
    """Whether this node may be put into a swarm."""
    return state is not None and isinstance(state.swarm, NotJoined)


def is_knocking(state: AppState | None) -> bool:
    """Whether this computer waits to be let in."""
    return state is not None and isinstance(state.swarm, Knocking)


def can_leave(state: AppState | None) -> bool:
    """Whether there is a swarm to leave, a token to forget, or a request to take back."""
    return state is not None and not isinstance(state.swarm, NotJoined)


def can_troubleshoot(state: AppState | None) -> bool:
    """Whether there are devices to look for."""
    return state is not None and isinstance(state.swarm, Joined)


def can_invite(state: AppState | None) -> bool:
    """Whether the token can be shown, or a swarm be made to have one."""
    return state is not None and not isinstance(state.swarm, WaitingForKeyring | Knocking)


def shorten(text: str, length: int) -> str:
    """The text cut to a length, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _menu(state: AppState | None, line: str) -> tuple[MenuEntry | None, ...]:
    entries: list[MenuEntry | None] = [
        MenuEntry(line, None, enabled=False),
        None,
        MenuEntry(tr("Open chat"), Command.OPEN_CHAT),
        MenuEntry(tr("Swarm…"), Command.OPEN_SWARM),
        MenuEntry(tr("Models…"), Command.OPEN_MODELS),
        None,
    ]
    sharing = sharing_choices(state)
    if len(sharing) == 1:
        entries += [MenuEntry(sharing[0].text, sharing[0].request), None]
    elif sharing:
        entries += [MenuEntry(tr("Pause sharing"), None, choices=sharing), None]
    membership: list[MenuEntry | None] = []
    if can_join(state):
        membership.append(MenuEntry(tr("Join swarm…"), Command.JOIN))
    if can_invite(state):
        membership.append(MenuEntry(tr("Invite a device…"), Command.INVITE))
    if can_leave(state):
        membership.append(MenuEntry(tr("Stop asking" if is_knocking(state) else "Leave swarm…"), Command.LEAVE))
    if membership:
        entries += [*membership, None]
    if state is not None and state.api_url:
        entries += [
            MenuEntry(tr("Copy API address"), Command.COPY_ADDRESS),
            MenuEntry(tr("Connect an app…"), Command.CONNECT_APP),
            None,
        ]
    entries += [
        MenuEntry(tr("Settings…"), Command.SETTINGS),
        MenuEntry(tr("Help"), None, below=help_entries(state)),
        MenuEntry(tr("Quit"), Command.QUIT),
    ]
    return tuple(entries)


def help_entries(state: AppState | None) -> tuple[MenuEntry, ...]:
    """The Help menu."""
    entries = [
        MenuEntry(tr("Copy diagnostics"), Command.COPY_DIAGNOSTICS),
        MenuEntry(tr("Open logs"), Command.OPEN_LOGS),
        MenuEntry(tr("Troubleshoot network…"), Troubleshoot(), enabled=can_troubleshoot(state)),
        MenuEntry(tr("Show the first steps…"), Command.WELCOME),
        MenuEntry(tr("About Hearth…"), Command.ABOUT),
    ]
    return tuple(entries)


def _work(state: AppState) -> str:
    """What the models are busy with; empty when nothing is."""
    for model in state.models:
        if isinstance(model.status, Loading):
            return tr("loading {title}", title=shorten(model.title, 30))
    busy = [model.status for model in state.models if isinstance(model.status, Ready) and model.status.active_requests]
    answers = sum(status.active_requests for status in busy)
    return tr_count(answers, "answering", "answering {count} requests") if answers else ""


def _devices_online(state: AppState) -> str:
    count = len(state.peers)
    online = sum(1 for peer in state.peers if peer.is_self or isinstance(peer.status, Online))
    if online == count:
        return tr_count(count, "{count} device", "{count} devices")
    return tr("{online} of {count} devices online", online=online, count=count)


def knocks(before: AppState | None, after: AppState) -> tuple[str, ...]:
    """Newcomers that have come to the door between two snapshots."""
    known = {newcomer.knock_id for newcomer in before.newcomers} if before is not None else set()
    return tuple(
        tr(
            "{name} asks to join. It must show: {words}",
            name=newcomer.name,
            words=" ".join(newcomer.words),
        )
        for newcomer in after.newcomers
        if newcomer.knock_id not in known
    )


def arrivals(before: AppState | None, after: AppState) -> tuple[str, ...]:
    """Devices that joined or left between two snapshots of one swarm.

    Going away and coming back, as laptops do when they sleep, is neither.
    """
    if before is None or not isinstance(before.swarm, Joined) or before.swarm != after.swarm:
        return ()
    known = {peer.peer_id: peer.name for peer in before.peers}
    there = {peer.peer_id: peer.name for peer in after.peers}
    came = tuple(tr("{name} joined the swarm", name=name) for peer_id, name in there.items() if peer_id not in known)
    went = tuple(tr("{name} left the swarm", name=name) for peer_id, name in known.items() if peer_id not in there)
    return came + went
