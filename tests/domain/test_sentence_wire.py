"""Sentences survive JSON with all that is in them; everything else is as it was."""

import json
from typing import Any

import pytest

from app.domain.sentence import Figure, Sentence, figure, say
from app.domain.sentence_wire import from_wire, to_wire
from app.domain.words import format_bytes


def carried(value: Any) -> Any:
    return from_wire(json.loads(json.dumps(to_wire(value))))


def test_a_sentence_with_a_sentence_and_a_figure_in_it() -> None:
    told = carried(say("{name} needs {size}, {part} of it now.", name="qwen", size=format_bytes(3_100_000_000), part=3))
    assert told == "qwen needs 3.1 GB, 3 of it now."
    assert isinstance(told, Sentence)
    assert told.template == "{name} needs {size}, {part} of it now."
    size, part, name = told.values["size"], told.values["part"], told.values["name"]
    assert isinstance(size, Sentence)
    assert isinstance(size.values["figure"], Figure)
    assert isinstance(part, Figure)
    assert type(name) is str


@pytest.mark.parametrize(
    "value",
    ["text", 3, None, True, ["a", {"b": 1.5}], {"text": "no sentence"}, {"figure": 3}, {"figure": "1", "more": 2}],
)
def test_other_values_stay_as_they_are(value: Any) -> None:
    assert carried(value) == value
    assert type(carried(value)) is type(value)


def test_inside_lists_and_objects() -> None:
    told = carried({"reasons": (say("it is on battery"), "plain"), "speed": figure(1.5, ".1f")})
    assert told == {"reasons": ["it is on battery", "plain"], "speed": "1.5"}
    assert isinstance(told["reasons"][0], Sentence)
    assert isinstance(told["speed"], Figure)
