"""What stands side by side in a wide Settings window, and one below the other in a narrow one."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from app.ui.theme import SPACE_SMALL
from app.ui.widgets import column, row

NARROW = 420
"""Below this width, in device-independent pixels, things stand one below the other."""


def direction_at(width: int) -> QBoxLayout.Direction:
    """How things are put together in this width."""
    return QBoxLayout.Direction.TopToBottom if width < NARROW else QBoxLayout.Direction.LeftToRight


class Beside(QWidget):
    """Something that takes the room there is, with buttons beside or below it.

    Args:
        first: What it is.
        buttons: From left to right.
    """

    def __init__(self, first: QWidget | QLayout, *buttons: QWidget) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(SPACE_SMALL)
        self._line.addLayout(column(first), 1)
        self._line.addLayout(row(*buttons, None))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """In a narrow window the buttons go below."""
        super().resizeEvent(event)
        self._line.setDirection(direction_at(event.size().width()))
