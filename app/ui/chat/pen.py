"""How text looks in the conversation's document: formats, paragraphs, boxes, and beginning a new one of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from app.ui.theme import SPACE, SPACE_HUGE, SPACE_SMALL, Theme, monospace_font

KIND = int(QTextFormat.Property.UserProperty) + 1
"""Property of a table's format: `BUBBLE`, `CODE` or `THOUGHTS`."""
BUBBLE, CODE, THOUGHTS = 1, 2, 3
OWNER = int(QTextFormat.Property.UserProperty) + 2
"""Property of a table's format: the entry whose thoughts are in it."""
OWN = int(QTextFormat.Property.UserProperty) + 3
"""Property of a paragraph's format: its words are the window's, not those of the conversation."""

CODE_HEAD_TOP = 6
"""Distance of a code block's head from its upper edge, in device-independent pixels."""

SMALL = 0.9
_LINE_HEIGHT_PERCENT = 124.0


class Pen:
    """Formats in a theme's colours.

    Args:
        theme: Colours.
        font: The window's font.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.theme = theme
        self.font = font

    def begin(self, cursor: QTextCursor, shape: QTextBlockFormat) -> None:
        """An empty paragraph at the end of the document, outside any list or table."""
        cursor.movePosition(QTextCursor.MoveOperation.End)
        block = cursor.block()
        if block.length() > 1 or block.textList() is not None:
            cursor.insertBlock(shape, QTextCharFormat())
            if (inherited := cursor.block().textList()) is not None:
                inherited.remove(cursor.block())
        cursor.setBlockFormat(shape)
        cursor.setBlockCharFormat(self.text())

    def box(self, cursor: QTextCursor, kind: int, rows: int = 1, columns: int = 1) -> QTextTable:
        """A table that is painted with round corners; Qt leaves no empty line before it."""
        shape = QTextTableFormat()
        shape.setProperty(KIND, kind)
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(SPACE)
        shape.setTopMargin(4)
        if kind == BUBBLE:
            shape.setAlignment(Qt.AlignmentFlag.AlignRight)
            shape.setLeftMargin(SPACE_HUGE * 3)
            shape.setBottomMargin(SPACE_SMALL)
        else:
            shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            shape.setBottomMargin(SPACE)
        if kind == CODE:
            shape.setCellPadding(0)
        self.begin(cursor, self.paragraph())
        return cursor.insertTable(rows, columns, shape)

    def paragraph(self, *, top: float = 0, bottom: float = 0, own: bool = False) -> QTextBlockFormat:
        """A paragraph with distances in device-independent pixels."""
        shape = QTextBlockFormat()
        shape.setTopMargin(top)
        shape.setBottomMargin(bottom)
        shape.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if own:
            shape.setProperty(OWN, True)
        return shape

    def text(self) -> QTextCharFormat:
        """Ordinary text."""
        return self.coloured(self.theme.text)

    def small(self, colour: str) -> QTextCharFormat:
        """Small text."""
        made = self.coloured(colour)
        made.setFontPointSize(self.font.pointSizeF() * SMALL)
        return made

    def link(self, address: str, colour: str) -> QTextCharFormat:
        """A small text that can be clicked."""
        made = self.small(colour)
        made.setAnchor(True)
        made.setAnchorHref(address)
        return made

    def code(self) -> QTextCharFormat:
        """Code."""
        made = self.text()
        made.setFontFamilies([monospace_font().family()])
        made.setFontFixedPitch(True)
        made.setFontPointSize(self.font.pointSizeF() * 0.95)
        return made

    def coloured(self, colour: str) -> QTextCharFormat:
        """Text in a colour."""
        made = QTextCharFormat()
        made.setForeground(QBrush(QColor(colour)))
        return made


def is_own(block_format: QTextBlockFormat) -> bool:
    """Whether a paragraph is the window's own words."""
    return block_format.hasProperty(OWN)
