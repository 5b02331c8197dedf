"""Where a question is typed: Enter sends, Shift+Enter makes a new line, and the button stops an answer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from app.ui.theme import SPACE, SPACE_SMALL
from app.ui.widgets import Button, column, restyle, row

MAX_LINES = 7


class QuestionEdit(QPlainTextEdit):
    """A text field that grows with its text."""

    entered = Signal()
    """Enter was pressed without Shift."""
    focused = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Ask something")
        self.setAccessibleName("Question")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter sends; with Shift it is a new line."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # Qt's name
        """Tell the frame."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # Qt's name
        """Tell the frame."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Another font needs another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        lines = min(MAX_LINES, max(1, round(self.document().size().height())))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines == MAX_LINES else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 8)


class Composer(QFrame):
    """The field and its button."""

    asked = Signal(str)
    """The user wants this question answered."""
    stopped = Signal()
    """The user wants the answer to end."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "composer")
        self.edit = QuestionEdit()
        self.button = Button("", "send", symbol="send", name="Send")
        self.edit.entered.connect(self._enter)
        self.edit.textChanged.connect(self._update)
        self.edit.focused.connect(lambda active: restyle(self, "active", "true" if active else "false"))
        self.button.clicked.connect(self._press)
        inside = row(
            column(None, self.edit, None, spacing=0), column(None, self.button, spacing=0), spacing=SPACE_SMALL
        )
        inside.setStretch(0, 1)
        inside.setContentsMargins(SPACE, SPACE_SMALL, SPACE_SMALL, SPACE_SMALL)
        self.setLayout(inside)
        self._answering = False
        self._usable = True
        self._update()

    def set_answering(self, answering: bool) -> None:
        """While an answer is written, the button stops it."""
        self._answering = answering
        self.button.set_symbol("stop" if answering else "send")
        self.button.setAccessibleName("Stop" if answering else "Send")
        self.button.setToolTip("Stop (Esc)" if answering else "Send (Enter)")
        self._update()

    def set_usable(self, usable: bool) -> None:
        """Whether there is anybody to ask."""
        self._usable = usable
        self._update()

    def _update(self) -> None:
        self.button.setEnabled(self._answering or (self._usable and bool(self.edit.toPlainText().strip())))

    def _press(self) -> None:
        if self._answering:
            self.stopped.emit()
        else:
            self._enter()

    def _enter(self) -> None:
        text = self.edit.toPlainText().strip()
        if text and self._usable and not self._answering:
            self.edit.clear()
            self.asked.emit(text)
