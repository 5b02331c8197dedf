"""What is kept of a model that lost a device: words for those who wait, times for the log, losses for patience."""

import logging

import pytest

from app.domain.recovery import Loss
from app.node import recovering
from app.node.recovering import Recoveries
from tests.domain.test_recovery import ALONE, NEW, OLD

MODEL = OLD.model_id


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(recovering, "_now", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_the_log_says_where_the_time_went(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    recoveries = Recoveries()
    recoveries.begin(OLD, (Loss("kitchen"),), 2.5)
    clock.now += 0.25
    recoveries.given_back(MODEL)
    clock.now += 0.5
    recoveries.planned(NEW)
    assert recoveries.words(MODEL) == "kitchen left; moving 2 layers of big to hall and 2 to desk"
    clock.now += 2
    recoveries.loaded(MODEL)
    assert not recoveries.is_recovering(MODEL)
    clock.now += 1
    recoveries.resumed(MODEL)
    assert recoveries.words(MODEL) == ""
    assert caplog.messages == [
        "recovered big: noticed 2.500 s, planned 0.750 s, loaded 2.000 s (freed 0.250 s, attempts 1, kitchen left)",
        "resumed big: read 1.000 s, in all 6.250 s",
    ]


def test_a_loss_during_the_recovery_belongs_to_it(clock: Clock) -> None:
    recoveries = Recoveries()
    recoveries.begin(OLD, (), 0)
    assert recoveries.words(MODEL) == "big stopped; planning again"
    recoveries.lose(MODEL, Loss("kitchen"))
    recoveries.planned(NEW)
    recoveries.lose(MODEL, Loss("hall"))
    recoveries.lose(MODEL, Loss("hall"))
    recoveries.plan_again(MODEL)
    assert recoveries.words(MODEL) == "kitchen and hall left; planning again"
    recoveries.planned(ALONE)
    recoveries.loaded(MODEL)
    assert recoveries.words(MODEL) == "kitchen and hall left; reading the conversation again"
    recoveries.begin(ALONE, (Loss("attic"),), 0)
    assert recoveries.words(MODEL) == "attic left; planning again"


def test_what_cannot_be_brought_back_is_not_spoken_of(clock: Clock) -> None:
    recoveries = Recoveries()
    recoveries.begin(OLD, (Loss("kitchen"),), 0)
    recoveries.failed(MODEL)
    recoveries.loaded(MODEL)
    recoveries.resumed(MODEL)
    assert (recoveries.words(MODEL), recoveries.is_recovering(MODEL)) == ("", False)


def test_an_answer_that_never_goes_on_is_not_spoken_of_for_ever(clock: Clock) -> None:
    recoveries = Recoveries()
    recoveries.begin(OLD, (Loss("kitchen"),), 0)
    recoveries.planned(NEW)
    recoveries.loaded(MODEL)
    clock.now += recovering.READING_SECONDS + 1
    assert recoveries.words(MODEL) == ""


def test_losses_are_counted_for_an_hour_and_one_loss_once(clock: Clock) -> None:
    recoveries = Recoveries()
    for _ in range(3):
        recoveries.note_loss(MODEL)  # its leases, and the peer
        clock.now += 0.5
    assert recoveries.recent_losses(MODEL) == 1
    clock.now += 60
    recoveries.note_loss(MODEL)
    assert recoveries.recent_losses(MODEL) == 2
    clock.now += 3599
    assert recoveries.recent_losses(MODEL) == 1
