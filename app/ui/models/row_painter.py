"""Draws a row of the list: two lines, a status at the right, and where the model would fit."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.models.fit_shape import SHAPE_HEIGHT, SHAPE_WIDTH, paint_fit
from app.ui.present.library_views import Row
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_SMALL, SPACE_TINY, Theme, current_theme

ENTRY_ROLE = Qt.ItemDataRole.UserRole
"""Under which a list's model gives the value that is drawn."""

_BAR_HEIGHT = 4
_DOT = 8
_RADIUS = 8.0


class RowPainter(QStyledItemDelegate):
    """Draws headings and rows from their values, in the colours of the theme."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        size = QApplication.font().pointSizeF()
        self._title, self._small, self._heading = (QFont(QApplication.font()) for _ in range(3))
        self._title.setWeight(QFont.Weight.DemiBold)
        self._small.setPointSizeF(size * 0.92)
        self._heading.setPointSizeF(size * 0.92)
        self._heading.setWeight(QFont.Weight.DemiBold)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # Qt's name
        """As high as its lines; the width is the list's."""
        entry = _entry(index)
        small = QFontMetrics(self._small).height()
        if isinstance(entry, str):
            return QSize(120, small + SPACE + SPACE_SMALL)
        bar = _BAR_HEIGHT + SPACE_SMALL if entry.progress is not None else 0
        return QSize(120, QFontMetrics(self._title).height() + small + bar + 2 * SPACE + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw an entry."""
        entry = _entry(index)
        theme = current_theme()
        area = _area(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, str):
            painter.setFont(self._heading)
            painter.setPen(QColor(theme.muted))
            place = area.adjusted(SPACE, SPACE_SMALL, -SPACE, -SPACE_TINY)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), entry)
        else:
            self._background(painter, option, area, theme)
            self._row(painter, area.adjusted(SPACE, SPACE, -SPACE, -SPACE), entry, theme)
        painter.restore()

    def _background(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, theme: Theme) -> None:
        state = _state(option)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        place = QRectF(area).adjusted(1, 1, -1, -1)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.surface if chosen else theme.subtle))
            painter.drawRoundedRect(place, _RADIUS, _RADIUS)
        if chosen:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent if focused else theme.strong_border), 2 if focused else 1))
            painter.drawRoundedRect(place, _RADIUS, _RADIUS)

    def _row(self, painter: QPainter, area: QRect, row: Row, theme: Theme) -> None:
        title_height = QFontMetrics(self._title).height()
        small_height = QFontMetrics(self._small).height()
        first = QRect(area.left(), area.top(), area.width(), title_height)
        second = QRect(area.left(), first.bottom() + 3, area.width(), small_height)
        room = first.width() - self._status(painter, first, row, theme)
        _text(painter, QRect(first.topLeft(), QSize(room, title_height)), row.title, self._title, theme.text)
        room = second.width() - self._fit(painter, second, row, theme)
        _text(painter, QRect(second.topLeft(), QSize(room, small_height)), row.subtitle, self._small, theme.muted)
        if row.progress is not None:
            bar = QRectF(area.left(), second.bottom() + SPACE_SMALL, area.width(), _BAR_HEIGHT)
            _progress(painter, bar, row.progress, row.tone, theme)

    def _status(self, painter: QPainter, line: QRect, row: Row, theme: Theme) -> int:
        """Draw the status at the right end of a line; the width that it takes."""
        if not row.status:
            return 0
        metrics = QFontMetrics(self._small)
        if row.is_marked:
            return self._mark(painter, line, row, theme)
        width = metrics.horizontalAdvance(row.status) + _DOT + SPACE_SMALL
        left = line.right() + 1 - width
        colour = QColor(theme.tone(row.tone))
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush if row.tone is Tone.NEUTRAL else colour)
        painter.drawEllipse(QPointF(left + _DOT / 2, line.center().y() + 1), _DOT / 2 - 0.8, _DOT / 2 - 0.8)
        place = QRect(left + _DOT + SPACE_SMALL - 2, line.top(), width, line.height())
        _text(painter, place, row.status, self._small, colour.name())
        return width + SPACE

    def _mark(self, painter: QPainter, line: QRect, row: Row, theme: Theme) -> int:
        """Draw what marks a row among others as a label; the width that it takes."""
        width = QFontMetrics(self._small).horizontalAdvance(row.status) + 2 * SPACE_SMALL
        height = QFontMetrics(self._small).height() + 2
        place = QRect(line.right() + 1 - width, line.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.good))
        painter.drawRoundedRect(QRectF(place), height / 2, height / 2)
        painter.setFont(self._small)
        painter.setPen(QColor(theme.surface))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), row.status)
        return width + SPACE

    def _fit(self, painter: QPainter, line: QRect, row: Row, theme: Theme) -> int:
        """Draw where it would fit at the right end of a line; the width that it takes."""
        if row.fit is None:
            return 0
        metrics = QFontMetrics(self._small)
        width = SHAPE_WIDTH + SPACE_SMALL + metrics.horizontalAdvance(row.fit.label) + 1
        left = line.right() + 1 - width
        top = line.top() + (line.height() - SHAPE_HEIGHT) / 2
        paint_fit(painter, QRectF(left, top, SHAPE_WIDTH, SHAPE_HEIGHT), row.fit)
        place = QRect(left + SHAPE_WIDTH + SPACE_SMALL, line.top(), width, line.height())
        _text(painter, place, row.fit.label, self._small, theme.tone(row.fit.tone))
        return width + SPACE


def _text(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
    alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, int(alignment), elided)


def _progress(painter: QPainter, area: QRectF, fraction: float, tone: Tone, theme: Theme) -> None:
    radius = area.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.border))
    painter.drawRoundedRect(area, radius, radius)
    if fraction > 0:
        painter.setBrush(QColor(theme.tone(tone)))
        width = max(area.height(), area.width() * fraction)
        painter.drawRoundedRect(QRectF(area.left(), area.top(), width, area.height()), radius, radius)


def _entry(index: QModelIndex | QPersistentModelIndex) -> str | Row:
    entry: object = index.data(ENTRY_ROLE)
    assert isinstance(entry, str | Row)
    return entry


def _area(option: QStyleOptionViewItem) -> QRect:
    """Qt's stubs give a style option's parts no types."""
    area: object = option.rect
    assert isinstance(area, QRect)
    return area


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    state: object = option.state
    assert isinstance(state, QStyle.StateFlag)
    return state
