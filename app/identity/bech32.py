"""Bech32m, the text form of tokens: letters and digits with a checksum that finds mistyped characters.

Source: BIP-350 (https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki), which amends BIP-173. What the
bytes mean is left to the caller.
"""

from collections.abc import Iterable, Iterator, Sequence

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
MAX_CHARACTERS = 90
CHECKSUM_CHARACTERS = 6

_VALUES = {character: value for value, character in enumerate(CHARSET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CONSTANT = 0x2BC830A3


def encode(human_readable_part: str, data: bytes) -> str:
    """The text of some bytes, in lower case.

    Raises:
        ValueError: The prefix is not lower-case ASCII, or the text would be longer than `MAX_CHARACTERS`.
    """
    if not human_readable_part or not all(33 <= ord(character) <= 126 for character in human_readable_part):
        raise ValueError("the prefix must be visible ASCII")
    if human_readable_part != human_readable_part.lower():
        raise ValueError("the prefix must be in lower case")
    groups = _regroup(data, 8, 5, pad=True)
    checksum = _polymod([*_expand(human_readable_part), *groups, *[0] * CHECKSUM_CHARACTERS]) ^ _CONSTANT
    groups += [(checksum >> 5 * (CHECKSUM_CHARACTERS - 1 - i)) & 31 for i in range(CHECKSUM_CHARACTERS)]
    text = human_readable_part + "1" + "".join(CHARSET[group] for group in groups)
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"{len(data)} bytes are too many for one bech32m text")
    return text


def decode(text: str) -> tuple[str, bytes]:
    """The prefix and the bytes of a text.

    Raises:
        ValueError: It is not bech32m, its checksum is wrong, or its data is not whole bytes.
    """
    human_readable_part, groups = decode_groups(text)
    return human_readable_part, to_bytes(groups)


def decode_groups(text: str) -> tuple[str, list[int]]:
    """The prefix and the 5-bit groups before the checksum.

    Raises:
        ValueError: It is not bech32m, or its checksum is wrong.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"longer than {MAX_CHARACTERS} characters")
    if not all(33 <= ord(character) <= 126 for character in text):
        raise ValueError("a character out of range")
    if text != text.lower() and text != text.upper():
        raise ValueError("mixed case")
    human_readable_part, separator, rest = text.lower().rpartition("1")
    if not separator or not human_readable_part or len(rest) < CHECKSUM_CHARACTERS:
        raise ValueError("no prefix, separator or checksum")
    if not all(character in _VALUES for character in rest):
        raise ValueError("a character that bech32m does not use")
    groups = [_VALUES[character] for character in rest]
    if _polymod([*_expand(human_readable_part), *groups]) != _CONSTANT:
        raise ValueError("the checksum is wrong")
    return human_readable_part, groups[:-CHECKSUM_CHARACTERS]


def valid_lengths(human_readable_part: str, characters: str) -> Iterator[int]:
    """At how many characters after the separator a valid checksum ends, shortest first, in one pass.

    Args:
        human_readable_part: The prefix, in lower case.
        characters: What follows the separator; reading stops at the first character that bech32m does not use.
    """
    state = _polymod(_expand(human_readable_part))
    longest = MAX_CHARACTERS - len(human_readable_part) - 1
    for position, character in enumerate(characters[:longest], 1):
        if character not in _VALUES:
            return
        state = _polymod([_VALUES[character]], state)
        if state == _CONSTANT and position >= CHECKSUM_CHARACTERS:
            yield position


def to_bytes(groups: Sequence[int]) -> bytes:
    """The bytes in 5-bit groups.

    Raises:
        ValueError: The padding is a whole group, or is not zero.
    """
    return bytes(_regroup(groups, 5, 8, pad=False))


def _expand(human_readable_part: str) -> list[int]:
    codes = human_readable_part.encode("ascii")
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(values: Iterable[int], state: int = 1) -> int:
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                state ^= term
    return state


def _regroup(values: Iterable[int], from_bits: int, to_bits: int, *, pad: bool) -> list[int]:
    buffer = 0
    bits = 0
    result = []
    for value in values:
        buffer = (buffer << from_bits) | value
        bits += from_bits
        while bits >= to_bits:
            bits -= to_bits
            result.append(buffer >> bits)
            buffer &= (1 << bits) - 1
    if pad and bits:
        result.append(buffer << (to_bits - bits))
    elif not pad and (bits >= from_bits or buffer):
        raise ValueError("the padding is wrong")
    return result
