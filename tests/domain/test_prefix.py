"""Which node has read the beginning of a conversation: marks that tell beginnings apart, and a memory with bounds."""

import random
from typing import Any

import pytest

from app.domain.ids import ModelId, PeerId
from app.domain.prefix import MOST_MARKS, Marks, PrefixMemory, marks_of

MODEL, OTHER = ModelId("m" * 32), ModelId("o" * 32)
KITCHEN, STUDY = PeerId("kitchen"), PeerId("study")


def chat(*texts: str, **fields: Any) -> dict[str, Any]:
    """A conversation in which user and assistant take turns."""
    roles = ("user", "assistant")
    return {"messages": [{"role": roles[i % 2], "content": text} for i, text in enumerate(texts)], **fields}


def test_a_longer_conversation_begins_with_the_marks_of_a_shorter_one() -> None:
    short, long = marks_of(chat("Hi", "Hello.")), marks_of(chat("Hi", "Hello.", "How are you?"))
    assert long[:2] == short
    assert [mark.characters for mark in long] == sorted(mark.characters for mark in long)


@pytest.mark.parametrize(
    "other",
    [
        chat("Hi there"),
        {"messages": [{"role": "system", "content": "Hi"}]},
        chat("Hi", tools=[{"type": "function"}]),
        chat("Hi", system="Be brief."),
        {"prompt": "Hi"},
    ],
)
def test_other_beginnings_have_other_marks(other: dict[str, Any]) -> None:
    assert marks_of(chat("Hi"))[0].digest != marks_of(other)[0].digest


def test_text_prompts_are_cut_into_blocks() -> None:
    text = "word " * 1000
    assert marks_of({"prompt": text})[:5] == marks_of({"prompt": text + "more"})[:5]
    assert len(marks_of({"prompt": "x" * 10_000_000})) == MOST_MARKS
    assert marks_of({"input": "Hi"}) == marks_of({"prompt": "Hi"})


@pytest.mark.parametrize(
    "fields",
    [{}, {"messages": []}, {"messages": None}, {"messages": 7}, {"prompt": [1, 2, 3]}, {"prompt": ""}, {"input": {}}],
)
def test_what_has_no_beginning_has_no_marks(fields: dict[str, Any]) -> None:
    assert marks_of(fields) == ()


def test_odd_texts() -> None:
    assert marks_of(chat("\ud800", "日本語", "\x00"))
    assert marks_of({"messages": [None, 7, "text", {"content": [{"type": "image_url"}]}]})


def marks(*texts: str) -> Marks:
    """Of a conversation."""
    return marks_of(chat(*texts))


def test_a_conversation_is_found_where_it_was() -> None:
    memory = PrefixMemory()
    memory.note(MODEL, KITCHEN, marks("Tell me of ships"), 2, now=0.0)
    memory.note(MODEL, STUDY, marks("Tell me of trees"), 2, now=1.0)
    kept = memory.kept(MODEL, marks("Tell me of ships", "They float.", "Why?"), now=2.0)
    assert set(kept) == {KITCHEN}
    assert kept[KITCHEN] == marks("Tell me of ships")[0].characters // 4
    assert memory.kept(OTHER, marks("Tell me of ships"), now=2.0) == {}
    assert memory.kept(MODEL, marks("Something else"), now=2.0) == {}


def test_the_longest_beginning_counts_at_each_node() -> None:
    memory = PrefixMemory()
    first, second = marks("Hi", "Hello.", "And?"), marks("Hi", "Hello.", "And?", "So.", "Yes?")
    memory.note(MODEL, KITCHEN, first, 2, now=0.0)
    memory.note(MODEL, STUDY, second, 2, now=0.0)
    kept = memory.kept(MODEL, second, now=1.0)
    assert kept[KITCHEN] < kept[STUDY]


def test_a_node_keeps_as_many_conversations_as_it_has_slots() -> None:
    memory = PrefixMemory()
    for number in range(3):
        memory.note(MODEL, KITCHEN, marks(f"Question {number}"), 2, now=float(number))
    assert [bool(memory.kept(MODEL, marks(f"Question {n}"), now=4.0)) for n in range(3)] == [False, True, True]
    # One that goes on stays the same conversation, and is the newest.
    memory.note(MODEL, KITCHEN, marks("Question 1", "Answer", "More"), 2, now=5.0)
    memory.note(MODEL, KITCHEN, marks("Question 3"), 2, now=6.0)
    assert [bool(memory.kept(MODEL, marks(f"Question {n}"), now=7.0)) for n in range(4)] == [False, True, False, True]


def test_it_forgets_by_time_by_number_and_with_the_node() -> None:
    memory = PrefixMemory(most=5, seconds=10.0)
    for number in range(8):
        memory.note(MODEL, PeerId(f"peer-{number}"), marks(f"Question {number}"), 2, now=float(number))
    assert len(memory) == 5
    assert not memory.kept(MODEL, marks("Question 2"), now=8.0)
    assert memory.kept(MODEL, marks("Question 7"), now=8.0)
    memory.forget_node(PeerId("peer-7"), OTHER)
    assert memory.kept(MODEL, marks("Question 7"), now=8.0)
    memory.forget_node(PeerId("peer-7"))
    assert not memory.kept(MODEL, marks("Question 7"), now=8.0)
    assert not memory.kept(MODEL, marks("Question 6"), now=16.0)
    assert len(memory) == 0


def test_it_never_grows_beyond_its_bounds() -> None:
    source = random.Random(1)
    memory = PrefixMemory(most=20, seconds=50.0)
    for now in range(2000):
        texts = [f"{source.randrange(6)}" for _ in range(source.randrange(1, 6))]
        memory.note(MODEL, PeerId(f"peer-{source.randrange(30)}"), marks(*texts), 2, now=float(now))
        assert len(memory) <= 20
        if source.random() < 0.05:
            memory.forget_node(PeerId(f"peer-{source.randrange(30)}"))
    for kept in memory.kept(MODEL, marks("1", "2", "3"), now=2000.0).values():
        assert kept > 0
    assert memory.kept(MODEL, marks("1"), now=3000.0) == {}
    assert not memory._by_digest, "nothing is left behind"
