"""The file of conversations: kept over a restart, found again, and never lost."""

import json
import os
import sqlite3
import stat
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import Problem, UserError
from app.ui.chat.conversation import Conversation, Entry, Options, Summary
from app.ui.chat.folding import without_markup
from app.ui.chat.history import History
from app.ui.chat.turns import Answer, Attachment, End, Question

SUMMARY = Summary("c1", "How do I join?", 100.0)
OPTIONS = Options("Be brief.", 0.5, 200)
ANSWER = Answer(
    "Paste the **token**.",
    "Demo",
    End.FAILED,
    "kitchen",
    7.5,
    Problem("No answer", "study left.", "Ask again.", "peer_lost"),
    "They want to join",
    2.5,
    31,
    0.8,
    "kitchen",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chat.db"


@pytest.fixture
def history(path: Path) -> Generator[History]:
    made = History(path)
    yield made
    made.close()


def keep(history: History, conversation_id: str, *texts: str, title: str = "A title", changed_at: float = 1.0) -> None:
    """A conversation of questions."""
    parent = None
    history.save(Summary(conversation_id, title, changed_at), Options(), None)
    for number, text in enumerate(texts):
        entry = Entry(f"{conversation_id}-{number}", parent, Question(text))
        history.save_entry(conversation_id, entry, finished=True)
        parent = entry.entry_id


def found(history: History, query: str) -> list[str]:
    return [hit.summary.conversation_id for hit in history.search(query)]


def load(history: History, conversation_id: str) -> Conversation:
    conversation = history.load(conversation_id)
    assert conversation is not None
    return conversation


def test_everything_is_there_after_a_restart(path: Path) -> None:
    question = Question("How?", (Attachment("notes.txt", "Ünïcode\n", 11),))
    entries = (Entry("q", None, question), Entry("a", "q", ANSWER), Entry("b", "q", replace(ANSWER, text="Other")))
    first = History(path)
    first.save(SUMMARY, OPTIONS, "a")
    for entry in entries:
        first.save_entry("c1", entry, finished=True)
    first.close()
    second = History(path)
    conversation = load(second, "c1")
    assert (conversation.summary, conversation.options, conversation.leaf) == (SUMMARY, OPTIONS, "a")
    assert conversation.entries == entries
    second.close()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_the_owner_reads_it(history: History, path: Path) -> None:
    keep(history, "c1", "text")
    for part in path.parent.iterdir():
        assert stat.S_IMODE(part.stat().st_mode) == 0o600, part.name


def test_list_is_the_newest_first(history: History) -> None:
    keep(history, "old", changed_at=1.0)
    keep(history, "new", changed_at=2.0)
    assert [summary.conversation_id for summary in history.list()] == ["new", "old"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("token", ["c2"]),
        ("TOKEN", ["c2"]),
        ("oke", ["c2"]),
        ("to", ["c3", "c2"]),
        ("paste token", ["c2"]),
        ("paste missing", []),
        ("elephant", ["c4"]),
        ("strasse", ["c4"]),
        ("会议", ["c5"]),
        ("明天的会议", ["c5"]),
        ("שלום", ["c6"]),
        ("50%", ["c7"]),
        ("50_", []),
        ('say "hi"', ["c7"]),
        ("a_b", ["c7"]),
        ("Recipes", ["c3"]),
        ("OR", []),
        ("", []),
        ("   ", []),
        ('"', ["c7"]),
        ("notes.txt", ["c8"]),
    ],
)
def test_search_in_titles_and_texts_of_any_script(history: History, query: str, expected: list[str]) -> None:
    keep(history, "c2", "Hi", "Paste the token here", changed_at=2)
    keep(history, "c3", "Bread and tomatoes", title="Recipes", changed_at=3)
    keep(history, "c4", "Un éléphant in der Straße", changed_at=4)
    keep(history, "c5", "明天的会议在哪里", changed_at=5)
    keep(history, "c6", "שָׁלוֹם עולם", changed_at=6)
    keep(history, "c7", '50% of a_b, say "hi"', changed_at=7)
    history.save(Summary("c8", "File", 8), Options(), None)
    question = Question("See", (Attachment("notes.txt", "x", 1),))
    history.save_entry("c8", Entry("f", None, question), finished=True)
    assert found(history, query) == expected


def test_a_hit_says_where(history: History) -> None:
    keep(history, "c1", "x " * 100 + "the Tökén is here " + "y " * 100)
    (hit,) = history.search("token")
    assert hit.entry_id == "c1-0"
    ((start, end),) = hit.snippet.marks
    assert hit.snippet.text[start:end] == "Tökén"
    assert hit.snippet.text.startswith("… x x")
    assert hit.snippet.text.endswith(" …")
    assert len(hit.snippet.text) < 140


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("A **bold** and *slanted* `word`, ~~gone~~", "A bold and slanted word, gone"),
        ("**a *b* c** and ***d***", "a b c and d"),
        ("# Title\n\n- one\n* two\n- [x] three\n> four", "Title\n\none\ntwo\nthree\nfour"),
        ("See [the guide](https://example.org) ![a picture](x.png)", "See the guide a picture"),
        ("```python\nx = 1\n```", "\nx = 1\n"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", "  a   b  \n\n  1   2  "),
        ("2 * 3 * 4, 2*3*4, snake_case_name and a_b", "2 * 3 * 4, 2*3*4, snake_case_name and a_b"),
    ],
)
def test_what_was_found_in_an_answer_is_shown_without_markup(markdown: str, words: str) -> None:
    assert without_markup(markdown) == words


