"""Finding a token in what people paste, and saying what is wrong when there is none.

People paste whole messages, links, quoted and wrapped lines. Nothing is guessed here that the checksum does not
confirm: characters are never corrected. Tokens as values are `token`'s business.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote

from app.domain.errors import Problem
from app.domain.sentence import say
from app.identity import bech32
from app.identity.other_products import name_product

HUMAN_READABLE_PART = "hearth"
PREFIX = HUMAN_READABLE_PART + "1"
VERSION = 1
SECRET_BYTES = 20
TOKEN_CHARACTERS = 47
"""Length of the text of a token of this version, without an address hint."""

QUOTES = "\"'`\u00ab\u00bb\u2018\u2019\u201c\u201d\u201e"

_BODY_CHARACTERS = TOKEN_CHARACTERS - len(PREFIX)
_MAX_CHARACTERS = 100_000
_MAX_CANDIDATES = 50
_COPY_HINT = say('Copy the whole token that the other device shows under "Invite a device".')


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A piece of text with a right checksum.

    Attributes:
        payload: Version byte and what follows it.
        hint: The text after an `@` that follows at once, not checked yet; None without one.
    """

    payload: bytes
    hint: str | None


@dataclass(frozen=True, slots=True)
class PastedText:
    """What was pasted, prepared for searching.

    Attributes:
        original: As pasted.
        cleaned: In lower case, in the plain form of each character, without invisible ones.
        compact: The letters and digits of `cleaned`.
        places: Where in `cleaned` each character of `compact` stands.
    """

    original: str
    cleaned: str
    compact: str
    places: tuple[int, ...]


def prepare(text: str) -> PastedText:
    """Text as pasted, made searchable; only the first hundred thousand characters are read."""
    text = text[:_MAX_CHARACTERS]
    plain = unquote(text) if "hearth:" in text.lower() else text
    visible = (
        character
        for character in unicodedata.normalize("NFKC", plain).lower()
        if character.isspace() or unicodedata.category(character) not in ("Cf", "Cc", "Mn")
    )
    cleaned = "".join(visible)
    places = tuple(place for place, character in enumerate(cleaned) if character.isalnum())
    return PastedText(text, cleaned, "".join(cleaned[place] for place in places), places)


def find_tokens(text: PastedText) -> tuple[FoundToken, ...]:
    """Everything in the text that has the checksum of a token, in order, each once.

    Line breaks, spaces and punctuation inside a token are passed over. A letter or digit that touches the token
    on either side is a slip, not a separator, unless it begins or ends another token.
    """
    found: list[FoundToken] = []
    ends: set[int] = set()
    for start in _starts(text.compact):
        body = start + len(PREFIX)
        if _touches_before(text, start) and start not in ends:
            continue
        for length in bech32.valid_lengths(HUMAN_READABLE_PART, text.compact[body:]):
            end = body + length
            payload = _payload(text.compact[start:end])
            if payload is None or (_touches_after(text, end) and not text.compact.startswith(PREFIX, end)):
                continue
            ends.add(end)
            token = FoundToken(payload, hint_after(text.cleaned, text.places[end - 1] + 1))
            if token not in found:
                found.append(token)
    return tuple(found)


def explain(text: PastedText) -> Problem:
    """What is wrong with a text in which no token was found."""
    best = max((_word_at(text, start) for start in _starts(text.compact)), key=_word_length, default=None)
    if best is not None:
        word, rest = best
        return _explain_prefixed(word, rest)
    if product := name_product(text.original):
        return Problem(
            say("Not a Hearth token"),
            say("This looks like {product}, not like a Hearth token.", product=product),
            say("A Hearth token begins with {prefix}. {hint}", prefix=PREFIX, hint=_COPY_HINT),
            "token_other_product",
        )
    if text.compact and PREFIX.startswith(text.compact):
        return _too_short(len(text.compact))
    if any(_has_wrong_start(word) for word in text.cleaned.split()):
        return Problem(
            say("The token is mistyped"),
            say("A token begins with {prefix}, this one does not.", prefix=PREFIX),
            _COPY_HINT,
            "token_mistyped",
        )
    return Problem(
        say("Not a token"),
        say("There is no token in this text: a token begins with {prefix}.", prefix=PREFIX),
        _COPY_HINT,
        "token_not_a_token",
    )


