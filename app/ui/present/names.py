"""Devices by name, and lists of them as people say them."""

from collections import Counter

from app.domain.ids import PeerId
from app.domain.sentence import marked
from app.domain.state import AppState
from app.ui.present.language import tr

THIS_COMPUTER = marked("this computer")


def device_names(state: AppState) -> dict[PeerId, str]:
    """What each device is called."""
    return {peer.peer_id: peer.name for peer in state.peers}


def spoken_names(state: AppState) -> dict[PeerId, str]:
    """The same, but this computer is called that: for sentences that are read on it."""
    return {peer.peer_id: tr(THIS_COMPUTER) if peer.is_self else peer.name for peer in state.peers}


def shared_titles(state: AppState) -> frozenset[str]:
    """Titles that several models have, as the quantizations of one do: their names have to be shown too."""
    counts = Counter(model.title or model.name for model in state.models)
    return frozenset(title for title, count in counts.items() if count > 1)


def join_names(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`; long lists are cut to a number."""
    if len(names) > 4:
        names = [*names[:3], tr("{count} more", count=len(names) - 3)]
    if len(names) < 2:
        return names[0] if names else ""
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
