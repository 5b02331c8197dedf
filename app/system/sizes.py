"""Sizes as people type them: `3G`, `500 MB`, `3.5 GiB`."""

import re
from decimal import Decimal

from app.domain.sentence import say

_PATTERN = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([a-z]*)", re.IGNORECASE)

# As everywhere in Hearth, and on the box of a computer: 1 GB is 1,000,000,000 bytes. GiB is for who means 2^30.
_UNITS = {"b": 1} | {
    letter + suffix: base ** (power + 1)
    for power, letter in enumerate("kmgt")
    for suffix, base in (("", 1000), ("b", 1000), ("ib", 1024))
}
MAX_BYTES = 1 << 60
"""More memory than there is."""

SIZE_FORM = say("a size such as 3G, 500M or 3.5 GiB")


def parse_size(text: str) -> int:
    """Bytes of a size with a unit; a bare number is bytes when it is 0 or at least a million.

    Raises:
        ValueError: It is no size, has no unit where one is needed, or is absurdly large.
    """
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r:.40} is not {SIZE_FORM}")
    number = Decimal(match[1].replace(",", "."))
    unit = match[2].lower()
    if unit and unit not in _UNITS:
        raise ValueError(f"{match[2]!r:.20} is not a unit; use M, G, MiB or GiB")
    size = int(number * _UNITS[unit or "b"])
    if not unit and 0 < size < 1_000_000:
        raise ValueError(f"{text.strip()!r:.40} has no unit; write {SIZE_FORM}")
    if size > MAX_BYTES:
        raise ValueError(f"{text.strip()!r:.40} is more memory than there is")
    return size


def format_exact(size_bytes: int) -> str:
    """The shortest size with a unit that `parse_size` reads back to exactly the same number of bytes."""
    for unit in ("T", "TiB", "G", "GiB", "M", "MiB"):
        factor = _UNITS[unit.lower()]
        if size_bytes and size_bytes % factor == 0:
            return f"{size_bytes // factor} {unit}" if unit.endswith("iB") else f"{size_bytes // factor}{unit}"
    return f"{size_bytes} B"
