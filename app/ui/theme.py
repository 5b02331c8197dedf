"""Colours, spacing, the style sheet and icons: light and dark, following the system.

Widgets name what they are (`kind="card"`, `kind="muted"`); only this module and the style sheet say how
that looks. Fonts are the system's. Text on surfaces has a contrast of at least 4.5 to 1 in both themes (WCAG 2.1, AA).
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.present.views import Tone
from app.ui.stylesheet import stylesheet

SPACE_TINY, SPACE_SMALL, SPACE, SPACE_LARGE, SPACE_HUGE = 4, 8, 12, 16, 24
"""Distances in device-independent pixels; no other ones are used."""

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_ICONS = RESOURCES / "icons"

DEVICE_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8a7cd8")
"""Okabe and Ito's colours, told apart with any kind of colour blindness; violet stands for their black."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, as `#rrggbb`."""

    name: str
    window: str
    surface: str
    subtle: str
    border: str
    strong_border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_text: str
    good: str
    busy: str
    warning: str
    danger: str
    danger_subtle: str
    warning_subtle: str
    bubble: str
    code_keyword: str
    code_name: str
    code_string: str
    code_number: str

    def tone(self, tone: Tone) -> str:
        """The colour of a tone."""
        match tone:
            case Tone.NEUTRAL:
                return self.muted
            case Tone.GOOD:
                return self.good
            case Tone.BUSY:
                return self.busy
            case Tone.WARNING:
                return self.warning
            case Tone.DANGER:
                return self.danger


LIGHT = Theme(
    name="light",
    window="#f7f5f2",
    surface="#ffffff",
    subtle="#f2efea",
    border="#e5e0d9",
    strong_border="#c9c2b8",
    text="#1f1d1a",
    muted="#6a645c",
    accent="#bf4410",
    accent_hover="#a53a0c",
    accent_text="#ffffff",
    good="#1a7f4b",
    busy="#0f62ac",
    warning="#8a5a00",
    danger="#b42318",
    danger_subtle="#fdf0ee",
    warning_subtle="#fdf5e4",
    bubble="#f6e7dd",
    code_keyword="#8f3f97",
    code_name="#0f62ac",
    code_string="#1b6f43",
    code_number="#a0480a",
)

DARK = Theme(
    name="dark",
    window="#171614",
    surface="#211f1d",
    subtle="#2b2926",
    border="#37342f",
    strong_border="#56514a",
    text="#f1eee9",
    muted="#a8a198",
    accent="#f58a4e",
    accent_hover="#ffa26c",
    accent_text="#1c1007",
    good="#54c98c",
    busy="#6cb4f5",
    warning="#e3b341",
    danger="#ff8078",
    danger_subtle="#3a2321",
    warning_subtle="#352b17",
    bubble="#3a2a20",
    code_keyword="#d79ae0",
    code_name="#7fbcf5",
    code_string="#7fd0a2",
    code_number="#f0a875",
)


class ThemeManager(QObject):
    """Applies a theme to the whole application and follows the system when it changes.

    Args:
        application: Where the palette and the style sheet go.
        choice: `light`, `dark` or `system`.
    """

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        application.setStyle("Fusion")
        self.theme = self._wanted()
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, choice: str) -> None:
        """Change to `light`, `dark` or `system`."""
        self._choice = choice
        self._follow()

    def _wanted(self) -> Theme:
        if self._choice in (LIGHT.name, DARK.name):
            return DARK if self._choice == DARK.name else LIGHT
        match self._application.styleHints().colorScheme():
            case Qt.ColorScheme.Dark:
                return DARK
            case _:  # a desktop that does not say is taken as light
                return LIGHT

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is not self.theme:
            self.theme = wanted
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        theme = self.theme
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(stylesheet(asdict(theme)))


def current_theme() -> Theme:
    """The theme that the application's palette shows now."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window) else LIGHT


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme."""
    made = QPalette()
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.subtle,
        roles.Text: theme.text,
        roles.Button: theme.surface,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.danger,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.accent_text,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.ToolTipBase: theme.surface,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Mid: theme.border,
        roles.Dark: theme.strong_border,
        roles.Light: theme.subtle,
    }
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def device_colour(number: int) -> QColor:
    """The colour of a device by its number; from the ninth on they repeat, drawn with stripes."""
    return QColor(DEVICE_COLOURS[number % len(DEVICE_COLOURS)])


def is_striped(number: int) -> bool:
    """Whether a device of this number is drawn with stripes."""
    return number // len(DEVICE_COLOURS) % 2 == 1


def text_on(background: QColor) -> QColor:
    """Black or white, whichever is read better on a colour (WCAG's relative luminance)."""
    channels = (background.redF(), background.greenF(), background.blueF())
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return QColor("#ffffff") if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else QColor("#14110d")


def scaled_font(widget: QWidget, factor: float, *, bold: bool = False) -> QFont:
    """The system's font at another size."""
    font = QFont(widget.font())
    font.setPointSizeF(QApplication.font().pointSizeF() * factor)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def monospace_font() -> QFont:
    """The system's font for code and addresses."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


def icon(name: str, colour: str | None = None) -> QIcon:
    """An icon of `resources/icons`, in a colour (`currentColor` in the file), sharp on every screen."""
    made = QIcon()
    for size in (16, 20, 22, 24, 32, 44, 48, 64, 96):
        made.addPixmap(pixmap(name, size, colour))
    return made


def pixmap(name: str, size: int, colour: str | None = None, ratio: float = 1.0) -> QPixmap:
    """One drawing of an icon, `size` device-independent pixels wide."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    svg = _read(name).replace("currentColor", colour or current_theme().text)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


@lru_cache
def _read(name: str) -> str:
    return (_ICONS / f"{name}.svg").read_text(encoding="utf-8")
