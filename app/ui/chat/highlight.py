"""Colours code that is finished, a little at a time, so that nothing waits for a long one.

The lexers are Pygments' (https://pygments.org), imported when the first code block is closed. Languages are never
guessed.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QBrush, QColor, QTextCharFormat, QTextCursor

from app.ui.chat.render import CodeAdded
from app.ui.theme import Theme

MAX_LENGTH = 60_000
"""A longer code stays in one colour."""

SLICE_SECONDS = 0.004
"""So long at a time, between other events."""


class Style(Enum):
    """What a piece of code is."""

    KEYWORD = auto()
    NAME = auto()
    STRING = auto()
    NUMBER = auto()
    COMMENT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of code with its place, counted as Qt counts: in UTF-16 units."""

    start: int
    length: int
    style: Style


def pieces(text: str, language: str) -> Iterator[Piece]:
    """The pieces that have a colour, in order; none when the language is not known."""
    lexer = _lexer_of(language.lower())
    if lexer is None or len(text) > MAX_LENGTH:
        return
    place = 0
    for kind, value in lexer(text):
        length = len(value) if value.isascii() else len(value.encode("utf-16-le")) // 2
        if (style := _style_of(kind)) is not None and not value.isspace():
            yield Piece(place, length, style)
        place += length


class Colouring(QObject):
    """Works through the code blocks of a document.

    Args:
        parent: What it lives and ends with.
        theme: Gives the theme now.
    """

    def __init__(self, parent: QObject, theme: Callable[[], Theme]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._waiting: deque[CodeAdded] = deque()
        self._current: tuple[QTextCursor, Iterator[Piece]] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._work)

    @property
    def is_done(self) -> bool:
        """Whether everything has its colours."""
        return not self._timer.isActive()

    def add(self, code: CodeAdded) -> None:
        """Colour this block soon."""
        if code.language:
            self._waiting.append(code)
            self._timer.start()

    def forget(self) -> None:
        """The document is another one."""
        self._waiting.clear()
        self._current = None
        self._timer.stop()

    def finish(self) -> None:
        """Colour everything now."""
        while not self.is_done:
            self._work()

    def _work(self) -> None:
        deadline = time.perf_counter() + SLICE_SECONDS
        theme = self._theme()
        edit: QTextCursor | None = None
        while time.perf_counter() < deadline:
            if self._current is None:
                if edit is not None:
                    edit.endEditBlock()
                    edit = None
                if not self._waiting:
                    self._timer.stop()
                    break
                code = self._waiting.popleft()
                self._current = (code.start, pieces(code.text, code.language))
            start, rest = self._current
            piece = next(rest, None)
            if piece is None:
                self._current = None
                continue
            if edit is None:
                edit = QTextCursor(start)
                edit.beginEditBlock()
            edit.setPosition(start.position() + piece.start)
            edit.setPosition(start.position() + piece.start + piece.length, QTextCursor.MoveMode.KeepAnchor)
            edit.mergeCharFormat(_format(theme, piece.style))
        if edit is not None:
            edit.endEditBlock()


@cache
def _format(theme: Theme, style: Style) -> QTextCharFormat:
    colours = {
        Style.KEYWORD: theme.code_keyword,
        Style.NAME: theme.code_name,
        Style.STRING: theme.code_string,
        Style.NUMBER: theme.code_number,
        Style.COMMENT: theme.muted,
    }
    made = QTextCharFormat()
    made.setForeground(QBrush(QColor(colours[style])))
    made.setFontItalic(style is Style.COMMENT)
    return made


@cache
def _lexer_of(language: str) -> Callable[[str], Iterator[tuple[object, str]]] | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer.get_tokens


@cache
def _style_of(kind: object) -> Style | None:
    from pygments.token import Comment, Keyword, Name, Number, Operator, String

    groups = (
        (Style.COMMENT, (Comment,)),
        (Style.KEYWORD, (Keyword, Operator.Word, Name.Tag)),
        (Style.STRING, (String,)),
        (Style.NUMBER, (Number,)),
        (Style.NAME, (Name.Function, Name.Class, Name.Decorator, Name.Builtin, Name.Attribute)),
    )
    return next((style for style, kinds in groups if any(kind in group for group in kinds)), None)
