"""What is said of the time left: from what was seen, and nothing before enough was."""

import pytest

from app.domain.pace import WINDOW_SECONDS, Pace
from app.domain.words import format_time_left


def seen(*points: tuple[float, int]) -> Pace:
    pace = Pace()
    for now, done_bytes in points:
        pace = pace.at(now, done_bytes)
    return pace


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([], None),
        ([(0.0, 100)], None),
        ([(0.0, 0), (0.5, 100)], None),
        ([(0.0, 0), (2.0, 200)], 8.0),
        ([(0.0, 0), (2.0, 0)], None),
        ([(0.0, 500), (2.0, 400)], None),
        ([(0.0, 0), (2.0, 1000)], None),
        ([(0.0, 0), (2.0, 1200)], None),
    ],
)
def test_the_time_left_follows_from_the_rate(points: list[tuple[float, int]], expected: float | None) -> None:
    assert seen(*points).seconds_left(1000) == expected


def test_the_rate_of_lately_counts() -> None:
    """Quick at first, from the cache, then ten bytes a second."""
    pace = seen((0.0, 0), *((1.0 + n, 900 + 10 * n) for n in range(9)))
    assert pace.seconds_left(1000) == pytest.approx(2.0)
    assert all(pace.seen[-1][0] - at <= WINDOW_SECONDS + 1.0 for at, _ in pace.seen)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "about 1 s left"),
        (7.6, "about 8 s left"),
        (99.0, "about 99 s left"),
        (100.0, "about 2 min left"),
        (3600.0, "about 60 min left"),
        (9000.0, "about 2 h left"),
    ],
)
def test_time_left_is_said_roughly(seconds: float, text: str) -> None:
    assert format_time_left(seconds) == text
