"""What clicks in the conversation do that change nothing in it: copying, and links after a question."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.chat.conversation import Conversation
from app.ui.chat.turns import Answer, Question, content
from app.ui.dialogs import ConfirmDialog
from app.ui.present.language import tr


class Copying:
    """Copies turns and code.

    Args:
        conversation: Gives the conversation that is open.
        said: Shows what was done.
    """

    def __init__(self, conversation: Callable[[], Conversation], said: Callable[[str], None]) -> None:
        self._conversation, self._said = conversation, said

    def copy(self, text: str) -> None:
        """Copy a text."""
        QGuiApplication.clipboard().setText(text)
        self._said(tr("Copied"))

    def copy_turn(self, entry_id: str) -> None:
        """Copy a question with its files, or an answer as Markdown."""
        turn = self._conversation().entry(entry_id).turn
        self.copy(content(turn) if isinstance(turn, Question) else turn.text)

    def copy_last(self) -> None:
        """Copy the last answer."""
        last = self._conversation().last(Answer)
        if last is not None and last.turn.text:
            self.copy_turn(last.entry_id)


def ask_link(parent: QWidget, address: str) -> None:
    """Ask before a link of an answer is opened; only the web's are."""
    url = QUrl(address)
    if url.scheme() not in ("http", "https"):
        return
    words = f"{tr('A model wrote this link. It opens in your browser:')}\n{address}"
    ConfirmDialog(parent, tr("Open this link?"), words, tr("Open"), lambda: _open(url), dangerous=False).present()


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)
