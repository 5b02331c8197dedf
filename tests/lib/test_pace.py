"""How fast something goes lately."""

from app.lib.pace import Pace


def test_the_rate_is_of_the_last_seconds() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.per_second() is None
    for second in range(1, 11):
        now[0] = second
        pace.note(100)
    assert pace.per_second() == 125  # five notes are no more than four seconds old
    now[0] = 100
    assert pace.per_second() == 0
