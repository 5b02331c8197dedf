"""Sentences put together from others, or heard from elsewhere, whose parts can still be said in another language."""

from collections.abc import Iterable

from app.domain.sentence import Sentence, say


def side_by_side(parts: Iterable[str]) -> str:
    """Facts beside each other: `holds layers 0-5 of demo; is loading layers 6-11 of qwen`; nothing for none."""
    text = ""
    for part in parts:
        text = say("{one}; {other}", one=text, other=part) if text else part
    return text


def told(text: str) -> Sentence:
    """What another device or a child process said, which came as mere text.

    It is said in the language where it is one of Hearth's own texts without a value in it, and else as it came.
    """
    return text if isinstance(text, Sentence) else Sentence(text, text, {})
