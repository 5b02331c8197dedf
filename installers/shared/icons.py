"""Icons in the forms that systems want, drawn from `resources/icons/hearth.svg`: PNG in many sizes, .ico, .icns.

`python -m installers.shared.icons FOLDER` writes them all.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from installers.shared.project import NAME, RESOURCES

SOURCE = RESOURCES / "icons" / f"{NAME}.svg"
LINUX_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# Apple's four letters for a PNG of so many pixels.
_APPLE_TYPES = {b"icp4": 16, b"icp5": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def png(size: int) -> bytes:
    """The icon as a PNG of so many pixels in width and height."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def ico(sizes: tuple[int, ...] = WINDOWS_SIZES) -> bytes:
    """All sizes in one file as Windows has them: a directory of 16-byte entries, then the PNGs."""
    pictures = [png(size) for size in sizes]
    offset = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in zip(sizes, pictures, strict=True):
        # 256 is written as 0; one plane, 32 bits for each pixel.
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return directory + b"".join(pictures)


def icns() -> bytes:
    """All sizes in one file as macOS has them: a type and a length before each PNG."""
    parts = b""
    for kind, size in _APPLE_TYPES.items():
        picture = png(size)
        parts += struct.pack(">4sI", kind, len(picture) + 8) + picture
    return struct.pack(">4sI", b"icns", len(parts) + 8) + parts


def write_all(folder: Path) -> None:
    """Writes `hearth-SIZE.png` for Linux, `hearth.ico` and `hearth.icns`."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in LINUX_SIZES:
        (folder / f"{NAME}-{size}.png").write_bytes(png(size))
    (folder / f"{NAME}.ico").write_bytes(ico())
    (folder / f"{NAME}.icns").write_bytes(icns())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
