"""Dividing markdown while it is written: the same blocks whatever the pieces, and nothing lost."""

import pytest

from app.ui.chat.blocks import Block, BlockSplitter, Code, Markdown, paragraphs

CASES: list[tuple[str, str, list[Block]]] = [
    ("one paragraph", "Hello\nthere", [Markdown("Hello\nthere")]),
    ("two paragraphs", "One\n\nTwo", [Markdown("One\n"), Markdown("Two")]),
    ("a loose list is one block", "- a\n\n- b\n\n  more", [Markdown("- a\n\n- b\n\n  more")]),
    ("text ends a list", "1. a\n2. b\n\nText", [Markdown("1. a\n2. b\n"), Markdown("Text")]),
    ("code", "```python\nx = 1\n\ny\n```\nText", [Code("x = 1\n\ny", "python"), Markdown("Text")]),
    ("code right after text", "See:\n```\nx\n```", [Markdown("See:"), Code("x", "")]),
    ("tildes", "~~~\n```\n~~~", [Code("```", "")]),
    ("a longer fence holds a shorter one", "````\n```\n````", [Code("```", "")]),
    (
        "code in a list stays in it",
        "1. a\n   ```\n   x\n\n   y\n   ```\n2. b",
        [Markdown("1. a\n   ```\n   x\n\n   y\n   ```\n2. b")],
    ),
    ("an open fence at the end", "```\nx", [Code("x", "")]),
    ("carriage returns", "One\r\n\r\nTwo\r\n", [Markdown("One\n"), Markdown("Two")]),
    ("nothing", "\n\n", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_blocks_are_the_same_whatever_the_pieces(text: str, expected: list[Block], size: int) -> None:
    splitter = BlockSplitter()
    blocks: list[Block] = []
    for start in range(0, len(text), size):
        blocks += splitter.feed(text[start : start + size])
    blocks += splitter.finish()
    assert blocks == expected


def test_tail_is_what_is_not_finished() -> None:
    splitter = BlockSplitter()
    assert splitter.feed("One\n\nTwo **bo") == (Markdown("One\n"),)
    assert splitter.tail == Markdown("Two **bo")


def test_half_a_closing_fence_is_not_shown_as_code() -> None:
    splitter = BlockSplitter()
    splitter.feed("```\nx = 1\n``")
    assert splitter.tail == Code("x = 1", "")


def test_long_answer_keeps_a_short_tail() -> None:
    splitter = BlockSplitter()
    for number in range(500):
        splitter.feed(f"Paragraph {number} with a few words.\n\n")
        assert len(splitter.tail.text) < 100


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One line\nand more of it.\n\nAnother.", ["One line and more of it.", "Another."]),
        ("\n\n  \nText\n\n\n\nText", ["Text", "Text"]),
        ("Let me see:\n- a\n- b\n  goes on\n1. c", ["Let me see:\n- a\n- b goes on\n1. c"]),
        ("# Head\nText", ["# Head Text"]),
        ("See\n```\nx = 1\n\ny = 2\n```\nDone.", ["See\n```\nx = 1\n\ny = 2\n``` Done."]),
        ("", []),
    ],
)
def test_single_line_breaks_of_thoughts_are_spaces(text: str, made: list[str]) -> None:
    assert paragraphs(text) == made
