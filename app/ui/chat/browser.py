"""The view of the conversation's document: loads nothing, paints boxes, finds, and copies only what was said."""

from collections.abc import Iterator

from PySide6.QtCore import QByteArray, QMargins, QMimeData, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFrame,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from app.ui.chat.markdown import InertDocument
from app.ui.chat.pen import BUBBLE, CODE, CODE_HEAD_TOP, KIND, is_own
from app.ui.present.language import tr
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, current_theme

MAX_WIDTH = 780
"""Of a line, in device-independent pixels."""
_OTHER_MATCH_ALPHA = 80
END_ROOM = SPACE_HUGE + SPACE_SMALL
"""Below the newest: what is said over the end of the conversation hides nothing of it."""
_AT_BOTTOM = 8
"""So many pixels from the end still count as being there."""


class Browser(QTextBrowser):
    """A document in the middle of the window, in lines short enough to be read."""

    def __init__(self) -> None:
        super().__init__()
        self._matches: list[QTextCursor] = []
        self._match = -1
        self.setAccessibleName(tr("Conversation"))
        self.setOpenLinks(False)
        # Qt's own document reads local files even when `loadResource` of the browser gives nothing.
        self.setDocument(InertDocument(self))
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)  # tables at the right ignore it; the viewport has margins instead
        self._set_ends()
        self.document().setIndentWidth(SPACE_HUGE)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._set_margins())
        self.setCursorWidth(0)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # Qt's name
        """Nothing: an answer must not make this computer read a file or an address."""
        return QByteArray()

    def clear(self) -> None:
        """Empty, for another conversation."""
        super().clear()
        self._set_ends()

    # -- finding ------------------------------------------------------------------------------------------------

    def find_all(self, words: str) -> int:
        """Mark every place where these words are; returns how many."""
        self._matches, self._match = [], -1
        document = self.document()
        cursor = document.find(words) if words else QTextCursor()
        while not cursor.isNull():
            if not is_own(cursor.block().blockFormat()):
                self._matches.append(QTextCursor(cursor))
            cursor = document.find(words, cursor)
        self._mark()
        return len(self._matches)

    def go_to_match(self, number: int) -> None:
        """Scroll to one of the places, counted from 0, and mark it more than the others."""
        self._match = number
        self._mark()
        place = self.cursorRect(self._matches[number])
        if not self.viewport().rect().adjusted(0, SPACE_HUGE, 0, -SPACE_HUGE).contains(place):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + place.top() - self.viewport().height() // 3)

    def _mark(self) -> None:
        theme = current_theme()
        marks = []
        for number, cursor in enumerate(self._matches):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            looks = QTextCharFormat()
            is_current = number == self._match
            ground = QColor(theme.accent if is_current else theme.warning)
            ground.setAlpha(255 if is_current else _OTHER_MATCH_ALPHA)
            looks.setBackground(ground)
            looks.setForeground(QColor(theme.accent_text if is_current else theme.text))
            mark.format = looks
            marks.append(mark)
        self.setExtraSelections(marks)

    # -- copying ------------------------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:  # Qt's name
        """What is selected, as plain text without captions, heads of code and other words of the window."""
        made = QMimeData()
        made.setText("\n".join(self._selected()))
        return made

    def _selected(self) -> Iterator[str]:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block: QTextBlock = self.document().findBlock(start)
        while block.isValid() and block.position() <= end:
            if not is_own(block.blockFormat()):
                text = block.text().encode("utf-16-le")  # Qt counts UTF-16 units
                first = max(0, start - block.position())
                last = min(block.length() - 1, end - block.position())
                # Qt leaves empty paragraphs around tables; those inside of one are lines of code.
                if last > first or (not text and QTextCursor(block).currentTable() is not None):
                    yield text[2 * first : 2 * last].decode("utf-16-le", "replace").replace("\u2028", "\n")
            block = block.next()

    # -- scrolling and painting -----------------------------------------------------------------------------------

    @property
    def is_at_bottom(self) -> bool:
        """Whether the newest can be seen."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _AT_BOTTOM

    def keep_bottom(self, wanted: bool) -> None:
        """Go to the end, when it was seen before."""
        if wanted:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Keep lines short enough to be read, in the middle of a wide window."""
        at_bottom = self.is_at_bottom
        self._set_margins()
        super().resizeEvent(event)
        self.keep_bottom(at_bottom)

    def _set_ends(self) -> None:
        """What is free above the first turn and below the last is scrolled with them: nothing is cut before an edge."""
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setTopMargin(SPACE_LARGE)
        shape.setBottomMargin(END_ROOM)
        frame.setFrameFormat(shape)

    def _set_margins(self) -> None:
        """The bar stands in the margin: lines stay as long with it as without."""
        side, bar = side_margin(self.width()), self.verticalScrollBar()
        margins = QMargins(side, 0, side - (bar.sizeHint().width() if bar.maximum() else 0), 0)
        if margins != self.viewportMargins():
            self.setViewportMargins(margins)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        """Paint bubbles and code blocks with round corners, then the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        painter.fillRect(event.rect(), QColor(theme.window))
        painter.translate(0, -self.verticalScrollBar().value())
        painter.setPen(Qt.PenStyle.NoPen)
        visible = QRectF(event.rect()).translated(0, self.verticalScrollBar().value())
        for kind, area in self._boxes(visible):
            painter.setBrush(QColor(theme.bubble if kind == BUBBLE else theme.subtle))
            painter.drawRoundedRect(area, SPACE_SMALL + 2, SPACE_SMALL + 2)
        painter.end()
        super().paintEvent(event)

    def _boxes(self, visible: QRectF) -> Iterator[tuple[int, QRectF]]:
        """Bubbles and code that can be seen; frames are in the order of the document."""
        layout = self.document().documentLayout()
        frames = self.document().rootFrame().childFrames()
        first, end = 0, len(frames)
        while first < end:
            middle = (first + end) // 2
            if layout.frameBoundingRect(frames[middle]).bottom() < visible.top():
                first = middle + 1
            else:
                end = middle
        for frame in frames[first:]:
            area = box_of(frame, layout)
            if area.top() > visible.bottom():
                return
            kind = frame.frameFormat().intProperty(KIND)
            if kind in (BUBBLE, CODE):
                yield kind, area


def side_margin(width: int) -> int:
    """What is left free at each side of the conversation in a view of this width."""
    return max(SPACE_HUGE, (width - MAX_WIDTH) // 2)


def box_of(frame: QTextFrame, layout: QAbstractTextDocumentLayout) -> QRectF:
    """Where a bubble or code block is: Qt gives its content's place with the whole table's size, margins included.

    The content is that of the first cell, behind its padding.
    """
    shape, area = frame.frameFormat(), layout.frameBoundingRect(frame)
    width = area.width() - shape.leftMargin() - shape.rightMargin()
    height = area.height() - shape.topMargin() - shape.bottomMargin()
    top = CODE_HEAD_TOP if shape.intProperty(KIND) == CODE else SPACE
    return QRectF(area.left() - SPACE, area.top() - top, width, height)
