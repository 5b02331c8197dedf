"""Makes `tokenizer.json`: byte-level BPE with GPT-2's word splitting, learnt from the demo's own text.

Runs in the training environment (see README.md): `python -m resources.demo.train_tokenizer`.
"""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from resources.demo.text import training_blocks, unrelated_blocks, variants
from resources.demo.tokenizer import SPECIAL_TOKENS, TOKENIZER_FILE

VOCABULARY = 1536


def own_text() -> list[str]:
    """Every answer, and some wordings of every question, that the model is trained on."""
    texts = []
    for block in (*training_blocks(), *unrelated_blocks()):
        for row in block.rows:
            texts.append(block.answer_for(row))
            for pattern in block.questions[:4] if row else block.questions:
                text = block.fill(variants(pattern)[0], row)
                texts += [f"{text[:1].upper()}{text[1:]}?", f"tell me {text}"]
    return texts


def train_tokenizer(texts: list[str], path: Path = TOKENIZER_FILE, vocabulary: int = VOCABULARY) -> int:
    """Learn the merges from `texts`, write the file, and return the number of tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.save(str(path))
    return tokenizer.get_vocab_size()


if __name__ == "__main__":
    print(train_tokenizer(own_text()), "tokens")
