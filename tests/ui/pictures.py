"""Pictures of windows in `build/screens`, for people to look at; what a program can judge of them is judged."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"


def save_picture(widget: QWidget, name: str) -> None:
    """Save what a window looks like now: not empty, nothing wider than the window, no text cut off."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    picture = widget.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 9) for y in range(0, picture.height(), 9)}
    assert len(colours) > 4, f"{name} is empty"
    for area in widget.findChildren(QScrollArea):
        content = area.widget()
        assert content is not None
        assert content.width() <= area.viewport().width(), f"{name} is wider than its window"
    cut = [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.isVisible() and label.text() and label.height() + 1 < label.heightForWidth(label.width())
    ]
    assert cut == [], f"texts of {name} are cut off"
    assert picture.save(str(SCREENS / f"{name}.png"))
