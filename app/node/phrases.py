"""Sentences put together from others, so that each part can still be said in another language."""

from collections.abc import Callable, Iterable
from functools import reduce

from app.domain.sentence import Sentence, say


def listed(parts: Iterable[str]) -> str:
    """All of them, with "and" between: `kitchen and study`; nothing for none."""
    return _chained(parts, lambda one, other: say("{one} and {other}", one=one, other=other))


def side_by_side(parts: Iterable[str]) -> str:
    """Facts beside each other: `holds layers 0-5 of demo; is loading layers 6-11 of qwen`; nothing for none."""
    return _chained(parts, lambda one, other: say("{one}; {other}", one=one, other=other))


def one_after_another(parts: Iterable[str]) -> str:
    """Whole sentences as one text; empty ones count for nothing."""
    return _chained(filter(None, parts), lambda one, other: say("{one} {other}", one=one, other=other))


def told(text: str) -> Sentence:
    """What another device or a child process said, which came as mere text.

    It is said in the language where it is one of Hearth's own texts without a value in it, and else as it came.
    """
    return text if isinstance(text, Sentence) else Sentence(text, text, {})


def _chained(parts: Iterable[str], chain: Callable[[str, str], Sentence]) -> str:
    found = list(parts)
    return reduce(chain, found) if found else ""
