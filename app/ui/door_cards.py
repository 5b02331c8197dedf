"""Who waits at the door: newcomers to be let in, and the words that a newcomer itself shows."""

from PySide6.QtCore import Signal

from app.ui.buttons import Button
from app.ui.present.door_views import KnockCard, NewcomerCard
from app.ui.present.language import tr
from app.ui.present.requests import LetIn, TurnAway
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_SMALL
from app.ui.widgets import Card, Symbol, Text, column, row


class Words(Text):
    """The three words that both sides show, large."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__("  ·  ".join(words), size=1.35, bold=True)
        self.setAccessibleName(tr("The words: {words}", words=", ".join(words)))


class NewcomerWidget(Card):
    """A device that asks to join."""

    ask = Signal(object)
    """A `Request`."""

    def __init__(self, card: NewcomerCard) -> None:
        super().__init__("warning-card", spacing=SPACE_SMALL)
        shown = tr("It must show the words {words}.", words=", ".join(card.words))
        self.setAccessibleName(f"{card.title}. {shown}")
        heading = row(Symbol("laptop", 20, Tone.WARNING), Text(card.title, bold=True), spacing=SPACE_SMALL)
        heading.setStretch(1, 1)
        refuse, accept = Button(tr("Turn away")), Button(tr("Let it in"), "primary")
        refuse.clicked.connect(lambda: self.ask.emit(TurnAway(card.knock_id)))
        accept.clicked.connect(lambda: self.ask.emit(LetIn(card.knock_id)))
        foot = row(Text(card.advice, "muted"), refuse, accept, spacing=SPACE)
        foot.setStretch(0, 1)
        self.body.addLayout(column(heading, Words(card.words), foot))


class KnockWidget(Card):
    """What a newcomer shows while it waits."""

    def __init__(self, card: KnockCard) -> None:
        super().__init__("well", spacing=SPACE_SMALL)
        if card.words:
            self.body.addWidget(Words(card.words))
        self.body.addWidget(Text(card.advice, "muted"))
