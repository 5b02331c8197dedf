"""Where a file would fit, by its size alone: what can be said of a model before any of it is here."""

from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig
from app.domain.state import AppState, Online, PeerState

_SNUG_PART = 0.8
_BESIDE_BYTES = 300_000_000
"""What a conversation and the computing need, about."""


def rough_fit(state: AppState, file_bytes: int) -> Fit:
    """Where a file of this size would fit now."""
    needed = file_bytes + file_bytes // 20 + _BESIDE_BYTES
    peers = [peer for peer in state.peers if peer.sharing and (peer.is_self or isinstance(peer.status, Online))]
    by_offer = sorted(peers, key=lambda peer: (not peer.is_self, -peer.offered_bytes))
    for peer in by_offer:
        if needed <= _SNUG_PART * peer.offered_bytes:
            return FitsWhole(peer.name, is_snug=False)
    for peer in by_offer:
        if needed <= peer.offered_bytes:
            return FitsWhole(peer.name, is_snug=True)
    together = sum(peer.offered_bytes for peer in peers)
    if needed <= together:
        return FitsSplit(_names_needed(by_offer, needed), is_snug=needed > _SNUG_PART * together)
    return TooBig(needed - together)


def _names_needed(peers: list[PeerState], needed: int) -> tuple[str, ...]:
    """The devices with most to offer that hold it together."""
    names: list[str] = []
    for peer in sorted(peers, key=lambda peer: -peer.offered_bytes):
        if needed <= 0:
            break
        names.append(peer.name)
        needed -= peer.offered_bytes
    return tuple(names)
