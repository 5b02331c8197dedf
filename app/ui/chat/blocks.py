"""Divides markdown that is still being written into blocks that are finished and the one that is open. Pure.

Only the open block has to be drawn again when text arrives, so that a long answer costs no more per word than a
short one. Where a block ends is CommonMark's business (https://spec.commonmark.org/0.31.2/, 4.5 and 5.3), cut down to
what can be told from whole lines: a blank line ends a block unless a list goes on; a fence is a block of its own.
"""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_LIST_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)")


_OWN_LINE = re.compile(r"^(?: {4,}|\t|\s*(?:[-*+•]\s|\d{1,9}[.)]\s|#{1,6}\s|[>|]|`{3,}|~{3,}))")
"""What begins a line of its own in plain text that is written like Markdown."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """A block of anything but fenced code."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced code block, without its fences.

    Attributes:
        text: The code.
        language: The first word after the opening fence; may be empty.
    """

    text: str
    language: str


type Block = Markdown | Code


class BlockSplitter:
    """Takes markdown in pieces of any size."""

    def __init__(self) -> None:
        self._partial = ""
        self._lines: list[str] = []
        self._fence = ""
        self._is_code = False
        self._language = ""
        self._after_blank = False

    def feed(self, text: str) -> tuple[Block, ...]:
        """Take more text; returns the blocks that it finished."""
        finished: list[Block] = []
        *lines, self._partial = (self._partial + text).split("\n")
        for line in lines:
            finished += self._take(line.rstrip("\r"))
        if self._after_blank and self._partial.strip() and not self._fence and not self._in_list():
            finished += self._close()
        return tuple(finished)

    def finish(self) -> tuple[Block, ...]:
        """Nothing more comes; returns what is left."""
        rest = self._take(self._partial) if self._partial else []
        self._partial = ""
        return (*rest, *self._close())

    @property
    def tail(self) -> Block:
        """The open block as it is now; its text may be empty."""
        partial = self._partial
        if self._is_code:
            # What may become the closing fence is not shown as code first.
            lines = self._lines if _may_close(partial, self._fence) else [*self._lines, partial]
            return Code("\n".join(lines), self._language)
        # Half a row would be drawn as a whole one with its cells repeated.
        half_row = partial.lstrip().startswith("|") and len(self._lines) > 1
        return Markdown("\n".join([*self._lines, *([partial] if partial and not half_row else [])]))

    def _take(self, line: str) -> list[Block]:
        if self._fence:
            return self._take_fenced(line)
        if not line.strip():
            self._after_blank = bool(self._lines)
            if self._lines:
                self._lines.append("")
            return []
        finished: list[Block] = []
        if self._after_blank and not self._continues_list(line):
            finished = self._close()
        self._after_blank = False
        if (opened := _FENCE.match(line)) is not None:
            self._fence = opened["fence"]
            if not (self._in_list() and opened["indent"]):
                finished += self._close()
                self._fence, self._is_code = opened["fence"], True
                self._language = (opened["info"].split() or [""])[0]
                return finished
        self._lines.append(line)
        return finished

    def _take_fenced(self, line: str) -> list[Block]:
        closes = _closes(line, self._fence)
        if not self._is_code:
            self._lines.append(line)
            if closes:
                self._fence = ""
            return []
        if closes:
            return self._close()
        self._lines.append(line)
        return []

    def _close(self) -> list[Block]:
        text, was_code, language = "\n".join(self._lines), self._is_code, self._language
        self._lines, self._fence, self._is_code, self._language, self._after_blank = [], "", False, "", False
        if was_code:
            return [Code(text, language)]
        return [Markdown(text)] if text.strip() else []

    def _in_list(self) -> bool:
        return bool(self._lines) and _LIST_ITEM.match(self._lines[0]) is not None

    def _continues_list(self, line: str) -> bool:
        return self._in_list() and (line.startswith(("  ", "\t")) or _LIST_ITEM.match(line) is not None)


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return len(stripped) >= len(fence) and not stripped.strip(fence[0])


def _may_close(partial: str, fence: str) -> bool:
    stripped = partial.strip()
    return not stripped.strip(fence[0])


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that is shown as it is, without its markup.

    A single line break is a space, as in Markdown; items of lists, headings and lines of code keep lines of their own.
    """
    made: list[str] = []
    in_code, after_blank = False, True
    for line in text.strip().splitlines():
        fence = line.lstrip().startswith(("```", "~~~"))
        if not line.strip() and not in_code:
            after_blank = True
        elif after_blank:
            made.append(line)
            after_blank = False
        else:
            is_own = in_code or fence or _OWN_LINE.match(line) is not None
            made[-1] += f"\n{line}" if is_own else f" {line.strip()}"
        in_code = in_code != fence
    return made
