"""How much memory this computer shares: a slider with words that follow it, and the dialog to change it later."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QWidget

from app.domain.words import format_bytes
from app.ui.buttons import Button
from app.ui.dialogs import Dialog
from app.ui.present.language import tr
from app.ui.widgets import Text, column, row

STEP_BYTES = 100_000_000
"""One step of the slider."""


class OfferControl(QWidget):
    """Chooses between nothing and all of the memory.

    Args:
        offered_bytes: What is shared now; kept exactly until the slider is moved.
        total_bytes: What the computer has.
    """

    def __init__(self, offered_bytes: int, total_bytes: int) -> None:
        super().__init__()
        self._offered_bytes = offered_bytes
        self.words = Text("", bold=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, max(1, total_bytes // STEP_BYTES))
        self.slider.setPageStep(max(1, 1_000_000_000 // STEP_BYTES))
        self.slider.setValue(round(offered_bytes / STEP_BYTES))
        self.slider.setAccessibleName(tr("Memory that this computer shares"))
        self.slider.setMinimumHeight(24)
        self.slider.valueChanged.connect(self._moved)
        nothing = Text(tr("Nothing"), "muted", size=0.85)
        everything = Text(tr(format_bytes(total_bytes)), "muted", size=0.85)
        nothing.setWordWrap(False)
        everything.setWordWrap(False)
        ends = row(nothing, None, everything)
        self.setLayout(column(self.words, self.slider, ends, spacing=4))
        self._describe()

    @property
    def offered_bytes(self) -> int:
        """What is chosen, in bytes."""
        return self._offered_bytes

    def follow(self, offered_bytes: int) -> None:
        """Show what is shared, where something else than the slider chooses it."""
        self.slider.setValue(round(offered_bytes / STEP_BYTES))
        self._offered_bytes = offered_bytes
        self._describe()

    def _moved(self, steps: int) -> None:
        self._offered_bytes = steps * STEP_BYTES
        self._describe()

    def _describe(self) -> None:
        self.words.setText(sharing_words(self._offered_bytes))


def sharing_words(offered_bytes: int) -> str:
    """What joining means for this computer's memory."""
    if not offered_bytes:
        return tr("This computer will share no memory: it only asks.")
    return tr("This computer will share up to {size} of its memory.", size=format_bytes(offered_bytes))


class OfferDialog(Dialog):
    """Changes what is shared, at once.

    Args:
        parent: The window it belongs to, or None.
        change: Takes the new amount in bytes; not called when it stays as it is.
        offered_bytes: What is shared now.
        total_bytes: What the computer has.
    """

    def __init__(
        self, parent: QWidget | None, change: Callable[[int], None], *, offered_bytes: int, total_bytes: int
    ) -> None:
        super().__init__(parent, tr("Shared memory"), width=480)
        self._change, self._offered_bytes = change, offered_bytes
        self.offer = OfferControl(offered_bytes, total_bytes)
        self.content.addWidget(self.offer)
        words = tr("If you share less than is in use, the other devices first take over what they run here.")
        self.content.addWidget(Text(words, "muted", size=0.92))
        cancel, done = Button(tr("Cancel")), Button(tr("Save"), "primary")
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self._done)
        done.setDefault(True)
        self.add_buttons(cancel, done)

    def _done(self) -> None:
        if self.offer.offered_bytes != self._offered_bytes:
            self._change(self.offer.offered_bytes)
        self.accept()
