"""Small parts of the Models window: buttons that say why they are off, chips, facts, and the frame of details."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.bars import Dot, Swatch
from app.ui.buttons import Button
from app.ui.device_card import TONE_KINDS
from app.ui.flow import Flow
from app.ui.present.language import tr
from app.ui.present.library_views import Action, Holder
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, SPACE_TINY
from app.ui.widgets import ElidedText, Text, clear, column, restyle, row


class ActionButton(Button):
    """A button that is filled again with each state, so that it keeps the focus."""

    asked = Signal(object)
    """A `LibraryRequest`."""

    def __init__(self) -> None:
        super().__init__("")
        self._action: Action | None = None
        self.clicked.connect(self._ask)

    def show_action(self, action: Action, of: str) -> None:
        """Another label, request or reason.

        Args:
            action: What it does.
            of: What it is done to, for screen readers.
        """
        self._action = action
        self.setText(action.text)
        primary = action.is_primary and not action.why_not
        restyle(self, "kind", "primary" if primary else "flat" if action.is_quiet else "")
        self.set_symbol("check" if action.is_done else "")
        self.setEnabled(not action.why_not)
        self.setToolTip(action.why_not)
        self.setAccessibleName(tr("{action} {model}", action=action.text.rstrip("…"), model=of))
        self.setAccessibleDescription(action.why_not)
        if action.why_not:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _ask(self) -> None:
        if self._action is not None:
            self.asked.emit(self._action.request)


class ActionRow(QWidget):
    """Buttons beside each other, in more lines where there is no room."""

    asked = Signal(object)
    """A `LibraryRequest`."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[ActionButton] = []
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_actions(self, actions: tuple[Action, ...], of: str) -> None:
        """The buttons of another state, each in the place of the one before."""
        while len(self._buttons) < len(actions):
            button = ActionButton()
            button.asked.connect(self.asked)
            self._buttons.append(button)
            self._flow.addWidget(button)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(actions))
            if place < len(actions):
                button.show_action(actions[place], of)


class Holders(QWidget):
    """Devices that have a file, as chips in their colours."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Holder, ...] = ()
        self._flow = Flow(spacing=SPACE_TINY + 2)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_holders(self, holders: tuple[Holder, ...]) -> None:
        """Other devices."""
        if holders == self._shown:
            return
        self._shown = holders
        clear(self._flow)
        for holder in holders:
            chip = QFrame()
            chip.setProperty("kind", "chip")
            name = ElidedText(holder.name, size=0.92)
            inner = row(Swatch(holder.colour, size=10), name, spacing=SPACE_TINY + 2)
            inner.setContentsMargins(SPACE_SMALL, 2, SPACE_SMALL + 2, 2)
            chip.setLayout(inner)
            self._flow.addWidget(chip)
            chip.show()


class Facts(QWidget):
    """Values with what they are above them, beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(spacing=SPACE_HUGE)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._values: dict[str, Text] = {}

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Other values; the words stay the same."""
        for name, value in facts:
            if name not in self._values:
                label, made = Text(name, "muted", size=0.92), Text(bold=True)
                label.setWordWrap(False)
                made.setWordWrap(False)
                tile = QWidget()
                tile.setLayout(column(label, made, spacing=0))
                self._values[name] = made
                self._flow.addWidget(tile)
            self._values[name].setText(value)
            self._values[name].setAccessibleName(f"{name}: {value}")


class StatusLine(QWidget):
    """A dot and words, and a bar below them while something is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._dot = Dot(Tone.NEUTRAL)
        self._words = Text()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        # In the middle of the first line, also where there are more.
        beside = max(0, (self._words.fontMetrics().height() - self._dot.height() + 1) // 2)
        top = row(column(beside, self._dot, None, spacing=0), self._words)
        top.setStretch(1, 1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_SMALL)
        inner.addLayout(top)
        inner.addWidget(self._bar)

    def show_status(self, words: str, tone: Tone, progress: float | None, *, is_unknown: bool = False) -> None:
        """Another status.

        Args:
            words: What happens.
            tone: Colour.
            progress: 0 to 1, None for no bar.
            is_unknown: Whether something happens that cannot be measured: the bar moves by itself.
        """
        self._dot.show_tone(tone)
        self._words.setText(words)
        self._words.set_kind(TONE_KINDS[tone])
        restyle(self._bar, "tone", tone.value)
        self._bar.setVisible(progress is not None)
        self._bar.setRange(0, 0 if is_unknown else 1000)
        self._bar.setValue(round((progress or 0) * 1000))
        self._bar.setAccessibleName(words)


class Page(QWidget):
    """What is scrolled: as high as its texts are at the width that it has, not at the narrowest."""

    def minimumSizeHint(self) -> QSize:  # Qt's name
        """The height follows from the width."""
        return QSize(super().minimumSizeHint().width(), 0)


class DetailArea(QScrollArea):
    """The frame of all details: it scrolls, and never sideways.

    Args:
        name: What a screen reader calls it.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons have the focus, and leave it the keys that scroll
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = Page()
        page.setProperty("kind", "page")
        self.content = QVBoxLayout(page)
        self.content.setSpacing(SPACE)
        self.setWidget(page)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._set_margins())
        self._set_margins()

    def _set_margins(self) -> None:
        """The bar stands in the margin: lines stay as long with it as without."""
        bar = self.verticalScrollBar()
        right = SPACE_HUGE - (bar.sizeHint().width() if bar.maximum() else 0)
        self.content.setContentsMargins(SPACE_HUGE, SPACE_LARGE, right, SPACE_HUGE)


def heading(words: str) -> Text:
    """The heading of a part of the details."""
    return Text(words, "muted", size=0.92, bold=True)
