"""Pictures of windows, in `build/screens`, for people to look at.

What a program can judge of them is judged: nothing is empty, nothing is wider than its window, no text is cut off.
"""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from app.ui.theme import current_theme
from tests.fakes import library, states
from tests.ui import pseudo
from tests.ui.picture_run import ACCEPTED

SETTLE_MS = 30
SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"


async def settle() -> None:
    """Let layouts find their place; processing events by hand would nest one task in another."""
    await asyncio.sleep(SETTLE_MS / 1000)


LAYOUT_ROUNDS = 5

LONGER = "longer"
"""A language whose words are longer than the English ones."""

NAMES = frozenset(pseudo.data_of((tuple(vars(states).values()), tuple(vars(library).values()))))
"""All names in the states that windows are tested with."""


def save(widget: QWidget, name: str, theme: str, data: Iterable[str] = ()) -> None:
    """Judge a window and keep its picture.

    Args:
        widget: The window.
        name: What the picture is called.
        theme: One of the themes; the language that marks what it says, in which the window is judged by its texts; or
            that of longer words, in which it is judged by its room, and not compared.
        data: What is data in this window beside the names in the states.
    """
    if theme == pseudo.NAME:
        unsaid = pseudo.unmarked(widget, NAMES.union(data))
        assert unsaid == [], f"texts of {name} cannot be translated: {unsaid}"
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    finish_animations(widget)
    finish_layouts()
    picture = on_its_background(widget)
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 9) for y in range(0, picture.height(), 9)}
    assert len(colours) > 4, f"{name} is empty"
    for area in widget.findChildren(QScrollArea):
        content = area.widget()
        assert content is not None
        if area.isVisible():
            assert content.width() <= area.viewport().width(), f"{name} is wider than its window"
    cut = [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.isVisible() and label.text() and label.height() + 1 < label.heightForWidth(label.width())
    ]
    assert cut == [], f"texts of {name} are cut off: {cut}"
    assert picture.save(str(SCREENS / f"{name}-{theme}.png"))
    if theme != LONGER:
        ACCEPTED.judge(picture, f"{name}-{theme}", SCREENS)


def finish_animations(widget: QWidget) -> None:
    """What Qt fades in, such as the button that empties a line, is there at once.

    What moves for ever, a bar without a known end, has no duration and is shown as it begins.
    """
    for animation in widget.findChildren(QAbstractAnimation):
        animation.setCurrentTime(animation.totalDuration())


def finish_layouts() -> None:
    """A part that has got another size asks the one around it, and so on: all of them have found their place."""
    for _ in range(LAYOUT_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def on_its_background(widget: QWidget) -> QImage:
    """The picture of a window, or of a part that lets the window behind it shine through."""
    drawn = widget.grab()
    picture = QImage(drawn.size(), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(drawn.devicePixelRatio())
    picture.fill(QColor(current_theme().window))
    painter = QPainter(picture)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return picture
