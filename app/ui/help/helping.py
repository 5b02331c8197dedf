"""Carries out what the Help menu asks: diagnostics to the clipboard, the log folder, About."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.domain.sentence import say
from app.ui.actions import Actions
from app.ui.bridge import NodeThread
from app.ui.dialogs import Dialog
from app.ui.help.about_dialog import AboutDialog
from app.ui.help.diagnostics_dialog import DiagnosticsDialog


class Helping:
    """The Help menu.

    Args:
        actions: Starts what takes a moment.
        node: The node's thread.
        open_dialog: Opens a dialog by its name, at most one of each.
        parent: The window that a dialog belongs to now.
    """

    def __init__(
        self,
        actions: Actions,
        node: NodeThread,
        open_dialog: Callable[[str, Callable[[], Dialog]], None],
        parent: Callable[[], QWidget | None],
    ) -> None:
        self._actions, self._node, self._open, self._parent = actions, node, open_dialog, parent
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl

    def copy_diagnostics(self) -> None:
        """Copy them, and show what was copied."""
        self._actions.start(self._copying(), "diagnostics")

    async def _copying(self) -> None:
        node = self._node.node
        if node is None:
            raise not_ready()
        text = await asyncio.to_thread(node.diagnostics.text)
        QGuiApplication.clipboard().setText(text)
        self._open("diagnostics", lambda: DiagnosticsDialog(self._parent(), text))

    def open_logs(self) -> None:
        """Show the folder with the log in the system's file manager."""
        self._actions.start(self._opening_logs(), "open logs")

    async def _opening_logs(self) -> None:
        node = self._node.node
        if node is None:
            raise not_ready()
        folder: Path = node.diagnostics.log_folder
        if not self.open_url(QUrl.fromLocalFile(str(folder))):
            raise UserError(
                say("No file manager"),
                say("The log is in {folder}.", folder=str(folder)),
                say("Open this folder by yourself."),
                "no_opener",
            )

    def about(self) -> None:
        """Show versions and licences."""
        self._open("about", lambda: AboutDialog(self._parent(), self._actions))


def not_ready() -> UserError:
    """There is no node yet."""
    return UserError(say("Not ready yet"), say("Hearth is still starting."), say("Try again in a moment."), "starting")
