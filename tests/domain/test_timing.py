"""What silence means, and how redialling slows down."""

import pytest

from app.domain.timing import (
    BEATS_BEFORE_JUDGING,
    Liveness,
    judge_silence,
    lost_after_seconds,
    redial_delay_seconds,
)


@pytest.mark.parametrize(
    ("silent_seconds", "machine_silent_seconds", "lost_after", "expected"),
    [
        (0.0, 0.0, 1.5, Liveness.ALIVE),
        (0.99, 0.99, 1.5, Liveness.ALIVE),
        (1.0, 1.0, 1.5, Liveness.SUSPECT),
        (1.49, 9.0, 1.5, Liveness.SUSPECT),
        (1.5, 1.5, 1.5, Liveness.LOST),
        # Its machine answers: it is busy, or stopped.
        (5.99, 0.3, 1.5, Liveness.SUSPECT),
        (6.0, 0.0, 1.5, Liveness.LOST),
        # It says something though its machine acknowledges nothing: the way back is blocked, which is another's matter.
        (0.2, 5.0, 1.5, Liveness.ALIVE),
        (3.0, 3.0, 4.0, Liveness.SUSPECT),
        (1e9, 1e9, 6.0, Liveness.LOST),
    ],
)
def test_silence_is_judged(
    silent_seconds: float, machine_silent_seconds: float, lost_after: float, expected: Liveness
) -> None:
    assert judge_silence(silent_seconds, machine_silent_seconds, lost_after) is expected


@pytest.mark.parametrize(
    ("beats", "largest_gap_seconds", "sees_machine", "expected"),
    [
        (0, 0.0, True, 6.0),
        (BEATS_BEFORE_JUDGING - 1, 0.25, True, 6.0),
        (BEATS_BEFORE_JUDGING, 0.25, True, 1.5),
        (BEATS_BEFORE_JUDGING, 0.25, False, 3.0),
        (BEATS_BEFORE_JUDGING, 0.5, True, 2.5),
        (BEATS_BEFORE_JUDGING, 0.8, False, 4.0),
        (BEATS_BEFORE_JUDGING, 1.3, True, 6.0),
        (10**6, 60.0, True, 6.0),
    ],
)
def test_the_time_to_be_lost_follows_the_worst_gap(
    beats: int, largest_gap_seconds: float, sees_machine: bool, expected: float
) -> None:
    assert lost_after_seconds(beats, largest_gap_seconds, sees_machine=sees_machine) == pytest.approx(expected)


def test_redialling_slows_down_to_a_limit() -> None:
    assert [redial_delay_seconds(failures) for failures in (0, 1, 2, 3, 4, 5, 6, 1000)] == [
        *(0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0),
    ]
