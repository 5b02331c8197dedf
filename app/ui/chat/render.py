"""Puts turns into a text document, block by block, in the theme's colours.

Bubbles, code and thoughts are tables, since Qt leaves no empty line before a table; their round corners are painted by
the browser.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor, QTextTable

from app.domain.words import format_bytes
from app.ui.chat.blocks import Block, Code, Markdown, paragraphs
from app.ui.chat.markdown import MarkdownWriter
from app.ui.chat.pen import BUBBLE, CODE, CODE_HEAD_TOP, OWNER, THOUGHTS, Pen
from app.ui.chat.turns import Question
from app.ui.present.language import tr
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, Theme

CLOSED, OPEN = "\u00a0\u00a0\u25b8", "\u00a0\u00a0\u25be"
LINE_BREAK = "\u2028"


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the window that can be clicked; without an address they are only words, or are off now."""

    words: str
    address: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class CodeAdded:
    """A finished code block in the document.

    Attributes:
        start: Before its first character.
        text: The code.
        language: As its fence names it; may be empty.
    """

    start: QTextCursor
    text: str
    language: str


class Renderer:
    """Writes at the end of a document.

    Args:
        theme: Colours.
        font: The window's font.
        copy_address: Makes the address of the link that copies a code.
        added: Called with each finished code block.
    """

    def __init__(
        self, theme: Theme, font: QFont, copy_address: Callable[[str], str], added: Callable[[CodeAdded], None]
    ) -> None:
        self._pen = Pen(theme, font)
        self._copy_address, self._added = copy_address, added

    def block(self, cursor: QTextCursor, block: Block, *, finished: bool = True) -> None:
        """Write a block of an answer; one that is not finished is written again soon."""
        match block:
            case Code(text, language):
                self.code(cursor, text, language, finished=finished)
            case Markdown(text):

                def write_code(inside: QTextCursor, code: str, language: str) -> None:
                    self.code(inside, code, language, finished=finished)

                MarkdownWriter(self._pen, write_code).write(cursor, text)

    def code(self, cursor: QTextCursor, text: str, language: str, *, finished: bool) -> QTextCursor:
        """Write a code block with its head; returns a cursor behind its last character."""
        table = self._pen.box(cursor, CODE, 2, 2)
        table.mergeCells(1, 0, 1, 2)
        self._code_head(table, text, language, finished)
        cell = table.cellAt(1, 0)
        shape = cell.format().toTableCellFormat()
        shape.setLeftPadding(SPACE)
        shape.setRightPadding(SPACE)
        shape.setBottomPadding(SPACE)
        cell.setFormat(shape)
        inside = cell.firstCursorPosition()
        inside.setBlockFormat(self._pen.paragraph())
        start = QTextCursor(inside)
        start.setKeepPositionOnInsert(True)
        inside.insertText(text, self._pen.code())
        end = QTextCursor(inside)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if finished:
            self._added(CodeAdded(start, text, language))
        return end

    def bubble(self, cursor: QTextCursor, question: Question) -> None:
        """Write what the user asked: plain text, at the right, and the files that go along."""
        inside = self._pen.box(cursor, BUBBLE).cellAt(0, 0).firstCursorPosition()
        inside.setBlockFormat(self._pen.paragraph())
        if question.text:
            inside.insertText(question.text, self._pen.text())
        for number, file in enumerate(question.attachments):
            shape = self._pen.paragraph(top=0 if number else 4, own=True)
            if number or question.text:
                inside.insertBlock(shape)
            else:
                inside.setBlockFormat(shape)
            words = f"{file.name} · {tr(format_bytes(file.size_bytes))}"
            inside.insertText(words, self._pen.small(self._pen.theme.muted))
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def thoughts(self, cursor: QTextCursor, entry_id: str, words: str, address: str, opened: str | None) -> None:
        """Write the heading of an answer's thoughts, and the thoughts when they are opened."""
        table = self._pen.box(cursor, THOUGHTS)
        shape = table.format().toTableFormat()
        shape.setProperty(OWNER, entry_id)
        shape.setCellPadding(0)
        shape.setBottomMargin(SPACE_SMALL)
        table.setFormat(shape)
        self._thoughts_head(table, words, address, opened is not None)
        if opened is not None:
            self.open_thoughts(table, words, address, opened)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def open_thoughts(self, table: QTextTable, words: str, address: str, text: str) -> None:
        """Show the thoughts below their heading."""
        if table.rows() == 1:
            table.appendRows(1)
        self._thoughts_head(table, words, address, True)
        cell = table.cellAt(1, 0)
        shape = cell.format().toTableCellFormat()
        shape.setLeftPadding(SPACE_LARGE)
        shape.setTopPadding(SPACE_SMALL)
        cell.setFormat(shape)
        inside = cell.firstCursorPosition()
        inside.setBlockFormat(self._pen.paragraph(bottom=SPACE_SMALL))
        # Qt's sign for a line break within a paragraph keeps its lines together.
        words = "\n".join(paragraph.replace("\n", LINE_BREAK) for paragraph in paragraphs(text))
        inside.insertText(words, self._pen.small(self._pen.theme.muted))

    def close_thoughts(self, table: QTextTable, words: str, address: str) -> None:
        """Leave only the heading."""
        table.removeRows(1, table.rows() - 1)
        self._thoughts_head(table, words, address, False)

    def caption(self, cursor: QTextCursor, words: str, links: tuple[Link, ...], *, failed: bool, right: bool) -> None:
        """Write the small line under a turn: words, then links."""
        pen = self._pen
        shape = pen.paragraph(top=0 if right else 4, bottom=SPACE_LARGE if right else SPACE_HUGE, own=True)
        shape.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        pen.begin(cursor, shape)
        cursor.insertText(words, pen.small(pen.theme.danger if failed else pen.theme.muted))
        for number, link in enumerate(links):
            if words or number:
                cursor.insertText(_gap(links[number - 1] if number else None, link), pen.small(pen.theme.muted))
            if link.address:
                cursor.insertText(link.words, pen.link(link.address, pen.theme.accent if failed else pen.theme.muted))
            else:
                cursor.insertText(link.words, pen.small(pen.theme.strong_border if link.is_off else pen.theme.muted))

    def _code_head(self, table: QTextTable, text: str, language: str, finished: bool) -> None:
        pen = self._pen
        for place in (0, 1):
            cell = table.cellAt(0, place)
            padding = cell.format().toTableCellFormat()
            padding.setLeftPadding(SPACE)
            padding.setRightPadding(SPACE)
            padding.setTopPadding(CODE_HEAD_TOP)
            padding.setBottomPadding(4)
            cell.setFormat(padding)
            inside = cell.firstCursorPosition()
            shape = pen.paragraph(own=True)
            if place:
                shape.setAlignment(Qt.AlignmentFlag.AlignRight)
            inside.setBlockFormat(shape)
            if not place:
                inside.insertText(language or tr("code"), pen.small(pen.theme.muted))
            elif finished:
                inside.insertText(tr("Copy"), pen.link(self._copy_address(text), pen.theme.muted))

    def _thoughts_head(self, table: QTextTable, words: str, address: str, is_open: bool) -> None:
        inside = table.cellAt(0, 0).firstCursorPosition()
        inside.setBlockFormat(self._pen.paragraph(own=True))
        inside.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        inside.insertText(f"{words}{OPEN if is_open else CLOSED}", self._pen.link(address, self._pen.theme.muted))


def _gap(before: Link | None, link: Link) -> str:
    """Between the parts of a caption: those of one thing stand closer together."""
    together = before is not None and (not before.address or not link.address)
    return "" if together else "\u2003"
