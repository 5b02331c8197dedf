"""Bars drawn by hand: memory used of what is offered, and a model's layers coloured by device."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.present.views import LayerSegment, Tone
from app.ui.theme import SPACE_TINY, current_theme, device_colour, is_striped, text_on
from app.ui.widgets import ElidedText, row

GAP = 2
STRIPE_DISTANCE = 7


class MemoryBar(QWidget):
    """How much of the offered memory is in use, in the device's colour."""

    def __init__(self, fraction: float, colour: int, words: str) -> None:
        super().__init__()
        self._fraction, self._colour = fraction, colour
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def show_use(self, fraction: float, colour: int, words: str) -> None:
        """Another amount."""
        self._fraction, self._colour = fraction, colour
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """A track, and the used part on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        radius = area.height() / 2
        painter.setBrush(QColor(current_theme().border))
        painter.drawRoundedRect(area, radius, radius)
        if self._fraction > 0:
            used = QRectF(area.left(), area.top(), max(area.height(), area.width() * self._fraction), area.height())
            fill(painter, rounded(used, radius), self._colour)


class LayerBar(QWidget):
    """The layers of a model in order, each run in its device's colour with its numbers."""

    def __init__(self, segments: tuple[LayerSegment, ...]) -> None:
        super().__init__()
        self._segments = segments
        self.setMinimumHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Layers: " + "; ".join(segment.words for segment in segments))

    def sizeHint(self) -> QSize:  # Qt's name
        """One row, high enough for numbers."""
        return QSize(240, 30)

    def areas(self) -> list[tuple[QRectF, LayerSegment]]:
        """Where each run is drawn."""
        total = sum(segment.weight for segment in self._segments)
        room = self.width() - GAP * (len(self._segments) - 1)
        left, made = 0.0, []
        for segment in self._segments:
            width = room * segment.weight / total
            made.append((QRectF(left, 0, width, self.height()), segment))
            left += width + GAP
        return made

    def event(self, event: QEvent) -> bool:  # Qt's name
        """Show the words of a run as its tooltip."""
        if isinstance(event, QHelpEvent):
            for area, segment in self.areas():
                if area.contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), segment.words, self)
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw the runs, clipped to a bar with round ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded(QRectF(self.rect()), 8))
        for area, segment in self.areas():
            path = QPainterPath()
            path.addRect(area)
            fill(painter, path, segment.colour)
            if painter.fontMetrics().horizontalAdvance(segment.label) + 2 * SPACE_TINY <= area.width():
                painter.setPen(text_on(device_colour(segment.colour)))
                painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), segment.label)


class Swatch(QWidget):
    """A small square of a device's colour."""

    def __init__(self, colour: int, size: int = 12) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(size, size)

    def show_colour(self, colour: int) -> None:
        """Another colour."""
        self._colour = colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, rounded(QRectF(self.rect()), 3.5), self._colour)


class Dot(QWidget):
    """A dot in the colour of a tone: filled when there is something alive, a ring when not."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(10, 10)

    def show_tone(self, tone: Tone) -> None:
        """Another tone."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(current_theme().tone(self._tone))
        area = QRectF(1.5, 1.5, 7, 7)
        painter.setPen(colour)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._tone is Tone.NEUTRAL else QBrush(colour))
        painter.drawEllipse(area)


class LegendEntry(QWidget):
    """A swatch and what it stands for."""

    def __init__(self, segment: LayerSegment) -> None:
        super().__init__()
        self.setLayout(row(Swatch(segment.colour), ElidedText(segment.words, size=0.92, tone=Tone.NEUTRAL)))


def rounded(area: QRectF, radius: float) -> QPainterPath:
    """A rectangle with round corners."""
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    return path


def fill(painter: QPainter, path: QPainterPath, colour: int) -> None:
    """Fill with a device's colour, with stripes when colours had to be used twice."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(device_colour(colour))
    painter.drawPath(path)
    if not is_striped(colour):
        return
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    stripe = QColor(text_on(device_colour(colour)))
    stripe.setAlphaF(0.28)
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(stripe)
    pen.setWidthF(2)
    painter.setPen(pen)
    box = path.boundingRect()
    left = box.left() - box.height()
    while left < box.right():
        painter.drawLine(QPointF(left, box.bottom()), QPointF(left + box.height(), box.top()))
        left += STRIPE_DISTANCE
    painter.restore()
