"""The small parts that every window is made of: texts, buttons, cards, banners, a copy button.

They carry names for screen readers and a `kind` for the style sheet, and know nothing of Hearth.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import Problem
from app.ui.present.language import problem_line, problem_words, tr
from app.ui.present.views import Tone
from app.ui.theme import SPACE_LARGE, SPACE_SMALL, SPACE_TINY, current_theme, pixmap, scaled_font


class Text(QLabel):
    """A text that wraps, never interprets markup, and can be selected where that is useful.

    Args:
        text: What it says.
        kind: `muted`, `danger`, `good`, `busy`, `warning`, `badge` or nothing.
        size: Against the system's font.
        bold: Demi-bold.
        selectable: Whether a user may select and copy it.
        what: What it is, said by a screen reader before it, where it would not be understood alone.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        *,
        size: float = 1.0,
        bold: bool = False,
        selectable: bool = False,
        what: str = "",
    ) -> None:
        super().__init__()
        self._what = what
        self.setText(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(kind != "badge")
        self._size, self._bold = size, bold
        self.setFont(scaled_font(self, size, bold=bold))
        if kind:
            self.setProperty("kind", kind)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def setText(self, text: str) -> None:  # Qt's name
        """Change what it says."""
        super().setText(text)
        if self._what:
            self.setAccessibleName(f"{self._what}: {text}")

    def set_kind(self, kind: str) -> None:
        """Change how it looks."""
        restyle(self, "kind", kind)


class ElidedText(QWidget):
    """One line that ends in an ellipsis when there is no room, with the whole text as its tooltip."""

    cut_at = Qt.TextElideMode.ElideRight

    def __init__(self, text: str = "", *, size: float = 1.0, bold: bool = False, tone: Tone | None = None) -> None:
        super().__init__()
        self._text, self._tone = "", tone
        self.setFont(scaled_font(self, size, bold=bold))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change what it says."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def sizeHint(self) -> QSize:  # Qt's name
        """As wide as the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 1, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        """A few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        theme = current_theme()
        painter.setPen(QColor(theme.text if self._tone is None else theme.tone(self._tone)))
        elided = self.fontMetrics().elidedText(self._text, self.cut_at, self.width())
        self.setToolTip(self._text if elided != self._text else "")
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), elided)


class Symbol(QLabel):
    """An icon as a picture, in the colour of a tone, redrawn when the theme changes."""

    def __init__(self, name: str, size: int = 20, tone: Tone | None = None) -> None:
        super().__init__()
        self._name, self._size, self._tone = name, size, tone
        self.setFixedSize(size, size)
        self._draw()

    def show_symbol(self, name: str, tone: Tone | None) -> None:
        """Another picture or colour."""
        self._name, self._tone = name, tone
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Draw again in the new theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        theme = current_theme()
        colour = theme.text if self._tone is None else theme.tone(self._tone)
        self.setPixmap(pixmap(self._name, self._size, colour, self.devicePixelRatioF()))


class Card(QFrame):
    """A surface with a border; its content goes into `body`."""

    def __init__(self, kind: str = "card", *, margin: int = SPACE_LARGE, spacing: int = SPACE_SMALL) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(spacing)


class Banner(Card):
    """A problem, calmly: what happened, and what to do."""

    def __init__(self, problem: Problem, *, is_notice: bool = False) -> None:
        super().__init__("warning-card" if is_notice else "danger-card", spacing=SPACE_TINY)
        heading = row(
            Symbol("info" if is_notice else "warning", 18, Tone.WARNING if is_notice else Tone.DANGER),
            Text(tr(problem.title), bold=True),
            spacing=SPACE_SMALL,
        )
        heading.setStretch(1, 1)
        self.body.addLayout(heading)
        self.body.addWidget(Text(problem_words(problem), selectable=True))
        self.setAccessibleName(problem_line(problem))


def row(*items: QWidget | QLayout | int | None, spacing: int = SPACE_SMALL) -> QHBoxLayout:
    """Items beside each other; a number is a distance, None takes what room is left."""
    return _fill(QHBoxLayout(), items, spacing)


def column(*items: QWidget | QLayout | int | None, spacing: int = SPACE_SMALL) -> QVBoxLayout:
    """Items below each other; a number is a distance, None takes what room is left."""
    return _fill(QVBoxLayout(), items, spacing)


def name_by_label(control: QWidget, label: QLabel) -> QLabel:
    """Name a control by a label with the same parent, which may be hidden: on Linux, a drop-down list has none else."""
    label.setBuddy(control)
    control.setAccessibleName(label.text())
    return label


def add_clear_button(field: QLineEdit) -> None:
    """A button in a field that empties it; Qt's own has no name."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(tr("Clear the field"))


def line() -> QFrame:
    """A thin line between parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet reads, and apply it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def discard(layout: QLayout, widget: QWidget) -> None:
    """Remove a widget from a layout and delete it."""
    layout.removeWidget(widget)
    widget.hide()
    widget.deleteLater()


def _fill[L: QBoxLayout](layout: L, items: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        match item:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(item)
            case QWidget():
                layout.addWidget(item)
            case QLayout():
                layout.addLayout(item)
    return layout
