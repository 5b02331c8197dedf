"""A conversation as values: questions, answers, and what the API is sent of them. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Problem
from app.domain.words import format_rate


class End(StrEnum):
    """How an answer came to its end."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    TOO_LONG = "too-long"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    Attributes:
        text: Markdown, as far as it came.
        model: Which model.
        end: How it ended.
        devices: Who computed, in words; empty when unknown.
        tokens_per_second: Measured by the host; None when it did not say.
        problem: Why it failed, with `End.FAILED`.
    """

    text: str
    model: str
    end: End
    devices: str = ""
    tokens_per_second: float | None = None
    problem: Problem | None = None


type Turn = Question | Answer


def messages(turns: tuple[Turn, ...]) -> list[dict[str, str]]:
    """What the API is asked with: answers that failed before their first word are left out."""
    made = []
    for turn in turns:
        match turn:
            case Question(text):
                made.append({"role": "user", "content": text})
            case Answer(text) if text:
                made.append({"role": "assistant", "content": text})
            case Answer():
                pass
    return made


def caption(answer: Answer) -> str:
    """The line under an answer: how it ended, how fast, on which devices."""
    ends = {End.STOPPED: "Stopped", End.TOO_LONG: "Cut at the length limit"}
    parts = (
        ends.get(answer.end, ""),
        answer.model,
        format_rate(answer.tokens_per_second) if answer.tokens_per_second else "",
        f"on {answer.devices}" if answer.devices else "",
    )
    return " · ".join(part for part in parts if part)
