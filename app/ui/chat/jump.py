"""A button over the conversation that leads back to its end."""

from PySide6.QtCore import QEvent, QObject

from app.ui.buttons import Button
from app.ui.chat.browser import END_ROOM, Browser
from app.ui.present.language import tr


class JumpButton(Button):
    """Floats above the lower edge while the newest cannot be seen.

    Args:
        browser: Where it floats.
    """

    def __init__(self, browser: Browser) -> None:
        super().__init__("", "round", symbol="arrow-down", name=tr("Jump to the newest"))
        self._browser = browser
        self.setParent(browser)
        self.clicked.connect(lambda: browser.keep_bottom(True))
        browser.verticalScrollBar().valueChanged.connect(lambda _: self._update())
        browser.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._update())
        browser.installEventFilter(self)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._update()
        return False

    def _update(self) -> None:
        self.adjustSize()
        width, height = self.width(), self.height()
        self.move((self._browser.width() - width) // 2, self._browser.height() - height - END_ROOM)
        self.setVisible(not self._browser.is_at_bottom)
