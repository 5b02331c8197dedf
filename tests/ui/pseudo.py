"""A language that marks what it says: what a window shows without a mark was never asked for in any language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from app.domain.errors import Problem
from app.domain.sentence import Figure, Sentence
from app.ui.chat.browser import Browser
from app.ui.chat.pen import is_own
from app.ui.chat.row_painting import SECOND_LINE
from app.ui.models.listing import Listing
from app.ui.present.language import speak
from app.ui.present.library_views import Row

NAME = "pseudo"
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")
SAME_EVERYWHERE = ("Hearth", "hearth", "http", "https", "Linux", "Windows", "macOS")
"""Names, and what programs read."""


def speak_marked() -> None:
    """Every text that is said in a language gets marks round it."""
    speak(lambda template: f"⟦{template}⟧")


def speak_english() -> None:
    """As it is written."""
    speak(lambda template: template)


def unmarked(widget: QWidget, data: frozenset[str]) -> list[str]:
    """The texts of a window that were not said in a language.

    Args:
        widget: The window.
        data: What is data there: names that people gave, addresses, what models say.
    """
    return unmarked_of(shown(widget), data)


def unmarked_of(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """Those of some texts that were not said in a language.

    Args:
        texts: What a person reads.
        data: As for `unmarked`.
    """
    words = sorted((*data, *SAME_EVERYWHERE), key=len, reverse=True)
    return sorted({text for text in texts if _WORD.search(_rest(text, words))})


def _rest(text: str, data: list[str]) -> str:
    """What is left of a text without marked parts, which may hold others, and without data."""
    while (less := _MARKED.sub("", text)) != text:
        text = less
    for known in data:
        text = text.replace(known, "")
    return text


def shown(widget: QWidget) -> Iterator[str]:
    """Every text of a window that a person can see, hear or point at."""
    for part in (widget, *widget.findChildren(QWidget)):
        if part.isWindow() and part is not widget and not isinstance(part, QMenu):
            continue
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription(), part.windowTitle())
        match part:
            case Listing():
                yield from _row_texts(part)
            case QLabel() | QAbstractButton():
                yield part.text()
            case QGroupBox():
                yield part.title()
            case QLineEdit():
                yield part.placeholderText()
            case Browser():
                yield from _own_texts(part)
            case QTextEdit() | QPlainTextEdit():
                yield part.placeholderText()
            case QComboBox():
                yield part.placeholderText()
                yield from _item_texts(part.model())
            case QAbstractItemView():
                yield from _item_texts(part.model())
            case QAbstractSpinBox():
                yield part.specialValueText()
            case QTabWidget():
                yield from (part.tabText(index) for index in range(part.count()))
            case _:
                pass
        for action in part.actions():
            yield from _action_texts(action)


def _item_texts(model: QAbstractItemModel) -> Iterator[str]:
    for index in (model.index(number, 0) for number in range(model.rowCount())):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, SECOND_LINE):
            if isinstance(text := index.data(role), str):
                yield text


def _own_texts(browser: Browser) -> Iterator[str]:
    """What the window itself says in a conversation; the rest is what people and models said."""
    block = browser.document().firstBlock()
    while block.isValid():
        if is_own(block.blockFormat()):
            yield block.text()
        block = block.next()


def _action_texts(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip())


def data_of(value: object) -> Iterator[str]:
    """The names in a state: all its texts but those that Hearth itself says."""
    match value:
        case Problem() | Sentence() | Figure():
            return
        case str():
            if len(value) > 1:
                yield value
        case Mapping():
            for key, one in value.items():
                yield from data_of(key)
                yield from data_of(one)
        case list() | tuple() | set() | frozenset():
            for one in value:
                yield from data_of(one)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from data_of(getattr(value, field.name))
        case _:
            return


def _row_texts(listing: Listing) -> Iterator[str]:
    """What a list of models draws, and what is said of it."""
    rows = listing.rows
    for index in (rows.index(number) for number in range(rows.rowCount())):
        match rows.entry(index):
            case Row(title=title, subtitle=subtitle, status=status, fit=fit, words=words):
                yield from (title, subtitle, status, fit.label if fit else "", words)
            case str(heading):
                yield heading
