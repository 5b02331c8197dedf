"""Bars drawn by hand: memory used of what is offered, and a model's layers coloured by device."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.present.language import tr
from app.ui.present.swarm_views import MemoryPart
from app.ui.present.views import LayerSegment, Tone
from app.ui.theme import SPACE_TINY, current_theme, device_colour, is_striped, text_on
from app.ui.widgets import ElidedText, row

GAP = 2
MEMORY_GAP = 3
STRIPE_DISTANCE = 7
LAYER_HEIGHT = 30
PALE = 0.35
"""Opacity of what is not there yet."""


class MemoryBar(QWidget):
    """How much of the offered memory is in use: a part for each processor, in its colour."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[MemoryPart, ...] = ()
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_use(self, parts: tuple[MemoryPart, ...], words: str) -> None:
        """Another amount."""
        self._parts = parts
        self.setAccessibleName(words)
        self.setToolTip("\n".join(part.words for part in parts) if len(parts) > 1 else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """A track for each processor, and the used part on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QColor(current_theme().border)
        if not self._parts:
            painter.fillPath(rounded(QRectF(self.rect()), self.height() / 2), track)
        total = sum(part.weight for part in self._parts)
        room, left = self.width() - MEMORY_GAP * (len(self._parts) - 1), 0.0
        for part in self._parts:
            area = QRectF(left, 0, room * part.weight / total, self.height())
            painter.fillPath(rounded(area, area.height() / 2), track)
            if part.used_fraction > 0:
                used = QRectF(area)
                used.setWidth(max(area.height(), area.width() * part.used_fraction))
                fill(painter, rounded(used, area.height() / 2), part.colour)
            left += area.width() + MEMORY_GAP


class LayerBar(QWidget):
    """The layers of a model in order, each run in its device's colour with its numbers.

    Args:
        segments: The runs.
        is_coming: Whether they are not there yet: drawn pale.
    """

    def __init__(self, segments: tuple[LayerSegment, ...], *, is_coming: bool = False) -> None:
        super().__init__()
        self._segments, self._is_coming = segments, is_coming
        self.setMinimumHeight(LAYER_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Layers: {layers}", layers="; ".join(segment.words for segment in segments)))

    def sizeHint(self) -> QSize:  # Qt's name
        """One row, high enough for numbers."""
        return QSize(240, LAYER_HEIGHT)

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
            painter.setOpacity(PALE if self._is_coming else 1)
            fill(painter, path, segment.colour)
            painter.setOpacity(1)
            if painter.fontMetrics().horizontalAdvance(segment.label) + 2 * SPACE_TINY <= area.width():
                self._draw_label(painter, area, segment)

    def _draw_label(self, painter: QPainter, area: QRectF, segment: LayerSegment) -> None:
        if is_striped(segment.colour) and not self._is_coming:  # stripes run through the figures
            width = painter.fontMetrics().horizontalAdvance(segment.label) + 2 * SPACE_TINY
            plate = QRectF(0, 0, width, painter.fontMetrics().height())
            plate.moveCenter(area.center())
            painter.fillPath(rounded(plate, 4), device_colour(segment.colour))
        painter.setPen(QColor(current_theme().text) if self._is_coming else text_on(device_colour(segment.colour)))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), segment.label)


class Swatch(QWidget):
    """A small square of a device's colour; of several colours it shows each as a band."""

    def __init__(self, *colours: int, size: int = 12) -> None:
        super().__init__()
        self._colours = colours
        self.setFixedSize(size, size)

    def show_colours(self, colours: tuple[int, ...]) -> None:
        """Other colours."""
        self._colours = colours
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded(QRectF(self.rect()), 3.5))
        width = self.width() / max(1, len(self._colours))
        for place, colour in enumerate(self._colours):
            path = QPainterPath()
            path.addRect(QRectF(place * width, 0, width, self.height()))
            fill(painter, path, colour)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(0, 0, 0, 60))  # the lightest of them are faint on white
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


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
