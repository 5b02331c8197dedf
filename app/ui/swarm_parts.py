"""The cards of the Swarm window: a device, a model, and the preview of a plan. They only show values."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.ui.bars import Dot, LayerBar, LegendEntry, MemoryBar, Swatch
from app.ui.present.views import DeviceCard, LayerSegment, ModelCard, PlanView, Tone
from app.ui.theme import SPACE, SPACE_SMALL, SPACE_TINY
from app.ui.widgets import Button, Card, ElidedText, Symbol, Text, clear, column, line, row

TONE_KINDS = {
    Tone.NEUTRAL: "muted",
    Tone.GOOD: "good",
    Tone.BUSY: "busy",
    Tone.WARNING: "warning",
    Tone.DANGER: "danger",
}


class DeviceCardWidget(Card):
    """One node: name, presence, memory, round trip and what it does."""

    def __init__(self, card: DeviceCard) -> None:
        super().__init__()
        self.setAccessibleName(f"{card.name}, {card.presence}. {card.memory}. {card.doing}.")
        name = ElidedText(card.name, size=1.08, bold=True)
        presence = Text(card.presence, TONE_KINDS[card.tone], size=0.92)
        presence.setWordWrap(False)
        heading = row(Swatch(card.colour), name, Dot(card.tone), presence)
        heading.setStretch(1, 1)
        self.body.addLayout(heading)
        self.body.addWidget(ElidedText(card.details, size=0.92, tone=Tone.NEUTRAL))
        self.body.addSpacing(SPACE_TINY)
        self.body.addWidget(MemoryBar(card.used_fraction, card.colour, card.memory))
        self.body.addWidget(ElidedText(card.memory, size=0.92))
        self.body.addSpacing(SPACE_TINY)
        self.body.addWidget(line())
        foot = row(ElidedText(card.doing, size=0.92, tone=Tone.NEUTRAL), spacing=SPACE)
        foot.setStretch(0, 1)
        if card.round_trip:
            round_trip = Text(card.round_trip, "muted", size=0.92)
            round_trip.setWordWrap(False)
            round_trip.setToolTip("Round trip over the link")
            foot.addWidget(round_trip)
        self.body.addLayout(foot)


class InviteCard(Card):
    """Takes the place of a second device as long as there is none."""

    invite = Signal()

    def __init__(self) -> None:
        super().__init__("quiet-card")
        button = Button("Invite a device…")
        button.clicked.connect(self.invite)
        self.body.addLayout(row(Symbol("laptop", 20, Tone.NEUTRAL), Text("Add another laptop", bold=True), None))
        self.body.addWidget(
            Text("Together two laptops run models that are too large for one. Start Hearth there, then:", "muted")
        )
        self.body.addStretch(1)
        self.body.addLayout(row(button, None))


class LayerView(QWidget):
    """A layer bar with its legend."""

    def __init__(self, segments: tuple[LayerSegment, ...]) -> None:
        super().__init__()
        self._legend = CardGrid(column_width=260, spacing=SPACE_SMALL)
        self._legend.show_cards([LegendEntry(segment) for segment in segments])
        self.setLayout(column(LayerBar(segments), self._legend))

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
        heading = row(names, row(Dot(card.tone), status), *self._buttons(preview, plan_pending), spacing=SPACE)
        heading.setStretch(0, 1)
        self.body.addLayout(heading)
        if card.note:
            self.body.addLayout(self._note(card.note))
        if card.progress is not None:
            self.body.addWidget(self._progress(card))
        if card.problem is not None:
            self.body.addWidget(Text(str(card.problem), "danger", selectable=True))
        if card.segments:
            self.body.addWidget(LayerView(card.segments))
        if preview is not None:
            self.body.addWidget(PlanPreview(preview))

    def _buttons(self, preview: PlanView | None, plan_pending: bool) -> list[QWidget]:
        card, made = self._card, []
        if card.can_plan:
            shown = Button("Hide plan" if preview else "Show plan", "flat", name=f"Show plan of {card.title}")
            shown.setEnabled(not plan_pending)
            shown.clicked.connect(lambda: self.plan.emit(card.name))
            made.append(shown)
        if card.can_load:
            loaded = Button("Try again" if card.problem else "Load", name=f"Load {card.title}")
            loaded.clicked.connect(lambda: self.load.emit(card.name))
            made.append(loaded)
        if card.can_unload:
            unloaded = Button("Unload", name=f"Unload {card.title}")
            unloaded.clicked.connect(lambda: self.unload.emit(card.name))
            made.append(unloaded)
        return list[QWidget](made)

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


class CardGrid(QWidget):
    """Cards in as many columns of equal width as there is room for.

    Args:
        column_width: What a column needs at least, in device-independent pixels.
        spacing: Between rows and columns.
    """

    def __init__(self, *, column_width: int = 300, spacing: int = SPACE) -> None:
        super().__init__()
        self._column_width, self._spacing = column_width, spacing
        self._cards: list[QWidget] = []
        self._columns = 2
        self._rows = column(spacing=spacing)
        self.setLayout(self._rows)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_cards(self, cards: list[QWidget]) -> None:
        """Replace what is there."""
        clear(self._rows)
        self._cards = cards
        self._place()

    def set_width(self, width: int) -> None:
        """Use as many columns as fit."""
        columns = max(1, (width + self._spacing) // (self._column_width + self._spacing))
        if columns != self._columns:
            self._columns = columns
            for card in self._cards:
                card.setParent(self)
            while (item := self._rows.takeAt(0)) is not None:
                if (inner := item.layout()) is not None:
                    inner.deleteLater()
            self._place()
            for card in self._cards:
                card.show()

    def _place(self) -> None:
        for start in range(0, len(self._cards), self._columns):
            cards = self._cards[start : start + self._columns]
            pair = row(*cards, *[QWidget() for _ in range(self._columns - len(cards))], spacing=self._spacing)
            for index in range(pair.count()):
                pair.setStretch(index, 1)
            self._rows.addLayout(pair)
