"""Whether two pictures look the same to a person: compared small, each place with its neighbours.

A picture is reduced by averaging squares of `REDUCTION` pixels. Another one is alike when at every place it is nearly
the same, there and around, as it is or moved by a pixel: how edges are smoothed, and rounding in a layout, do not
count; a word, a colour or a place does.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

type Pixels = npt.NDArray[np.float32]
"""Rows, columns, and red, green and blue from 0 to 255."""

REDUCTION = 4
"""Pixels in each direction that become one."""
ALIKE = 7.0
"""Levels of a channel, on average over a place and its eight neighbours, that may differ. Above this a tone of a theme
has become its neighbour (they are 10 apart), or a word another one; what a palette leaves out is below."""
_COLOURS = 256
_FREQUENCY = 0.25
"""A power: with 0 only distances count, with 1 rare colours are lost."""


def pixels(image: QImage) -> Pixels:
    """A picture as numbers."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4)[:, :, :3].astype(np.float32)


def reduced(full: Pixels, right: int = 0, down: int = 0) -> Pixels:
    """A picture made small.

    Args:
        full: The picture.
        right: Pixels that it is moved by before, -1 to 1. What lies beyond its edge is as the edge is.
        down: The same, downwards.
    """
    height, width, _ = full.shape
    rows, columns = -(-height // REDUCTION), -(-width // REDUCTION)
    below, beside = rows * REDUCTION - height + 1, columns * REDUCTION - width + 1
    wider = np.pad(full, ((1, below), (1, beside), (0, 0)), mode="edge")
    moved = wider[1 - down : 1 - down + rows * REDUCTION, 1 - right : 1 - right + columns * REDUCTION]
    return moved.reshape(rows, REDUCTION, columns, REDUCTION, 3).mean(axis=(1, 3), dtype=np.float32)


def unlike(accepted: Pixels, new: Pixels) -> npt.NDArray[np.bool_]:
    """Where a picture looks otherwise than an accepted one.

    Args:
        accepted: The accepted one, small.
        new: The other one, in full.
    """
    least = np.full(accepted.shape[:2], np.inf, np.float32)
    for down in (0, -1, 1):
        for right in (0, -1, 1):
            apart = _around(np.abs(reduced(new, right, down) - accepted)).max(axis=2)
            least = np.minimum(least, apart)
            if (least <= ALIKE).all():
                return np.zeros(least.shape, np.bool_)
    return least > ALIKE


def _around(values: Pixels) -> Pixels:
    """Each place averaged with its eight neighbours."""
    height, width, _ = values.shape
    wider = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
    total = sum(wider[row : row + height, column : column + width] for row in range(3) for column in range(3))
    return np.asarray(total / 9, np.float32)


def with_palette(small: Pixels) -> QImage:
    """A small picture with few colours, which makes a small file.

    The most frequent colour is chosen first, and then again and again the one that is farthest from all chosen ones;
    more frequent ones count as farther.
    """
    flat = np.rint(small).astype(np.int32).reshape(-1, 3)
    colours, places, counts = np.unique(flat @ (1 << 16, 1 << 8, 1), return_inverse=True, return_counts=True)
    channels = np.stack((colours >> 16, colours >> 8 & 255, colours & 255), axis=1)
    weights = counts**_FREQUENCY
    distances = np.full(len(colours), np.inf)
    nearest = np.zeros(len(colours), np.uint8)
    table: list[int] = []
    while len(table) < _COLOURS and distances.any():
        chosen = int((distances * weights).argmax())
        apart = np.abs(channels - channels[chosen]).max(axis=1)
        nearest[apart < distances] = len(table)
        distances = np.minimum(distances, apart)
        table.append(0xFF << 24 | int(colours[chosen]))
    height, width, _ = small.shape
    image = QImage(nearest[places.reshape(-1)].tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image.copy()
