"""A check box in the colours of the theme: the platform's own can hardly be seen when it is dark."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from app.ui.theme import SPACE_SMALL, SPACE_TINY, current_theme

BOX = 18
_PADDING = 3
"""Above and below, for the ring that shows the focus: it is round the text, so that boxes stand at the edge."""


class CheckBox(QCheckBox):
    """As Qt's, drawn by hand."""

    def sizeHint(self) -> QSize:  # Qt's name
        """The box, the text and the ring around them."""
        metrics = self.fontMetrics()
        width = BOX + SPACE_SMALL + metrics.horizontalAdvance(self.text()) + 1
        return QSize(width + _PADDING + 2, max(BOX, metrics.height()) + 2 * _PADDING)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        """All of it."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:  # Qt's name
        """All of it can be clicked."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw it."""
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - BOX) / 2, BOX, BOX)
        usable, checked = self.isEnabled(), self.isChecked()
        fill = theme.accent if checked and usable else theme.subtle if not usable else theme.surface
        edge = theme.accent if checked and usable else theme.strong_border
        painter.setPen(QPen(QColor(edge), 1.4))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), 5, 5)
        if checked:
            painter.setPen(
                QPen(
                    QColor(theme.accent_text if usable else theme.muted),
                    2,
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
            points = ((0.26, 0.53), (0.43, 0.7), (0.75, 0.33))
            painter.drawPolyline([QPointF(box.left() + x * BOX, box.top() + y * BOX) for x, y in points])
        painter.setPen(QColor(theme.text if usable else theme.muted))
        left = BOX + SPACE_SMALL
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.rect()).adjusted(left - SPACE_TINY, 1, -1, -1) if self.text() else box
            painter.drawRoundedRect(ring, 6, 6)
