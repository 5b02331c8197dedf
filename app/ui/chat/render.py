"""Puts markdown, code and bubbles into a text document, block by block, in the theme's colours.

Markdown is read by Qt in a document of its own and copied from there: only what is understood here arrives, so that
no image, markup or link of a model's answer acts by itself. Bubbles and code are tables of one cell, since Qt leaves
no empty line before a table; their round corners are painted by the transcript.
"""

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from app.ui.chat.blocks import Block, Code, Markdown
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, Theme, monospace_font

KIND = int(QTextFormat.Property.UserProperty) + 1
"""Property of a table's format: `BUBBLE` or `CODE`."""
BUBBLE, CODE = 1, 2

_LINE_HEIGHT_PERCENT = 124.0
_FEATURES = QTextDocument.MarkdownFeature(
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
_HEADING_SIZES = {1: 1.3, 2: 1.18, 3: 1.08}


class InertDocument(QTextDocument):
    """A document that loads nothing, whatever its text names."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # Qt's name
        """Nothing; without this, Qt opens local files."""
        return QByteArray()


class Renderer:
    """Writes at the end of a document.

    Args:
        theme: Colours.
        font: The window's font.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._font = font

    def block(self, cursor: QTextCursor, block: Block) -> None:
        """Write a block of an answer."""
        match block:
            case Code(text, _):
                self.code(cursor, text)
            case Markdown(text):
                self._markdown(cursor, text)

    def code(self, cursor: QTextCursor, text: str) -> QTextCursor:
        """Write a code block; returns a cursor behind its last character."""
        inside = self._cell(cursor, CODE)
        inside.insertText(text, self._code_format())
        end = QTextCursor(inside)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return end

    def bubble(self, cursor: QTextCursor, text: str) -> None:
        """Write what the user asked: plain text, at the right."""
        inside = self._cell(cursor, BUBBLE)
        inside.insertText(text, self._text_format())
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def caption(self, cursor: QTextCursor, words: str, links: tuple[tuple[str, str], ...], *, failed: bool) -> None:
        """Write a small line: words, then links as (label, address)."""
        small = self._text_format()
        small.setFontPointSize(self._font.pointSizeF() * 0.9)
        small.setForeground(QBrush(QColor(self._theme.danger if failed else self._theme.muted)))
        self._begin(cursor, self._paragraph(top=4, bottom=SPACE_HUGE))
        cursor.insertText(words, small)
        for number, (label, address) in enumerate(links):
            if words or number:
                cursor.insertText("   ", small)
            link = QTextCharFormat(small)
            link.setAnchor(True)
            link.setAnchorHref(address)
            link.setForeground(QBrush(QColor(self._theme.accent)))
            cursor.insertText(label, link)

    # -- markdown ---------------------------------------------------------------------------------------------

    def _markdown(self, cursor: QTextCursor, text: str) -> None:
        scratch = InertDocument()
        scratch.setDefaultFont(self._font)
        scratch.setMarkdown(text, _FEATURES)
        self._copy(cursor, scratch.rootFrame(), nested=False)

    def _copy(self, cursor: QTextCursor, frame: QTextFrame, *, nested: bool) -> None:
        lists: dict[int, QTextList] = {}
        code: list[str] = []
        place = frame.begin()
        first = nested
        while not place.atEnd():
            table, block = place.currentFrame(), place.currentBlock()
            if table is None and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
                code.append(block.text())
            else:
                self._flush_code(cursor, code)
                if isinstance(table, QTextTable):
                    self._table(cursor, table)
                elif table is None and (block.text() or block.textList()):
                    self._paragraph_of(cursor, block, lists, keep=first)
                    first = False
            place += 1
        self._flush_code(cursor, code)

    def _flush_code(self, cursor: QTextCursor, code: list[str]) -> None:
        if code:
            self.code(cursor, "\n".join(code))
            code.clear()

    def _paragraph_of(self, cursor: QTextCursor, block: QTextBlock, lists: dict[int, QTextList], *, keep: bool) -> None:
        source = block.blockFormat()
        quoted = source.intProperty(QTextFormat.Property.BlockQuoteLevel)
        shape = self._paragraph(
            top=SPACE if source.headingLevel() else 0, bottom=2 if block.textList() else SPACE_SMALL
        )
        shape.setHeadingLevel(source.headingLevel())
        shape.setIndent(source.indent())
        shape.setLeftMargin(SPACE_HUGE * quoted)
        shape.setAlignment(source.alignment())
        if keep:
            cursor.setBlockFormat(shape)
        else:
            self._begin(cursor, shape)
            if block.textList() is None and cursor.block().previous().textList() is not None:
                shape.setTopMargin(max(shape.topMargin(), SPACE_SMALL))
                cursor.setBlockFormat(shape)
        self._enlist(cursor, block, lists)
        piece = block.begin()
        while not piece.atEnd():
            fragment = piece.fragment()
            self._fragment(cursor, fragment.text(), fragment.charFormat(), source.headingLevel(), quoted > 0)
            piece += 1

    def _enlist(self, cursor: QTextCursor, block: QTextBlock, lists: dict[int, QTextList]) -> None:
        source = block.textList()
        if source is None:
            return
        key = source.objectIndex()
        if key in lists:
            lists[key].add(cursor.block())
        else:
            lists[key] = cursor.createList(QTextListFormat(source.format()))

    def _fragment(self, cursor: QTextCursor, text: str, source: QTextCharFormat, heading: int, quoted: bool) -> None:
        if source.isImageFormat():
            alternative = source.stringProperty(QTextFormat.Property.ImageAltText)
            cursor.insertText(f"[{alternative or 'image'}]", self._text_format())
            return
        made = self._code_format() if source.fontFixedPitch() else self._text_format()
        if source.fontFixedPitch():
            made.setBackground(QBrush(QColor(self._theme.subtle)))
        made.setFontWeight(QFont.Weight.DemiBold if heading else source.fontWeight())
        made.setFontItalic(source.fontItalic())
        made.setFontStrikeOut(source.fontStrikeOut())
        if heading:
            made.setFontPointSize(self._font.pointSizeF() * _HEADING_SIZES.get(heading, 1.0))
        if quoted:
            made.setForeground(QBrush(QColor(self._theme.muted)))
        if source.isAnchor() and source.anchorHref():
            made.setAnchor(True)
            made.setAnchorHref(source.anchorHref())
            made.setFontUnderline(True)
            made.setForeground(QBrush(QColor(self._theme.accent)))
        cursor.insertText(text, made)

    def _table(self, cursor: QTextCursor, source: QTextTable) -> None:
        shape = QTextTableFormat()
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderBrush(QBrush(QColor(self._theme.border)))
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setCellPadding(6)
        shape.setTopMargin(4)
        shape.setBottomMargin(SPACE)
        self._begin(cursor, self._paragraph())
        made = cursor.insertTable(source.rows(), source.columns(), shape)
        for line in range(source.rows()):
            for place in range(source.columns()):
                inside = made.cellAt(line, place).firstCursorPosition()
                block = source.cellAt(line, place).firstCursorPosition().block()
                self._paragraph_of(inside, block, {}, keep=True)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    # -- shapes ----------------------------------------------------------------------------------------------

    def _cell(self, cursor: QTextCursor, kind: int) -> QTextCursor:
        shape = QTextTableFormat()
        shape.setProperty(KIND, kind)
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(SPACE)
        shape.setTopMargin(4)
        if kind == BUBBLE:
            shape.setAlignment(Qt.AlignmentFlag.AlignRight)
            shape.setLeftMargin(SPACE_HUGE * 3)
            shape.setBottomMargin(SPACE_LARGE)
        else:
            shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            shape.setBottomMargin(SPACE)
        self._begin(cursor, self._paragraph())
        table = cursor.insertTable(1, 1, shape)
        inside = table.cellAt(0, 0).firstCursorPosition()
        inside.setBlockFormat(self._paragraph())
        return inside

    def _begin(self, cursor: QTextCursor, shape: QTextBlockFormat) -> None:
        """An empty paragraph at the end of the document, outside any list or table."""
        cursor.movePosition(QTextCursor.MoveOperation.End)
        block = cursor.block()
        if block.length() > 1 or block.textList() is not None:
            cursor.insertBlock(shape, QTextCharFormat())
            if (inherited := cursor.block().textList()) is not None:
                inherited.remove(cursor.block())
        cursor.setBlockFormat(shape)
        cursor.setBlockCharFormat(self._text_format())

    def _paragraph(self, *, top: float = 0, bottom: float = 0) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        shape.setTopMargin(top)
        shape.setBottomMargin(bottom)
        shape.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return shape

    def _text_format(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(QBrush(QColor(self._theme.text)))
        return made

    def _code_format(self) -> QTextCharFormat:
        made = self._text_format()
        made.setFontFamilies([monospace_font().family()])
        made.setFontFixedPitch(True)
        made.setFontPointSize(self._font.pointSizeF() * 0.95)
        return made
