"""Sentences put together from others keep what each was made from."""

from app.domain.sentence import Sentence, say
from app.node.phrases import side_by_side, told

HOLDS = say("holds {layers}", layers=say("layers {first}-{last}", first="0", last="5"))


def test_facts_stand_side_by_side_and_stay_sentences() -> None:
    assert side_by_side(()) == ""
    assert side_by_side((HOLDS,)) is HOLDS
    both = side_by_side((HOLDS, "two", "three"))
    assert both == "holds layers 0-5; two; three"
    assert isinstance(both, Sentence)
    assert isinstance(both.values["one"], Sentence)
    assert both.values["one"].values["one"] is HOLDS


def test_what_was_told_is_looked_up_as_it_is() -> None:
    heard = told("it lends {no} memory")
    assert (heard, heard.template, heard.values) == ("it lends {no} memory", "it lends {no} memory", {})
    assert told(HOLDS) is HOLDS
