"""Sizes as people type them."""

import pytest

from app.system.sizes import format_exact, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3G", 3_000_000_000),
        ("500M", 500_000_000),
        ("3.5 GiB", 3_758_096_384),
        ("3,5GB", 3_500_000_000),
        (" 1 gb ", 1_000_000_000),
        ("64k", 64_000),
        ("2 TiB", 2 << 40),
        ("123 B", 123),
        ("0", 0),
        ("0.001M", 1000),
        ("8000000000", 8_000_000_000),
    ],
)
def test_sizes(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "such as 3G"),
        ("much", "such as 3G"),
        ("-3G", "such as 3G"),
        ("3G of it", "such as 3G"),
        ("1e9", "such as 3G"),
        ("3", "no unit"),
        ("4096", "no unit"),
        ("3 gigs", "not a unit"),
        ("3.5.1G", "such as 3G"),
        ("9999999999T", "more memory than there is"),
    ],
)
def test_what_is_no_size(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (3_000_000_000, "3G"),
        (3 << 30, "3 GiB"),
        (1_500_000_000, "1500M"),
        (2 << 40, "2 TiB"),
        (0, "0 B"),
        (1_234_567, "1234567 B"),
    ],
)
def test_an_exact_text_is_read_back(size: int, text: str) -> None:
    assert format_exact(size) == text
    assert parse_size(text) == size
