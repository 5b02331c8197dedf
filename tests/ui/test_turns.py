"""What the API is sent of a conversation, and the line under an answer."""

import pytest

from app.domain.errors import Problem
from app.ui.chat.turns import Answer, End, Question, caption, messages


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
        (Answer("x", "Demo", End.STOPPED), "Stopped · Demo"),
        (Answer("x", "Demo", End.TOO_LONG, "kitchen"), "Cut at the length limit · Demo · on kitchen"),
    ],
)
def test_caption(answer: Answer, words: str) -> None:
    assert caption(answer) == words
