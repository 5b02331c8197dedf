"""What silence means, and how redialling slows down."""

import pytest

from app.domain.timing import LOST_AFTER_SECONDS, Liveness, judge_silence, redial_delay_seconds


@pytest.mark.parametrize(
    ("silent_seconds", "expected"),
    [
        (0.0, Liveness.ALIVE),
        (0.99, Liveness.ALIVE),
        (1.0, Liveness.SUSPECT),
        (LOST_AFTER_SECONDS - 0.01, Liveness.SUSPECT),
        (LOST_AFTER_SECONDS, Liveness.LOST),
        (1e9, Liveness.LOST),
    ],
)
def test_silence_is_judged(silent_seconds: float, expected: Liveness) -> None:
    assert judge_silence(silent_seconds) is expected


def test_redialling_slows_down_to_a_limit() -> None:
    assert [redial_delay_seconds(failures) for failures in (0, 1, 2, 3, 4, 5, 6, 1000)] == [
        *(0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0),
    ]
