"""What pictures depend on beside Hearth itself: with other fonts or another Qt they differ, and nothing is wrong."""

import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QRawFont, QTextLayout

from app.ui.theme import monospace_font

_SAMPLE = "Hearth 0,1 Ω Я א ب अ 字 🦊"
"""A letter of every script that the states of tests have."""


def here() -> dict[str, str]:
    """Names and versions of what this machine draws with; needs the application, with the font of the tests."""
    plain = QGuiApplication.font()
    bold, italic = QFont(plain), QFont(plain)
    bold.setWeight(QFont.Weight.DemiBold)
    italic.setItalic(True)
    fonts = (plain, bold, italic, monospace_font())
    return {
        "system": sys.platform,
        "Qt": ".".join(qVersion().split(".")[:2]),
        "screen": f"{QGuiApplication.platformName()}, {QGuiApplication.primaryScreen().devicePixelRatio():g}",
        "fonts": ", ".join(sorted({name for font in fonts for name in _files_of(font)})),
        "widths": ", ".join(f"{QFontMetricsF(font).horizontalAdvance(_SAMPLE):.2f}" for font in fonts),
    }


def _files_of(font: QFont) -> set[str]:
    """The fonts that the letters really come from, each with its checksum."""
    layout = QTextLayout(_SAMPLE, font)
    layout.beginLayout()
    layout.createLine().setLineWidth(10_000)
    layout.endLayout()
    return {_file_of(run.rawFont()) for run in layout.glyphRuns()}


def _file_of(font: QRawFont) -> str:
    """Family, style, and the checksum of the whole file that a font has in its head.

    https://learn.microsoft.com/en-us/typography/opentype/spec/head
    """
    head = bytes(font.fontTable("head").data())
    return f"{font.familyName()} {font.styleName()} {head[8:12].hex()}"
