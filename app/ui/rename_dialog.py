"""Asks how this computer is to be called."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.buttons import Button
from app.ui.dialogs import Dialog
from app.ui.present.language import tr
from app.ui.widgets import Text

LONGEST_NAME = 60


class RenameDialog(Dialog):
    """A field with the name as it is now.

    Args:
        parent: The window it belongs to, or None.
        name: What this computer is called now.
        rename: Takes the new name; not called when it stays as it is.
    """

    def __init__(self, parent: QWidget | None, name: str, rename: Callable[[str], None]) -> None:
        super().__init__(parent, tr("Rename this computer"), width=420)
        self._name, self._rename = name, rename
        self.field = QLineEdit(name)
        self.field.setAccessibleName(tr("Name of this computer"))
        self.field.setMaxLength(LONGEST_NAME)
        self.field.selectAll()
        self.content.addWidget(self.field)
        words = tr("The other devices show it by this name. Its network name stays as it is.")
        self.content.addWidget(Text(words, "muted", size=0.92))
        cancel, self.save = Button(tr("Cancel")), Button(tr("Rename"), "primary")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.accept)
        self.save.setDefault(True)
        self.field.textChanged.connect(self._check)
        self.accepted.connect(self._done)
        self.add_buttons(cancel, self.save)
        self._check()

    def _check(self) -> None:
        self.save.setEnabled(bool(self.field.text().strip()))

    def _done(self) -> None:
        name = self.field.text().strip()
        if name and name != self._name:
            self._rename(name)
