"""The card of a device in the Swarm window, and the one that takes the place of a second device."""

from PySide6.QtCore import QPoint, Signal

from app.ui.bars import Dot, MemoryBar, Swatch
from app.ui.buttons import Button
from app.ui.present.language import tr
from app.ui.present.swarm_views import DeviceCard
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_TINY
from app.ui.widgets import Card, ElidedText, Symbol, Text, line, row

MENU_HEIGHT = 24
"""Of the button in the heading, so that it does not push the lines apart."""

TONE_KINDS = {
    Tone.NEUTRAL: "muted",
    Tone.GOOD: "good",
    Tone.BUSY: "busy",
    Tone.WARNING: "warning",
    Tone.DANGER: "danger",
}


class DeviceCardWidget(Card):
    """One node: name, presence, memory, round trip and what it does.

    It is filled again with each state, so that its button keeps the focus while figures change.
    """

    choose = Signal(object, QPoint)
    """Its menu is asked for: the `Choice`s, and where on the screen."""

    def __init__(self, card: DeviceCard) -> None:
        super().__init__()
        self._card = card
        self._swatch, self._dot = Swatch(*card.colours), Dot(card.tone)
        self._name = ElidedText("", size=1.08, bold=True)
        self._presence = Text("", size=0.92)
        self._presence.setWordWrap(False)
        self._menu = Button("", "icon", symbol="more", name=tr("What can be done with {name}", name=card.name))
        self._menu.setFixedSize(MENU_HEIGHT + SPACE_TINY, MENU_HEIGHT)
        self._menu.clicked.connect(self._open_menu)
        self._details = ElidedText("", size=0.92, tone=Tone.NEUTRAL)
        self._bar = MemoryBar()
        self._memory = ElidedText("", size=0.92)
        self._round_trip = Text("", "muted", size=0.92)
        self._round_trip.setWordWrap(False)
        self._round_trip.setToolTip(tr("Round trip over the link"))
        self._note = Text("", "warning", size=0.92)
        self._flame = Symbol("flame", 16, Tone.BUSY)
        self._work = ElidedText("", size=0.92, tone=Tone.BUSY)
        self._doing = ElidedText("", size=0.92, tone=Tone.NEUTRAL)
        heading = row(self._swatch, self._name, self._dot, self._presence, self._menu)
        heading.setStretch(1, 1)
        memory = row(self._memory, self._round_trip, spacing=SPACE)
        memory.setStretch(0, 1)
        work = row(self._flame, self._work, spacing=SPACE_TINY + 2)
        work.setStretch(1, 1)
        self.body.addLayout(heading)
        self.body.addWidget(self._details)
        self.body.addSpacing(SPACE_TINY)
        self.body.addWidget(self._bar)
        self.body.addLayout(memory)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.body.addWidget(line())
        self.body.addLayout(work)
        self.body.addWidget(self._doing)
        self.show_card(card)

    def show_card(self, card: DeviceCard) -> None:
        """Show a state of the node."""
        self._card = card
        sentences = (f"{card.name}, {card.presence}", card.memory, card.work, card.doing)
        self.setAccessibleName(" ".join(f"{sentence}." for sentence in sentences if sentence))
        self._swatch.show_colours(card.colours)
        self._name.set_text(card.name)
        self._dot.show_tone(card.tone)
        self._presence.setText(card.presence)
        self._presence.set_kind(TONE_KINDS[card.tone])
        self._menu.setVisible(bool(card.choices))
        self._details.set_text(card.details)
        self._bar.show_use(card.parts, card.memory)
        self._memory.set_text(card.memory)
        self._note.setText(card.note)
        self._note.setVisible(bool(card.note))
        self._work.set_text(card.work)
        self._work.setVisible(bool(card.work))
        self._flame.setVisible(bool(card.work))
        self._doing.set_text(card.doing)
        self._doing.setVisible(bool(card.doing))
        self._round_trip.setText(card.round_trip)
        self._round_trip.setVisible(bool(card.round_trip))

    def _open_menu(self) -> None:
        self.choose.emit(self._card.choices, self._menu.mapToGlobal(self._menu.rect().bottomLeft()))


class AddDeviceCard(Card):
    """Takes the place of a second device as long as there is none."""

    invite = Signal()

    def __init__(self) -> None:
        super().__init__("quiet-card")
        button = Button(tr("Invite a device…"))
        button.clicked.connect(self.invite)
        heading = row(Symbol("laptop", 20, Tone.NEUTRAL), Text(tr("Add another laptop"), bold=True))
        heading.setStretch(1, 1)
        self.body.addLayout(heading)
        self.body.addWidget(
            Text(tr("Together two laptops run models that are too large for one. Start Hearth there, then:"), "muted")
        )
        self.body.addStretch(1)
        self.body.addLayout(row(button, None))
