"""What the API says in English is taken apart, so that the chat says it in its own language."""

import re
from collections.abc import Generator

import pytest

from app.api.openai import progress
from app.domain.asked import Waiting as Turn
from app.domain.recovery import Gone, Loss, Recovery, recovery_words
from app.domain.sentence import Sentence
from app.domain.state import Loading, OnDisk, Ready
from app.routing.failure import HOST_LOST, context_exceeded
from app.ui.chat.heard import heard
from app.ui.chat.progress import AnswerInProgress
from app.ui.chat.stream import Waiting, problem_of
from app.ui.present.language import speak, tr
from tests.domain.test_recovery import ALONE, HALL, KITCHEN, NEW, OLD
from tests.fakes import states


@pytest.fixture
def silence() -> Generator[None]:
    """A language of no words: only what stands in the places of a text is left."""
    speak(lambda template: "".join(re.findall(r"\{\w+\}", template)))
    yield
    speak(lambda template: template)


def turn(ahead: int) -> str:
    waiting = Turn()
    waiting.begin(lambda: ahead)
    return waiting.words


def loading(status: Loading | OnDisk | Ready) -> str:
    return progress(states.state(models=(states.large(status=status),)), "qwen3-14b")


SAID = [
    "waiting for the next word",
    "going over what was said before",
    "kitchen left; looking for another device that has it",
    turn(0),
    turn(1),
    turn(3),
    loading(OnDisk()),
    loading(Ready(None, 0)),
    loading(Loading(3_100_000_000, 8_200_000_000, "loading layers", 8.0)),
    loading(Loading(3_100_000_000, 8_200_000_000, "loading layers", 500.0)),
    loading(Loading(0, 90_000, "getting ready")),
    loading(Loading(0, 0, "starting")),
    loading(Loading(0, 0, "asking kitchen for memory")),
    loading(Loading(0, 0, "asking kitchen, hall and attic for memory")),
    loading(Loading(0, 0, "kitchen is loading it")),
    loading(Loading(0, 0, "waits for big to be loaded")),
    recovery_words(Recovery(OLD)),
    recovery_words(Recovery(OLD, (KITCHEN, HALL))),
    recovery_words(Recovery(OLD, (KITCHEN,), NEW)),
    recovery_words(Recovery(OLD, (KITCHEN, HALL), ALONE)),
    recovery_words(Recovery(OLD, (Loss("kitchen", Gone.LENDS_LESS), HALL, Loss("attic", Gone.LENDS_LESS)))),
    recovery_words(Recovery(OLD, (Loss("kitchen", Gone.SLEPT), Loss("hall", Gone.QUIT), Loss("desk", Gone.PAUSED)))),
    recovery_words(Recovery(OLD, (KITCHEN, Loss("attic", Gone.LEFT_SWARM)), OLD)),
    recovery_words(Recovery(OLD, (KITCHEN,), NEW, is_loaded=True)),
    HOST_LOST.message,
    context_exceeded(12_345, 8192, "messages").message,
    context_exceeded(None, 8192, "messages").message,
]
_DATA = re.compile(r"kitchen|hall|attic|desk|big|[\d.,]")


@pytest.mark.parametrize("text", [str(text) for text in SAID])
@pytest.mark.usefixtures("silence")
def test_sentences_of_the_api_are_said_in_the_language_of_the_window(text: str) -> None:
    assert isinstance(heard(text), Sentence)
    assert heard(text) == text
    assert _DATA.sub("", tr(heard(text))) == ""


def test_causes_are_told_apart() -> None:
    said = heard("kitchen and attic lend less now and hall left; planning again")
    assert isinstance(said, Sentence)
    cause = said.values["cause"]
    assert isinstance(cause, Sentence)
    assert [getattr(part, "template", None) for part in cause.values.values()] == [
        "{names} lend less now",
        "{name} left",
    ]


@pytest.mark.parametrize("text", ["kitchen caught fire", "", "loading", "3 of 8 left; dancing"])
def test_what_is_not_known_stays(text: str) -> None:
    assert heard(text) == text
    assert not isinstance(heard(text), Sentence)


@pytest.mark.usefixtures("silence")
def test_words_over_the_field_and_problems() -> None:
    answer = AnswerInProgress("demo", "Demo")
    answer.take(Waiting("waiting for a turn: 3 requests are before this one"))
    assert answer.words("") == "3…"
    problem = problem_of({"error": {"message": HOST_LOST.message}}).problem
    assert isinstance(problem.message, Sentence)
    assert not problem.message.endswith("Ask again."), "the window has a button for that"
