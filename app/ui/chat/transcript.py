"""The conversation as one text document, of which only the open block is drawn again while an answer arrives."""

import secrets

from PySide6.QtCore import QByteArray, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFrame,
)
from PySide6.QtWidgets import QTextBrowser

from app.ui.chat.blocks import Block, BlockSplitter, Code
from app.ui.chat.render import BUBBLE, CODE, KIND, InertDocument, Renderer
from app.ui.chat.turns import Answer, End, Question, Turn, caption
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, current_theme

_MAX_WIDTH = 780
_AT_BOTTOM = 8
"""So many pixels from the end still count as being there."""


class Transcript(QTextBrowser):
    """Shows turns, and the answer that is being written."""

    copy_answer = Signal(int)
    """The user wants the text of the turn of this number."""
    retry = Signal()
    """The user wants the last question asked again."""
    open_link = Signal(str)
    """The user clicked a link of an answer; nothing was opened yet."""

    def __init__(self) -> None:
        super().__init__()
        # Known to this window only: a link in an answer cannot pretend to be a button of ours.
        self._scheme = f"hearth-{secrets.token_hex(8)}"
        self._turns: list[Turn] = []
        self._splitter: BlockSplitter | None = None
        self._tail_start = 0
        self._open_code: tuple[QTextCursor, str] | None = None
        self._note = ""
        self.setAccessibleName("Conversation")
        self.setOpenLinks(False)
        # Qt's own document reads local files even when `loadResource` of the browser gives nothing.
        self.setDocument(InertDocument(self))
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)  # tables at the right ignore it; the viewport has margins instead
        self.document().setIndentWidth(SPACE_HUGE)
        self.setCursorWidth(0)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(self._clicked)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_turns(self, turns: list[Turn]) -> None:
        """Draw everything anew, for another theme or conversation."""
        at_bottom = self._is_at_bottom()
        self.clear()
        self._splitter, self._open_code, self._note = None, None, ""
        self._turns = []
        for turn in turns:
            self._add(turn)
        self._keep_bottom(at_bottom)

    def add(self, turn: Turn) -> None:
        """Add a turn below."""
        self._add(turn)
        self._keep_bottom(True)

    def begin_answer(self) -> None:
        """From now on `write` adds to a new answer."""
        self._splitter = BlockSplitter()
        self._mark_tail()

    def write(self, text: str) -> None:
        """Add to the open answer."""
        if self._splitter is None:
            return
        self.show_note("")
        at_bottom = self._is_at_bottom()
        finished = self._splitter.feed(text)
        for block in finished:
            self._replace_tail(block)
            self._mark_tail()
        self._draw_tail(self._splitter.tail)
        self._keep_bottom(at_bottom)

    def show_note(self, words: str) -> None:
        """Say below the open answer what it waits for; nothing when the words are empty."""
        if self._splitter is None or words == self._note:
            return
        at_bottom = self._is_at_bottom()
        self._note = words
        self._replace_tail(None)
        self._draw_tail(self._splitter.tail)
        if words:
            self._renderer().caption(self._end(), words, (), failed=False)
        self._keep_bottom(at_bottom)

    def end_answer(self, answer: Answer) -> None:
        """The open answer is complete; its caption goes below."""
        self.show_note("")
        at_bottom = self._is_at_bottom()
        if self._splitter is not None:
            blocks = self._splitter.finish()
            self._replace_tail(None)
            for block in blocks:
                self._renderer().block(self._end(), block)
        self._splitter, self._open_code = None, None
        self._close_answer(answer)
        self._keep_bottom(at_bottom)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # Qt's name
        """Nothing: an answer must not make this computer read a file or an address."""
        return QByteArray()

    # -- turns -----------------------------------------------------------------------------------------------

    def _add(self, turn: Turn) -> None:
        match turn:
            case Question(text):
                self._turns.append(turn)
                self._renderer().bubble(self._end(), text)
            case Answer():
                splitter = BlockSplitter()
                for block in (*splitter.feed(turn.text), *splitter.finish()):
                    self._renderer().block(self._end(), block)
                self._close_answer(turn)

    def _close_answer(self, answer: Answer) -> None:
        number = len(self._turns)
        self._turns.append(answer)
        links: list[tuple[str, str]] = [("Copy", f"{self._scheme}:copy/{number}")] if answer.text else []
        words = caption(answer)
        if answer.problem is not None:
            title = "The answer broke off" if answer.text else answer.problem.title
            words = f"{title}. {answer.problem}"
        if answer.end in (End.FAILED, End.STOPPED):
            links.append(("Try again", f"{self._scheme}:retry"))
        self._renderer().caption(self._end(), words, tuple(links), failed=answer.end is End.FAILED)

    def _renderer(self) -> Renderer:
        return Renderer(current_theme(), self.font())

    # -- the open block ------------------------------------------------------------------------------------------

    def _mark_tail(self) -> None:
        """What is written from here on is drawn again with each piece."""
        cursor = self._end()
        if cursor.block().length() > 1 or cursor.block().textList() is not None:
            cursor.insertBlock()
            if (inherited := cursor.block().textList()) is not None:
                inherited.remove(cursor.block())
        self._tail_start = cursor.position()
        self._open_code = None

    def _draw_tail(self, tail: Block) -> None:
        match tail, self._open_code:
            case Code(text, _), (cursor, written) if text.startswith(written):
                cursor.insertText(text[len(written) :])
                self._open_code = (cursor, text)
            case Code(text, _), _:
                self._replace_tail(None)
                self._open_code = (self._renderer().code(self._end(), text), text)
            case _:
                self._replace_tail(tail if tail.text.strip() else None)

    def _replace_tail(self, block: Block | None) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._tail_start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if (inherited := cursor.block().textList()) is not None:
            inherited.remove(cursor.block())
        self._open_code = None
        if block is not None:
            self._renderer().block(self._end(), block)

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    # -- scrolling, links, painting ------------------------------------------------------------------------------

    def _is_at_bottom(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _AT_BOTTOM

    def _keep_bottom(self, wanted: bool) -> None:
        if wanted:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _clicked(self, address: QUrl) -> None:
        if address.scheme() != self._scheme:
            self.open_link.emit(address.toString())
            return
        action, _, number = address.path().partition("/")
        if action == "copy":
            self.copy_answer.emit(int(number))
        else:
            self.retry.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Keep lines short enough to be read, in the middle of a wide window."""
        at_bottom = self._is_at_bottom()
        side = max(SPACE_HUGE, (self.width() - _MAX_WIDTH) // 2)
        self.setViewportMargins(side, SPACE_LARGE, side, 0)
        super().resizeEvent(event)
        self._keep_bottom(at_bottom)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        """Paint bubbles and code blocks with round corners, then the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        painter.fillRect(event.rect(), QColor(theme.window))
        painter.translate(0, -self.verticalScrollBar().value())
        visible = QRectF(event.rect()).translated(0, self.verticalScrollBar().value())
        layout = self.document().documentLayout()
        for frame in self.document().rootFrame().childFrames():
            kind = frame.frameFormat().intProperty(KIND)
            area = box_of(frame, layout)
            if kind in (BUBBLE, CODE) and area.intersects(visible):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.bubble if kind == BUBBLE else theme.subtle))
                painter.drawRoundedRect(area, SPACE_SMALL + 2, SPACE_SMALL + 2)
        painter.end()
        super().paintEvent(event)


def box_of(frame: QTextFrame, layout: QAbstractTextDocumentLayout) -> QRectF:
    """Where a bubble or code block is: Qt gives its content's place with the whole table's size, margins included."""
    shape, area = frame.frameFormat(), layout.frameBoundingRect(frame)
    width = area.width() - shape.leftMargin() - shape.rightMargin()
    height = area.height() - shape.topMargin() - shape.bottomMargin()
    return QRectF(area.left() - SPACE, area.top() - SPACE, width, height)
