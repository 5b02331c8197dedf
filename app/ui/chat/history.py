"""Conversations in SQLite, with a full-text search over titles and texts. Without Qt; used from one thread.

Texts are searched as `folding` gives them, by runs of three characters (FTS5's trigram tokenizer), so that words are
found in any script and in the middle of longer ones.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.ui.chat.conversation import Conversation, Entry, Options, Summary
from app.ui.chat.folding import Snippet, fold, snippet, without_markup, words_of
from app.ui.chat.history_file import open_file
from app.ui.chat.turn_json import read_options, read_turn, write_options, write_turn
from app.ui.chat.turns import Question, Turn

_log = logging.getLogger(__name__)

MAX_HITS = 200
_TRIGRAM = 3
_DEFAULT_OPTIONS = "default_options"
_COLUMNS = "id, title, changed_at, is_pinned"


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation that was found.

    Attributes:
        summary: Its line in the list.
        entry_id: The newest turn in which the words are; None when they are in the title.
        snippet: Where they are; of the title when there is no turn.
    """

    summary: Summary
    entry_id: str | None
    snippet: Snippet


class History:
    """All conversations.

    Args:
        path: The file; None for one in memory.

    Attributes:
        notice: What the user should know of the file; None when all is well.

    Raises:
        UserError: There can be no such file here. Every method raises `sqlite3.Error` when the file cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self._connection, self.notice = open_file(path)
        self._purge()
        self._index_unfinished()

    def close(self) -> None:
        """Close the file."""
        self._purge()
        self._connection.close()

    # -- reading ------------------------------------------------------------------------------------------------

    def list(self) -> tuple[Summary, ...]:
        """All conversations, the newest first."""
        return tuple(self._summaries("WHERE NOT is_deleted ORDER BY changed_at DESC"))

    def load(self, conversation_id: str) -> Conversation | None:
        """One conversation with all that was ever said in it; None when it is not there."""
        found = next(self._summaries("WHERE id = ? AND NOT is_deleted", conversation_id), None)
        if found is None:
            return None
        leaf, options = self._connection.execute(
            "SELECT leaf, options FROM conversation WHERE id = ?", (conversation_id,)
        ).fetchone()
        rows = self._connection.execute(
            "SELECT id, parent, body FROM turn WHERE conversation = ? ORDER BY number", (conversation_id,)
        )
        entries = (Entry(entry_id, parent, turn) for entry_id, parent, body in rows if (turn := _read(body)))
        return Conversation.of(found, read_options(json.loads(options)), leaf, entries)

    def search(self, query: str) -> tuple[Hit, ...]:
        """Conversations that hold every word of a query, in the title or in one turn; the newest first."""
        words = words_of(query)
        if not words:
            return ()
        hits = {summary.conversation_id: hit for summary, hit in self._title_hits(words)}
        for conversation_id, entry_id, body in self._turn_hits(words):
            turn = _read(body)
            if turn is not None and conversation_id not in hits:
                summary = next(self._summaries("WHERE id = ?", conversation_id))
                hits[conversation_id] = Hit(summary, entry_id, snippet(_shown(turn), words))
        return tuple(sorted(hits.values(), key=lambda hit: -hit.summary.changed_at))

    def default_options(self) -> Options:
        """What new conversations begin with."""
        row = self._connection.execute("SELECT value FROM preference WHERE name = ?", (_DEFAULT_OPTIONS,)).fetchone()
        return read_options(json.loads(row[0])) if row else Options()

    # -- writing ------------------------------------------------------------------------------------------------

    def save(self, summary: Summary, options: Options, leaf: str | None) -> None:
        """Write everything of a conversation but its turns."""
        self._connection.execute(
            "INSERT INTO conversation (id, title, folded_title, changed_at, is_pinned, leaf, options) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
            "folded_title = excluded.folded_title, changed_at = excluded.changed_at, is_pinned = excluded.is_pinned, "
            "leaf = excluded.leaf, options = excluded.options",
            (
                summary.conversation_id,
                summary.title,
                fold(summary.title),
                summary.changed_at,
                summary.is_pinned,
                leaf,
                json.dumps(write_options(options)),
            ),
        )

    def save_summary(self, summary: Summary) -> None:
        """Write the line of a conversation that is there."""
        self._connection.execute(
            "UPDATE conversation SET title = ?, folded_title = ?, is_pinned = ? WHERE id = ?",
            (summary.title, fold(summary.title), summary.is_pinned, summary.conversation_id),
        )

    def save_entry(self, conversation_id: str, entry: Entry, *, finished: bool) -> None:
        """Write a turn; one that is not finished yet is found by a search only when it is."""
        body = json.dumps(write_turn(entry.turn), ensure_ascii=False)
        with self._transaction():
            (number,) = self._connection.execute(
                "INSERT INTO turn (id, conversation, parent, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET body = excluded.body RETURNING number",
                (entry.entry_id, conversation_id, entry.parent, body),
            ).fetchone()
            if finished:
                self._index(number, entry.turn)

    def remove_entry(self, entry_id: str) -> None:
        """Delete a turn for good."""
        with self._transaction():
            self._connection.execute(
                "DELETE FROM search WHERE rowid IN (SELECT number FROM turn WHERE id = ?)", (entry_id,)
            )
            self._connection.execute("DELETE FROM turn WHERE id = ?", (entry_id,))

    def set_deleted(self, conversation_id: str, deleted: bool) -> None:
        """Take a conversation out of every list, or bring it back; at the next start or end it is gone for good."""
        self._connection.execute("UPDATE conversation SET is_deleted = ? WHERE id = ?", (deleted, conversation_id))

    def set_default_options(self, options: Options) -> None:
        """What new conversations begin with."""
        self._connection.execute(
            "INSERT OR REPLACE INTO preference VALUES (?, ?)", (_DEFAULT_OPTIONS, json.dumps(write_options(options)))
        )

    # -- inside ---------------------------------------------------------------------------------------------------

    def _summaries(self, where: str, *values: str) -> Iterator[Summary]:
        for row in self._connection.execute(f"SELECT {_COLUMNS} FROM conversation {where}", values):
            yield Summary(row[0], row[1], row[2], bool(row[3]))

    def _title_hits(self, words: tuple[str, ...]) -> Iterator[tuple[Summary, Hit]]:
        likes = " AND ".join("folded_title LIKE ? ESCAPE '\\'" for _ in words)
        where = f"WHERE NOT is_deleted AND {likes} ORDER BY changed_at DESC LIMIT {MAX_HITS}"
        for summary in self._summaries(where, *(_like(word) for word in words)):
            yield summary, Hit(summary, None, snippet(summary.title, words))

    def _turn_hits(self, words: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        long = [word for word in words if len(word) >= _TRIGRAM]
        short = [word for word in words if len(word) < _TRIGRAM]
        conditions = ["NOT conversation.is_deleted"]
        values = []
        if long:
            conditions.append("search MATCH ?")
            quoted = [word.replace('"', '""') for word in long]
            values.append(" AND ".join(f'"{word}"' for word in quoted))
        for word in short:
            conditions.append("search.folded LIKE ? ESCAPE '\\'")
            values.append(_like(word))
        yield from self._connection.execute(
            "SELECT turn.conversation, turn.id, turn.body FROM search JOIN turn ON turn.number = search.rowid "
            f"JOIN conversation ON conversation.id = turn.conversation WHERE {' AND '.join(conditions)} "
            f"ORDER BY turn.number DESC LIMIT {MAX_HITS}",
            values,
        )

    def _index(self, number: int, turn: Turn) -> None:
        self._connection.execute("DELETE FROM search WHERE rowid = ?", (number,))
        self._connection.execute(
            "INSERT INTO search (rowid, folded) VALUES (?, ?)", (number, " ".join(fold(_searched(turn)).split()))
        )
        self._connection.execute("UPDATE turn SET is_indexed = 1 WHERE number = ?", (number,))

    def _index_unfinished(self) -> None:
        """What was being written when the program ended."""
        rows = self._connection.execute("SELECT number, body FROM turn WHERE NOT is_indexed").fetchall()
        with self._transaction():
            for number, body in rows:
                if (turn := _read(body)) is not None:
                    self._index(number, turn)

    def _purge(self) -> None:
        """Remove what was deleted, also from the words of the search."""
        if not self._connection.execute("SELECT 1 FROM conversation WHERE is_deleted LIMIT 1").fetchone():
            return
        with self._transaction():
            self._connection.execute(
                "DELETE FROM search WHERE rowid IN (SELECT number FROM turn JOIN conversation "
                "ON conversation.id = turn.conversation WHERE is_deleted)"
            )
            self._connection.execute("DELETE FROM conversation WHERE is_deleted")
            self._connection.execute("INSERT INTO search (search) VALUES ('optimize')")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()


def _searched(turn: Turn) -> str:
    """What of a turn is searched: words, and the names of files."""
    if isinstance(turn, Question):
        return " ".join([turn.text, *(file.name for file in turn.attachments)])
    return turn.text


def _shown(turn: Turn) -> str:
    """The same as a person reads it: what a model said without its markup."""
    return _searched(turn) if isinstance(turn, Question) else without_markup(turn.text)


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _read(body: str) -> Turn | None:
    """A turn; None, with a line in the log, when it is not one."""
    try:
        return read_turn(json.loads(body))
    except ValueError as error:
        _log.warning("a turn of the history cannot be read: %s", error)
        return None
