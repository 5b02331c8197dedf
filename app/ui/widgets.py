"""The small parts that every window is made of: texts, buttons, cards, banners, a copy button.

They carry names for screen readers and a `kind` for the style sheet, and know nothing of Hearth.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import Problem
from app.ui.present.language import problem_line, problem_words, tr
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_LARGE, SPACE_SMALL, SPACE_TINY, current_theme, icon, pixmap, scaled_font

COPIED_MS = 1800
"""How long a copy button says that it copied."""


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
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        """A few letters."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * 4, metrics.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        theme = current_theme()
        painter.setPen(QColor(theme.text if self._tone is None else theme.tone(self._tone)))
        elided = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._text if elided != self._text else "")
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), elided)


class Button(QPushButton):
    """A button with an icon of our own, redrawn when the theme changes.

    Args:
        text: Label; may be empty when `name` is given.
        kind: `primary`, `danger`, `flat`, `suggestion`, `send` or nothing.
        symbol: Name of an icon; empty for none.
        name: What a screen reader says, where the label is not enough; a tooltip when there is no label.
    """

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
        """Another icon."""
        self._symbol = symbol
        self._draw()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # Qt's name
        """A double click is one click: the second must not make another code, nor press what came to this place."""
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Draw the icon again in the new theme's colour."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw()

    def _draw(self) -> None:
        if not self._symbol:
            return
        theme = current_theme()
        colour = {"primary": theme.accent_text, "send": theme.accent_text, "danger": theme.surface}.get(
            self._kind, theme.muted if self._kind in ("flat", "icon") else theme.text
        )
        self.setIcon(icon(self._symbol, colour if self.isEnabled() else theme.muted))


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
        super().__init__("warning-card" if is_notice else "danger-card", margin=SPACE, spacing=SPACE_TINY)
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
