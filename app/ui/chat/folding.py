"""Texts as they are searched: without case and accents, in any script; and the piece around what was found. Pure."""

import unicodedata
from dataclasses import dataclass

SNIPPET_BEFORE, SNIPPET_LENGTH = 24, 120


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text.

    Attributes:
        text: One line.
        marks: Start and end of what was found in it.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def fold(text: str) -> str:
    """A text without case and accents: `Éléphant` becomes `elephant`, `Straße` becomes `strasse`."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(character) for character in text)


def words_of(query: str) -> tuple[str, ...]:
    """What is looked for: every word must be found."""
    return tuple(dict.fromkeys(fold(query).split()))


def snippet(text: str, words: tuple[str, ...]) -> Snippet:
    """The piece of a text around the first of the words, on one line."""
    line = " ".join(text.split())
    found = _find(line, words)
    first = min((start for start, _ in found), default=0)
    start = max(0, first - SNIPPET_BEFORE)
    if start:  # not in the middle of a word
        space = line.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(line), start + SNIPPET_LENGTH)
    before, after = ("… " if start else ""), (" …" if end < len(line) else "")
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in found if a >= start and b <= end)
    return Snippet(before + line[start:end] + after, marks)


def _find(line: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words are, as positions in the text that was not folded."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(line):
        made = _fold_character(character)
        folded.append(made)
        places += [place] * len(made)
    whole = "".join(folded)
    found = []
    for word in words:
        at = whole.find(word)
        while at >= 0 and word:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = whole.find(word, at + len(word))
    return sorted(found)


def _fold_character(character: str) -> str:
    if character < "\x80":
        return character.lower()
    parts = unicodedata.normalize("NFKD", character.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
