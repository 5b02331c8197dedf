"""Sentences put together from others keep what each was made from."""

import pytest

from app.domain.sentence import Sentence, say
from app.node.phrases import listed, one_after_another, side_by_side, told
from app.ui.present.language import speak, tr

LAYERS = say("layers {first}-{last}", first="0", last="5")
OUTPUT = say("output")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((), ""),
        (("kitchen",), "kitchen"),
        (("kitchen", "study"), "kitchen and study"),
        (("attic", "kitchen", "study"), "attic and kitchen and study"),
    ],
)
def test_names_are_listed(parts: tuple[str, ...], text: str) -> None:
    assert listed(parts) == text


def test_facts_stand_side_by_side() -> None:
    assert side_by_side(()) == ""
    assert side_by_side(("one", "two", "three")) == "one; two; three"


def test_sentences_follow_one_another_without_gaps() -> None:
    assert one_after_another(("", say("It fits."), "", say("It is here."))) == "It fits. It is here."
    assert one_after_another(("", "")) == ""


def test_each_part_is_said_in_the_language() -> None:
    german = {"{one} and {other}": "{one} und {other}", "layers {first}-{last}": "Schichten {first}-{last}"}
    speak(lambda template: german.get(template, template))
    try:
        assert tr(listed((LAYERS, "kitchen", OUTPUT))) == "Schichten 0-5 und kitchen und output"
    finally:
        speak(lambda template: template)


def test_what_was_told_is_said_in_the_language_where_it_is_known() -> None:
    speak(lambda template: {"it is on battery": "es läuft auf Akku"}.get(template, template))
    try:
        assert tr(told("it is on battery")) == "es läuft auf Akku"
        assert tr(told("{no} place of ours")) == "{no} place of ours"
    finally:
        speak(lambda template: template)
    assert told(LAYERS) is LAYERS
    assert isinstance(told("x"), Sentence)
