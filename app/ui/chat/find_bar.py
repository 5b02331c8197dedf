"""Finds words in the conversation that is shown: next, previous, and how many there are."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from app.ui.buttons import Button
from app.ui.chat.browser import Browser
from app.ui.present.language import tr
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_SMALL, SPACE_TINY
from app.ui.widgets import Text, add_clear_button, row


class FindBar(QFrame):
    """A line above the conversation.

    Args:
        browser: Where it looks.
    """

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._browser = browser
        self._count, self._number = 0, 0
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in this conversation"))
        self.field.setAccessibleName(tr("Find in this conversation"))
        add_clear_button(self.field)
        self.count = Text("", "muted", size=0.92)
        self.count.setWordWrap(False)
        self.previous = Button("", "flat", symbol="chevron-up", name=tr("Previous place (Shift+Enter)"))
        self.next = Button("", "flat", symbol="chevron-down", name=tr("Next place (Enter)"))
        close = Button("", "flat", symbol="close", name=tr("Close (Esc)"))
        self.field.textChanged.connect(lambda _: self.look())
        self.field.installEventFilter(self)
        self.previous.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(1))
        close.clicked.connect(self.close_bar)
        inside = row(self.field, SPACE_SMALL, self.count, self.previous, self.next, close, spacing=SPACE_TINY)
        inside.setStretch(0, 1)
        inside.setContentsMargins(SPACE_HUGE, SPACE_TINY, SPACE, SPACE_TINY)
        self.setLayout(inside)
        self.hide()

    def open_bar(self) -> None:
        """Show it, with what is selected in the conversation."""
        selected = self._browser.textCursor().selectedText()
        self.show()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.setFocus()
        self.field.selectAll()
        self.look()

    def show_first(self, words: str) -> None:
        """Show it with these words, without taking the keyboard."""
        self.show()
        self.field.setText(words)
        self.look()

    def close_bar(self) -> None:
        """Hide it and its marks."""
        self.hide()
        self._browser.find_all("")

    def look(self) -> None:
        """Look anew, from the first place on."""
        self._count = self._browser.find_all(self.field.text())
        self._number = 0
        if self._count:
            self._browser.go_to_match(0)
        self._say()

    def go(self, distance: int) -> None:
        """The next place, or the one before; behind the last one comes the first."""
        if self._count:
            self._number = (self._number + distance) % self._count
            self._browser.go_to_match(self._number)
            self._say()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Enter and Shift+Enter in the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.go(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return False

    def _say(self) -> None:
        number = self._number + 1
        words = tr("{number} of {count}", number=number, count=self._count) if self._count else tr("Not found")
        self.count.setText(words if self.field.text() else "")
        self.previous.setEnabled(self._count > 1)
        self.next.setEnabled(self._count > 1)
