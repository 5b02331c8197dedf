"""The models of the Swarm window: a card for each, with the preview of a plan where one was asked for."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.placement import Plan, Refusal
from app.ui.model_card import ModelCardWidget
from app.ui.present.language import tr
from app.ui.present.swarm_views import ModelCard
from app.ui.present.views import PlanView
from app.ui.theme import SPACE, SPACE_SMALL
from app.ui.widgets import Text, column, discard


class ModelCards(QWidget):
    """Cards below each other, or the words that there are none.

    Args:
        preview: Makes of a plan or a refusal what is shown of it now; None while nothing can be.
    """

    load = Signal(str)
    unload = Signal(str)
    plan = Signal(str)
    ask = Signal(object)
    """A `Request`."""

    def __init__(self, preview: Callable[[Plan | Refusal], PlanView | None]) -> None:
        super().__init__()
        self._preview = preview
        self._models: tuple[ModelCard, ...] = ()
        self._outcomes: dict[str, Plan | Refusal] = {}
        self._pending: set[str] = set()
        self._drawn: dict[str, tuple[object, QWidget]] = {}
        self._cards = column(spacing=SPACE)
        self._no_models = Text(tr("No models yet."), "muted")
        self.setLayout(column(self._cards, self._no_models, spacing=SPACE_SMALL))

    def show_models(self, models: tuple[ModelCard, ...]) -> None:
        """Make anew only the cards whose content changed, so that a button keeps its focus."""
        self._models = models
        drawn: dict[str, tuple[object, QWidget]] = {}
        for place, card in enumerate(models):
            if not card.can_plan:
                self._outcomes.pop(card.name, None)
            outcome = self._outcomes.get(card.name)
            preview = self._preview(outcome) if outcome else None
            content = (card, preview, card.name in self._pending)
            known = self._drawn.pop(card.name, None)
            if known is not None and known[0] == content:
                widget = known[1]
            else:
                if known is not None:
                    discard(self._cards, known[1])
                widget = self._card(card, preview)
            self._cards.insertWidget(place, widget)
            drawn[card.name] = (content, widget)
        for _, widget in self._drawn.values():
            discard(self._cards, widget)
        self._drawn = drawn
        self._no_models.setVisible(not models)

    def show_plan(self, model_name: str, outcome: Plan | Refusal | None) -> None:
        """Show a plan in its model's card; None when it could not be made."""
        self._pending.discard(model_name)
        if outcome is not None:
            self._outcomes[model_name] = outcome
        self.show_models(self._models)

    def _card(self, card: ModelCard, preview: PlanView | None) -> ModelCardWidget:
        widget = ModelCardWidget(card, preview, card.name in self._pending)
        widget.load.connect(self.load)
        widget.unload.connect(self.unload)
        widget.plan.connect(self._toggle_plan)
        widget.ask.connect(self.ask)
        return widget

    def _toggle_plan(self, model_name: str) -> None:
        if self._outcomes.pop(model_name, None) is None:
            self._pending.add(model_name)
            self.plan.emit(model_name)
        self.show_models(self._models)
