"""Cards in columns of equal width."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import SPACE
from app.ui.widgets import clear, column, row


class CardGrid(QWidget):
    """Cards in as many columns of equal width as there is room for.

    Args:
        column_width: What a column needs at least, in device-independent pixels.
        spacing: Between rows and columns.
    """

    def __init__(self, *, column_width: int = 300, spacing: int = SPACE) -> None:
        super().__init__()
        self._column_width, self._spacing = column_width, spacing
        self._cards: list[QWidget] = []
        self._columns = 2
        self._rows = column(spacing=spacing)
        self.setLayout(self._rows)
        # Not fixed: a text that takes two lines at this width needs more than the hint, which knows no width.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_cards(self, cards: list[QWidget]) -> None:
        """Replace what is there."""
        clear(self._rows)
        self._cards = cards
        self._place()

    def set_width(self, width: int) -> None:
        """Use as many columns as fit."""
        columns = max(1, (width + self._spacing) // (self._column_width + self._spacing))
        if columns != self._columns:
            self._columns = columns
            for card in self._cards:
                card.setParent(self)
            while (item := self._rows.takeAt(0)) is not None:
                if (inner := item.layout()) is not None:
                    inner.deleteLater()
            self._place()
            for card in self._cards:
                card.show()

    def _place(self) -> None:
        for start in range(0, len(self._cards), self._columns):
            cards = self._cards[start : start + self._columns]
            pair = row(*cards, *[QWidget() for _ in range(self._columns - len(cards))], spacing=self._spacing)
            for index in range(pair.count()):
                pair.setStretch(index, 1)
            self._rows.addLayout(pair)
