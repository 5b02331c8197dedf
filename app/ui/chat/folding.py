"""Texts as they are searched: without case and accents, in any script; and the piece around what was found. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

SNIPPET_BEFORE, SNIPPET_LENGTH = 24, 120

_STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_MARKUP: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^ *(?:`{3,}|~{3,}).*$", re.MULTILINE), ""),
    (re.compile(r"^[ |:]*-[-|: ]*-[ |:]*$", re.MULTILINE), ""),
    (re.compile(r"^ *\|.*\| *$", re.MULTILINE), lambda row: row[0].replace("|", " ")),
    (re.compile(r"^ *(?:#{1,6} +|> ?|[-*+] +(?:\[[ xX]\] +)?)", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (_STARS, r"\2"),
    (_STARS, r"\2"),  # one within another
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
)
"""What Markdown is written with, and what is left of it."""


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


def without_markup(text: str) -> str:
    """Markdown as its words only: without stars, backticks, fences, bars of tables and addresses of links."""
    for pattern, rest in _MARKUP:
        text = pattern.sub(rest, text)
    return text


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