def _starts(compact: str) -> Iterator[int]:
    start = compact.find(PREFIX)
    for _ in range(_MAX_CANDIDATES):
        if start < 0:
            return
        yield start
        start = compact.find(PREFIX, start + 1)


def _touches_before(text: PastedText, start: int) -> bool:
    return start > 0 and text.places[start - 1] == text.places[start] - 1


def _touches_after(text: PastedText, end: int) -> bool:
    return end < len(text.places) and text.places[end] == text.places[end - 1] + 1


def _payload(candidate: str) -> bytes | None:
    """The bytes of a text with a right checksum, if it has the form of this version or of a later one."""
    try:
        payload = bech32.decode(candidate)[1]
    except ValueError:
        return None
    if not payload or payload[0] < VERSION or (payload[0] == VERSION and len(payload) != 1 + SECRET_BYTES):
        return None
    return payload


def hint_after(cleaned: str, end: int) -> str | None:
    """The text after an `@` at this place, not checked; None without one."""
    if not cleaned.startswith("@", end):
        return None
    hint = cleaned[end + 1 :].split(maxsplit=1)[0] if cleaned[end + 1 :].strip() else ""
    for stop in QUOTES + "<>|*":
        hint = hint.partition(stop)[0]
    return hint.rstrip(".,;:!?)}_~")


def _word_at(text: PastedText, start: int) -> tuple[str, str]:
    """The unbroken run of letters and digits at a place, and all letters and digits from there on."""
    place = text.places[start]
    stop = place
    while stop < len(text.cleaned) and text.cleaned[stop].isalnum():
        stop += 1
    return text.cleaned[place:stop], text.compact[start:]


def _word_length(candidate: tuple[str, str]) -> int:
    return len(candidate[0])


def _explain_prefixed(word: str, rest: str) -> Problem:
    if len(word) > TOKEN_CHARACTERS:
        return _mistyped(
            say("It has {count} characters, a token has {whole}.", count=len(word), whole=TOKEN_CHARACTERS)
        )
    whole = rest[:TOKEN_CHARACTERS]
    if len(whole) < TOKEN_CHARACTERS:
        return _too_short(len(whole))
    if len(word) == TOKEN_CHARACTERS and _payload(word) is not None:
        return _mistyped(say("A letter or digit too many stands before {prefix}.", prefix=PREFIX))
    strange = [character for character in whole[len(PREFIX) :] if character not in bech32.CHARSET]
    if strange and len(word) < TOKEN_CHARACTERS:  # the token ends early, and the words after it are no part of it
        return _too_short(len(word))
    if strange:
        return _mistyped(
            say(
                'The character "{character}" never occurs in a token after {prefix}.',
                character=strange[0],
                prefix=PREFIX,
            )
        )
    return _mistyped(say("At least one character is wrong: the check at its end does not fit."))


def _too_short(characters: int) -> Problem:
    return Problem(
        say("The token is too short"),
        say("It has {count} of {whole} characters.", count=characters, whole=TOKEN_CHARACTERS),
        _COPY_HINT,
        "token_too_short",
    )


def _mistyped(message: str) -> Problem:
    return Problem(
        say("The token is mistyped"),
        message,
        say("Compare it with the token on the other device, or copy and paste it."),
        "token_mistyped",
    )


def _has_wrong_start(word: str) -> bool:
    """Whether a word has the look of a token but for its first characters."""
    letters = "".join(character for character in word if character.isalnum())
    if not _BODY_CHARACTERS <= len(letters) <= TOKEN_CHARACTERS + 3:
        return False
    start = letters[: max(0, len(letters) - _BODY_CHARACTERS)]
    body_is_plain = all(character in bech32.CHARSET for character in letters[len(start) :])
    return body_is_plain and SequenceMatcher(None, start, PREFIX).ratio() >= 0.5
