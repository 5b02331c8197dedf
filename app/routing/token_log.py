"""Which tokens an answer has said so far, read from the events of its only choice on their way to the client.

A host names the token of an event in `logprobs` when it is asked for probabilities, and says how many there have been
in `timings`. It sends no event for a token without a text of its own yet: one that ends in the middle of a UTF-8
character, or, in a chat, one held back because a stop string may begin there, or one that is a tag of the template. Its
text comes with a later event; its id never does.

This module is pure; what an answer that was cut off is continued with is `resume`'s business.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one event, and its tokens.

    Attributes:
        text: What was sent.
        token_ids: Those that are known; the last of them always is.
        token_count: How many there are.
    """

    text: str
    token_ids: tuple[int, ...]
    token_count: int

    @property
    def is_known(self) -> bool:
        """Whether every token is."""
        return len(self.token_ids) == self.token_count


class TokenLog:
    """Remembers tokens.

    Attributes:
        pieces: The text that was sent, with its tokens.
        token_count: How many tokens there have been so far, those of no text among them.
        prompt_tokens: Length of the prompt; None when nobody said.
        tokens_per_second: How fast the answer is written; None when nobody said.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.token_count = 0
        self.prompt_tokens: int | None = None
        self.tokens_per_second: float | None = None
        self._held_ids: list[int] = []
        self._held_text = ""
        self._counted = 0

    def note(self, choice: dict[str, Any], timings: dict[str, Any], text: str) -> None:
        """One event, and its text."""
        self._held_text += text
        named = choice.get("logprobs")
        if self.prompt_tokens is None:
            self.prompt_tokens = timings["cache_n"] + timings["prompt_n"]
        self.token_count = max(self.token_count, timings["predicted_n"])
        self.tokens_per_second = timings.get("predicted_per_second") or self.tokens_per_second
        if not isinstance(named, dict):
            return
        self._held_ids += [entry["id"] for entry in named["content"]]
        if self._held_text:
            count = timings["predicted_n"] - self._counted
            self.pieces.append(Piece(self._held_text, tuple(self._held_ids), count))
            self._counted = timings["predicted_n"]
            self._held_text, self._held_ids = "", []

    def cut(self) -> None:
        """The answer was cut off: tokens that were held back are generated again."""
        self._held_ids = []
        self.token_count = self._counted

    @property
    def text(self) -> str:
        """All text whose tokens are known, or can be."""
        return "".join(piece.text for piece in self.pieces)
