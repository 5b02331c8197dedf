"""About Hearth: its version, and the licence of everything that is shipped with it."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from app import __version__
from app.domain.sentence import marked
from app.system.licences import Licence, shipped_licences
from app.ui.actions import Actions
from app.ui.buttons import Button
from app.ui.dialogs import Dialog
from app.ui.present.language import tr
from app.ui.theme import SPACE, monospace_font
from app.ui.widgets import Symbol, Text, column, row

NO_TEXT = marked("Its authors ship no text of the licence.")


class AboutDialog(Dialog):
    """Versions and licences.

    Args:
        parent: The window it belongs to, or None.
        actions: Reads the licences, which takes a moment.
    """

    def __init__(self, parent: QWidget | None, actions: Actions) -> None:
        super().__init__(parent, tr("About Hearth"), width=640)
        self._is_open = True
        self.finished.connect(self._closed)
        words = column(
            Text(tr("Hearth {version}", version=__version__), bold=True, size=1.15, selectable=True),
            Text(tr("Joins the laptops of one household into one AI. MIT licence."), "muted"),
            spacing=2,
        )
        heading = row(Symbol("hearth", 44), words, spacing=SPACE)
        heading.setStretch(1, 1)
        self.content.addLayout(heading)
        self.content.addWidget(Text(tr("It is made with the work of many others:"), "muted"))
        self.list = QListWidget()
        self.list.setProperty("kind", "parts")
        self.list.setAccessibleName(tr("What Hearth is made of"))
        self.list.setFixedHeight(180)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(monospace_font())
        self.text.setAccessibleName(tr("Text of the licence"))
        self.text.setFixedHeight(180)
        self.content.addWidget(self.list)
        self.content.addWidget(self.text)
        done = Button(tr("Done"), "primary")
        done.clicked.connect(self.accept)
        done.setDefault(True)
        self.add_buttons(done)
        self.list.setFocus()
        actions.start(self._load(), "licences")

    async def _load(self) -> None:
        licences = await asyncio.to_thread(shipped_licences)
        if not self._is_open:
            return
        for licence in licences:
            item = QListWidgetItem(f"{licence.name} {licence.version}, {licence.licence}")
            item.setData(Qt.ItemDataRole.UserRole, licence)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        licence = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        self.text.setPlainText((licence.text or tr(NO_TEXT)) if isinstance(licence, Licence) else "")

    def _closed(self) -> None:
        """What still runs must not touch this dialog: Qt deletes it now."""
        self._is_open = False
