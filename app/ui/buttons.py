"""Buttons: with an icon of our own, a ring for those who go by keys, and one that copies.

They know nothing of Hearth.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QGuiApplication, QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton

from app.ui.present.language import tr
from app.ui.theme import current_theme, icon

COPIED_MS = 1800
"""How long a copy button says that it copied."""

_BY_KEYS = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class Button(QPushButton):
    """A button with an icon of our own, redrawn when the theme changes.

    Args:
        text: Label; may be empty when `name` is given.
        kind: `primary`, `danger`, `flat`, `suggestion`, `send` or nothing.
        symbol: Name of an icon; empty for none.
        name: What a screen reader says, where the label is not enough; a tooltip when there is no label.
    """

    by_keys = False
    """Whether the last button of any window was reached or pressed by keys: only then is the focus shown."""

    def __init__(self, text: str, kind: str = "", *, symbol: str = "", name: str = "") -> None:
        super().__init__(text)
        self._symbol = symbol
        self._kind = kind
        self.setAccessibleName(name or text)
        if kind:
            self.setProperty("kind", kind)
        if not text:
            self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(16, 16))
        self._draw()

    def set_symbol(self, symbol: str) -> None:
        """Another icon; empty for none."""
        self._symbol = symbol
        self._draw()

    def focusInEvent(self, event: QFocusEvent) -> None:  # Qt's name
        """A ring for those who go by keys; for others it would look like one more button to press."""
        if event.reason() in _BY_KEYS:
            Button.by_keys = True
        self._show_ring()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """From the first key on the ring is there."""
        Button.by_keys = True
        self._show_ring()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # Qt's name
        """Who points needs no ring."""
        Button.by_keys = False
        self._show_ring()
        super().mousePressEvent(event)

    def _show_ring(self) -> None:
        if self.property("ring") != Button.by_keys:
            self.setProperty("ring", Button.by_keys)
            self.style().unpolish(self)
            self.style().polish(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # Qt's name
        """A double click is one click: the second must not make another code, nor press what came to this place."""
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Draw the icon again in the new theme's colour."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw()

    def _draw(self) -> None:
        theme = current_theme()
        colour = {"primary": theme.accent_text, "send": theme.accent_text, "danger": theme.surface}.get(
            self._kind, theme.muted if self._kind in ("flat", "icon") else theme.text
        )
        self.setIcon(icon(self._symbol, colour if self.isEnabled() else theme.muted) if self._symbol else QIcon())


class CopyButton(Button):
    """Copies a text to the clipboard and says so for a moment.

    Args:
        text: Its label.
        source: Gives the text to copy.
        name: What a screen reader says.
    """

    def __init__(self, text: str, source: Callable[[], str], *, name: str, kind: str = "") -> None:
        super().__init__(text, kind, symbol="copy", name=name)
        self._label, self._source = text, source
        self._timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._timer.timeout.connect(self._restore)
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._source())
        self.setMinimumWidth(self.width())
        self.setText(tr("Copied"))
        self.set_symbol("check")
        self._timer.start()

    def _restore(self) -> None:
        self.setText(self._label)
        self.set_symbol("copy")
