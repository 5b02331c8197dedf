"""The small byte-level BPE tokenizer of the demo model, as GGUF wants it; tests' random models use it too.

`tokenizer.json` (the format of Hugging Face's `tokenizers`) is made by `train_tokenizer.py`. llama.cpp does
the tokenizing; this module only reads the file, so it needs no tokenizer library.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

TOKENIZER_FILE = Path(__file__).with_name("tokenizer.json")

BOS = "<|bos|>"
END = "<|end|>"
SYSTEM = "<|system|>"
USER = "<|user|>"
ASSISTANT = "<|assistant|>"
SPECIAL_TOKENS = (BOS, END, SYSTEM, USER, ASSISTANT)

HISTORY_MESSAGES = 4
"""How many messages before the question the demo model is shown: it was trained on short conversations."""

CHAT_TEMPLATE = (
    "{% if messages and messages[0]['role'] == 'system' %}"
    "{{ '<|system|>' + messages[0]['content'] + '<|end|>' }}"
    "{% set turns = messages[1:] %}"
    "{% else %}{% set turns = messages %}{% endif %}"
    "{% for message in turns %}"
    f"{{% if loop.index > turns | length - {HISTORY_MESSAGES + 1} %}}"
    "{% if message['role'] == 'assistant' %}"
    "{{ '<|assistant|>' + (message['content'] or '') + '<|end|>' }}"
    "{% else %}{{ '<|user|>' + message['content'] + '<|end|>' }}{% endif %}"
    "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)
"""Jinja, as llama.cpp's server reads it; `<|bos|>` is added by the tokenizer, not here."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Tokens in the order of their ids, and the merges in the order of their rank.

    Attributes:
        tokens: Token texts in GPT-2's byte alphabet.
        merges: Pairs joined by one space.
    """

    tokens: tuple[str, ...]
    merges: tuple[str, ...]

    def token_id(self, text: str) -> int:
        """The id of one token.

        Raises:
            ValueError: There is no such token.
        """
        return self.tokens.index(text)

    def padded_to(self, count: int) -> "Tokenizer":
        """The same with unused tokens added until there are `count`: for models with a larger vocabulary."""
        unused = tuple(f"<|unused{number}|>" for number in range(len(self.tokens), count))
        return replace(self, tokens=self.tokens + unused)


def is_unused(token: str) -> bool:
    """Whether a token only fills up the vocabulary."""
    return token.startswith("<|unused")


def load_tokenizer(path: Path = TOKENIZER_FILE) -> Tokenizer:
    """Read a `tokenizer.json` with a BPE model.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not a BPE tokenizer.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    model = content["model"]
    if model["type"] != "BPE":
        raise ValueError(f"{path.name} is a {model['type']} tokenizer, not BPE")
    by_id: dict[int, str] = {token_id: text for text, token_id in model["vocab"].items()}
    by_id.update({added["id"]: added["content"] for added in content["added_tokens"]})
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]]
    return Tokenizer(tuple(by_id[token_id] for token_id in range(len(by_id))), tuple(merges))
