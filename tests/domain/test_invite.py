"""The life of an invite, as a table: what each event makes of each status."""

import pytest

from app.domain.invite import (
    MAX_FAILURES,
    Accept,
    Cancel,
    Ended,
    Ending,
    Invite,
    InviteEvent,
    InviteStatus,
    Knock,
    Knocked,
    Open,
    Reject,
    TimePassed,
    Withdrawn,
    WrongWords,
    refusal,
    step,
)
from app.domain.invite_code import InviteCode

CODE = InviteCode("4821", ("amber", "kettle", "otter"))
EARLY, LATE = 10.0, 200.0


def invite(status: InviteStatus, failures: int = 0) -> Invite:
    code = None if isinstance(status, Ended) else CODE
    return Invite("a", CODE.public_id, code, expires_at=100.0, failures=failures, status=status)


WAITING = Knocked("k")
EXPIRED, VOID = Ended(Ending.EXPIRED), Ended(Ending.VOID)


@pytest.mark.parametrize(
    ("status", "failures", "event", "now", "then", "then_failures"),
    [
        (Open(), 0, TimePassed(), EARLY, Open(), 0),
        (Open(), 0, TimePassed(), LATE, EXPIRED, 0),
        (Open(), 0, Knock("k"), EARLY, WAITING, 0),
        (Open(), 0, Knock("k"), LATE, EXPIRED, 0),
        (Open(), 0, WrongWords(), EARLY, Open(), 1),
        (Open(), MAX_FAILURES - 1, WrongWords(), EARLY, VOID, MAX_FAILURES),
        (Open(), 0, Accept("k"), EARLY, Open(), 0),
        (Open(), 0, Cancel(), EARLY, Ended(Ending.CANCELLED), 0),
        (Open(), 0, Cancel(), LATE, Ended(Ending.CANCELLED), 0),
        (WAITING, 0, TimePassed(), LATE, WAITING, 0),
        (WAITING, 0, Knock("other"), EARLY, WAITING, 0),
        (WAITING, 0, WrongWords(), EARLY, WAITING, 1),
        (WAITING, 0, Accept("k"), EARLY, Ended(Ending.ACCEPTED), 0),
        (WAITING, 0, Accept("k"), LATE, Ended(Ending.ACCEPTED), 0),
        (WAITING, 0, Accept("other"), EARLY, WAITING, 0),
        (WAITING, 0, Reject("k"), EARLY, Ended(Ending.REJECTED), 0),
        (WAITING, 0, Reject("other"), EARLY, WAITING, 0),
        (WAITING, 0, Withdrawn("k"), EARLY, Open(), 1),
        (WAITING, 0, Withdrawn("k"), LATE, EXPIRED, 1),
        (WAITING, 0, Withdrawn("other"), EARLY, WAITING, 0),
        (WAITING, MAX_FAILURES - 1, Withdrawn("k"), EARLY, VOID, MAX_FAILURES),
        (WAITING, MAX_FAILURES + 3, Accept("k"), EARLY, Ended(Ending.ACCEPTED), MAX_FAILURES + 3),
        (WAITING, 0, Cancel(), EARLY, Ended(Ending.CANCELLED), 0),
    ],
)
def test_each_event_in_each_status(
    status: InviteStatus, failures: int, event: InviteEvent, now: float, then: InviteStatus, then_failures: int
) -> None:
    after = step(invite(status, failures), event, now)
    assert (after.status, after.failures) == (then, then_failures)
    assert (after.code is None) == isinstance(then, Ended)  # the secret goes when it is of no use


@pytest.mark.parametrize("how", list(Ending))
@pytest.mark.parametrize(
    "event", [TimePassed(), WrongWords(), Knock("k"), Withdrawn("k"), Accept("k"), Reject("k"), Cancel()]
)
def test_what_has_ended_stays_so(how: Ending, event: InviteEvent) -> None:
    ended = invite(Ended(how))
    assert step(ended, event, EARLY) == ended
    assert refusal(ended, EARLY) == how.value


def test_five_attempts_in_all_whatever_went_wrong() -> None:
    now = invite(Open())
    for attempt in range(MAX_FAILURES):
        assert refusal(now, EARLY) is None
        events: tuple[InviteEvent, ...] = (WrongWords(),) if attempt % 2 else (Knock("k"), Withdrawn("k"))
        for event in events:
            now = step(now, event, EARLY)
    assert now.status == VOID


@pytest.mark.parametrize(
    ("known", "now", "word"),
    [
        (None, EARLY, "unknown"),
        (invite(Open()), EARLY, None),
        (invite(Open()), LATE, "expired"),
        (invite(WAITING), EARLY, "busy"),
        (invite(WAITING), LATE, "busy"),
    ],
)
def test_who_knocks_is_told_why_not(known: Invite | None, now: float, word: str | None) -> None:
    assert refusal(known, now) == word
