"""Invite codes as text: what is read as one, what is named as a slip, and what others can see of it."""

import itertools
import random
import secrets

import pytest

from app.domain.errors import Problem
from app.domain.invite_code import FoundCode, InviteCode, make_code, read_code
from app.domain.invite_words import WORDS

CODE = InviteCode("4821", ("amber", "kettle", "otter"))


def distance(one: str, other: str) -> int:
    """Letters changed, added, left out or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, opposite in enumerate(other, 1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def test_there_are_512_words_and_no_slip_makes_one_another() -> None:
    assert len(set(WORDS)) == len(WORDS) == 512
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 8 for word in WORDS)
    assert [pair for pair in itertools.combinations(WORDS, 2) if distance(*pair) < 2] == []


@pytest.mark.parametrize(
    "text",
    [
        "4821-amber-kettle-otter",
        "4821 amber kettle otter",
        "  4821 - amber - kettle - otter\n",
        "4821\u2013amber\u2013kettle\u2013otter",
        "4821, amber, kettle, otter.",
        "4821_amber_kettle_otter",
        "4821-amber-\nkettle-otter",
        "join with 4821-amber-kettle-otter before 2027 comes",
        "4821-amber-kettle-otter or 4821 amber kettle otter",
        '"4821-amber-kettle-otter"',
    ],
)
def test_a_code_is_read_however_it_is_written(text: str) -> None:
    found = read_code(text)
    assert isinstance(found, FoundCode)
    assert found.code == CODE


def test_the_end_of_a_found_code_is_where_an_address_may_follow() -> None:
    text = "use 4821-amber-kettle-otter@home.example:4331"
    found = read_code(text)
    assert isinstance(found, FoundCode)
    assert text[found.end :] == "@home.example:4331"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("4", "code_incomplete", "4821-amber-kettle-otter"),
        ("4821", "code_incomplete", "4821-amber-kettle-otter"),
        ("4821-", "code_incomplete", ""),
        ("4821-am", "code_incomplete", ""),
        ("4821-amber", "code_incomplete", ""),
        ("4821-amber-kettle-ott", "code_incomplete", ""),
        ("4821-amber-kettel-otter", "code_mistyped", "Did you mean \u201ckettle\u201d?"),
        ("4821-amber-kettle-oter", "code_mistyped", "Did you mean \u201cotter\u201d?"),
        ("4821-amber-xqzxqz-otter", "code_mistyped", "\u201cxqzxqz\u201d is not a word of invite codes."),
        ("482-amber-kettle-otter", "code_mistyped", "four digits"),
        ("48211-amber-kettle-otter", "code_mistyped", "four digits"),
        ("0821-amber-kettle-otter", "code_mistyped", "four digits"),
        ("4821-amber-kettle-otter 4822-amber-kettle-otter", "code_mistyped", "two different"),
    ],
)
def test_what_is_wrong_is_named(text: str, code: str, words: str) -> None:
    problem = read_code(text)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert words in problem.message


@pytest.mark.parametrize("text", ["", "hello", "a letter of 2024 with some words", "x4821", "10.0.0.1:4331/abc" * 9])
def test_other_texts_are_not_taken_for_codes(text: str) -> None:
    assert read_code(text) is None


def test_a_made_code_is_read_again_and_shows_its_words_to_nobody() -> None:
    for seed in range(200):
        code = make_code(random.Random(seed).randrange, "home.example:4331")
        found = read_code(str(code).lower())
        assert isinstance(found, FoundCode)
        assert (found.code.number, found.code.words) == (code.number, code.words)
        assert not any(word in repr(code) + code.public_id for word in code.words)


def test_the_public_id_tells_the_number_only() -> None:
    other = InviteCode("4821", ("badge", "acorn", "zebra"), "home.example:4331")
    assert other.public_id == CODE.public_id
    assert InviteCode("4822", CODE.words).public_id != CODE.public_id
    assert len(CODE.public_id) == 11
    assert CODE.public_id.isalnum()
    assert other.secret != CODE.secret


def test_codes_are_spread_over_all_numbers_and_words() -> None:
    made = [make_code(secrets.randbelow) for _ in range(3000)]
    assert len({code.number for code in made}) > 2000
    assert len({word for code in made for word in code.words}) == 512


@pytest.mark.parametrize(
    ("number", "words"),
    [("0821", CODE.words), ("482", CODE.words), ("4821", CODE.words[:2]), ("4821", ("amber", "kettle", "cat"))],
)
def test_what_is_no_code_cannot_be_made(number: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"not an invite code|do not use"):
        InviteCode(number, words)
