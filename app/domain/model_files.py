"""What the files of a model are called on this computer, whoever named the model. Pure.

A name that came from a peer or from the internet is data from a stranger: it never becomes a path.
"""

import re
import unicodedata

LONGEST_STEM_BYTES = 120
"""Of a name without its ending; systems allow 255 bytes of a name, and some no more than 143."""

_FORBIDDEN = frozenset('<>:"/\\|?*')
_PART = re.compile(r"(-\d{5}-of-\d{5})+$")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_NAMELESS = "model"


def safe_stem(name: str) -> str:
    """A model's name as the beginning of a file name that any system takes, and that leads nowhere else.

    Args:
        name: Whatever somebody has called it, with or without `.gguf`.
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join("-" if c in _FORBIDDEN or (unicodedata.category(c)[0] in "CZ" and c != " ") else c for c in text)
    stem = text.removesuffix(".gguf").removesuffix(".GGUF")
    stem = stem.encode(errors="replace")[:LONGEST_STEM_BYTES].decode(errors="ignore")
    # Part numbers are given by `part_names`; a dot at the front would hide the file, one at the end is lost on Windows.
    stem = _PART.sub("", stem.strip(" .-")).strip(" .-")
    return f"{_NAMELESS}-{stem}" if _RESERVED.match(stem) else stem or _NAMELESS


def part_names(stem: str, parts: int) -> tuple[str, ...]:
    """The names of a model's files, in order, as llama.cpp numbers them."""
    if parts == 1:
        return (f"{stem}.gguf",)
    return tuple(f"{stem}-{number:05}-of-{parts:05}.gguf" for number in range(1, parts + 1))
