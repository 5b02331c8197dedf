"""A layout that puts its items beside each other and goes on in the next line when there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.ui.theme import SPACE_SMALL


class Flow(QLayout):
    """Items in lines, as words are.

    Args:
        items: What it begins with.
        spacing: Between items and lines.
    """

    def __init__(self, *items: QWidget, spacing: int = SPACE_SMALL) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for item in items:
            self.addWidget(item)

    def addItem(self, item: QLayoutItem) -> None:  # Qt's name
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt's name
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # Qt's name
        """Give one up."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # Qt's name
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # Qt's name
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # Qt's name
        """What all lines need."""
        return self._place(QRect(0, 0, width, 0), only_measure=True)

    def setGeometry(self, area: QRect) -> None:  # Qt's name
        """Put everything in its place."""
        super().setGeometry(area)
        self._place(area, only_measure=False)

    def sizeHint(self) -> QSize:  # Qt's name
        """As narrow as it can be: what is around it gives it the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # Qt's name
        """The widest item, and the tallest."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, area: QRect, *, only_measure: bool) -> int:
        left, top, line_height = area.left(), area.top(), 0
        for item in self._shown():
            hint = item.sizeHint()
            width = min(hint.width(), max(area.width(), item.minimumSize().width()))
            if left > area.left() and left + width > area.left() + area.width():
                left, top, line_height = area.left(), top + line_height + self.spacing(), 0
            if not only_measure:
                item.setGeometry(QRect(QPoint(left, top), QSize(width, hint.height())))
            left += width + self.spacing()
            line_height = max(line_height, hint.height())
        return top + line_height - area.top()
