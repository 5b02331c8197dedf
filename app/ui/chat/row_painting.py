"""How rows of the list of conversations and of the model picker are drawn."""

from unicodedata import bidirectional

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.present.conversations import ConversationRow, Group
from app.ui.theme import SPACE, SPACE_SMALL, SPACE_TINY, current_theme, pixmap

ROW = int(Qt.ItemDataRole.UserRole)
"""Role of what a row shows."""
SECOND_LINE = ROW + 1
"""Role of a picker's second line."""

_SMALL = 0.9
_SNIPPET_LINES = 2
_RADIUS = 7

type Index = QModelIndex | QPersistentModelIndex
type Marks = tuple[tuple[int, int], ...]


class RowDelegate(QStyledItemDelegate):
    """Draws headings, and conversations with what was found in them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # Qt's name
        """Room for a title, and for what was found."""
        row = index.data(ROW)
        small = QFontMetrics(small_font(option.font)).height()
        if isinstance(row, Group):
            return QSize(0, small + SPACE + SPACE_TINY)
        snippet = small * _SNIPPET_LINES + 2 if row.snippet else 0
        return QSize(0, QFontMetrics(option.font).height() + snippet + SPACE + SPACE_TINY)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # Qt's name
        """Draw one row."""
        row = index.data(ROW)
        painter.save()
        if isinstance(row, Group):
            _draw_heading(painter, option, row)
        else:
            paint_ground(painter, option)
            _draw_conversation(painter, option, row)
        painter.restore()


class TwoLineDelegate(QStyledItemDelegate):
    """Draws a name, and below it a muted line."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # Qt's name
        """Two lines."""
        height = QFontMetrics(option.font).height() + QFontMetrics(small_font(option.font)).height()
        return QSize(0, height + SPACE + SPACE_TINY)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # Qt's name
        """Draw one row."""
        theme = current_theme()
        painter.save()
        paint_ground(painter, option)
        area = option.rect.adjusted(SPACE, SPACE_SMALL, -SPACE, -SPACE_TINY)
        height = QFontMetrics(option.font).height()
        title, second = str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(SECOND_LINE) or "")
        first = QRect(area.left(), area.top(), area.width(), height)
        draw_line(painter, first, title, option.font, theme.text)
        below = QRect(area.left(), first.bottom(), area.width(), area.height() - height)
        draw_line(painter, below, second, small_font(option.font), theme.muted)
        painter.restore()


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a row: of the one that is open, of the one under the mouse, and the ring of the keyboard."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = option.rect.adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(theme.subtle))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(theme.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)


def draw_line(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
    """One line, cut with an ellipsis, at the side where its script begins."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    side = Qt.AlignmentFlag.AlignRight if _is_right_to_left(text) else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), elided)


def _is_right_to_left(text: str) -> bool:
    option = next((bidirectional(c) for c in text if bidirectional(c) in ("L", "R", "AL")), "L")
    return option != "L"


def small_font(font: QFont) -> QFont:
    """The same font, smaller."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * _SMALL)
    return made


def _draw_heading(painter: QPainter, option: QStyleOptionViewItem, row: Group) -> None:
    font = small_font(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    area = option.rect.adjusted(SPACE_SMALL, SPACE_SMALL, -SPACE_SMALL, 0)
    draw_line(painter, area, row.words, font, current_theme().muted)


def _draw_conversation(painter: QPainter, option: QStyleOptionViewItem, row: ConversationRow) -> None:
    theme = current_theme()
    area = option.rect.adjusted(SPACE_SMALL, SPACE_SMALL, -SPACE_SMALL, -SPACE_TINY)
    height = QFontMetrics(option.font).height()
    right = area.right()
    if row.is_pinned:
        right -= 14 + SPACE_TINY
        painter.drawPixmap(right + SPACE_TINY, area.top() + (height - 14) // 2, pixmap("pin", 14, theme.muted, 2.0))
    title = QRect(area.left(), area.top(), right - area.left(), height)
    title_marks = () if row.snippet else row.marks
    _draw_marked(painter, title, row.title, title_marks, option.font, theme.text, 1)
    if row.snippet:
        below = QRect(area.left(), title.bottom() + 2, area.width(), area.height() - height)
        _draw_marked(painter, below, row.snippet, row.marks, small_font(option.font), theme.muted, _SNIPPET_LINES)


def _draw_marked(painter: QPainter, area: QRect, text: str, marks: Marks, font: QFont, colour: str, lines: int) -> None:
    """Text in some lines, with what was found in bold."""
    widest = QFont(font)
    widest.setWeight(QFont.Weight.Bold if marks else font.weight())
    text = _fitted(text, widest, area.width(), lines)
    marks = tuple((start, end) for start, end in marks if end <= len(text.removesuffix("…")))
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats([_found(text, mark) for mark in marks])
    layout.beginLayout()
    top = 0.0
    for number in range(lines):
        line: QTextLine = layout.createLine()
        if not line.isValid():
            break
        if lines == 1:
            line.setNumColumns(len(text))
        else:
            line.setLineWidth(area.width())
        line.setPosition(QPointF(0, top + number))
        top += line.height()
    layout.endLayout()
    painter.setClipRect(area.adjusted(0, 0, 0, SPACE_TINY))
    painter.setPen(QColor(colour))
    layout.draw(painter, QPointF(area.topLeft()))


def _fitted(text: str, font: QFont, width: int, lines: int) -> str:
    """As much of a text as fits into some lines, with an ellipsis where there is more."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    last = 0
    for _ in range(lines):
        line: QTextLine = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        last = line.textStart()
    layout.endLayout()
    units = text.encode("utf-16-le")
    before, rest = (part.decode("utf-16-le", "replace") for part in (units[: 2 * last], units[2 * last :]))
    return before + QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def _found(text: str, mark: tuple[int, int]) -> QTextLayout.FormatRange:
    """A range of characters as one of UTF-16 units, as Qt counts, in bold."""
    made = QTextLayout.FormatRange()
    made.start = len(text[: mark[0]].encode("utf-16-le")) // 2
    made.length = len(text[mark[0] : mark[1]].encode("utf-16-le")) // 2
    looks = QTextCharFormat()
    looks.setFontWeight(QFont.Weight.Bold)
    looks.setForeground(QColor(current_theme().text))
    made.format = looks
    return made
