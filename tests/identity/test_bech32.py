"""Bech32m against the test vectors of BIP-350."""

import pytest

from app.identity.bech32 import decode, decode_groups, encode, to_bytes, valid_lengths

VALID = [
    "A1LQFN3A",
    "a1lqfn3a",
    "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
    "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
    "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
    "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
    "?1v759aa",
]

INVALID = [
    "\x201xj0phk",
    "\x7f1g6xzxy",
    "\x801vctc34",
    "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4",
    "qyrz8wqd2c9m",
    "1qyrz8wqd2c9m",
    "y1b0jsk6g",
    "lt1igcx5c0",
    "in1muywd",
    "mm1crxm3i",
    "au1s5cgom",
    "M1VUXWEZ",
    "16plkw9",
    "1p2gdwpf",
    # Mixed case, and the checksum of bech32 instead of bech32m.
    "a1lqfn3A",
    "a12uel5l",
]


@pytest.mark.parametrize("text", VALID)
def test_valid_vectors(text: str) -> None:
    prefix, _ = decode_groups(text)
    assert prefix == text.lower().rpartition("1")[0]
    body = text.lower().rpartition("1")[2]
    assert len(body) in tuple(valid_lengths(prefix, body))


@pytest.mark.parametrize("text", INVALID)
def test_invalid_vectors(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode_groups(text)


@pytest.mark.parametrize("length", range(48))
def test_bytes_come_back(length: int) -> None:
    data = bytes(range(100, 100 + length))
    text = encode("hearth", data)
    assert decode(text) == ("hearth", data)
    assert decode(text.upper()) == ("hearth", data)


@pytest.mark.parametrize(
    ("prefix", "data"), [("", b""), ("Hearth", b""), ("a b", b""), ("é", b""), ("hearth", bytes(49))]
)
def test_what_cannot_be_encoded(prefix: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"prefix|too many"):
        encode(prefix, data)


@pytest.mark.parametrize("groups", [[0], [31, 31], [0, 1], [0, 0, 0]])
def test_padding_must_be_short_and_zero(groups: list[int]) -> None:
    with pytest.raises(ValueError, match="padding"):
        to_bytes(groups)


def test_valid_lengths_finds_the_end_in_a_longer_text() -> None:
    body = encode("hearth", b"abc").removeprefix("hearth1")
    assert tuple(valid_lengths("hearth", body + "qqqq")) == (len(body),)
    assert tuple(valid_lengths("hearth", body[:-1] + "b" + "qqqq")) == ()
