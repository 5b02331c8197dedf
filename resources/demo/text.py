"""Reads the demo's text: what it is asked and what it answers (the files in `text/`).

A file is made of blocks:

    # id            begins a block
    | France; Paris rows: the block is meant once for each, with {0}, {1} … filled in
    ? question      how it is asked; (a|b) are alternatives, [x] may be left out
    > answer        its lines; a block without one takes its answer from elsewhere (held-out questions)

Standard library only. Turning questions into training examples is `augment.py`'s part.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

TEXT_FOLDER = Path(__file__).with_name("text")
TRAINING_FILES = ("hearth.txt", "everyday.txt", "sums.txt")

_GROUP = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a file, before its rows are filled in.

    Attributes:
        block_id: What stands after `#`.
        rows: The values of each row; one empty row when the block has none.
        questions: Question patterns.
        answer: The answer, or an empty text.
    """

    block_id: str
    rows: tuple[tuple[str, ...], ...]
    questions: tuple[str, ...]
    answer: str

    def fill(self, text: str, row: tuple[str, ...]) -> str:
        """`text` with {0}, {1} … replaced by the values of a row."""
        for number, value in enumerate(row):
            text = text.replace(f"{{{number}}}", value)
        return text

    def answer_for(self, row: tuple[str, ...]) -> str:
        """The answer to a question about one row."""
        return self.fill(self.answer, row)


@dataclass(frozen=True, slots=True)
class Question:
    """One question to ask, and the answer that counts as right."""

    block_id: str
    text: str
    answer: str


def read_blocks(path: Path) -> list[Block]:
    """Every block of a file.

    Raises:
        OSError: The file cannot be read.
        ValueError: A line begins with none of the marks, or stands before the first block.
    """
    found: list[tuple[str, list[tuple[str, ...]], list[str], list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        mark, rest = line[0], line[2:] if line[1:2] == " " else line[1:]
        if mark == "#":
            found.append((rest.strip(), [], [], []))
            continue
        if not found or mark not in "|?>":
            raise ValueError(f"{path.name}, line {number}: expected '# id' first, then '|', '?' or '>'")
        _, rows, questions, answer = found[-1]
        if mark == "|":
            rows.append(tuple(value.strip() for value in rest.split(";")))
        else:
            (questions if mark == "?" else answer).append(rest.rstrip())
    return [
        Block(block_id, tuple(rows) or ((),), tuple(questions), "\n".join(answer))
        for block_id, rows, questions, answer in found
    ]


@cache
def variants(pattern: str) -> tuple[str, ...]:
    """Every text that a question pattern stands for, the first alternatives first."""
    parts: list[tuple[str, ...]] = []
    end = 0
    for group in _GROUP.finditer(pattern):
        parts.append((pattern[end : group.start()],))
        required, optional = group.groups()
        parts.append(("", *optional.split("|")) if required is None else tuple(required.split("|")))
        end = group.end()
    parts.append((pattern[end:],))
    texts = (" ".join("".join(chosen).split()) for chosen in product(*parts))
    return tuple(dict.fromkeys(texts))


def training_blocks() -> list[Block]:
    """What the demo knows: Hearth, everyday questions, sums."""
    return [block for name in TRAINING_FILES for block in read_blocks(TEXT_FOLDER / name)]


def unrelated_blocks() -> list[Block]:
    """Unrelated questions to train on; the last block holds the answer that all of them get."""
    return read_blocks(TEXT_FOLDER / "unrelated_training.txt")


def demo_answer() -> str:
    """What the demo says when it does not know."""
    return unrelated_blocks()[-1].answer


def _asked(block: Block, answers: dict[str, Block], generator: random.Random) -> Iterator[Question]:
    source = answers[block.block_id]
    for pattern in block.questions:
        row = generator.choice(source.rows)
        text = block.fill(variants(pattern)[0], row)
        yield Question(block.block_id, text, source.answer_for(row))


def own_questions() -> list[Question]:
    """The figures' first list: each question pattern once; those with rows once for every row."""
    asked: list[Question] = []
    for block in training_blocks():
        for index, row in enumerate(block.rows):
            patterns = block.questions if row == () else (block.questions[index % len(block.questions)],)
            asked += [
                Question(block.block_id, block.fill(variants(pattern)[0], row), block.answer_for(row))
                for pattern in patterns
            ]
    return asked


def held_out_paraphrases() -> list[Question]:
    """The second list: other wordings, never trained on; those with rows are asked of one row, chosen by a seed."""
    answers = {block.block_id: block for block in training_blocks()}
    generator = random.Random(2)
    blocks = read_blocks(TEXT_FOLDER / "paraphrases.txt")
    return [question for block in blocks for question in _asked(block, answers, generator)]


def held_out_texts() -> set[str]:
    """Every held-out question for every row, in plain form (see `plain`): what training must leave out."""
    answers = {block.block_id: block for block in training_blocks()}
    texts = {plain(question.text) for question in unrelated_questions()}
    for block in read_blocks(TEXT_FOLDER / "paraphrases.txt"):
        for pattern, row in product(block.questions, answers[block.block_id].rows):
            texts.add(plain(block.fill(pattern, row)))
    return texts


def unrelated_questions() -> list[Question]:
    """The third list: unrelated questions, never trained on."""
    answer = demo_answer()
    (block,) = read_blocks(TEXT_FOLDER / "unrelated.txt")
    return [Question(block.block_id, text, answer) for text in block.questions]


def plain(text: str) -> str:
    """A question in lower case without punctuation, to compare wordings."""
    return " ".join(re.sub(r"[^\w+*/=-]+", " ", text.lower()).split())
