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
from app.ui.settings.controls import ChoiceControl, Commit, HoursControl, NameControl, NumberControl, ToggleControl
from app.ui.settings.wide_controls import FolderControl, FoldersControl, SharedMemoryControl
from app.ui.theme import SPACE, SPACE_SMALL, SPACE_TINY
from app.ui.widgets import Text, column, name_by_label

NARROW = 420
"""Below this width a control stands under its text."""


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
        self.note = Text("", "muted", size=0.92)
        name = Text(shown.label, bold=True)
        words = column(name, Text(shown.text, "muted", size=0.92), spacing=SPACE_TINY)
        self.control, is_wide = _control(shown, lambda value: change(shown.name, value), memory, addresses)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(SPACE)
        self._line.addLayout(words, 1)
        self._is_wide = is_wide
        assert isinstance(self.control, QWidget)
        name_by_label(self.control, name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_SMALL)
        outer.addLayout(self._line)
        if is_wide:
            outer.addWidget(self.control)
        else:
            self._line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addWidget(self.note)
        self.show_row(shown)

    def show_row(self, shown: SettingRow) -> None:
        """The setting as it is now."""
        self._value = shown.value
        self.control.show_value(shown.value)
        self._say(shown.note, "warning" if shown.is_warning else "muted")

    def show_problem(self, problem: Problem) -> None:
        """A change was refused: the value springs back, and it is said why."""
        self.control.show_value(self._value)
        self._say(problem_words(problem), "danger")

    def _say(self, words: str, kind: str) -> None:
        self.note.set_kind(kind)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """In a narrow window the control goes below."""
        super().resizeEvent(event)
        if not self._is_wide and not isinstance(self.control, ToggleControl):
            narrow = event.size().width() < NARROW
            directions = QBoxLayout.Direction
            self._line.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)


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
            return NumberControl(shown.label, least, most, commit), False
        case DayHours():
            return HoursControl(shown.label, commit), False
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
