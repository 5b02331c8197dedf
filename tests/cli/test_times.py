"""Times of day and durations, as tables."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.cli.times import clock_words, parse_clock, parse_duration, pause_end

NOW = datetime(2026, 3, 4, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(("text", "minutes"), [("18:00", 1080), ("0:00", 0), ("09.30", 570), (" 23h59 ", 1439)])
def test_times_of_day(text: str, minutes: int) -> None:
    assert parse_clock(text) == minutes


@pytest.mark.parametrize("text", ["", "18", "24:00", "12:60", "6pm", "18:00:00", "\u0661\u0662:00"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueError, match="18:00"):
        parse_clock(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2h", 7200), ("30m", 1800), ("90 min", 5400), ("1h30m", 5400), ("1D", 86400), ("1.5h", 5400), ("1d2h3m", 93780)],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "2", "0h", "-1h", "h", "30m2h", "2 weeks", "9999d"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="2h"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("until", "seconds", "end"),
    [
        (None, None, None),
        (13 * 60, None, datetime(2026, 3, 4, 13, 0, tzinfo=UTC)),
        (12 * 60, None, datetime(2026, 3, 5, 12, 0, tzinfo=UTC)),
        (12 * 60 + 30, None, datetime(2026, 3, 5, 12, 30, tzinfo=UTC)),
        (None, 90.0, datetime(2026, 3, 4, 12, 31, 45, tzinfo=UTC)),
    ],
)
def test_when_a_pause_ends(until: int | None, seconds: float | None, end: datetime | None) -> None:
    assert pause_end(until, seconds, NOW) == (None if end is None else end.timestamp())


def test_a_time_of_day_stays_one_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 28, 20, 0, tzinfo=berlin)  # clocks go forward in the night
    assert pause_end(8 * 60, None, now) == datetime(2026, 3, 29, 8, 0, tzinfo=berlin).timestamp()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 4, 18, 0, tzinfo=UTC), "18:00"),
        (datetime(2026, 3, 5, 8, 5, tzinfo=UTC), "Thursday 08:05"),
        (datetime(2026, 3, 20, 8, 5, tzinfo=UTC), "20 March 08:05"),
    ],
)
def test_moments_in_words(moment: datetime, words: str) -> None:
    assert clock_words(moment.timestamp(), NOW) == words