def test_markup_of_questions_stays(history: History) -> None:
    keep(history, "c1", "What is **this**?")
    (hit,) = history.search("this")
    assert hit.snippet.text == "What is **this**?"


def test_an_answer_is_found_when_it_is_finished_and_not_by_what_it_was(history: History) -> None:
    keep(history, "c1", "Hi")
    writing = Entry("a", "c1-0", Answer("half of it", "Demo", End.STOPPED))
    history.save_entry("c1", writing, finished=False)
    assert load(history, "c1").turns[-1] == writing.turn, "what came is kept at once"
    assert found(history, "half") == []
    history.save_entry("c1", Entry("a", "c1-0", Answer("whole", "Demo", End.COMPLETE)), finished=True)
    assert (found(history, "half"), found(history, "whole")) == ([], ["c1"])


def test_what_was_written_when_the_program_was_killed_is_found(path: Path) -> None:
    killed = History(path)
    keep(killed, "c1", "Hi")
    killed.save_entry("c1", Entry("a", "c1-0", Answer("half of it", "Demo", End.STOPPED)), finished=False)
    after = History(path)  # the first one was never closed
    assert found(after, "half") == ["c1"]
    after.close()
    killed._connection.close()


def test_deleted_can_come_back_until_the_end(path: Path) -> None:
    first = History(path)
    keep(first, "c1", "secret words")
    first.set_deleted("c1", True)
    assert (first.list(), first.search("secret"), first.load("c1")) == ((), (), None)
    first.set_deleted("c1", False)
    assert found(first, "secret") == ["c1"]
    first.set_deleted("c1", True)
    first.close()
    assert b"secret words" not in path.read_bytes(), "gone for good"
    second = History(path)
    second.set_deleted("c1", False)
    assert second.list() == ()
    second.close()


def test_deleted_is_gone_at_the_next_start_after_a_crash_too(path: Path) -> None:
    killed = History(path)
    keep(killed, "c1", "secret words")
    killed.set_deleted("c1", True)
    after = History(path)  # the first one was never closed
    after.set_deleted("c1", False)
    assert (after.list(), after.search("secret")) == ((), ())
    after.close()
    killed._connection.close()


def test_removed_turn_is_not_found(history: History) -> None:
    keep(history, "c1", "one", "two words")
    history.remove_entry("c1-1")
    assert len(load(history, "c1").entries) == 1
    assert found(history, "words") == []


def test_renamed_is_found_by_its_new_title_and_keeps_the_rest(history: History) -> None:
    keep(history, "c1", "text")
    history.save_summary(Summary("c1", "Grüße", 0.0, is_pinned=True))
    (hit,) = history.search("grusse")
    assert (hit.summary, hit.entry_id) == (Summary("c1", "Grüße", 1.0, is_pinned=True), None)


def test_default_options(history: History) -> None:
    assert history.default_options() == Options()
    history.set_default_options(OPTIONS)
    assert history.default_options() == OPTIONS


def test_a_turn_that_cannot_be_read_does_not_take_the_others_along(history: History) -> None:
    keep(history, "c1", "one")
    for number, body in enumerate(["{", "[]", '{"role": "judge"}', '{"role": "user", "text": 5}', "null"]):
        history._connection.execute(
            "INSERT INTO turn (id, conversation, parent, body) VALUES (?, 'c1', NULL, ?)", (f"x{number}", body)
        )
    assert [entry.turn for entry in load(history, "c1").entries] == [Question("one")]


@pytest.mark.parametrize("content", [b"not a database at all " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside_with_words(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    history = History(path)
    assert history.notice is not None
    (aside,) = path.parent.glob("chat-unreadable-*.db")
    assert aside.read_bytes() == content
    assert aside.name in history.notice.message
    keep(history, "c1", "new")
    history.close()
    again = History(path)
    assert (again.notice, len(again.list())) == (None, 1)
    again.close()


def test_a_file_that_was_cut_off_is_set_aside(path: Path) -> None:
    first = History(path)
    for number in range(50):
        keep(first, f"c{number}", "words " * 300)
    first.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    history = History(path)
    assert history.notice is not None
    assert history.list() == ()
    history.close()


def test_a_newer_file_is_set_aside_whole(path: Path) -> None:
    first = History(path)
    keep(first, "c1", "from the future")
    first._connection.execute("PRAGMA user_version = 99")
    first.close()
    history = History(path)
    assert history.notice is not None
    assert "newer Hearth" in history.notice.message
    (aside,) = path.parent.glob("chat-newer-*.db")
    kept = sqlite3.connect(aside)
    assert json.loads(kept.execute("SELECT body FROM turn").fetchone()[0])["text"] == "from the future"
    kept.close()
    history.close()


def test_an_empty_file_is_as_good_as_none(path: Path) -> None:
    path.touch()
    history = History(path)
    assert history.notice is None
    history.close()


def test_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not write them down"):
        History(tmp_path / "missing" / "chat.db")


def test_a_folder_in_its_place_says_so(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UserError, match="could not write them down"):
        History(path)
