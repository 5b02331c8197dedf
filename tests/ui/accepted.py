"""Accepted pictures of windows, small, in `tests/ui/pictures`: a change of a window is seen, and accepted on purpose.

What is alike is said by `likeness`, and when comparing means anything by `drawn_with`; which pictures are drawn at all
is known by `picture_run`.
"""

import json
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui import drawn_with
from tests.ui.likeness import REDUCTION, pixels, reduced, unlike, with_palette

PICTURES = Path(__file__).parent / "pictures"
VARIABLE = "ACCEPT_PICTURES"
"""Of the environment; when it is set, pictures are accepted as they are drawn."""
_SIZE = "Size"
_DRAWN_WITH = "drawn_with.json"
_GAP = 16

type Marks = npt.NDArray[np.bool_]
"""Rows and columns of a small picture."""


class Accepted:
    """Compares pictures with the accepted ones of a folder, or accepts them.

    Attributes:
        is_whole: Whether every picture there is will be drawn.
        drawn: Names of the pictures that were drawn.
        changed: Names of those that were accepted now.
        here: What this machine draws with; looked up when it is empty.

    Args:
        folder: Where the accepted pictures are.
        accepts: Whether what differs is accepted.
    """

    def __init__(self, folder: Path = PICTURES, *, accepts: bool) -> None:
        self.folder, self.accepts = folder, accepts
        self.is_whole = False
        self.drawn: set[str] = set()
        self.changed: set[str] = set()
        self.here: dict[str, str] = {}

    def judge(self, picture: QImage, name: str, screens: Path) -> None:
        """Compare a picture, or accept it.

        Args:
            picture: The picture.
            name: Its name, with the theme.
            screens: Where a picture of the differences is left.

        Raises:
            AssertionError: It looks otherwise, was never accepted, or cannot be accepted here.
        """
        self.drawn.add(name)
        differences = screens / f"{name}.difference.png"
        differences.unlink(missing_ok=True)
        if self.accepts:
            refusal = "" if self.is_whole else self.not_comparable()
            assert not refusal, f"{refusal} Then all pictures are accepted together: make accept-pictures"
            if self._difference(picture, name) is not None:
                self._accept(picture, name)
        elif not self.not_comparable():
            difference = self._difference(picture, name)
            if isinstance(difference, np.ndarray):
                _beside(self._image(name), picture, difference).save(str(differences))
                raise AssertionError(f"{name} {_where(difference)}; see {differences}. {_hint()}")
            assert difference is None, f"{name} {difference}. {_hint()}"

    def not_comparable(self) -> str:
        """Why pictures of this machine are not compared with the accepted ones; empty when they are."""
        self.here = self.here or drawn_with.here()
        there = self._drawn_with()
        other = [
            f"{key} {there[key]}, here {value}" for key, value in self.here.items() if there.get(key, value) != value
        ]
        return f"The accepted pictures were drawn with other things: {'; '.join(other)}." if other else ""

    def left_over(self) -> set[str]:
        """Accepted pictures that nobody drew."""
        return {path.stem for path in self.folder.glob("*.png")} - self.drawn

    def finish(self) -> set[str]:
        """All pictures were drawn and accepted: forget the others.

        Returns:
            Names of those that were removed.
        """
        left_over = self.left_over()
        for name in left_over:
            (self.folder / f"{name}.png").unlink()
        self.here = self.here or drawn_with.here()
        text = json.dumps(self.here, indent=2, ensure_ascii=False)
        (self.folder / _DRAWN_WITH).write_text(f"{text}\n", encoding="utf-8")
        return left_over

    def _difference(self, picture: QImage, name: str) -> Marks | str | None:
        """Where it differs, or what else is not as accepted; None when it is alike."""
        accepted = self._image(name)
        if accepted.isNull():
            return "was never accepted"
        size = _size(picture)
        if accepted.text(_SIZE) != size:
            return f"is {size} pixels, and {accepted.text(_SIZE)} were accepted"
        where = unlike(pixels(accepted), pixels(picture))
        return where if where.any() else None

    def _accept(self, picture: QImage, name: str) -> None:
        small = with_palette(reduced(pixels(picture)))
        small.setText(_SIZE, _size(picture))
        self.folder.mkdir(parents=True, exist_ok=True)
        # 0 is the smallest file.
        assert small.save(str(self.folder / f"{name}.png"), quality=0)
        self.changed.add(name)

    def _image(self, name: str) -> QImage:
        return QImage(str(self.folder / f"{name}.png"))

    def _drawn_with(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.folder / _DRAWN_WITH).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}


def _size(picture: QImage) -> str:
    return f"{picture.width()} x {picture.height()}"


def _where(marks: Marks) -> str:
    """What a person is told first."""
    down, right = np.nonzero(marks)
    left, top, width, height = (int(n) * REDUCTION for n in (right.min(), down.min(), np.ptp(right), np.ptp(down)))
    return (
        f"looks otherwise than accepted, at {left}, {top} and within {width + REDUCTION} x {height + REDUCTION} pixels"
    )


def _hint() -> str:
    """How the pictures of the test that runs are accepted."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").split(" ")[0].split("::")[-1].split("[")[0]
    return f"If it is as it should be: make accept-pictures ARGS='-k {test}'"


def _beside(accepted: QImage, new: QImage, marks: Marks) -> QImage:
    """The accepted picture, the new one, and it again with the differences marked."""
    made = QImage(3 * new.width() + 2 * _GAP, new.height(), QImage.Format.Format_RGB32)
    made.fill(QColor("#808080"))
    painter = QPainter(made)
    large = QRect(0, 0, accepted.width() * REDUCTION, accepted.height() * REDUCTION)
    painter.drawImage(large, accepted)
    painter.fillRect(QRect(new.width(), 0, _GAP, new.height()), QColor("#808080"))
    for number in (1, 2):
        painter.drawImage(number * (new.width() + _GAP), 0, new)
    painter.translate(2 * (new.width() + _GAP), 0)
    painter.fillRect(new.rect(), QColor(128, 128, 128, 140))
    for down, right in np.argwhere(marks):
        square = QRect(int(right) * REDUCTION, int(down) * REDUCTION, REDUCTION, REDUCTION)
        painter.drawImage(square, new, square)
        painter.fillRect(square, QColor(255, 0, 80, 90))
    painter.end()
    return made
