"""Where a model would fit, in a shape, a word and a sentence."""

from dataclasses import replace

from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig
from app.domain.sentence import marked
from app.domain.state import AppState
from app.domain.words import format_bytes
from app.ui.present.language import tr
from app.ui.present.library_views import FitShape, FitView
from app.ui.present.names import THIS_COMPUTER, join_names
from app.ui.present.views import Tone

WHAT_HELPS = marked("Share more memory, or invite another device.")
"""What to do about a model that does not fit."""


def fit_view(state: AppState, fit: Fit) -> FitView:
    """A fit as it is shown on this computer."""
    match fit:
        case FitsWhole(node_name, is_snug):
            words = _whole(state, node_name, is_snug)
            if is_snug:
                return FitView(FitShape.WHOLE_SNUG, tr("Snug"), words, Tone.WARNING)
            return FitView(FitShape.WHOLE, tr("Comfortable"), words, Tone.GOOD)
        case FitsSplit(node_names, is_snug):
            places = join_names([tr(THIS_COMPUTER) if _is_here(state, name) else name for name in node_names])
            if is_snug:
                words = tr("Just fits when split over {places}: little memory is left beside it.", places=places)
                return FitView(FitShape.SPLIT_SNUG, tr("Split, snug"), words, Tone.WARNING)
            words = tr("Fits comfortably when split over {places}.", places=places)
            return FitView(FitShape.SPLIT, tr("Split"), words, Tone.GOOD)
        case TooBig(missing_bytes):
            missing = format_bytes(missing_bytes)
            words = (
                tr("Too big for all devices together: {size} more memory would have to be shared.", size=missing)
                if len(state.peers) > 1
                else tr("Too big for this computer: {size} more memory would have to be shared.", size=missing)
            )
            return FitView(FitShape.TOO_BIG, tr("{size} short", size=missing), words, Tone.DANGER)


def with_help(view: FitView) -> FitView:
    """The same, with what to do where it does not fit."""
    return replace(view, words=f"{view.words} {tr(WHAT_HELPS)}") if view.shape is FitShape.TOO_BIG else view


def fits_here(state: AppState, fit: Fit) -> bool:
    """Whether this computer alone holds it."""
    return isinstance(fit, FitsWhole) and _is_here(state, fit.node_name)


def _whole(state: AppState, name: str, is_snug: bool) -> str:
    if _is_here(state, name):
        if is_snug:
            return tr("Just fits on this computer: little memory is left beside it.")
        return tr("Fits comfortably on this computer.")
    if is_snug:
        return tr("Just fits on {device}: little memory is left beside it.", device=name)
    return tr("Fits comfortably on {device}.", device=name)


def _is_here(state: AppState, name: str) -> bool:
    return name in {state.node_name, *(peer.name for peer in state.peers if peer.is_self)}
