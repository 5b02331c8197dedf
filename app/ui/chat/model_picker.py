"""The list from which a model is picked, with where each runs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy

from app.ui.chat.picker import Picker
from app.ui.chat.row_painting import SECOND_LINE, TwoLineDelegate
from app.ui.present.language import tr
from app.ui.present.views import ModelChoice

_NARROW, _WIDE, _LIST_WIDTH = 120, 260, 320


class ModelPicker(Picker):
    """Models by the names that people know."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(_NARROW)
        self.setMaximumWidth(_WIDE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view().setAccessibleName(tr("Models"))
        self.view().setMinimumWidth(_LIST_WIDTH)
        self.setItemDelegate(TwoLineDelegate(self))

    def show_choices(self, choices: Sequence[ModelChoice]) -> None:
        """New entries; the model that was picked stays picked."""
        picked = self.currentData()
        self.blockSignals(True)
        self.clear()
        for number, choice in enumerate(choices):
            self.addItem(choice.label, choice.name)
            self.setItemData(number, choice.where, SECOND_LINE)
        if choices:
            self.setCurrentIndex(max(0, self.findData(picked)))
        self.blockSignals(False)

    def pick(self, label: str) -> None:
        """Pick the model that people call so, if there is one."""
        if (index := self.findText(label)) >= 0:
            self.setCurrentIndex(index)

    @property
    def picked(self) -> str:
        """Name of the picked model; empty when there is none."""
        return str(self.currentData() or "")
