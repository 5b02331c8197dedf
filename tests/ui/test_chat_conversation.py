"""The tree of a conversation: branches, what is shown of them, and titles."""

import pytest

from app.ui.chat.conversation import Conversation, Entry, Options, Summary, title_of, untitled
from app.ui.chat.turns import Answer, Attachment, End, Question

SUMMARY = Summary("c", "Title", 1.0)


def answer(text: str) -> Answer:
    return Answer(text, "Demo", End.COMPLETE)


def branched() -> Conversation:
    """A question with two answers; the first of them was gone on with."""
    made = Conversation(SUMMARY)
    made.add(Entry("q1", None, Question("One")))
    made.add(Entry("a1", "q1", answer("first")))
    made.add(Entry("q2", "a1", Question("Two")))
    made.add(Entry("a2", "q1", answer("second")))
    return made


def texts(conversation: Conversation) -> list[str]:
    return [turn.text for turn in conversation.turns]


def test_a_new_branch_is_shown_and_the_others_are_a_step_away() -> None:
    conversation = branched()
    assert texts(conversation) == ["One", "second"]
    assert [(shown.number, shown.count) for shown in conversation.path] == [(1, 1), (2, 2)]
    conversation.step("a2", -1)
    assert texts(conversation) == ["One", "first", "Two"], "down to its newest end"
    conversation.step("a1", -1)
    assert texts(conversation) == ["One", "first", "Two"], "there is no branch before the first"
    conversation.step("a1", 1)
    assert texts(conversation) == ["One", "second"]


def test_the_first_question_can_have_branches_too() -> None:
    conversation = branched()
    conversation.add(Entry("q1b", None, Question("One, edited")))
    assert texts(conversation) == ["One, edited"]
    assert (conversation.path[0].number, conversation.path[0].count) == (2, 2)


def test_show_finds_the_branch_of_a_turn() -> None:
    conversation = branched()
    conversation.show("a1")
    assert texts(conversation) == ["One", "first", "Two"]
    conversation.leaf = "a1"
    conversation.show("q1")
    assert texts(conversation) == ["One", "first"], "it is shown already"
    conversation.show("unknown")
    assert texts(conversation) == ["One", "first"]


def test_remove_shows_what_came_before() -> None:
    conversation = branched()
    conversation.remove("a2")
    assert texts(conversation) == ["One"]
    assert [entry.entry_id for entry in conversation.entries] == ["q1", "a1", "q2"]


def test_a_broken_tree_loses_only_what_hangs_in_the_air() -> None:
    entries = [*branched().entries, Entry("x", "gone", Question("?")), Entry("q1", None, Question("twice"))]
    made = Conversation.of(SUMMARY, Options(), "gone", entries)
    assert [entry.entry_id for entry in made.entries] == ["q1", "a1", "q2", "a2"]
    assert texts(made) == ["One", "second"]


def test_last_question_and_answer() -> None:
    conversation = branched()
    question, last = conversation.last(Question), conversation.last(Answer)
    assert question is not None
    assert last is not None
    assert (question.entry_id, last.entry_id) == ("q1", "a2")
    assert Conversation(SUMMARY).last(Question) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("How do I join?\nMore", "How do I join?"),
        ("  spaces   between  ", "spaces between"),
        ("word " * 30, "word word word word word word word word word word word…"),
        ("x" * 100, "x" * 59 + "…"),
        ("日本語の質問" * 20, "日本語の質問" * 9 + "日本語の質…"),
        ("", untitled()),
        ("\n\nlater", untitled()),
    ],
)
def test_title(text: str, title: str) -> None:
    assert title_of(Question(text)) == title


def test_title_of_a_file_alone() -> None:
    assert title_of(Question("", (Attachment("notes.txt", "x", 1),))) == "notes.txt"
