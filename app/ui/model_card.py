"""The card of a model in the Swarm window, with its layers, and the preview of a plan."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.ui.bars import Dot, LayerBar, LegendEntry
from app.ui.buttons import Button
from app.ui.card_grid import CardGrid
from app.ui.check_box import CheckBox
from app.ui.present.language import problem_words, tr
from app.ui.present.requests import PinPlan, UnpinPlan, UseBetterPlan
from app.ui.present.swarm_views import ModelCard
from app.ui.present.views import LayerSegment, PlanView, Tone
from app.ui.theme import SPACE, SPACE_SMALL
from app.ui.widgets import Card, ElidedText, Symbol, Text, column, row

WIDE = 520
"""From this width on the buttons of a model have room beside its name."""


class LayerView(QWidget):
    """A layer bar with its legend.

    Args:
        segments: The runs of layers.
        is_coming: Whether they are not there yet.
    """

    def __init__(self, segments: tuple[LayerSegment, ...], *, is_coming: bool = False) -> None:
        super().__init__()
        self._legend = CardGrid(column_width=260, spacing=SPACE_SMALL)
        self._legend.show_cards([LegendEntry(segment) for segment in segments])
        self.setLayout(column(LayerBar(segments, is_coming=is_coming), self._legend))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Fit the legend to the width."""
        super().resizeEvent(event)
        self._legend.set_width(self.width())


class PlanPreview(Card):
    """A plan before anything loads, or why there is none."""

    def __init__(self, view: PlanView) -> None:
        super().__init__("well", margin=SPACE)
        self.body.addWidget(Text(view.title, "danger" if view.is_refusal else "", bold=True))
        if view.segments:
            self.body.addWidget(LayerView(view.segments))
        for words in view.lines:
            self.body.addWidget(Text(words, "muted", selectable=True))


class ModelCardWidget(Card):
    """One model: what it is, how far it is, who holds which layers; and its buttons."""

    load = Signal(str)
    unload = Signal(str)
    plan = Signal(str)
    ask = Signal(object)
    """A `Request`."""

    def __init__(self, card: ModelCard, preview: PlanView | None, plan_pending: bool) -> None:
        super().__init__()
        self._card = card
        self.setAccessibleName(f"{card.title}, {card.status}")
        status = ElidedText(card.status, size=0.92, tone=card.tone)
        status.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(ElidedText(card.title, size=1.08, bold=True))
        names.addWidget(ElidedText(card.subtitle, size=0.92, tone=Tone.NEUTRAL))
        tools = row(row(Dot(card.tone), status), *self._buttons(preview, plan_pending), spacing=SPACE)
        tools.setStretch(0, 1)
        heading = row(names, tools, spacing=SPACE)
        heading.setStretch(0, 1)
        self._turning = [heading]
        self.body.addLayout(heading)
        is_refused = preview is not None and preview.is_refusal  # which says the same, and more
        for words in ("" if is_refused else card.note, card.news):
            if words:
                self.body.addLayout(self._note(words))
        if card.progress is not None:
            self.body.addWidget(self._progress(card))
        if card.problem is not None:
            self.body.addWidget(Text(problem_words(card.problem), "danger", selectable=True))
        if card.segments:
            self.body.addWidget(LayerView(card.segments, is_coming=card.progress is not None))
        if card.can_pin or card.better:
            self._turning.append(self._choices())
            self.body.addLayout(self._turning[-1])
        if card.better_segments:
            self.body.addWidget(self._after(card))
        if preview is not None:
            self.body.addWidget(PlanPreview(preview))

    def _buttons(self, preview: PlanView | None, plan_pending: bool) -> list[QWidget]:
        card, made = self._card, []
        if card.can_plan:
            shown = Button(
                tr("Hide plan" if preview else "Show plan"), "flat", name=tr("Show plan of {model}", model=card.title)
            )
            shown.setEnabled(not plan_pending)
            shown.clicked.connect(lambda: self.plan.emit(card.name))
            made.append(shown)
        if card.can_load:
            loaded = Button(tr("Try again" if card.problem else "Load"), name=tr("Load {model}", model=card.title))
            loaded.clicked.connect(lambda: self.load.emit(card.name))
            made.append(loaded)
        if card.can_unload:
            unloaded = Button(tr("Unload"), name=tr("Unload {model}", model=card.title))
            unloaded.clicked.connect(lambda: self.unload.emit(card.name))
            made.append(unloaded)
        return list[QWidget](made)

    def _choices(self) -> QHBoxLayout:
        """What can be done about the plan: whether it may change, and to take a better one now."""
        card = self._card
        words, buttons = Text(card.better, "muted", size=0.92), row(None, spacing=SPACE)
        if card.better:
            better = Button(tr("Use it now"), name=tr("Load {model} by its better plan", model=card.title))
            better.clicked.connect(lambda: self.ask.emit(UseBetterPlan(card.name)))
            buttons.addWidget(better)
        if card.can_pin:
            pin = CheckBox(tr("Keep this plan"))
            pin.setChecked(card.is_pinned)
            pin.setToolTip(tr("Devices that come or go change the plan only when they must"))
            pin.setAccessibleName(tr("Keep the plan of {model}", model=card.title))
            pin.clicked.connect(lambda kept: self.ask.emit((PinPlan if kept else UnpinPlan)(card.name)))
            buttons.addWidget(pin)
        choices = row(*([words] if card.better else []), buttons)
        choices.setStretch(0, 1)
        return choices

    def _after(self, card: ModelCard) -> Card:
        """Who would hold what by the better plan, below who holds it now."""
        after = Card("well", margin=SPACE)
        after.body.addWidget(Text(tr("After the change"), "muted", size=0.92, bold=True))
        after.body.addWidget(LayerView(card.better_segments, is_coming=True))
        return after

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Put the buttons below the words when there is no room beside them."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        for turning in self._turning:
            turning.setDirection(directions.LeftToRight if self.width() >= WIDE else directions.TopToBottom)

    def _note(self, words: str) -> QVBoxLayout:
        note = row(Symbol("info", 16, Tone.BUSY), Text(words, "muted", size=0.92))
        note.setStretch(1, 1)
        return column(note)

    def _progress(self, card: ModelCard) -> QProgressBar:
        bar = QProgressBar()
        bar.setTextVisible(False)
        # Without known bytes the bar moves by itself: working, but not measurable.
        bar.setRange(0, 1000 if card.progress else 0)
        bar.setValue(round((card.progress or 0) * 1000))
        bar.setAccessibleName(f"{card.title}: {card.status}")
        return bar
