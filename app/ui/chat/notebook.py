"""The conversation that is open, and the writing down of all that changes in it. Without Qt.

A conversation is kept from its first question on; before, there is nothing to keep.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace

from app.ui.chat.conversation import Conversation, Entry, Options, Summary, title_of, untitled
from app.ui.chat.keeper import Keeper
from app.ui.chat.turns import Question, Turn


class Notebook:
    """Changes the open conversation.

    Args:
        keeper: Writes down.
        listed: Called with a conversation's line when that changed.
        clock: Seconds since 1970.
    """

    def __init__(
        self, keeper: Keeper, listed: Callable[[Summary], None], clock: Callable[[], float] = time.time
    ) -> None:
        self._keeper, self._listed, self._clock = keeper, listed, clock
        self.default_options = Options()
        self.conversation = self._empty()

    def begin(self) -> None:
        """An empty conversation."""
        self.conversation = self._empty()

    def open(self, conversation: Conversation) -> None:
        """Go on with an earlier one."""
        self.conversation = conversation

    def add(self, turn: Turn, parent: str | None, *, finished: bool = True) -> Entry:
        """Add a turn behind another, or at the beginning, and show it."""
        entry = Entry(secrets.token_hex(8), parent, turn)
        conversation = self.conversation
        is_first = not conversation.entries
        conversation.add(entry)
        summary = replace(conversation.summary, changed_at=self._clock())
        if is_first and isinstance(turn, Question) and summary.title == untitled():
            summary = replace(summary, title=title_of(turn))
        self._save(summary)
        self._save_entry(entry, finished)
        return entry

    def update(self, conversation: Conversation, entry_id: str, turn: Turn, *, finished: bool) -> None:
        """Another content of a turn, while it is written and when it is complete; also of one that is not open now."""
        entry = conversation.replace(entry_id, turn)
        conversation_id = conversation.summary.conversation_id
        self._keeper.write(lambda history: history.save_entry(conversation_id, entry, finished=finished))

    def remove(self, conversation: Conversation, entry_id: str) -> None:
        """Take out a turn that nothing follows."""
        conversation.remove(entry_id)
        self._keeper.write(lambda history: history.remove_entry(entry_id))
        self._write(conversation)

    def step(self, entry_id: str, distance: int) -> None:
        """Show another branch."""
        self.conversation.step(entry_id, distance)
        self._write(self.conversation)

    def rename(self, summary: Summary, title: str) -> None:
        """Another title; an empty one changes nothing."""
        words = " ".join(title.split())
        if words and words != summary.title:
            self._change(replace(summary, title=words))

    def pin(self, summary: Summary, pinned: bool) -> None:
        """Keep a conversation at the top, or not."""
        self._change(replace(summary, is_pinned=pinned))

    def set_deleted(self, summary: Summary, deleted: bool) -> None:
        """Delete a conversation, or bring it back while that can be done."""
        self._keeper.write(lambda history: history.set_deleted(summary.conversation_id, deleted))

    def set_options(self, options: Options, *, as_default: bool) -> None:
        """How questions are asked from now on: here, and in new conversations too."""
        self.conversation.options = options
        if self.conversation.entries:
            self._write(self.conversation)
        if as_default:
            self.default_options = options
            self._keeper.write(lambda history: history.set_default_options(options))

    def keep(self, conversation: Conversation) -> None:
        """Write a whole conversation that came from elsewhere, and open it."""
        self.conversation = conversation
        self._save(conversation.summary)
        for entry in conversation.entries:
            self._save_entry(entry, True)

    def _empty(self) -> Conversation:
        return Conversation(Summary(secrets.token_hex(8), untitled(), self._clock()), self.default_options)

    def _change(self, summary: Summary) -> None:
        """A line of the list that may be of another conversation than the open one."""
        if summary.conversation_id == self.conversation.summary.conversation_id:
            self._save(summary)
            return
        self._keeper.write(lambda history: history.save_summary(summary))
        self._listed(summary)

    def _save(self, summary: Summary) -> None:
        self.conversation.summary = summary
        self._write(self.conversation)
        self._listed(summary)

    def _write(self, conversation: Conversation) -> None:
        summary, options, leaf = conversation.summary, conversation.options, conversation.leaf
        self._keeper.write(lambda history: history.save(summary, options, leaf))

    def _save_entry(self, entry: Entry, finished: bool) -> None:
        conversation_id = self.conversation.summary.conversation_id
        self._keeper.write(lambda history: history.save_entry(conversation_id, entry, finished=finished))
