"""The demo's text is sound: nothing held out is trained on, no question has two answers, every block is asked."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.demo.augment import made_up_word, mistype, reword, typed
from resources.demo.text import (
    TEXT_FOLDER,
    Block,
    demo_answer,
    held_out_paraphrases,
    held_out_texts,
    own_questions,
    plain,
    read_blocks,
    training_blocks,
    unrelated_blocks,
    unrelated_questions,
    variants,
)


def wordings(blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """Every wording in plain form, with the id of its block."""
    for block in blocks:
        for pattern in block.questions:
            for text in variants(pattern):
                for row in block.rows:
                    yield plain(block.fill(text, row)), block.block_id


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("what is it", ("what is it",)),
        ("(open|close) it", ("open it", "close it")),
        ("open [the] door", ("open door", "open the door")),
        ("(a|b) [c]", ("a", "a c", "b", "b c")),
    ],
)
def test_a_pattern_stands_for_its_wordings(pattern: str, texts: tuple[str, ...]) -> None:
    assert variants(pattern) == texts


def test_no_wording_is_a_question_of_two_blocks() -> None:
    blocks_of = defaultdict(set)
    for text, block_id in wordings(training_blocks()):
        blocks_of[text].add(block_id)
    assert {text: ids for text, ids in blocks_of.items() if len(ids) > 1} == {}


def test_no_held_out_question_is_among_the_training_text() -> None:
    trained = {text for text, _ in wordings(training_blocks())} | {text for text, _ in wordings(unrelated_blocks())}
    assert held_out_texts() & trained == set()


def test_every_block_has_an_answer_and_at_least_two_held_out_paraphrases() -> None:
    held_out = Counter(question.block_id for question in held_out_paraphrases())
    for block in training_blocks():
        assert block.answer, block.block_id
        assert held_out[block.block_id] >= 2, block.block_id


def test_the_lists_are_as_long_as_the_figures_say() -> None:
    everyday = {block.block_id for block in read_blocks(TEXT_FOLDER / "everyday.txt")}
    assert len(everyday) >= 100
    assert len(unrelated_questions()) == 200
    assert {question.answer for question in unrelated_questions()} == {demo_answer()}
    assert {question.block_id for question in own_questions()} == {block.block_id for block in training_blocks()}


def test_rows_are_filled_into_question_and_answer() -> None:
    block = next(block for block in training_blocks() if block.block_id == "capital")
    france = next(row for row in block.rows if row[0] == "France")
    assert block.fill(variants(block.questions[0])[0], france) == "what is the capital of France"
    assert block.answer_for(france) == "The capital of France is Paris."


def test_a_line_that_is_no_block_is_an_error_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "bad.txt"
    file.write_text("# a\nno mark\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.txt, line 2"):
        read_blocks(file)


def test_wordings_are_drawn_from_the_generator_alone() -> None:
    def drawn(seed: int) -> list[str]:
        generator = random.Random(seed)
        return [
            typed(mistype(reword("how do i join a swarm", generator), generator), generator) + made_up_word(generator)
            for _ in range(50)
        ]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert len(set(drawn(1))) > 40
