"""What the API is sent of a conversation, and the line under an answer."""

import pytest

from app.domain.errors import Problem
from app.ui.chat.turns import (
    Answer,
    Attachment,
    End,
    Question,
    caption,
    content,
    format_seconds,
    messages,
    thought_words,
)


def test_messages_leave_out_answers_without_a_word() -> None:
    failed = Answer("", "demo", End.FAILED, problem=Problem("No answer", "Gone."))
    assert messages((Question("a"), failed, Question("b"), Answer("c", "demo", End.STOPPED))) == [
        {"role": "user", "content": "a"},
        {"role": "user", "content": "b"},
        {"role": "assistant", "content": "c"},
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer("x", "Demo", End.COMPLETE, "kitchen and study", 7.21), "Demo · 7.2 tokens/s · on kitchen and study"),
        (
            Answer("x", "Demo", End.COMPLETE, "study", 7.21, tokens=1212, first_word_seconds=0.84),
            "Demo · 1,212 tokens · 7.2 tokens/s · on study · first word after 0.8 s",
        ),
        (Answer("x", "Demo", End.COMPLETE, "study (CUDA0), kitchen"), "Demo · on study (CUDA0) and kitchen"),
        (Answer("x", "Demo", End.STOPPED), "Stopped · Demo"),
        (Answer("x", "Demo", End.TOO_LONG, "kitchen"), "Cut at the length limit · Demo · on kitchen"),
    ],
)
def test_caption(answer: Answer, words: str) -> None:
    assert caption(answer) == words


def test_instructions_come_first() -> None:
    asked = messages((Question("a"),), "Be brief.")
    assert [message["role"] for message in asked] == ["system", "user"]
    assert len(messages((Question("a"),), "  \n")) == 1


def test_files_go_along_in_fences_that_they_cannot_close() -> None:
    question = Question("See", (Attachment("a.py", "x = 1\n", 6), Attachment("b", "```\n````\n", 9)))
    assert content(question) == "See\n\na.py:\n```py\nx = 1\n```\n\nb:\n`````\n```\n````\n`````"
    assert content(Question("", (Attachment("a.txt", "x", 1),))) == "a.txt:\n```txt\nx\n```"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s")],
)
def test_seconds(seconds: float, words: str) -> None:
    assert format_seconds(seconds) == words


def test_thoughts_without_a_time() -> None:
    assert thought_words(Answer("", "Demo", End.STOPPED, reasoning="x")) == "Thoughts"
