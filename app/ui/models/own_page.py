"""Your models: what this computer and the others have, and what is on its way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.placement import Plan, Refusal
from app.domain.state import AppState
from app.ui.models.listing import Listing
from app.ui.models.model_detail import ModelDetailArea
from app.ui.models.pane import Pane
from app.ui.models.transfer_detail import TransferDetailArea
from app.ui.present import plan_view
from app.ui.present.language import tr
from app.ui.present.library import model_detail
from app.ui.present.library_requests import LibraryRequest, ShowPlan
from app.ui.present.library_views import LibraryView, OnItsWay, OwnModel
from app.ui.present.transfers import transfer_detail
from app.ui.widgets import add_clear_button


class OwnPage(QWidget):
    """The page."""

    asked = Signal(object)
    """A `LibraryRequest`; not of plans, which are shown here."""
    plan = Signal(str)
    """The plan of a model is wanted."""
    find_wanted = Signal()
    """Models are wanted that are not here."""
    filtered = Signal(str)
    """Another text is in the field."""

    def __init__(self) -> None:
        super().__init__()
        self._state: AppState | None = None
        self._view: LibraryView | None = None
        self._outcomes: dict[str, Plan | Refusal] = {}
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Filter by name or device"))
        self.field.setAccessibleName(tr("Filter models by name or device"))
        add_clear_button(self.field)
        self.field.textChanged.connect(self.filtered)
        self.listing = Listing(tr("Models"))
        self.listing.picked.connect(lambda _item: self._show_details())
        self._model, self._transfer = ModelDetailArea(), TransferDetailArea()
        self._model.asked.connect(self._ask)
        self._transfer.asked.connect(self.asked)
        self._pane = Pane(self.listing, self.field)
        self._pane.offer.setText(tr("Find models"))
        self._pane.offer.setAccessibleName(tr("Find models"))
        self._pane.offer.clicked.connect(self.find_wanted)
        self._pane.add_details(self._model)
        self._pane.add_details(self._transfer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pane)

    def show_view(self, view: LibraryView, state: AppState | None) -> None:
        """Another snapshot, or another filter."""
        before, self._view, self._state = self._view, view, state
        if before is None or before.sections != view.sections:
            self.listing.show_sections(view.sections)
        self._pane.show_list(bool(view.sections or self.field.text()))
        self._pane.offer.setVisible(bool(view.emptiness) and state is not None)
        self._show_details()

    def show_plan(self, model_name: str, outcome: Plan | Refusal) -> None:
        """Show a plan in its model's details."""
        self._outcomes[model_name] = outcome
        self._show_details()

    def _show_details(self) -> None:
        state = self._state
        if state is None or self._view is None:
            self._pane.show_details(None, tr("Hearth is starting."))
            return
        match self.listing.current:
            case OwnModel() as wanted:
                self._show_model(state, wanted)
            case OnItsWay(transfer_id):
                detail = transfer_detail(state, transfer_id)
                if detail is not None:
                    self._transfer.show_detail(detail)
                self._pane.show_details(self._transfer if detail else None)
            case _:
                self._pane.show_details(None, self._view.emptiness)

    def _show_model(self, state: AppState, wanted: OwnModel) -> None:
        name = next((model.name for model in state.models if model.model_id == wanted.model_id), "")
        outcome = self._outcomes.get(name)
        detail = model_detail(state, wanted, is_planned=outcome is not None)
        if detail is None:
            self._pane.show_details(None)
            return
        if detail.segments:  # it is loaded by now: what would have been is of no interest any more
            outcome = None
            self._outcomes.pop(name, None)
        self._model.show_detail(detail, plan_view(state, outcome) if outcome else None)
        self._pane.show_details(self._model)

    def _ask(self, request: LibraryRequest) -> None:
        match request:
            case ShowPlan(name):
                if self._outcomes.pop(name, None) is None:
                    self.plan.emit(name)
                else:
                    self._show_details()
            case _:
                self.asked.emit(request)
