"""Models on their way to this computer, as lines of the Swarm window's card *Now*."""

from PySide6.QtWidgets import QProgressBar, QWidget

from app.ui.present.swarm_views import Movement
from app.ui.theme import SPACE, SPACE_TINY
from app.ui.widgets import ElidedText, Text, column, discard, row


class MovementLine(QWidget):
    """One of them; filled again with each state."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ElidedText("")
        self._figures = Text("", "muted", size=0.92)
        self._figures.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        top = row(self._words, self._figures, spacing=SPACE)
        top.setStretch(0, 1)
        self.setLayout(column(top, self._bar, spacing=SPACE_TINY))

    def show_movement(self, movement: Movement) -> None:
        """Another state, or another transfer."""
        self._words.set_text(movement.words)
        self._figures.setText(movement.figures)
        self._bar.setValue(round(movement.progress * 1000))
        self._bar.setAccessibleName(f"{movement.words}, {movement.figures}")


class Movements(QWidget):
    """All of them; takes no room when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[MovementLine] = []
        self._column = column(spacing=SPACE)
        self.setLayout(self._column)

    def show_movements(self, movements: tuple[Movement, ...]) -> None:
        """Other ones."""
        self.setVisible(bool(movements))
        while len(self._lines) > len(movements):
            discard(self._column, self._lines.pop())
        while len(self._lines) < len(movements):
            self._lines.append(MovementLine())
            self._column.addWidget(self._lines[-1])
        for line, movement in zip(self._lines, movements, strict=True):
            line.show_movement(movement)
