"""A list with the details of what is chosen: beside each other, or below each other in a narrow window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.ui.buttons import Button
from app.ui.models.listing import Listing
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL
from app.ui.widgets import Symbol, Text, column, row

WIDE = 640
"""From this width on the details have room beside the list."""

LIST_WIDTH, LIST_WIDTH_MOST = 330, 440

_UNLIMITED = 16_777_215
"""Qt's largest size of a widget."""


class Nothing(QWidget):
    """What stands in the place of details when there are none: a picture, a sentence, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self._symbol = Symbol("layers", 40, Tone.NEUTRAL)
        self._words = Text("", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button("", "primary")
        self.button.hide()
        inner = column(
            None, row(None, self._symbol, None), self._words, row(None, self.button, None), None, spacing=SPACE_LARGE
        )
        inner.setContentsMargins(SPACE_HUGE, SPACE_HUGE, SPACE_HUGE, SPACE_HUGE)
        self.setLayout(inner)

    def say(self, words: str) -> None:
        """Another sentence."""
        self._words.setText(words)
        self._symbol.setVisible(bool(words))


class Pane(QWidget):
    """The frame of a page.

    Args:
        listing: The list.
        above: What stands above the list, over its width.
    """

    def __init__(self, listing: Listing, *above: QWidget) -> None:
        super().__init__()
        self.listing = listing
        self._nothing = Nothing()
        self._details = QStackedWidget()
        # Each page asks for its own room: a stack would ask for that of the largest.
        self._details.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._details.addWidget(self._nothing)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(SPACE, SPACE_SMALL, SPACE, 0)
        side.setSpacing(SPACE_SMALL)
        for widget in above:
            side.addWidget(widget)
        side.addWidget(listing, 1)
        self._line = QFrame()
        self._line.setProperty("kind", "divider")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self._side)
        self._box.addWidget(self._line)
        self._box.addWidget(self._details)

    def add_details(self, widget: QWidget) -> None:
        """One more kind of details."""
        self._details.addWidget(widget)

    def show_details(self, widget: QWidget | None, nothing: str = "") -> None:
        """Show one kind of details, or say why there are none."""
        self._nothing.say(nothing)
        self._details.setCurrentWidget(widget or self._nothing)

    def show_list(self, shown: bool) -> None:
        """Hide the list where there is nothing to list."""
        self._side.setVisible(shown)
        self._line.setVisible(shown)

    @property
    def offer(self) -> Button:
        """What can be done when there are no details; hidden until somebody shows it."""
        return self._nothing.button

    @property
    def shown(self) -> QWidget | None:
        """The details that are shown; None when there are none."""
        shown = self._details.currentWidget()
        return None if shown is self._nothing else shown

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Turn the page when it becomes narrow or wide."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._box.setStretch(0, 0 if wide else 4)
        self._box.setStretch(2, 1 if wide else 5)
        if wide:
            self._side.setFixedWidth(max(LIST_WIDTH, min(LIST_WIDTH_MOST, self.width() * 2 // 5)))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_UNLIMITED)
        self._line.setMaximumSize(*((1, _UNLIMITED) if wide else (_UNLIMITED, 1)))
        self._line.setMinimumSize(*((1, 0) if wide else (0, 1)))
