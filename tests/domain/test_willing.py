"""When a device takes part: battery, use and hours, as tables."""

import pytest

from app.domain.willing import IDLE_SECONDS, Hours, Moment, OnBattery, Willing, Wishes, willing

NIGHT = Hours(20 * 60, 7 * 60)
NOON, MIDNIGHT = 12 * 60, 0


@pytest.mark.parametrize(
    ("hours", "minute", "holds"),
    [
        (NIGHT, 20 * 60 - 1, False),
        (NIGHT, 20 * 60, True),
        (NIGHT, 23 * 60 + 59, True),
        (NIGHT, 0, True),
        (NIGHT, 7 * 60 - 1, True),
        (NIGHT, 7 * 60, False),
        (Hours(9 * 60, 17 * 60), 9 * 60, True),
        (Hours(9 * 60, 17 * 60), 17 * 60, False),
        (Hours(9 * 60, 17 * 60), 0, False),
        (Hours(1, 0), 0, False),
        (Hours(1, 0), 1439, True),
    ],
)
def test_hours(hours: Hours, minute: int, holds: bool) -> None:
    assert hours.hold(minute) is holds


@pytest.mark.parametrize(("begin", "end"), [(60, 60), (-1, 5), (0, 1440), (1440, 0)])
def test_hours_that_make_no_sense(begin: int, end: int) -> None:
    with pytest.raises(ValueError, match="hours"):
        Hours(begin, end)


def test_hours_are_written_as_they_are_typed() -> None:
    assert str(NIGHT) == "20:00-07:00"


@pytest.mark.parametrize(
    ("on_battery", "wish", "expected"),
    [
        (False, "nothing", Willing()),
        (True, "share", Willing()),
        (True, "answer", Willing("it is on battery", answers=True)),
        (True, "nothing", Willing("it is on battery", answers=False)),
    ],
)
def test_battery(on_battery: bool, wish: OnBattery, expected: Willing) -> None:
    assert willing(Moment(NOON, on_battery), Wishes(wish)) == expected


@pytest.mark.parametrize(
    ("idle_seconds", "reason"),
    [
        (None, "it cannot know whether somebody is using it"),
        (0.0, "somebody is using it"),
        (IDLE_SECONDS - 1, "somebody is using it"),
        (IDLE_SECONDS, ""),
    ],
)
def test_use(idle_seconds: float | None, reason: str) -> None:
    assert willing(Moment(NOON, idle_seconds=idle_seconds), Wishes(idle_only=True)) == Willing(reason)
    assert willing(Moment(NOON, idle_seconds=idle_seconds), Wishes()) == Willing()


def test_the_reason_that_holds_longest_is_said() -> None:
    wishes = Wishes("nothing", idle_only=True, hours=NIGHT)
    moment = Moment(NOON, on_battery=True, idle_seconds=0)
    assert willing(moment, wishes) == Willing("it lends memory from 20:00 to 07:00 only", answers=False)
    assert willing(Moment(MIDNIGHT, True, 0), wishes).reason == "it is on battery"
    assert willing(Moment(MIDNIGHT, False, 0), wishes).reason == "somebody is using it"
    assert willing(Moment(MIDNIGHT, False, 900), wishes) == Willing()
