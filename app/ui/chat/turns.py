"""Questions and answers as values, what the API is sent of them, and the line under an answer. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from app.domain.errors import Problem
from app.domain.sentence import figure
from app.domain.words import format_rate
from app.ui.present.language import tr, tr_count
from app.ui.present.names import join_names

_FENCE = re.compile(r"^ *(`{3,})", re.MULTILINE)


class End(StrEnum):
    """How an answer came to its end."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    TOO_LONG = "too-long"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that goes along with a question.

    Attributes:
        name: The file's name, without its folder.
        text: What is in it.
        size_bytes: Its size on disk.
    """

    name: str
    text: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked.

    Attributes:
        text: As typed.
        attachments: Files that go along.
    """

    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    Attributes:
        text: Markdown, as far as it came.
        model: Which model, as people call it.
        end: How it ended.
        devices: Who computed, in words; empty when unknown.
        tokens_per_second: Measured by the host; None when it did not say.
        problem: Why it failed, with `End.FAILED`.
        reasoning: What the model thought before it answered; may be empty.
        thought_seconds: How long it thought; None when it did not.
        tokens: Tokens generated, thoughts included; None when the host did not say.
        first_word_seconds: From the question to the first sign of the model; None when there was none.
        node: The device whose host answered; empty when unknown.
    """

    text: str
    model: str
    end: End
    devices: str = ""
    tokens_per_second: float | None = None
    problem: Problem | None = None
    reasoning: str = ""
    thought_seconds: float | None = None
    tokens: int | None = None
    first_word_seconds: float | None = None
    node: str = ""


type Turn = Question | Answer


def messages(turns: tuple[Turn, ...], system_prompt: str = "") -> list[dict[str, str]]:
    """What the API is asked with: answers that failed before their first word are left out."""
    made = [{"role": "system", "content": system_prompt}] if system_prompt.strip() else []
    for turn in turns:
        match turn:
            case Question():
                made.append({"role": "user", "content": content(turn)})
            case Answer(text) if text:
                made.append({"role": "assistant", "content": text})
            case Answer():
                pass
    return made


def content(question: Question) -> str:
    """A question with its files, each in a fenced block that nothing in it can close."""
    parts = [question.text] if question.text else []
    for attachment in question.attachments:
        fence = fence_for(attachment.text)
        language = PurePath(attachment.name).suffix.removeprefix(".")
        parts.append(f"{attachment.name}:\n{fence}{language}\n{attachment.text.rstrip()}\n{fence}")
    return "\n\n".join(parts)


def fence_for(text: str) -> str:
    """A fence of more backticks than any in this text."""
    return "`" * max([3, *(len(found) + 1 for found in _FENCE.findall(text))])


def caption(answer: Answer) -> str:
    """The line under an answer: how it ended, how fast, on which devices."""
    ends = {End.STOPPED: tr("Stopped"), End.TOO_LONG: tr("Cut at the length limit")}
    first = answer.first_word_seconds
    parts = (
        ends.get(answer.end, ""),
        answer.model,
        tr_count(answer.tokens, "{count} token", "{count} tokens") if answer.tokens else "",
        tr(format_rate(answer.tokens_per_second)) if answer.tokens_per_second else "",
        tr("on {devices}", devices=device_words(answer.devices)) if answer.devices else "",
        tr("first word after {time}", time=format_seconds(first)) if first is not None and answer.text else "",
    )
    return " · ".join(part for part in parts if part)


def device_words(devices: str) -> str:
    """Who computes, as people say it: `kitchen, study` of the API is `kitchen and study`."""
    return join_names(devices.split(", "))


def thought_words(answer: Answer) -> str:
    """The heading of folded thoughts."""
    if answer.thought_seconds is None:
        return tr("Thoughts")
    if answer.thought_seconds < 1:
        return tr("Thought briefly")
    return tr("Thought for {time}", time=format_seconds(answer.thought_seconds))


def problem_words(problem: Problem) -> str:
    """What a problem says below its title."""
    return " ".join(tr(part) for part in (problem.message, problem.hint) if part)


def format_seconds(seconds: float) -> str:
    """A time that somebody waited: `0.8 s`, `12 s`, `3 min 5 s`."""
    if round(seconds, 1) < 10:
        return tr("{seconds} s", seconds=figure(seconds, ".1f"))
    minutes, rest = divmod(round(seconds), 60)
    return (
        tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest) if minutes else tr("{seconds} s", seconds=rest)
    )
