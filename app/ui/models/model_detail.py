"""Everything about one model of the household, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from app.ui.buttons import CopyButton
from app.ui.check_box import CheckBox
from app.ui.model_card import LayerView, PlanPreview
from app.ui.models.fit_shape import FitCard
from app.ui.models.parts import ActionRow, DetailArea, Facts, Holders, StatusLine, heading
from app.ui.present.language import problem_words, tr
from app.ui.present.library_views import Keeping, ModelDetail
from app.ui.present.views import LayerSegment, PlanView
from app.ui.theme import SPACE_SMALL, SPACE_TINY, monospace_font
from app.ui.widgets import ElidedText, Text, clear, column, row


class ModelDetailArea(DetailArea):
    """Filled again with each state, so that its buttons keep the focus while figures change."""

    asked = Signal(object)
    """A `LibraryRequest`."""

    def __init__(self) -> None:
        super().__init__(tr("About the model"))
        self._layers_drawn: tuple[tuple[LayerSegment, ...], bool] = ((), False)
        self._preview: PlanView | None = None
        self._keeping: Keeping | None = None
        self._title = ElidedText("", size=1.35, bold=True)
        self._status = StatusLine()
        self._actions = ActionRow()
        self._actions.asked.connect(self.asked)
        self._keep = CheckBox(tr("Keep loaded"))
        self._keep.clicked.connect(self._keep_clicked)
        self._problem = Text("", "danger", selectable=True)
        self._fit = FitCard()
        self._plan = column()
        self._layers = column()
        self._description = Text("", "muted", selectable=True)
        self._holders, self._facts = Holders(), Facts()
        self._name = ElidedText("")
        self._name.setFont(monospace_font())
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._copy = CopyButton(tr("Copy"), lambda: self._name.text, name=tr("Copy the model's name"), kind="flat")
        self._build()

    def show_detail(self, detail: ModelDetail, preview: PlanView | None) -> None:
        """Another state of it, or another model."""
        self._title.set_text(detail.title)
        unknown = detail.progress == 0
        self._status.show_status(detail.status, detail.tone, detail.progress, is_unknown=unknown)
        self._actions.show_actions(detail.actions, detail.title)
        self._show_keeping(detail)
        self._problem.setText(problem_words(detail.problem) if detail.problem else "")
        self._problem.setVisible(detail.problem is not None)
        self._fit.show_fit(detail.fit)
        self._show_plan(preview)
        self._show_layers(detail)
        self._description.setText(detail.description)
        self._description.setVisible(bool(detail.description))
        self._holders.show_holders(detail.holders)
        self._facts.show_facts(detail.facts)
        self._name.set_text(detail.name)
        self._name.setAccessibleName(tr("Name for programs: {name}", name=detail.name))

    def _build(self) -> None:
        name = row(self._name, self._copy, None)
        self.content.addLayout(column(self._title, self._status, spacing=SPACE_TINY))
        self.content.addWidget(self._actions)
        self.content.addWidget(self._keep)
        self.content.addWidget(self._problem)
        self.content.addWidget(self._fit)
        self.content.addLayout(self._plan)
        self.content.addLayout(self._layers)
        self.content.addWidget(self._facts)
        self.content.addWidget(self._description)
        self.content.addSpacing(SPACE_TINY)
        self.content.addLayout(column(heading(tr("Where it is")), self._holders, spacing=SPACE_SMALL))
        self.content.addSpacing(SPACE_TINY)
        self.content.addLayout(column(heading(tr("Name for programs")), name, spacing=0))
        self.content.addStretch(1)

    def _show_keeping(self, detail: ModelDetail) -> None:
        keeping = self._keeping = detail.keeping
        self._keep.setVisible(keeping is not None)
        self._keep.setAccessibleName(tr("Keep {model} loaded", model=detail.title))
        if keeping is not None:
            self._keep.setChecked(keeping.is_kept)
            self._keep.setEnabled(not keeping.why_not)
            self._keep.setToolTip(keeping.why_not or tr("It is not unloaded when it is not used for a while"))

    def _keep_clicked(self) -> None:
        if self._keeping is not None:
            # It is shown as the node has it, which says so when it has done what was asked.
            self._keep.setChecked(self._keeping.is_kept)
            self.asked.emit(self._keeping.request)

    def _show_plan(self, preview: PlanView | None) -> None:
        if preview != self._preview:
            self._preview = preview
            clear(self._plan)
            if preview is not None:
                self._plan.addWidget(PlanPreview(preview))

    def _show_layers(self, detail: ModelDetail) -> None:
        drawn = (detail.segments, detail.progress is not None)
        if drawn != self._layers_drawn:
            self._layers_drawn = drawn
            clear(self._layers)
            if detail.segments:
                self._layers.addWidget(LayerView(detail.segments, is_coming=detail.progress is not None))
