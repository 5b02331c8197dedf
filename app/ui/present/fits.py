"""Where a model would fit, in a shape, a word and a sentence."""

from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig
from app.domain.state import AppState
from app.domain.words import format_bytes
from app.ui.present.library_views import FitShape, FitView
from app.ui.present.names import THIS_COMPUTER, join_names
from app.ui.present.views import Tone


def fit_view(state: AppState, fit: Fit) -> FitView:
    """A fit as it is shown on this computer."""
    match fit:
        case FitsWhole(node_name, is_snug):
            place = _spoken(state, node_name)
            if is_snug:
                words = f"Just fits on {place}: little memory is left beside it."
                return FitView(FitShape.WHOLE_SNUG, "Snug", words, Tone.WARNING)
            return FitView(FitShape.WHOLE, "Comfortable", f"Fits comfortably on {place}.", Tone.GOOD)
        case FitsSplit(node_names, is_snug):
            places = join_names([_spoken(state, name) for name in node_names])
            if is_snug:
                words = f"Just fits when split over {places}: little memory is left beside it."
                return FitView(FitShape.SPLIT_SNUG, "Split, snug", words, Tone.WARNING)
            return FitView(FitShape.SPLIT, "Split", f"Fits comfortably when split over {places}.", Tone.GOOD)
        case TooBig(missing_bytes):
            missing = format_bytes(missing_bytes)
            who = "all devices together" if len(state.peers) > 1 else THIS_COMPUTER
            words = f"Too big for {who}: {missing} more memory would have to be shared."
            return FitView(FitShape.TOO_BIG, f"{missing} short", words, Tone.DANGER)


def fits_here(state: AppState, fit: Fit) -> bool:
    """Whether this computer alone holds it."""
    return isinstance(fit, FitsWhole) and _spoken(state, fit.node_name) == THIS_COMPUTER


def _spoken(state: AppState, name: str) -> str:
    own = {state.node_name, *(peer.name for peer in state.peers if peer.is_self)}
    return THIS_COMPUTER if name in own else name
