"""A page of the Settings window, which scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE
from app.ui.widgets import Text, column


class Page(QScrollArea):
    """A page.

    Args:
        title: Its heading.
        parts: What is on it, from top to bottom.
    """

    def __init__(self, title: str, *parts: QWidget) -> None:
        super().__init__()
        self._heading = Text(title, size=1.35, bold=True)
        self._body = column(self._heading, *parts, None, spacing=SPACE)
        content = QWidget()
        content.setProperty("kind", "page")
        content.setLayout(self._body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def show_heading(self, is_shown: bool) -> None:
        """Show its title, where nothing above the page says the same."""
        self._heading.setVisible(is_shown)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """A scroll bar comes and goes."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The scroll bar stands in the margin, so that nothing moves when it appears."""
        top = SPACE_LARGE if self._heading.isHidden() else SPACE_HUGE
        scroll_bar = self.width() - self.viewport().width()
        self._body.setContentsMargins(SPACE_HUGE, top, SPACE_HUGE - scroll_bar, SPACE_HUGE)
