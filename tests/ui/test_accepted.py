"""Accepted pictures: what is seen as a change and what is not, and how one is accepted."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.buttons import Button
from app.ui.theme import DARK, LIGHT, Theme, ThemeManager
from app.ui.widgets import Card, Text
from tests.ui.accepted import Accepted
from tests.ui.picture_run import ACCEPTED, LAST, NAME, PictureRun
from tests.ui.screens import on_its_background

LINES = ("Holds layers 24-39 and output of Qwen3 14B", "5.2 GB of 8.0 GB shared memory in use", "Removes this device")


@dataclass(frozen=True, slots=True)
class Look:
    """A small window.

    Attributes:
        lines: What it says, one below the other.
        tone: The kind of its badge.
        button: The kind of its button.
        button_left: Where that begins.
        card: The kind of the card behind all.
        width: Pixels.
    """

    lines: tuple[str, ...] = LINES
    tone: str = "good"
    button: str = ""
    button_left: int = 240
    card: str = "card"
    width: int = 400


def drawn(qtbot: QtBot, look: Look) -> QImage:
    """Its picture."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(look.width, 240)
    card = Card(look.card)
    card.setParent(window)
    card.setGeometry(12, 12, 360, 200)
    for number, words in enumerate(look.lines):
        line = Text(words)
        line.setParent(card)
        line.setGeometry(16, 12 + 28 * number, 320, 24)
    badge = Text("Online", look.tone)
    badge.setParent(card)
    badge.setGeometry(16, 120, 80, 24)
    button = Button("Unload", look.button)
    button.setParent(card)
    button.setGeometry(look.button_left, 150, 90, 34)
    window.show()
    return on_its_background(window)


@pytest.fixture
def accepting(themes: ThemeManager, tmp_path: Path) -> Accepted:
    """A folder without a picture."""
    return Accepted(tmp_path / "pictures", accepts=True)


@pytest.fixture
def comparing(accepting: Accepted, qtbot: QtBot, tmp_path: Path) -> Accepted:
    """The same folder, in which one window was accepted."""
    accepting.is_whole = True
    accepting.judge(drawn(qtbot, Look()), "window-light", tmp_path)
    accepting.finish()
    return Accepted(tmp_path / "pictures", accepts=False)


def test_the_same_window_is_alike(comparing: Accepted, qtbot: QtBot, tmp_path: Path) -> None:
    comparing.judge(drawn(qtbot, Look()), "window-light", tmp_path)


@pytest.mark.parametrize(("right", "down"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1)])
def test_a_pixel_and_smooth_edges_do_not_count(
    comparing: Accepted, qtbot: QtBot, tmp_path: Path, right: int, down: int
) -> None:
    picture = drawn(qtbot, Look())
    moved = picture.copy(-right, -down, picture.width(), picture.height())
    painter = QPainter(picture)
    # What comes from beyond the edge stays as it was.
    painter.drawImage(2, 2, moved, 2, 2, picture.width() - 4, picture.height() - 4)
    painter.end()
    comparing.judge(picture, "window-light", tmp_path)
    smoother = picture.transformed(QTransform.fromScale(2, 2), Qt.TransformationMode.SmoothTransformation)
    smoother = smoother.scaled(picture.size(), mode=Qt.TransformationMode.SmoothTransformation)
    comparing.judge(smoother, "window-light", tmp_path)


@pytest.mark.parametrize(
    "look",
    [
        Look(button_left=234),
        Look(tone="warning"),
        Look(tone="muted"),
        Look(button="primary"),
        Look(card="well"),
        Look(lines=LINES[:2]),
        Look(lines=(*LINES[:2], "Renames this device")),
        Look(lines=(LINES[0], "5.4 GB of 8.0 GB shared memory in use", LINES[2])),
    ],
    ids=["moved", "other tone", "grey", "other button", "other card", "line missing", "other word", "other digit"],
)
def test_a_change_is_seen_and_shown(comparing: Accepted, qtbot: QtBot, tmp_path: Path, look: Look) -> None:
    with pytest.raises(AssertionError, match="window-light looks otherwise") as raised:
        comparing.judge(drawn(qtbot, look), "window-light", tmp_path)
    assert "make accept-pictures ARGS='-k test_a_change_is_seen_and_shown'" in str(raised.value)
    shown = QImage(str(tmp_path / "window-light.difference.png"))
    assert shown.width() > 3 * look.width
    comparing.judge(drawn(qtbot, Look()), "window-light", tmp_path)
    assert not (tmp_path / "window-light.difference.png").exists()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: str(colours.name))
