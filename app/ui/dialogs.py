"""The frame of every dialog, and the question before something that cannot be undone.

Dialogs are opened with `open()`, never `exec()`: a nested event loop would end the other coroutines.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from app.domain.state import AppState
from app.ui.buttons import Button
from app.ui.present.language import tr
from app.ui.theme import SPACE_HUGE, SPACE_LARGE, icon
from app.ui.widgets import Text, row


class Dialog(QDialog):
    """A dialog with a heading, content and a row of buttons.

    Args:
        parent: The window it belongs to, or None from the tray.
        title: Heading, and the window's title.
        width: In device-independent pixels.
    """

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 480) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowIcon(icon("hearth"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(SPACE_HUGE, SPACE_HUGE, SPACE_HUGE, SPACE_HUGE)
        self.content.setSpacing(SPACE_LARGE)
        self.content.addStrut(width - 2 * SPACE_HUGE)
        self.content.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinAndMaxSize)
        self.content.addWidget(Text(title, size=1.35, bold=True))

    def add_buttons(self, *buttons: Button, left: Button | None = None) -> None:
        """The last row: the most important button at the right."""
        self.content.addLayout(row(*([left] if left else []), None, *buttons))

    def fit(self) -> None:
        """Take the size that the content needs, after some of it was made anew."""
        # Only once the new parts have their fonts, which they get when they are shown.
        QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """Take the size that the content needs, however long its words are."""
        super().showEvent(event)
        self.fit()

    def _fit(self) -> None:
        self.content.invalidate()
        self.content.activate()
        self.resize(self.width(), self.content.heightForWidth(self.width()))

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that it says."""
        return tuple(label.text() for label in self.findChildren(QLabel))

    def show_state(self, state: AppState | None) -> None:
        """Another snapshot; most dialogs show nothing of it."""

    def present(self) -> None:
        """Show it above other windows, without a nested event loop."""
        self.open()
        self.raise_()
        self.activateWindow()


class ConfirmDialog(Dialog):
    """Asks before something that cannot be undone.

    Args:
        parent: The window it belongs to.
        title: The question.
        message: What will happen.
        action: Label of the button that does it.
        confirmed: Called when the user agrees.
        cancel: Label of the other button; empty for the usual one.
        dangerous: Whether the button is coloured as a warning.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        message: str,
        action: str,
        confirmed: Callable[[], None],
        *,
        cancel: str = "",
        dangerous: bool = True,
    ) -> None:
        super().__init__(parent, title, width=420)
        self.content.addWidget(Text(message, "muted"))
        self.cancel = Button(cancel or tr("Cancel"))
        self.confirm = Button(action, "danger" if dangerous else "primary")
        self.cancel.setDefault(dangerous)
        self.confirm.setDefault(not dangerous)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.accept)
        self.accepted.connect(confirmed)
        self.add_buttons(self.cancel, self.confirm)


def leave_dialog(parent: QWidget | None, swarm_name: str, confirmed: Callable[[], None]) -> ConfirmDialog:
    """Ask before leaving a swarm."""
    return ConfirmDialog(
        parent,
        tr("Leave {swarm}?", swarm=swarm_name) if swarm_name else tr("Leave the swarm?"),
        tr(
            "This computer forgets the token and takes its memory back. Models that are split over it stop. "
            "To come back you need the token from another device."
        ),
        tr("Leave swarm"),
        confirmed,
    )


def remove_dialog(parent: QWidget | None, name: str, confirmed: Callable[[], None]) -> ConfirmDialog:
    """Ask before removing a device."""
    return ConfirmDialog(
        parent,
        tr("Remove {name}?", name=name),
        tr(
            "{name} is shut out of the swarm at once, and what it works on moves to the others. The swarm gets a new "
            "token to which all other devices move by themselves; the old token stops working.",
            name=name,
        ),
        tr("Remove device"),
        confirmed,
    )


def rotate_dialog(parent: QWidget | None, confirmed: Callable[[], None]) -> ConfirmDialog:
    """Ask before replacing the token."""
    return ConfirmDialog(
        parent,
        tr("Make a new token?"),
        tr(
            "The devices of the swarm move to it by themselves, also those that are away, when they come back. Whoever "
            "else has the old token cannot join with it any more."
        ),
        tr("Make new token"),
        confirmed,
        dangerous=False,
    )
