"""The conversation as one text document, of which only the open block is drawn again while an answer arrives."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextCursor, QTextTable

from app.ui.chat.blocks import Block, BlockSplitter, Code
from app.ui.chat.browser import Browser
from app.ui.chat.conversation import Shown
from app.ui.chat.highlight import Colouring
from app.ui.chat.pen import OWNER
from app.ui.chat.render import Link, Renderer
from app.ui.chat.turns import Answer, End, Question, caption, problem_words, thought_words
from app.ui.present.language import tr
from app.ui.theme import current_theme

OLDER, NEWER = "\u00a0\u2039\u00a0", "\u00a0\u203a\u00a0"
"""With spaces that can be clicked too: the arrows alone are hard to hit."""


class Transcript(Browser):
    """Shows turns, and the answer that is being written."""

    copy_turn = Signal(str)
    """The user wants the text of this entry."""
    copy_code = Signal(str)
    """The user wants this code."""
    edit = Signal(str)
    """The user wants to ask this question otherwise."""
    retry = Signal(str)
    """The user wants another answer in the place of this one."""
    step = Signal(str, int)
    """The user wants to see the branch so far beside this entry."""
    open_link = Signal(str)
    """The user clicked a link of an answer; nothing was opened yet."""

    def __init__(self) -> None:
        super().__init__()
        # Known to this window only: a link in an answer cannot pretend to be a button of ours.
        self._scheme = f"hearth-{secrets.token_hex(8)}"
        self._answers: dict[str, Answer] = {}
        self._opened: set[str] = set()
        self._codes: list[str] = []
        self._splitter: BlockSplitter | None = None
        self._tail_start = 0
        self._open_code: tuple[QTextCursor, str] | None = None
        self._note = ""
        self.colouring = Colouring(self, current_theme)
        self.anchorClicked.connect(self._clicked)
        self.highlighted.connect(self._hint)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_path(self, path: Sequence[Shown]) -> None:
        """Draw everything anew, for another theme or conversation."""
        at_bottom, place = self.is_at_bottom, self.verticalScrollBar().value()
        self.colouring.forget()
        self.find_all("")
        self.clear()
        self._splitter, self._open_code, self._note = None, None, ""
        self._answers, self._codes = {}, []
        with self._one_change():
            for shown in path:
                self._add(shown)
        self.verticalScrollBar().setValue(place)
        self.keep_bottom(at_bottom)

    def add(self, shown: Shown) -> None:
        """Add a turn below."""
        self._add(shown)
        self.keep_bottom(True)

    def begin_answer(self) -> None:
        """From now on `write` adds to a new answer."""
        self._splitter = BlockSplitter()
        self._mark_tail()

    def write_thoughts(self, entry_id: str, answer: Answer) -> None:
        """Put what the model thought, folded, before the answer; only before its first word."""
        at_bottom = self.is_at_bottom
        self._replace_tail(None)
        self._thoughts(entry_id, answer)
        self._mark_tail()
        self.keep_bottom(at_bottom)

    def write(self, text: str) -> None:
        """Add to the open answer."""
        if self._splitter is None:
            return
        self.show_note("")
        at_bottom = self.is_at_bottom
        with self._one_change():
            for block in self._splitter.feed(text):
                self._replace_tail(block, finished=True)
                self._mark_tail()
            self._draw_tail(self._splitter.tail)
        self.keep_bottom(at_bottom)

    def show_note(self, words: str) -> None:
        """Say below the open answer what it waits for; nothing when the words are empty."""
        if self._splitter is None or words == self._note:
            return
        at_bottom = self.is_at_bottom
        self._note = words
        self._replace_tail(None)
        self._draw_tail(self._splitter.tail)
        if words:
            self._renderer().caption(self._end(), words, (), failed=False, right=False)
        self.keep_bottom(at_bottom)

    def end_answer(self, shown: Shown) -> None:
        """The open answer is complete; its caption goes below."""
        self.show_note("")
        at_bottom = self.is_at_bottom
        with self._one_change():
            if self._splitter is not None:
                blocks = self._splitter.finish()
                self._replace_tail(None)
                for block in blocks:
                    self._renderer().block(self._end(), block)
            self._splitter, self._open_code = None, None
            answer = shown.entry.turn
            if isinstance(answer, Answer):
                if answer.reasoning and shown.entry.entry_id not in self._answers:
                    self._thoughts(shown.entry.entry_id, answer)
                self._close_answer(shown, answer)
        self.keep_bottom(at_bottom)

    # -- turns -----------------------------------------------------------------------------------------------

    def _add(self, shown: Shown) -> None:
        match shown.entry.turn:
            case Question() as question:
                self._renderer().bubble(self._end(), question)
                entry_id = shown.entry.entry_id
                links = (*self._branches(shown), self._link(tr("Edit"), "edit", entry_id), self._copy_link(entry_id))
                self._renderer().caption(self._end(), "", links, failed=False, right=True)
            case Answer() as answer:
                if answer.reasoning:
                    self._thoughts(shown.entry.entry_id, answer)
                splitter = BlockSplitter()
                for block in (*splitter.feed(answer.text), *splitter.finish()):
                    self._renderer().block(self._end(), block)
                self._close_answer(shown, answer)

    def _thoughts(self, entry_id: str, answer: Answer) -> None:
        self._answers[entry_id] = answer
        opened = answer.reasoning if entry_id in self._opened else None
        self._renderer().thoughts(
            self._end(), entry_id, thought_words(answer), self._address("thoughts", entry_id), opened
        )

    def _close_answer(self, shown: Shown, answer: Answer) -> None:
        entry_id = shown.entry.entry_id
        self._answers[entry_id] = answer
        words = caption(answer)
        if answer.problem is not None:
            title = tr("The answer broke off") if answer.text else tr(answer.problem.title)
            words = f"{title}. {problem_words(answer.problem)}"
        copying = [self._copy_link(entry_id)] if answer.text else []
        links = (*copying, self._link(tr("Try again"), "retry", entry_id), *self._branches(shown))
        self._renderer().caption(self._end(), words, links, failed=answer.end is End.FAILED, right=False)

    def _branches(self, shown: Shown) -> tuple[Link, ...]:
        """Which of them is shown, between arrows to the others, where there is more than one."""
        if shown.count == 1:
            return ()
        entry_id, number, count = shown.entry.entry_id, shown.number, shown.count
        return (
            self._link(OLDER, "older", entry_id) if number > 1 else Link(OLDER, is_off=True),
            Link(f"{number}/{count}"),
            self._link(NEWER, "newer", entry_id) if number < count else Link(NEWER, is_off=True),
        )

    def _copy_link(self, entry_id: str) -> Link:
        return self._link(tr("Copy"), "copy", entry_id)

    def _link(self, words: str, action: str, argument: str) -> Link:
        return Link(words, self._address(action, argument))

    def _address(self, action: str, argument: str) -> str:
        return f"{self._scheme}:{action}/{argument}"

    def _code_address(self, code: str) -> str:
        self._codes.append(code)
        return self._address("code", str(len(self._codes) - 1))

    def _renderer(self) -> Renderer:
        return Renderer(current_theme(), self.font(), self._code_address, self.colouring.add)

    # -- the open block ------------------------------------------------------------------------------------------

    def _mark_tail(self) -> None:
        """What is written from here on is drawn again with each piece."""
        cursor = self._end()
        if cursor.block().length() > 1 or cursor.block().textList() is not None:
            cursor.insertBlock()
            if (inherited := cursor.block().textList()) is not None:
                inherited.remove(cursor.block())
        self._tail_start = cursor.position()
        self._open_code = None

    def _draw_tail(self, tail: Block) -> None:
        match tail, self._open_code:
            case Code(text, _), (cursor, written) if text.startswith(written):
                cursor.insertText(text[len(written) :])
                self._open_code = (cursor, text)
            case Code(text, language), _:
                self._replace_tail(None)
                self._open_code = (self._renderer().code(self._end(), text, language, finished=False), text)
            case _:
                self._replace_tail(tail if tail.text.strip() else None)

    def _replace_tail(self, block: Block | None, *, finished: bool = False) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._tail_start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if (inherited := cursor.block().textList()) is not None:
            inherited.remove(cursor.block())
        self._open_code = None
        if block is not None:
            self._renderer().block(self._end(), block, finished=finished)

    @contextmanager
    def _one_change(self) -> Iterator[None]:
        """Have Qt lay the document out once, after everything, and not after each word."""
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        try:
            yield
        finally:
            edit.endEditBlock()

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    # -- what is clicked -----------------------------------------------------------------------------------------

    def _clicked(self, address: QUrl) -> None:
        if address.scheme() != self._scheme:
            self.open_link.emit(address.toString())
            return
        action, _, argument = address.path().partition("/")
        match action:
            case "copy":
                self.copy_turn.emit(argument)
            case "code":
                self.copy_code.emit(self._codes[int(argument)])
            case "edit":
                self.edit.emit(argument)
            case "retry":
                self.retry.emit(argument)
            case "older" | "newer":
                self.step.emit(argument, -1 if action == "older" else 1)
            case "thoughts":
                self._toggle_thoughts(argument)

    def _toggle_thoughts(self, entry_id: str) -> None:
        answer = self._answers[entry_id]
        words, address = thought_words(answer), self._address("thoughts", entry_id)
        at_bottom, tail = self.is_at_bottom, self._end().position() - self._tail_start
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable) and frame.frameFormat().stringProperty(OWNER) == entry_id:
                if entry_id in self._opened:
                    self._opened.discard(entry_id)
                    self._renderer().close_thoughts(frame, words, address)
                else:
                    self._opened.add(entry_id)
                    self._renderer().open_thoughts(frame, words, address, answer.reasoning)
        self._tail_start = self._end().position() - tail
        self.keep_bottom(at_bottom and self._splitter is not None)

    def _hint(self, address: QUrl) -> None:
        """What a click would do, for symbols; and where a link leads, before it is clicked."""
        action = address.path().partition("/")[0] if address.scheme() == self._scheme else ""
        hints = {
            "older": tr("Show the version before"),
            "newer": tr("Show the next version"),
            "retry": tr("Another answer"),
        }
        self.setToolTip(hints.get(action, "") if address.scheme() == self._scheme else address.toString())
