"""The list from which a model is picked."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from app.ui.theme import SPACE_SMALL, current_theme, pixmap


class Picker(QComboBox):
    """A drop-down list with an arrow of our own, since a styled one has none."""

    def __init__(self) -> None:
        super().__init__()
        # Room for the frame that Qt draws round the list: it would be seen above and below only.
        frame = self.view().parentWidget()
        if frame is not None and (inside := frame.layout()) is not None:
            inside.setContentsMargins(1, 0, 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        """Draw Qt's part, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = pixmap("chevron-down", 16, current_theme().muted, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 16 - SPACE_SMALL, (self.height() - 16) // 2, arrow)
