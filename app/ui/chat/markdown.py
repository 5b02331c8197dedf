"""Markdown into the conversation's document.

Qt reads it in a document of its own, and what is understood here is copied from there: no image, markup or link of a
model's answer acts by itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from app.ui.chat.pen import Pen
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_SMALL

_FEATURES = QTextDocument.MarkdownFeature(
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
_HEADING_SIZES = {1: 1.3, 2: 1.18, 3: 1.08}

type WriteCode = Callable[[QTextCursor, str, str], None]


class InertDocument(QTextDocument):
    """A document that loads nothing, whatever its text names."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # Qt's name
        """Nothing; without this, Qt opens local files."""
        return QByteArray()


class MarkdownWriter:
    """Writes at the end of a document.

    Args:
        pen: Formats.
        write_code: Writes fenced code that stands inside of something else: cursor, text, language.
    """

    def __init__(self, pen: Pen, write_code: WriteCode) -> None:
        self._pen, self._write_code = pen, write_code

    def write(self, cursor: QTextCursor, text: str) -> None:
        """Write a block of markdown."""
        # Owned by the document: Python might collect it in another thread.
        scratch = InertDocument(cursor.document())
        scratch.setDefaultFont(self._pen.font)
        scratch.setMarkdown(text, _FEATURES)
        self._copy(cursor, scratch.rootFrame())
        scratch.deleteLater()

    def _copy(self, cursor: QTextCursor, frame: QTextFrame) -> None:
        lists: dict[int, QTextList] = {}
        code: list[str] = []
        language = ""
        place = frame.begin()
        while not place.atEnd():
            table, block = place.currentFrame(), place.currentBlock()
            if table is None and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
                language = block.blockFormat().stringProperty(QTextFormat.Property.BlockCodeLanguage)
                code.append(block.text())
            else:
                self._flush_code(cursor, code, language)
                if isinstance(table, QTextTable):
                    self._table(cursor, table)
                elif table is None and (block.text() or block.textList()):
                    self._paragraph_of(cursor, block, lists, keep=False)
            place += 1
        self._flush_code(cursor, code, language)

    def _flush_code(self, cursor: QTextCursor, code: list[str], language: str) -> None:
        if code:
            self._write_code(cursor, "\n".join(code), language)
            code.clear()

    def _paragraph_of(self, cursor: QTextCursor, block: QTextBlock, lists: dict[int, QTextList], *, keep: bool) -> None:
        source = block.blockFormat()
        quoted = source.intProperty(QTextFormat.Property.BlockQuoteLevel)
        shape = self._pen.paragraph(
            top=SPACE if source.headingLevel() else 0, bottom=2 if block.textList() else SPACE_SMALL
        )
        shape.setHeadingLevel(source.headingLevel())
        shape.setIndent(source.indent())
        shape.setLeftMargin(SPACE_HUGE * quoted)
        shape.setAlignment(source.alignment())
        if keep:
            cursor.setBlockFormat(shape)
        else:
            self._pen.begin(cursor, shape)
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
        pen = self._pen
        if source.isImageFormat():
            alternative = source.stringProperty(QTextFormat.Property.ImageAltText)
            cursor.insertText(f"[{alternative or 'image'}]", pen.text())
            return
        made = pen.code() if source.fontFixedPitch() else pen.text()
        if source.fontFixedPitch():
            made.setBackground(QBrush(QColor(pen.theme.subtle)))
        made.setFontWeight(QFont.Weight.DemiBold if heading else source.fontWeight())
        made.setFontItalic(source.fontItalic())
        made.setFontStrikeOut(source.fontStrikeOut())
        if heading:
            made.setFontPointSize(pen.font.pointSizeF() * _HEADING_SIZES.get(heading, 1.0))
        if quoted:
            made.setForeground(QBrush(QColor(pen.theme.muted)))
        if source.isAnchor() and source.anchorHref():
            made.setAnchor(True)
            made.setAnchorHref(source.anchorHref())
            made.setFontUnderline(True)
            made.setForeground(QBrush(QColor(pen.theme.accent)))
        cursor.insertText(text, made)

    def _table(self, cursor: QTextCursor, source: QTextTable) -> None:
        shape = QTextTableFormat()
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderBrush(QBrush(QColor(self._pen.theme.border)))
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setCellPadding(6)
        shape.setTopMargin(4)
        shape.setBottomMargin(SPACE)
        self._pen.begin(cursor, self._pen.paragraph())
        made = cursor.insertTable(source.rows(), source.columns(), shape)
        for line in range(source.rows()):
            for place in range(source.columns()):
                inside = made.cellAt(line, place).firstCursorPosition()
                block = source.cellAt(line, place).firstCursorPosition().block()
                self._paragraph_of(inside, block, {}, keep=True)
        cursor.movePosition(QTextCursor.MoveOperation.End)
