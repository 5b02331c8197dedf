"""Export to Markdown and JSON, and back."""

import json
from datetime import UTC
from pathlib import Path

import pytest

from app.domain.errors import Problem, UserError
from app.ui.chat.conversation import Conversation, Entry, Options, Summary
from app.ui.chat.export import file_name, from_json, to_json, to_markdown
from app.ui.chat.turns import Answer, Attachment, End, Question
from app.ui.present.language import speak
from tests.ui import pseudo


def conversation() -> Conversation:
    made = Conversation(Summary("c", "Bread & more", 1_750_000_000.0), Options("Be brief.\nIn English.", 0.5, 200))
    made.add(Entry("q", None, Question("How?", (Attachment("a.txt", "flour", 5),))))
    made.add(Entry("a", "q", Answer("With *flour*.", "Demo", End.COMPLETE, "kitchen", 7.2, tokens=12)))
    problem = Problem("No answer", "study left.", "Ask again.")
    made.add(Entry("b", "q", Answer("", "Demo", End.FAILED, problem=problem, reasoning="hm", thought_seconds=1.0)))
    made.step("b", -1)
    return made


def test_markdown_is_what_is_shown() -> None:
    assert to_markdown(conversation(), UTC) == (
        "# Bread & more\n\n*2025-06-15 15:06*\n\n> Be brief.\n> In English.\n\n"
        "## Question\n\nHow?\n\na.txt:\n```txt\nflour\n```\n\n"
        "## Answer\n\nWith *flour*.\n\n*Demo · 12 tokens · 7.2 tokens/s · on kitchen*\n"
    )


def test_markdown_is_in_the_language_of_the_windows_and_json_in_none() -> None:
    english = to_json(conversation())
    german = {"Question": "Frage", "Answer": "Antwort", "on {devices}": "auf {devices}"}
    speak(lambda template: german.get(template, template), ",", ".")
    try:
        made = to_markdown(conversation(), UTC)
        assert "## Frage\n" in made
        assert "## Antwort\n" in made
        assert "7,2 tokens/s · auf kitchen" in made
        assert to_json(conversation()) == english
    finally:
        pseudo.speak_english()


def test_json_comes_back_with_all_branches_and_ids_of_its_own() -> None:
    before = conversation()
    text = to_json(before)
    after, again = from_json(text, 5.0), from_json(text, 5.0)
    assert after.turns == before.turns
    assert [entry.turn for entry in after.entries] == [entry.turn for entry in before.entries]
    assert (after.options, after.summary.title, after.summary.changed_at) == (before.options, "Bread & more", 5.0)
    ids = [{entry.entry_id for entry in one.entries} for one in (before, after, again)]
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": "other"}',
        json.dumps({"format": "hearth-conversation", "version": 2, "turns": []}),
        json.dumps({"format": "hearth-conversation", "version": 1}),
        json.dumps({"format": "hearth-conversation", "version": 1, "turns": [{"id": "a", "parent": "gone"}]}),
        json.dumps({"format": "hearth-conversation", "version": 1, "turns": 5}),
        json.dumps({"format": "hearth-conversation", "version": 1, "turns": [], "options": {"temperature": "hot"}}),
        "[" * 100_000,
    ],
)
def test_what_is_not_a_conversation_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        from_json(text, 1.0)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How do I join?", "How do I join.md"),
        ("a/b\\c:d", "a b c d.md"),
        ("...", "Conversation.md"),
        ("会议纪要", "会议纪要.md"),
        ("x" * 300, "x" * 80 + ".md"),
    ],
)
def test_file_name(title: str, name: str, tmp_path: Path) -> None:
    made = file_name(Conversation(Summary("c", title, 1.0)), ".md")
    assert made == name
    (tmp_path / made).touch()
