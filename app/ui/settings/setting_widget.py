"""One setting: its name and explanation beside its control, and below what became of a change."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.preference import FileValue
from app.system.amount_kinds import DayHours, WholeNumber
from app.system.setting_kinds import Folder, Folders, OwnAddress, Switch
from app.system.settings import setting_kinds
from app.ui.present.language import problem_words, tr
from app.ui.present.settings import AUTOMATIC, SettingRow
from app.ui.present.views import Tone
from app.ui.settings.beside import NARROW
from app.ui.settings.controls import (
    FIELD_WIDTH,
    ChoiceControl,
    Commit,
    HoursControl,
    NameControl,
    NumberControl,
    ToggleControl,
)
from app.ui.settings.wide_controls import FolderControl, FoldersControl, SharedMemoryControl
from app.ui.theme import SPACE, SPACE_SMALL, SPACE_TINY
from app.ui.widgets import Symbol, Text, column, name_by_label, row

WORDS_WIDTH = 170
"""What the words need beside a field: longer words of a choice make its field wider."""


class Control(Protocol):
    """What shows a value and asks for another."""

    def show_value(self, value: FileValue) -> None:
        """What holds now."""


class SettingWidget(QWidget):
    """A setting.

    Args:
        shown: What it is.
        change: Asks for a new value, by name.
        memory: Memory offered now and in all, in bytes.
        addresses: Addresses of this computer.
    """

    def __init__(
        self,
        shown: SettingRow,
        change: Callable[[str, FileValue], None],
        memory: tuple[int, int],
        addresses: tuple[str, ...],
    ) -> None:
        super().__init__()
        self._value = shown.value
        self._note = _Note()
        name = Text(shown.label, bold=True)
        words = column(name, Text(shown.text, "muted", size=0.92), spacing=SPACE_TINY)
        self.control, is_wide = _control(shown, lambda value: change(shown.name, value), memory, addresses)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(SPACE)
        self._line.addLayout(words, 1)
        self._can_move = not is_wide and not isinstance(self.control, ToggleControl)
        self._field_width = FIELD_WIDTH
        assert isinstance(self.control, QWidget)
        name_by_label(self.control, name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_SMALL)
        outer.addLayout(self._line)
        beside = None if is_wide else self.control
        if isinstance(self.control, HoursControl):
            beside = self.control.switch
        if beside is not None:
            self._line.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)
        if is_wide:
            outer.addWidget(self.control)
        outer.addWidget(self._note)
        self.show_row(shown)

    def show_row(self, shown: SettingRow) -> None:
        """The setting as it is now."""
        self._value = shown.value
        self.control.show_value(shown.value)
        self._note.say(shown.note, Tone.WARNING if shown.is_warning else Tone.BUSY)

    def show_problem(self, problem: Problem) -> None:
        """A change was refused: the value springs back, and it is said why."""
        self.control.show_value(self._value)
        self._note.say(problem_words(problem), Tone.DANGER)

    @property
    def field_width(self) -> int:
        """How wide its field must be beside its text, so that none of its words is cut."""
        if not isinstance(self.control, ChoiceControl):
            return FIELD_WIDTH
        self.control.ensurePolished()
        return max(FIELD_WIDTH, self.control.sizeHint().width())

    def set_field_width(self, width: int) -> None:
        """How wide its field is beside its text; all of a window are as wide."""
        self._field_width = width
        self._fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """In a narrow window the control goes below."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        is_narrow = width < max(NARROW, self._field_width + WORDS_WIDTH)
        if self._can_move:
            self._line.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        if isinstance(self.control, ChoiceControl | NameControl):
            self.control.setMinimumWidth(self._field_width)
            self.control.setMaximumWidth(self.maximumWidth() if is_narrow else self._field_width)


class _Note(QWidget):
    """What is to be known of a value as it is now; its symbol and colour tell it from what the setting is for."""

    def __init__(self) -> None:
        super().__init__()
        self._symbol, self._words = Symbol("info", 16), Text("", size=0.92)
        line = row(column(self._symbol, None), self._words)
        line.setStretch(1, 1)
        self.setLayout(line)

    def say(self, words: str, tone: Tone) -> None:
        """Other words, or none."""
        self._symbol.show_symbol("info" if tone is Tone.BUSY else "warning", tone)
        self._words.set_kind(tone.value)
        self._words.setText(words)
        self.setVisible(bool(words))


def _control(
    shown: SettingRow, commit: Commit, memory: tuple[int, int], addresses: tuple[str, ...]
) -> tuple[Control, bool]:
    """The control for a setting, and whether it needs the whole width."""
    kind = setting_kinds().get(shown.name, Switch())
    if shown.choices:
        return ChoiceControl(shown.label, shown.choices, commit), False
    if shown.name == "offer":
        return SharedMemoryControl(shown.label, *memory, commit), True
    match kind:
        case Switch():
            return ToggleControl(shown.label, commit), False
        case WholeNumber(least, most):
            return NumberControl(shown.label, least, most, commit, around=shown.around), False
        case DayHours():
            return HoursControl(shown.label, commit), True
        case Folder():
            return _folder_control(shown, commit), True
        case Folders():
            return FoldersControl(shown.label, commit), True
        case OwnAddress():
            return _AddressControl(shown, addresses, commit), False
        case _:
            return NameControl(shown.label, commit), False


def _folder_control(shown: SettingRow, commit: Commit) -> FolderControl:
    usual = tr("The usual folder, in Hearth's data folder")
    return FolderControl(shown.label, usual, commit, choose=tr("Choose the models folder"))


class _AddressControl(ChoiceControl):
    """An address of this computer, or all of them."""

    def __init__(self, shown: SettingRow, addresses: tuple[str, ...], commit: Commit) -> None:
        there = dict.fromkeys((*addresses, *([shown.value] if isinstance(shown.value, str) else [])))
        choices = ((AUTOMATIC, tr("Every address")), *((address, address) for address in there))
        super().__init__(shown.label, choices, commit)

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        super().show_value(AUTOMATIC if value is None else value)
