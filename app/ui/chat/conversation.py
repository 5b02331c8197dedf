"""A conversation as a tree: an edited question and another answer are branches beside the ones before. Pure.

What is shown is the path from the beginning to the leaf.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.ui.chat.turns import Answer, Question, Turn
from app.ui.present.language import tr

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Options:
    """How the questions of a conversation are asked.

    Attributes:
        system_prompt: What the model is told before everything else; may be empty.
        temperature: How freely words are chosen; None leaves it to the model.
        max_tokens: The longest answer; None for no limit but the model's.
    """

    system_prompt: str = ""
    temperature: float | None = None
    max_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of conversations.

    Attributes:
        conversation_id: Which.
        title: What it is called.
        changed_at: Seconds since 1970.
        is_pinned: Whether it stays at the top.
    """

    conversation_id: str
    title: str
    changed_at: float
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A turn in its place.

    Attributes:
        entry_id: Which.
        parent: What it follows; None at the beginning.
        turn: Question or answer.
    """

    entry_id: str
    parent: str | None
    turn: Turn


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of the path, with its place among its branches, counted from 1."""

    entry: Entry
    number: int = 1
    count: int = 1


@dataclass(slots=True)
class Conversation:
    """The tree; changed in place by its methods only.

    Attributes:
        summary: Its line in the list.
        options: How its questions are asked.
        leaf: The end of what is shown; None while there is nothing.
    """

    summary: Summary
    options: Options = Options()
    leaf: str | None = None
    _entries: dict[str, Entry] = field(default_factory=dict)
    _children: dict[str | None, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, summary: Summary, options: Options, leaf: str | None, entries: Iterable[Entry]) -> "Conversation":
        """A conversation from its parts; entries in the order in which they were made, orphans are left out."""
        made = cls(summary, options)
        for entry in entries:
            if entry.entry_id not in made._entries and (entry.parent is None or entry.parent in made._entries):
                made.add(entry)
        made.leaf = leaf if leaf in made._entries else made._newest_leaf(None)
        return made

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order in which they were made."""
        return tuple(self._entries.values())

    @property
    def path(self) -> tuple[Shown, ...]:
        """What is shown, from the beginning."""
        made: list[Shown] = []
        entry_id = self.leaf
        while entry_id is not None:
            entry = self._entries[entry_id]
            branches = self._children[entry.parent]
            made.append(Shown(entry, branches.index(entry_id) + 1, len(branches)))
            entry_id = entry.parent
        return tuple(reversed(made))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns that are shown."""
        return tuple(shown.entry.turn for shown in self.path)

    def entry(self, entry_id: str) -> Entry:
        """One of them; raises KeyError."""
        return self._entries[entry_id]

    def last(self, kind: type[Question] | type[Answer]) -> Entry | None:
        """The last question or answer that is shown."""
        return next((s.entry for s in reversed(self.path) if isinstance(s.entry.turn, kind)), None)

    def add(self, entry: Entry) -> None:
        """Add a turn and show it."""
        self._entries[entry.entry_id] = entry
        self._children.setdefault(entry.parent, []).append(entry.entry_id)
        self.leaf = entry.entry_id

    def replace(self, entry_id: str, turn: Turn) -> Entry:
        """Another content in the same place."""
        made = self._entries[entry_id] = replace(self._entries[entry_id], turn=turn)
        return made

    def remove(self, entry_id: str) -> None:
        """Take out a turn that nothing follows; its parent is shown instead."""
        entry = self._entries.pop(entry_id)
        self._children[entry.parent].remove(entry_id)
        if self.leaf == entry_id:
            self.leaf = entry.parent

    def step(self, entry_id: str, distance: int) -> None:
        """Show the branch beside this one, down to its newest end."""
        branches = self._children[self._entries[entry_id].parent]
        place = branches.index(entry_id) + distance
        if 0 <= place < len(branches):
            self.leaf = self._newest_leaf(branches[place])

    def show(self, entry_id: str) -> None:
        """Show the branch that holds this turn; nothing happens when it does already."""
        if entry_id in self._entries and all(shown.entry.entry_id != entry_id for shown in self.path):
            self.leaf = self._newest_leaf(entry_id)

    def _newest_leaf(self, entry_id: str | None) -> str | None:
        while below := self._children.get(entry_id):
            entry_id = below[-1]
        return entry_id


def untitled() -> str:
    """What a conversation is called that has no words yet."""
    return tr("New conversation")


def title_of(question: Question) -> str:
    """What a conversation is called by its first question: its first line, cut at a word."""
    words = question.text.split("\n", 1)[0].split() or [file.name for file in question.attachments[:1]]
    title = " ".join(words)
    if len(title) <= TITLE_LENGTH:
        return title or untitled()
    cut = title[: TITLE_LENGTH - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[TITLE_LENGTH // 2 :] else cut
    return at_word.rstrip(" ,;:.") + "…"
