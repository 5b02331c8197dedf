"""When models are unloaded and loaded unasked: tables."""

import pytest

from app.domain.upkeep import NEVER, is_idle_too_long, retry_seconds


@pytest.mark.parametrize(
    ("idle_seconds", "limit_seconds", "expected"),
    [(1799.9, 1800, False), (1800.0, 1800, True), (1e9, NEVER, False), (0.0, NEVER, False), (1.0, 1, True)],
)
def test_a_model_is_unloaded_once_it_was_idle_for_the_whole_time(
    idle_seconds: float, limit_seconds: int, expected: bool
) -> None:
    assert is_idle_too_long(idle_seconds, limit_seconds) is expected


def test_tries_become_rarer_and_never_cease() -> None:
    assert [retry_seconds(failures) for failures in (0, 1, 2, 3, 7, 10_000)] == [0.0, 5.0, 10.0, 20.0, 300.0, 300.0]
