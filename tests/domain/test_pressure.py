"""Less is lent when memory is short, more again when it has been calm for long enough."""

import pytest

from app.domain.pressure import NO_LIMIT, LendingLimit, MemoryReading, judge

MB = 1_000_000
GB = 1000 * MB


def reading(available_mb: int, stalled_percent: float | None = 0.0, total_gb: int = 8) -> MemoryReading:
    """Of 8 GB 400 MB are low and 800 MB enough."""
    return MemoryReading(total_gb * GB, available_mb * MB, stalled_percent)


@pytest.mark.parametrize(
    ("now", "short", "calm"),
    [
        (reading(3000), False, True),
        (reading(3000, None), False, True),
        (reading(800), False, True),
        (reading(799), False, False),  # between the two nothing changes
        (reading(400), False, False),
        (reading(399), True, False),
        (reading(399, None), True, False),
        (reading(1900, 10.0), True, False),
        (reading(1900, 9.9), False, False),
        (reading(3000, 60.0), False, False),  # others wait, but not for want of memory here
        (reading(500, 0.0, total_gb=64), False, False),  # never more than half a gigabyte counts as low
    ],
)
def test_when_memory_is_short(now: MemoryReading, short: bool, calm: bool) -> None:
    assert (now.is_short, now.is_calm) == (short, calm)


@pytest.mark.parametrize(
    ("before", "now", "used_mb", "expected"),
    [
        (NO_LIMIT, reading(3000), 3000, NO_LIMIT),
        (NO_LIMIT, reading(600), 3000, NO_LIMIT),
        (NO_LIMIT, reading(100), 3000, LendingLimit(2300 * MB)),  # what is missing to be calm again
        (NO_LIMIT, reading(1500, 30.0), 3000, LendingLimit(2400 * MB)),  # a fifth, while programs wait
        (NO_LIMIT, reading(100), 0, LendingLimit(0)),  # nothing more is lent
        (LendingLimit(2000 * MB), reading(100), 3000, LendingLimit(2000 * MB)),  # never more than before
        (LendingLimit(2000 * MB), reading(100), 2000, LendingLimit(1300 * MB)),
        (LendingLimit(2000 * MB, 25.0), reading(600), 2000, LendingLimit(2000 * MB)),  # not calm: counted anew
        (LendingLimit(2000 * MB, 20.0), reading(3000), 2000, LendingLimit(2000 * MB, 22.0)),
        (LendingLimit(2000 * MB, 28.0), reading(3000), 2000, LendingLimit(2800 * MB, 20.0)),  # a fifth of the offer
        (LendingLimit(2000 * MB, 28.0), reading(900), 2000, LendingLimit(2100 * MB, 20.0)),  # no more than is bearable
        (LendingLimit(2000 * MB, 28.0), reading(850), 1000, LendingLimit(2000 * MB, 20.0)),
        (LendingLimit(3200 * MB, 28.0), reading(3000), 2000, NO_LIMIT),
    ],
)
def test_the_limit_of_an_offer_of_4_gb(
    before: LendingLimit, now: MemoryReading, used_mb: int, expected: LendingLimit
) -> None:
    assert judge(before, now, used_bytes=used_mb * MB, offered_bytes=4 * GB, elapsed_seconds=2.0) == expected


def test_it_goes_down_at_once_and_up_over_a_minute() -> None:
    limit, seconds = judge(NO_LIMIT, reading(0), used_bytes=0, offered_bytes=GB, elapsed_seconds=2.0), 0
    assert limit.limit_bytes == 0
    steps = set()
    while limit != NO_LIMIT:
        limit = judge(limit, reading(5000), used_bytes=0, offered_bytes=GB, elapsed_seconds=2.0)
        steps.add(limit.limit_bytes)
        seconds += 2
    assert steps == {0, 200 * MB, 400 * MB, 600 * MB, 800 * MB, None}
    assert seconds == 70
