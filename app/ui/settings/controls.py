"""The controls of settings: each shows a value as the settings file has it, and gives back what its user chooses.

They follow `show_value` without asking for a change, so that a refused one springs back.
"""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, QTime
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QTimeEdit, QWidget

from app.domain.preference import FileValue
from app.ui.chat.picker import Picker
from app.ui.present.language import tr
from app.ui.theme import current_theme
from app.ui.widgets import Text, row

type Commit = Callable[[FileValue], None]
"""Asks for a new value."""

_TOGGLE_WIDTH, _TOGGLE_HEIGHT = 40, 22
FIELD_WIDTH = 220
"""Of fields beside their text, in device-independent pixels; wider where a choice has longer words."""
_NUMBER_WIDTH, _TEXT_MARGIN = 110, 9


class Toggle(QCheckBox):
    """A switch; to the keyboard and to screen readers it is a check box."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # Qt's name
        """As wide as what is seen, so that it ends where other controls end; easier to hit than it is high."""
        return QSize(_TOGGLE_WIDTH, _TOGGLE_HEIGHT + 6)

    def hitButton(self, _position: object) -> bool:  # Qt's name
        """All of it can be pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """A pill with a knob at the left or, with a tick, at the right: the place tells, not only the colour."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(0.5, 3.5, _TOGGLE_WIDTH - 1, _TOGGLE_HEIGHT - 1)
        on = self.isChecked()
        painter.setOpacity(1.0 if self.isEnabled() else 0.5)
        painter.setPen(QPen(QColor(theme.accent if on else theme.muted), 1))
        painter.setBrush(QColor(theme.accent if on else theme.subtle))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        size = pill.height() - 6
        knob = QRectF(pill.right() - 3 - size if on else pill.left() + 3, pill.top() + 3, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_text if on else theme.muted))
        painter.drawEllipse(knob)
        if on:
            painter.setPen(QPen(QColor(theme.accent), 1.6))
            at, step = knob.center(), size / 5
            painter.drawLine(int(at.x() - step), int(at.y()), int(at.x() - step / 4), int(at.y() + step))
            painter.drawLine(int(at.x() - step / 4), int(at.y() + step), int(at.x() + step), int(at.y() - step))
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 2))
            ring = pill.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)


class ToggleControl(Toggle):
    """Yes or no.

    Args:
        name: What it is called.
        commit: Asks for a new value.
    """

    def __init__(self, name: str, commit: Commit) -> None:
        super().__init__(name)
        self.toggled.connect(commit)

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        with QSignalBlocker(self):
            self.setChecked(value is True)
        self.update()


class ChoiceControl(Picker):
    """One of a few.

    Args:
        name: What it is called.
        choices: Words of the file, with what is shown for them.
        commit: Asks for a new value.
    """

    def __init__(self, name: str, choices: tuple[tuple[str, str], ...], commit: Commit) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for word, shown in choices:
            self.addItem(shown, word)
        self.activated.connect(lambda _index: commit(self.currentData()))

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        """Scrolling the page must not change a value that happens to be under the mouse."""
        event.ignore()


class NameControl(QLineEdit):
    """A line of text, asked for when it is left or with Enter.

    Args:
        name: What it is called.
        commit: Asks for a new value.
    """

    def __init__(self, name: str, commit: Commit) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)
        self.editingFinished.connect(lambda: self._finished(commit))

    def _finished(self, commit: Commit) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            commit(self.text())

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        self._shown = str(value)
        self.setText(self._shown)


class NumberControl(QSpinBox):
    """A whole number, asked for when it is left or with Enter.

    Args:
        name: What it is called.
        least: The smallest.
        most: The largest.
        commit: Asks for a new value.
        around: What stands before and after it.
    """

    def __init__(self, name: str, least: int, most: int, commit: Commit, *, around: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        self._shown: int | None = None
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setPrefix(around[0])
        self.setSuffix(around[1])
        # Its buttons are taken away by the style sheet: with `NoButtons` Qt would give a styled one no room for text.
        # Neither does it heed the style sheet's padding.
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, _TEXT_MARGIN, 0)
        self.setGroupSeparatorShown(most > 100_000)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ensurePolished()
        self.setFixedWidth(max(_NUMBER_WIDTH, self.sizeHint().width()))
        self.editingFinished.connect(lambda: self._finished(commit))

    def _finished(self, commit: Commit) -> None:
        if self.value() != self._shown:
            self._shown = self.value()
            commit(self.value())

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        self._shown = value if isinstance(value, int) else self.minimum()
        self.setValue(self._shown)

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        """Scrolling the page must not change a value that happens to be under the mouse."""
        event.ignore()


class HoursControl(QWidget):
    """A part of the day, or always.

    Args:
        name: What it is called.
        commit: Asks for a new value: `20:00-07:00`, or `always`.

    Attributes:
        switch: Whether it is a part of the day. It stands elsewhere; the times are seen only while it is on.
    """

    def __init__(self, name: str, commit: Commit) -> None:
        super().__init__()
        self._commit = commit
        self.switch = Toggle(name)
        self.begin, self.end = self._time(tr("{name}: from", name=name)), self._time(tr("{name}: to", name=name))
        self.begin.setTime(QTime(20, 0))
        self.end.setTime(QTime(7, 0))
        words = _word(tr("from")), _word(tr("to"))
        self.setLayout(row(words[0], self.begin, words[1], self.end, None))
        self.switch.toggled.connect(lambda _on: self._changed())
        for edit in (self.begin, self.end):
            edit.editingFinished.connect(self._changed)
        self._shown = "always"
        self.setVisible(False)

    def _time(self, name: str) -> QTimeEdit:
        edit = QTimeEdit()
        edit.setDisplayFormat("HH:mm")
        edit.setAccessibleName(name)
        edit.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        edit.setFixedWidth(72)
        return edit

    def _changed(self) -> None:
        self.setVisible(self.switch.isChecked())
        hours = f"{self.begin.time().toString('HH:mm')}-{self.end.time().toString('HH:mm')}"
        wanted = hours if self.switch.isChecked() else "always"
        if wanted != self._shown:
            self._shown = wanted
            self._commit(wanted)

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        self._shown = str(value) if value is not None else "always"
        with QSignalBlocker(self.switch):
            self.switch.setChecked(value is not None)
        if isinstance(value, str):
            begin, _, end = value.partition("-")
            self.begin.setTime(QTime.fromString(begin, "HH:mm"))
            self.end.setTime(QTime.fromString(end, "HH:mm"))
        self.setVisible(self.switch.isChecked())


def _word(text: str) -> Text:
    word = Text(text, "muted")
    word.setWordWrap(False)
    return word
