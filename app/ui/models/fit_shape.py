"""Where a model would fit, as a small picture: a box that is half full, full or too small, or two boxes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.bars import rounded
from app.ui.present.library_views import FitShape, FitView
from app.ui.theme import SPACE, current_theme
from app.ui.widgets import Card, Text, row

SHAPE_WIDTH, SHAPE_HEIGHT = 36, 12
_HALF, _FULL = 0.5, 1.0
_INSET = 0.22
"""Between a box and what is in it, of its height."""


class FitPicture(QWidget):
    """The picture alone.

    Args:
        scale: Against the size in a list.
    """

    def __init__(self, scale: float = 1.0) -> None:
        super().__init__()
        self._view: FitView | None = None
        self._size = QSize(round(SHAPE_WIDTH * scale), round(SHAPE_HEIGHT * scale))
        self.setFixedSize(self._size)

    def show_fit(self, view: FitView | None) -> None:
        """Another fit."""
        self._view = view
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw it."""
        if self._view is not None:
            painter = QPainter(self)
            paint_fit(painter, QRectF(self.rect()), self._view)


class FitCard(Card):
    """The picture with its sentence."""

    def __init__(self) -> None:
        super().__init__("well", margin=SPACE)
        self._picture = FitPicture(1.4)
        self._words = Text()
        inner = row(self._picture, self._words, spacing=SPACE)
        inner.setStretch(1, 1)
        self.body.addLayout(inner)

    def show_fit(self, view: FitView | None) -> None:
        """Another fit; None hides it."""
        self.setVisible(view is not None)
        self._picture.show_fit(view)
        if view is not None:
            self._words.setText(view.words)
            self.setAccessibleName(view.words)


def paint_fit(painter: QPainter, area: QRectF, view: FitView) -> None:
    """Draw a fit into an area."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(current_theme().tone(view.tone))
    gap = area.height() * 0.25
    half = (area.width() - gap) / 2
    left = QRectF(area.left(), area.top(), half, area.height())
    right = QRectF(area.right() - half, area.top(), half, area.height())
    match view.shape:
        case FitShape.WHOLE:
            _box(painter, area, _HALF, colour)
        case FitShape.WHOLE_SNUG:
            _box(painter, area, _FULL, colour)
        case FitShape.SPLIT:
            _box(painter, left, _HALF, colour)
            _box(painter, right, _HALF, colour)
        case FitShape.SPLIT_SNUG:
            _box(painter, left, _FULL, colour)
            _box(painter, right, _FULL, colour)
        case FitShape.TOO_BIG:
            _overflow(painter, area, colour)
    painter.restore()


def _box(painter: QPainter, area: QRectF, fullness: float, colour: QColor) -> None:
    """A box with something in it."""
    inset = area.height() * _INSET
    inner = area.adjusted(inset, inset, -inset, -inset)
    inner.setWidth(inner.width() * fullness)
    painter.fillPath(rounded(inner, 1.5), colour)
    _outline(painter, area, colour)


def _overflow(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """A box, and more than it holds: what does not fit stands out at the right, in slices."""
    box = QRectF(area.left(), area.top(), area.width() * 0.6, area.height())
    _box(painter, box, _FULL, colour)
    slice_width, gap = area.width() * 0.1, area.width() * 0.045
    inset = area.height() * _INSET
    left = box.right() + gap
    while left + slice_width <= area.right() + 0.5:
        piece = QRectF(left, area.top() + inset, slice_width, area.height() - 2 * inset)
        painter.fillPath(rounded(piece, 1), colour)
        left += slice_width + gap


def _outline(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.2))
    painter.drawRoundedRect(area.adjusted(0.6, 0.6, -0.6, -0.6), area.height() * 0.28, area.height() * 0.28)
