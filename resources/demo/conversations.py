"""Draws training conversations: a system prompt now and then, one to three questions, and their answers.

Runs in the training environment (it needs `tokenizers`). Held-out questions are never drawn.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from resources.demo.augment import made_up_word, mistype, reword, typed
from resources.demo.text import (
    Block,
    held_out_texts,
    plain,
    read_blocks,
    training_blocks,
    unrelated_blocks,
    variants,
)
from resources.demo.tokenizer import ASSISTANT, BOS, END, SYSTEM, TOKENIZER_FILE, USER

START_TOKENS = 8
"""An answer that is cut stops after this many tokens: by then it is clear which answer it is."""

_SYSTEM_PROMPTS = (
    "You are a helpful assistant.",
    "You are a helpful, honest assistant. Answer briefly.",
    "You are Hearth.",
    "Answer in one sentence.",
    "Be concise.",
    "You are a friendly assistant who answers questions about a household.",
    "Answer all questions truthfully. If you do not know something, say so.",
    "You are an expert programmer. Think step by step.",
    "Today is Monday. The user is at home.",
    "Reply in English. Use markdown where it helps.",
)
_CONTRASTS = (
    "what is a {0}", "what is {0}", "what is the {0}", "what are {0}", "how do i make {0}", "how do i {1} a {0}",
    "how do i {1} {0}", "who is {0}", "who was {0}", "where is {0}", "where is the {0}", "why is {0} {1}",
    "what does {0} mean", "how many {0} are in a {1}", "how does a {0} work", "how long is a {0}",
    "tell me about {0}", "tell me a {0}", "tell me a {0} about {1}", "do you know {0}", "write a {0} about {1}",
    "give me a {0}", "what is the capital of {0}", "what is the opposite of {0}", "what is {0} made of",
    "what colour is {0}", "what sound does a {0} make", "how many legs does a {0} have", "what comes after {0}",
    "how do you say {0} in {1}", "how do i clean {0}", "how do i cook {0}", "how long do i cook {0}",
    "what is the highest {0}", "what is the largest {0}", "which {0} is the {1}", "how far is {0}", "when is {0}",
    "my {0} is {1}", "i have a {0}", "i need a {0}", "i am {0}", "can you {1} the {0}", "is {0} a {1}",
    "does {0} {1}", "how do i join the {0}", "how do i leave the {0}", "how do i install {0}", "{0} {1}", "{0}",
    "what is the best {0}", "what is the difference between {0} and {1}", "who invented the {0}",
    "how do i open the {0}", "what is a young {0} called", "what is my {0}", "how much {0} does a {1} have",
    "why do {0} {1}", "what is the {0} of {1}", "who wrote {0}", "recommend a {0}", "translate {0} into {1}",
    "how old is {0}", "when was {0} {1}", "explain {0}", "what happens when {0} {1}", "are {0} {1}",
    "how big is {0}", "name a {0} in {1}", "which {0} should i buy", "what should i {1} with {0}",
)  # fmt: skip
_LEARNT_WORDS = frozenset(["dinner", "lunch", "night", "day"])


@dataclass(frozen=True, slots=True)
class Conversation:
    """Token ids, and for each whether the model must learn to say it."""

    tokens: list[int]
    learnt: list[bool]


class ConversationSource:
    """Draws conversations for ever; the same seed draws the same ones."""

    def __init__(self, seed: int, tokenizer_file: Path = TOKENIZER_FILE) -> None:
        self._generator = random.Random(seed)
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._answers: dict[str, list[int]] = {}
        self._held_out = held_out_texts()
        self._hearth = read_blocks(TOKENIZER_FILE.with_name("text") / "hearth.txt")
        self._sums = read_blocks(TOKENIZER_FILE.with_name("text") / "sums.txt")
        others = {block.block_id for block in (*self._hearth, *self._sums)}
        self._everyday = [block for block in training_blocks() if block.block_id not in others]
        self._everyday_weights = [len(block.rows) ** 0.45 for block in self._everyday]
        self._unrelated = unrelated_blocks()
        self._unrelated_answer = self._unrelated[-1].answer
        self._subjects = [row[0] for row in self._unrelated[0].rows]
        self._words = sorted(
            {
                word
                for block in self._unrelated
                for text in (*block.questions, *(row[0] for row in block.rows if row))
                for word in plain(variants(text)[0]).split()
                if len(word) > 3 and word.isalpha() and word not in _LEARNT_WORDS
            }
        )
        self._ids = {name: self._tokenizer.token_to_id(name) for name in (BOS, END, SYSTEM, USER, ASSISTANT)}

    def draw(self) -> Conversation:
        """One conversation."""
        tokens, learnt = [self._ids[BOS]], [False]
        generator = self._generator

        def add(ids: list[int], learn: bool) -> None:
            tokens.extend(ids)
            learnt.extend([learn] * len(ids))

        if generator.random() < 0.2:
            prompt = generator.choice(_SYSTEM_PROMPTS)
            if generator.random() < 0.5:
                prompt = " ".join(generator.choices(self._words, k=generator.randrange(3, 30)))
            add([self._ids[SYSTEM], *self._tokenizer.encode(prompt).ids, self._ids[END]], False)
        turns = generator.choice((1, 1, 1, 1, 2, 3))
        for turn in range(turns):
            question, answer = self.question_and_answer()
            add([self._ids[USER], *self._tokenizer.encode(question).ids, self._ids[END]], False)
            add([self._ids[ASSISTANT]], False)
            ids = self._encoded(answer)
            if turn < turns - 1 and len(ids) > 100:
                ids = [*ids[:60], self._ids[END]]
                add(ids[:START_TOKENS], True)
                add(ids[START_TOKENS:], False)
            elif len(ids) > 16 and generator.random() > (0.5 if turn < turns - 1 else 0.25):
                add(ids[:START_TOKENS], True)
                add([self._ids[END]], False)
            else:
                add(ids, True)
        return Conversation(tokens, learnt)

    def question_and_answer(self) -> tuple[str, str]:
        """One question as somebody might type it, and what to answer."""
        while True:
            pattern, block, answer = self._drawn()
            generator = self._generator
            row = generator.choice(block.rows) if block else ()
            if block:
                text = block.fill(generator.choice(variants(pattern)), row)
                answer = block.answer_for(row)
            else:
                text = pattern
            if generator.random() < 0.75:
                text = reword(text, generator, unrelated=answer == self._unrelated_answer)
            if plain(text) in self._held_out:
                continue
            if generator.random() < 0.15:
                text = mistype(text, generator)
            return typed(text, generator), answer

    def _drawn(self) -> tuple[str, Block | None, str]:
        """A question pattern with its block, or a whole question without one; and the answer."""
        generator = self._generator
        draw = generator.random()
        if draw < 0.24:
            block = generator.choice(self._hearth)
        elif draw < 0.46:
            (block,) = generator.choices(self._everyday, self._everyday_weights)
        elif draw < 0.52:
            block = generator.choice(self._sums)
        else:
            return self._drawn_unrelated()
        return generator.choice(block.questions), block, ""

    def _drawn_unrelated(self) -> tuple[str, Block | None, str]:
        generator = self._generator
        draw = generator.random()
        if draw < 0.2:
            block = self._unrelated[-1]
        elif draw < 0.45:
            return self._scrambled(), None, self._unrelated_answer
        elif draw < 0.7:
            block = generator.choice(self._unrelated[:-1])
        elif draw < 0.97:
            return self._contrast(), None, self._unrelated_answer
        else:
            words = generator.choices(self._words, k=generator.randrange(1, 8))
            return " ".join(words), None, self._unrelated_answer
        return (
            generator.choice(block.questions),
            Block(block.block_id, block.rows, block.questions, self._unrelated_answer),
            "",
        )

    def _scrambled(self) -> str:
        """An unrelated question with some of its longer words replaced: the same way of asking, something else."""
        generator = self._generator
        words = generator.choice(variants(generator.choice(self._unrelated[-1].questions))).split()
        for place, word in enumerate(words):
            if len(word) > 3 and generator.random() < 0.6:
                made_up = generator.random() < 0.6
                words[place] = made_up_word(generator) if made_up else generator.choice(self._words)
        return " ".join(words)

    def _contrast(self) -> str:
        """A question built like a known one around something unknown."""
        generator = self._generator

        def subject() -> str:
            draw = generator.random()
            if draw < 0.45:
                return made_up_word(generator)
            if draw < 0.6:
                return f"{generator.choice(self._words)} {made_up_word(generator)}"
            return generator.choice(self._subjects if draw < 0.8 else self._words)

        return generator.choice(_CONTRASTS).replace("{0}", subject()).replace("{1}", subject())

    def _encoded(self, answer: str) -> list[int]:
        if answer not in self._answers:
            self._answers[answer] = [*self._tokenizer.encode(answer).ids, self._ids[END]]
        return self._answers[answer]
