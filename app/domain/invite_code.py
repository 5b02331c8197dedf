"""Invite codes as text, `4821-amber-kettle-otter`: a number that finds the inviting device, and three secret words.

Three words of 512 are 27 bits. Nothing on the wire lets a guess be tried in private (`app/admission/pake.py`), so each
guess is a knock that the inviting device counts, and five end the invite: a stranger's chance is 5 in 134,217,728,
about one in 27 million, and what it would win is only a question to the owner. The address after an `@` is not
judged here.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from app.domain.errors import Problem
from app.domain.invite_words import WORDS
from app.domain.sentence import say
from app.domain.words import in_turn

SECRET_WORDS = 3
NUMBERS = 9000
"""Numbers from 1000 to 9999."""

EXAMPLE = "4821-amber-kettle-otter"

_LONGEST_TYPED = 80
_KNOWN = frozenset(WORDS)
_CODE = re.compile(r"(?<![^\W_])(\d{4})" + r"[\W_]{1,3}([a-z]+)" * SECRET_WORDS + r"(?![^\W_])")
_TYPED = re.compile(r"(\d{1,9})(?:[\W_]+(.*))?")
_COPY_HINT = say("Compare it with the code on the other device.")


@dataclass(frozen=True, slots=True)
class InviteCode:
    """A code; `str(code)` is the secret text, its repr does not show the words.

    Attributes:
        number: Four digits. Anybody may see them.
        words: What admits to asking.
        hint: `host:port` where the inviting device listens for knocks, for use from another network.
    """

    number: str
    words: tuple[str, ...] = field(repr=False)
    hint: str | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[1-9][0-9]{3}", self.number) or len(self.words) != SECRET_WORDS:
            raise ValueError("not an invite code")
        if not _KNOWN.issuperset(self.words):
            raise ValueError("a word that codes do not use")

    def __str__(self) -> str:
        text = "-".join((self.number, *self.words))
        return f"{text}@{self.hint}" if self.hint else text

    def at(self, hint: str) -> "InviteCode":
        """The same code with an address."""
        return replace(self, hint=hint)

    @property
    def secret(self) -> bytes:
        """What both sides must know."""
        return "-".join((self.number, *self.words)).encode()

    @property
    def public_id(self) -> str:
        """Names the invite on the network: 11 letters and digits, made from the number only."""
        digest = hashlib.sha256(f"hearth invite {self.number}".encode()).digest()
        return base64.b32encode(digest).decode().lower()[:11]


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code in a longer text.

    Attributes:
        code: Without an address.
        end: Where in the text its last word ends.
    """

    code: InviteCode
    end: int


def make_code(choose: Callable[[int], int], hint: str | None = None) -> InviteCode:
    """A new code.

    Args:
        choose: A random number from 0 up to but not including its argument, as `secrets.randbelow`.
        hint: Where this device listens for knocks.
    """
    words = tuple(WORDS[choose(len(WORDS))] for _ in range(SECRET_WORDS))
    return InviteCode(str(1000 + choose(NUMBERS)), words, hint)


def read_code(text: str) -> FoundCode | Problem | None:
    """The code in a text, what is wrong with it, or None when the text does not look like one.

    Spaces, line breaks and punctuation between the parts are as good as dashes. Nothing is guessed: a mistyped word is
    named, never corrected.

    Args:
        text: In lower case.
    """
    found: dict[InviteCode, int] = {}
    for match in _CODE.finditer(text):
        number, *words = match.groups()
        if _KNOWN.issuperset(words) and number[0] != "0":
            found.setdefault(InviteCode(number, tuple(words)), match.end())
    if len(found) > 1:
        words_of_it = say("This text holds two different invite codes.")
        return Problem(say("Two different codes"), words_of_it, say("Paste only the newer one."), "code_mistyped")
    for code, end in found.items():
        return FoundCode(code, end)
    return _explain(text.partition("@")[0].strip(" \t\r\n\"'`#-"))


def _explain(typed: str) -> Problem | None:
    match = _TYPED.fullmatch(" ".join(typed.split()))
    if match is None or len(typed) > _LONGEST_TYPED:
        return None
    number, rest = match.groups()
    words = re.findall(r"[^\W_]+", rest or "")
    if len(number) > 4 or (len(number) < 4 and words) or number[0] == "0":
        return _mistyped(say("The number of a code has four digits, as in {example}.", example=EXAMPLE))
    for place, word in enumerate(words):
        is_being_typed = place == len(words) - 1 and any(known.startswith(word) for known in WORDS)
        if word not in _KNOWN and not is_being_typed:
            near = get_close_matches(word, WORDS, 1, 0.6)
            wrong = say("\u201c{word}\u201d is not a word of invite codes.", word=word[:30])
            return _mistyped(in_turn((wrong, say("Did you mean \u201c{word}\u201d?", word=near[0]) if near else "")))
    return Problem(
        say("The code is not complete"),
        say("A code is a number and {count} words, as in {example}.", count=SECRET_WORDS, example=EXAMPLE),
        _COPY_HINT,
        "code_incomplete",
    )


def _mistyped(message: str) -> Problem:
    return Problem(say("The code is mistyped"), message, _COPY_HINT, "code_mistyped")
