"""Where a question is typed: Enter sends, Shift+Enter makes a new line, and the button stops an answer.

Files can be chosen, dropped or pasted; who reads them is told by `files_given`. A question that was asked already can
be taken up again, to be asked otherwise.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.domain.words import format_bytes
from app.ui.buttons import Button
from app.ui.chat.flow import FlowLayout
from app.ui.chat.turns import Attachment, Question
from app.ui.present.language import tr
from app.ui.theme import SPACE_SMALL, SPACE_TINY
from app.ui.widgets import ElidedText, Symbol, Text, clear, column, restyle, row

MAX_LINES = 7
_CHIP_WIDTH = 240


class QuestionEdit(QPlainTextEdit):
    """A text field that grows with its text."""

    entered = Signal()
    """Enter was pressed without Shift."""
    recalled = Signal()
    """Up was pressed in the empty field."""
    focused = Signal(bool)
    files_given = Signal(list)
    """Files were pasted or dropped: their paths."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("Ask something"))
        self.setAccessibleName(tr("Question"))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter sends; with Shift it is a new line. Up in the empty field takes up the last question."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.recalled.emit()
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

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # Qt's name
        """Text and files."""
        return bool(local_files(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # Qt's name
        """Files go along with the question, text into it."""
        if files := local_files(source):
            self.files_given.emit(files)
        else:
            self.insertPlainText(source.text())

    def _fit(self) -> None:
        lines = min(MAX_LINES, max(1, round(self.document().size().height())))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines == MAX_LINES else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 8)


class Composer(QFrame):
    """The field, its buttons and the files that go along."""

    asked = Signal(object)
    """The user wants this `Question` answered."""
    stopped = Signal()
    """The user wants the answer to end."""
    choose_files = Signal()
    """The user wants to pick files."""
    edit_ended = Signal()
    """A question that was taken up again is left as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "composer")
        self.edit = QuestionEdit()
        self.button = Button("", "send", symbol="send", name=tr("Send"))
        self.button.setToolTip(tr("Send (Enter)"))
        self.attach = Button("", "flat", symbol="attach", name=tr("Add text files"))
        self.edit.entered.connect(self._enter)
        self.edit.textChanged.connect(self._update)
        self.edit.focused.connect(lambda active: restyle(self, "active", "true" if active else "false"))
        self.button.clicked.connect(self._press)
        self.attach.clicked.connect(self.choose_files)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        cancel = Button(tr("Cancel"), "flat")
        cancel.clicked.connect(self.end_edit)
        self._editing = QWidget()
        editing = row(Text(tr("You are changing a question. The earlier version is kept."), "muted"), cancel)
        editing.setStretch(0, 1)
        editing.setContentsMargins(SPACE_SMALL, 0, 0, 0)
        self._editing.setLayout(editing)
        field = row(
            column(None, self.attach, spacing=0),
            column(None, self.edit, SPACE_TINY, spacing=0),
            column(None, self.button, spacing=0),
            spacing=SPACE_SMALL,
        )
        field.setStretch(1, 1)
        inside = column(self._editing, self._chips, field, spacing=SPACE_SMALL)
        inside.setContentsMargins(SPACE_SMALL, SPACE_SMALL, SPACE_SMALL, SPACE_SMALL)
        self.setLayout(inside)
        self._files: tuple[Attachment, ...] = ()
        self._answering = False
        self._usable = True
        self._editing.hide()
        self._chips.hide()
        self._update()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that go along."""
        return self._files

    @property
    def is_editing(self) -> bool:
        """Whether a question is taken up again."""
        return not self._editing.isHidden()

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Replace the files that go along."""
        self._files = tuple(files)
        clear(self._flow)
        for file in self._files:
            self._flow.addWidget(self._chip(file))
        self._chips.setVisible(bool(self._files))
        self._update()

    def begin_edit(self, question: Question) -> None:
        """Take up a question again."""
        self._editing.show()
        self.edit.setPlainText(question.text)
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        self.show_files(question.attachments)
        self.edit.setFocus()

    def end_edit(self) -> None:
        """Leave a question that was taken up as it is."""
        if self.is_editing:
            self.reset()
            self.edit_ended.emit()

    def reset(self) -> None:
        """Empty, for another question."""
        self._editing.hide()
        self.edit.clear()
        self.show_files(())
        self.edit.setFocus()

    def set_answering(self, answering: bool) -> None:
        """While an answer is written, the button stops it."""
        if answering == self._answering:
            return  # told 20 times a second while it is written
        self._answering = answering
        self.button.set_symbol("stop" if answering else "send")
        self.button.setAccessibleName(tr("Stop" if answering else "Send"))
        self.button.setToolTip(tr("Stop (Esc)" if answering else "Send (Enter)"))
        self._update()

    def set_usable(self, usable: bool) -> None:
        """Whether there is anybody to ask."""
        self._usable = usable
        self._update()

    @property
    def _question(self) -> Question:
        return Question(self.edit.toPlainText().strip(), self._files)

    def _update(self) -> None:
        self.button.setEnabled(self._answering or (self._usable and self._question != Question("")))

    def _press(self) -> None:
        if self._answering:
            self.stopped.emit()
        else:
            self._enter()

    def _enter(self) -> None:
        question = self._question
        if question != Question("") and self._usable and not self._answering:
            self.asked.emit(question)

    def _chip(self, file: Attachment) -> QFrame:
        chip = QFrame()
        chip.setProperty("kind", "chip")
        name = ElidedText(f"{file.name} · {tr(format_bytes(file.size_bytes))}", size=0.92)
        away = Button("", "tiny", symbol="close", name=tr("Remove {name}", name=file.name))
        away.clicked.connect(lambda: self.show_files([kept for kept in self._files if kept is not file]))
        inside = row(Symbol("file", 16), name, away, spacing=SPACE_TINY)
        inside.setStretch(1, 1)
        inside.setContentsMargins(SPACE_SMALL, SPACE_TINY, SPACE_TINY, SPACE_TINY)
        chip.setLayout(inside)
        chip.setMaximumWidth(_CHIP_WIDTH)
        return chip


def local_files(source: QMimeData) -> list[Path]:
    """The files of this computer among what is pasted or dropped."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
