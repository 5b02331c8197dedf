"""Opens the file of conversations: makes and migrates its tables, and sets aside what cannot be read. Without Qt.

The file is SQLite's, of mode 0600, with a write-ahead log. Its `user_version` is the version of the tables. A file that
is damaged or of a newer Hearth is renamed, with words; nothing in it is changed.
"""

import logging
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from app.domain.errors import Problem, UserError
from app.domain.sentence import Sentence, say

_log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0

_VERSION_1 = """
CREATE TABLE conversation (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, folded_title TEXT NOT NULL, changed_at REAL NOT NULL,
    is_pinned INTEGER NOT NULL DEFAULT 0, is_deleted INTEGER NOT NULL DEFAULT 0, leaf TEXT, options TEXT NOT NULL
);
CREATE INDEX conversation_changed ON conversation (changed_at);
CREATE TABLE turn (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    parent TEXT, body TEXT NOT NULL, is_indexed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX turn_conversation ON turn (conversation);
CREATE TABLE preference (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5 (folded, tokenize = 'trigram');
"""

MIGRATIONS = (_VERSION_1,)
"""What makes each version of the tables from the one before; the first is made from nothing."""


def open_file(path: Path | None) -> tuple[sqlite3.Connection, Problem | None]:
    """The file, ready to be used.

    Args:
        path: Where it is; None for one in memory, which ends with the program.

    Returns:
        The connection, and what the user should know when an older file was set aside.

    Raises:
        UserError: There can be no such file here.
    """
    if path is None:
        return _prepare(":memory:"), None
    try:
        notice = _set_aside_if_unusable(path)
        path.touch(mode=0o600)
        path.chmod(0o600)
        return _prepare(str(path)), notice
    except (OSError, sqlite3.Error) as error:
        raise not_kept(error) from error


def not_kept(error: Exception) -> UserError:
    """That the conversations cannot be written, in words."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return UserError(
        say("Conversations are not kept"),
        say("This computer could not write them down: {reason}.", reason=reason),
        say("They stay in this window until Hearth ends. Make room on the disk, or export what you want to keep."),
        "history_not_kept",
    )


def _prepare(name: str) -> sqlite3.Connection:
    """Connect and bring the tables to the newest version; closes what it opened when that fails."""
    connection = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        for number in range(_version(connection), len(MIGRATIONS)):
            connection.executescript(f"BEGIN; {MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_aside_if_unusable(path: Path) -> Problem | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            version = _version(connection)
            is_newer = version > len(MIGRATIONS)
            is_sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            if not is_newer and is_sound and _is_ours(connection, version):
                return None
    except sqlite3.DatabaseError as error:
        # Locked, or a folder that cannot be written: the file itself may be well.
        if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
            raise
        _log.warning("%s cannot be read: %s", path, error)
        is_newer = False
    if is_newer:
        return _set_aside(path, "newer", say("They were written by a newer Hearth."))
    return _set_aside(path, "unreadable", say("The file is damaged."))


def _is_ours(connection: sqlite3.Connection, version: int) -> bool:
    """Whether the tables are there; a file without any is as good as new."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return {"conversation", "turn", "search"} <= names if version else not names


def _is_damage(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _set_aside(path: Path, kind: str, why: Sentence) -> Problem:
    name = f"{path.stem}-{kind}-{time.strftime('%Y-%m-%d-%H%M%S')}"
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{path}{suffix}")
        if part.exists():
            os.replace(part, path.with_name(f"{name}{path.suffix}{suffix}"))
    _log.warning("%s was set aside as %s", path, name)
    return Problem(
        say("Earlier conversations cannot be shown"),
        say(
            "{why} Nothing is lost: it is kept as {file} in Hearth's data folder.", why=why, file=f"{name}{path.suffix}"
        ),
        say("New conversations are kept as usual."),
        "history_set_aside",
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