def test_neighbouring_tones_are_told_apart(accepting: Accepted, tmp_path: Path, colours: Theme) -> None:
    tones = (colours.window, colours.surface, colours.subtle)
    accepting.is_whole = True
    for tone, other in zip(tones, (*tones[1:], tones[0]), strict=True):
        picture = QImage(120, 80, QImage.Format.Format_RGB32)
        picture.fill(tone)
        accepting.judge(picture, tone, tmp_path)
        accepting.changed.clear()
        picture.fill(other)
        accepting.judge(picture, tone, tmp_path)
        assert accepting.changed == {tone}


def test_another_size_is_seen(comparing: Accepted, qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is 401 x 240 pixels, and 400 x 240 were accepted"):
        comparing.judge(drawn(qtbot, Look(width=401)), "window-light", tmp_path)


def test_a_window_without_a_picture_fails(comparing: Accepted, qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"other-light was never accepted.* make accept-pictures"):
        comparing.judge(drawn(qtbot, Look()), "other-light", tmp_path)


def test_accepting_writes_what_differs_and_forgets_what_nobody_draws(
    comparing: Accepted, qtbot: QtBot, tmp_path: Path
) -> None:
    accepting = accepting_too(comparing)
    accepting.judge(drawn(qtbot, Look()), "window-light", tmp_path)
    assert accepting.changed == set(), "one that is alike stays as it is, to the byte"
    accepting.judge(drawn(qtbot, Look(tone="danger")), "window-light", tmp_path)
    assert accepting.changed == {"window-light"}
    comparing.judge(drawn(qtbot, Look(tone="danger")), "window-light", tmp_path)
    later = accepting_too(comparing)
    later.judge(drawn(qtbot, Look()), "new-light", tmp_path)
    assert later.finish() == {"window-light"}
    assert {path.name for path in later.folder.iterdir()} == {"new-light.png", "drawn_with.json"}


def accepting_too(comparing: Accepted) -> Accepted:
    """One that accepts, for the same folder."""
    return Accepted(comparing.folder, accepts=True)


def test_with_other_fonts_nothing_is_compared_and_only_all_is_accepted(
    comparing: Accepted, qtbot: QtBot, tmp_path: Path
) -> None:
    comparing.here = {"Qt": "9.1", "fonts": "Comic"}
    comparing.judge(drawn(qtbot, Look(tone="danger")), "window-light", tmp_path)
    assert "here 9.1" in comparing.not_comparable()
    accepting = accepting_too(comparing)
    accepting.here = comparing.here
    with pytest.raises(AssertionError, match="all pictures are accepted together"):
        accepting.judge(drawn(qtbot, Look(tone="danger")), "window-light", tmp_path)
    accepting.is_whole = True
    accepting.judge(drawn(qtbot, Look(tone="danger")), "window-light", tmp_path)
    accepting.finish()
    assert comparing.not_comparable() == ""


def test_this_machine_draws_with_what_the_accepted_pictures_were_drawn_with(themes: ThemeManager) -> None:
    """In CI a skipped test is a failure: there pictures are compared."""
    if reason := ACCEPTED.not_comparable():
        pytest.skip(reason)


def test_no_picture_is_left_that_no_test_draws(request: pytest.FixtureRequest) -> None:
    assert request.node.name == LAST
    assert request.session.items[-1] is request.node, "all others have drawn before"
    assert isinstance(request.config.pluginmanager.get_plugin(NAME), PictureRun)
    if not ACCEPTED.is_whole:
        pytest.skip("not all tests run that draw pictures")
    if not request.session.testsfailed:
        assert ACCEPTED.left_over() == set(), "make accept-pictures removes them"
