"""How sizes, layers and speeds are written."""

import pytest

from app.domain.ids import PeerId
from app.domain.placement import Shard
from app.domain.sentence import Sentence, say
from app.domain.words import (
    format_bytes,
    format_count,
    format_layers,
    format_progress,
    format_rate,
    in_a_row,
    in_turn,
    listed,
)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (65_536, "66 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (8_200_000, "8.2 MB"),
        (3_100_000_000, "3.1 GB"),
        (99_940_000_000, "99.9 GB"),
        (99_960_000_000, "100 GB"),
        (128_000_000_000, "128 GB"),
        (2_000_000_000_000, "2.0 TB"),
        (-3_100_000_000, "-3.1 GB"),
    ],
)
def test_bytes(count: int, text: str) -> None:
    assert format_bytes(count) == text


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [
        (3_100_000_000, 8_200_000_000, "3.1 of 8.2 GB"),
        (50_000_000, 8_200_000_000, "0.1 of 8.2 GB"),
        (0, 7_000_000, "0.0 of 7.0 MB"),
        (9_000_000_000, 8_200_000_000, "8.2 of 8.2 GB"),
        (64_000_000_000, 128_000_000_000, "64 of 128 GB"),
        (0, 0, "0 of 0 B"),
    ],
)
def test_progress(done: int, total: int, text: str) -> None:
    assert format_progress(done, total) == text


@pytest.mark.parametrize(
    ("first", "count", "output", "text"),
    [
        (0, 6, False, "layers 0\u20135"),
        (6, 6, True, "layers 6\u201311 and output"),
        (4, 1, False, "layer 4"),
        (11, 1, True, "layer 11 and output"),
        (12, 0, True, "output"),
        (0, 0, False, "no layers"),
    ],
)
def test_layers(first: int, count: int, output: bool, text: str) -> None:
    shard = Shard(PeerId("p"), "kitchen", "CPU", first, count, output, 0, 0)
    assert format_layers(shard) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [(7.2, "7.2 tokens/s"), (0.04, "0.0 tokens/s"), (99.97, "100 tokens/s"), (134.4, "134 tokens/s")],
)
def test_rate(rate: float, text: str) -> None:
    assert format_rate(rate) == text


def test_counts() -> None:
    assert format_count(1, "device", "devices") == "1 device"
    assert format_count(0, "device", "devices") == "0 devices"
    assert format_count(2048, "token", "tokens") == "2,048 tokens"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), ""),
        (("kitchen",), "kitchen"),
        (("kitchen", "study"), "kitchen and study"),
        (("kitchen", "study", "attic"), "kitchen, study and attic"),
    ],
)
def test_names_in_a_list(names: tuple[str, ...], text: str) -> None:
    assert listed(names) == text


def test_sentences_in_a_row_stay_sentences() -> None:
    parts = [say("it is on battery"), say("somebody is using it")]
    for told in (in_a_row(parts), in_turn(parts), listed(parts)):
        assert isinstance(told, Sentence)
        assert list(told.values.values()) == parts
        assert all(isinstance(part, Sentence) for part in told.values.values())
    assert in_a_row(parts) == "it is on battery, somebody is using it"
    assert in_turn(["Not now.", "", "Wait."]) == "Not now. Wait."
    assert in_turn(["", ""]) == ""
