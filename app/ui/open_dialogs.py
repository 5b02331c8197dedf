"""The dialogs that are open: each kind at most once, asking again raises it; each shows every snapshot."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.state import AppState
from app.ui.dialogs import Dialog


class OpenDialogs:
    """Opens dialogs by their names.

    Args:
        main: The window that they belong to while it can be seen.
    """

    def __init__(self, main: QWidget) -> None:
        self._main = main
        self._state: AppState | None = None
        self._dialogs: dict[str, Dialog] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of those that are open."""
        return tuple(self._dialogs)

    def get(self, name: str) -> Dialog | None:
        """One that is open."""
        return self._dialogs.get(name)

    def parent(self) -> QWidget | None:
        """Dialogs belong to the main window when it can be seen, and stand alone otherwise."""
        return self._main if self._main.isVisible() and not self._main.isMinimized() else None

    def open(self, name: str, make: Callable[[], Dialog]) -> None:
        """Show a dialog above other windows; it is made when none of its name is open."""
        dialog = self._dialogs.get(name)
        if dialog is None:
            dialog = self._dialogs[name] = make()
            dialog.show_state(self._state)
            dialog.finished.connect(lambda _result: self._dialogs.pop(name, None))
        dialog.present()

    def show_state(self, state: AppState | None) -> None:
        """Render a snapshot in all of them."""
        self._state = state
        for dialog in self._dialogs.values():
            dialog.show_state(state)

    def hide(self) -> None:
        """Let all of them vanish from the screen."""
        for dialog in tuple(self._dialogs.values()):
            dialog.hide()

    def close(self) -> None:
        """Close all of them, as their buttons for cancelling do."""
        for dialog in tuple(self._dialogs.values()):
            dialog.reject()
