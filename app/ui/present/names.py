"""Devices by name, and lists of them as people say them."""

from collections import Counter

from app.domain.ids import PeerId
from app.domain.state import AppState

THIS_COMPUTER = "this computer"


def device_names(state: AppState) -> dict[PeerId, str]:
    """What each device is called."""
    return {peer.peer_id: peer.name for peer in state.peers}


def spoken_names(state: AppState) -> dict[PeerId, str]:
    """The same, but this computer is called that: for sentences that are read on it."""
    return {peer.peer_id: THIS_COMPUTER if peer.is_self else peer.name for peer in state.peers}


def shared_titles(state: AppState) -> frozenset[str]:
    """Titles that several models have, as the quantizations of one do: their names have to be shown too."""
    counts = Counter(model.title or model.name for model in state.models)
    return frozenset(title for title, count in counts.items() if count > 1)


def join_names(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`; long lists are cut to a number."""
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""
