"""Where the list of conversations is: beside the conversation, or in its place in a narrow window, or away."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.chat.browser import side_margin
from app.ui.chat.sidebar import WIDTH, Sidebar
from app.ui.theme import SPACE_HUGE, SPACE_TINY

NARROW = 720
"""Below this width of the window there is no room for both."""


class SideBySide:
    """Lays out a window.

    Args:
        window: The window; gets its layout here.
        sidebar: The list.
        main: The conversation and everything of it.
        above_footer: The line over the lowest part of it.
        footer: The lowest part of it, as wide as the lines of the conversation.
        new_button: Shown while the list with its own such button is not.
    """

    def __init__(
        self,
        window: QWidget,
        sidebar: Sidebar,
        main: QWidget,
        above_footer: QWidget,
        footer: QVBoxLayout,
        new_button: QWidget,
    ) -> None:
        self._window, self._sidebar, self._main = window, sidebar, main
        self._above_footer, self._footer, self._new_button = above_footer, footer, new_button
        self._wanted, self._in_place = True, False
        outer = QHBoxLayout(window)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(sidebar)
        outer.addWidget(main, 1)
        self.place()

    def toggle(self) -> None:
        """Show the list, or hide it."""
        if self._is_narrow:
            self._in_place = not self._in_place
        else:
            self._wanted = not self._wanted
        self.place()
        if self._is_narrow and self._in_place:
            self._sidebar.focus_search()

    def show(self) -> None:
        """Show the list."""
        if self._sidebar.isHidden():
            self.toggle()

    def leave(self) -> bool:
        """Show the conversation again, when the list was in its place; returns whether it was."""
        was, self._in_place = self._is_narrow and self._in_place, False
        self.place()
        return was

    def place(self) -> None:
        """As there is room now."""
        narrow, width = self._is_narrow, self._window.width()
        side = self._in_place if narrow else self._wanted
        self._sidebar.setVisible(side)
        self._sidebar.setMaximumWidth(width if narrow else WIDTH)
        self._sidebar.setMinimumWidth(width if narrow and side else 0 if narrow else WIDTH)
        self._sidebar.back.setVisible(narrow)
        self._main.setVisible(not (narrow and side))
        self._new_button.setVisible(not side)
        margin = side_margin(width - (WIDTH if side and not narrow else 0))
        self._above_footer.setContentsMargins(margin, SPACE_TINY, margin, SPACE_TINY)
        self._footer.setContentsMargins(margin, 0, margin, SPACE_HUGE)

    @property
    def _is_narrow(self) -> bool:
        return self._window.width() < NARROW
