"""Whether a device takes part now, by what its owner wished beforehand: on battery, in use, at which hours. Pure.

Reasons are words that follow the device's name or "it": peers are told them, and its owner reads them.
"""

from dataclasses import dataclass
from typing import Literal

from app.domain.sentence import say

IDLE_SECONDS = 300.0
"""A computer that nobody has touched for so long is not in use."""

_DAY_MINUTES = 24 * 60

type OnBattery = Literal["share", "answer", "nothing"]
"""On battery: as always; lend no memory; neither lend nor answer peers."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of each day, by the clock of the device; over midnight when it ends before it begins.

    Attributes:
        begin_minute: Minutes after midnight at which it begins.
        end_minute: Minutes after midnight at which it is over; another than the first.
    """

    begin_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not (0 <= self.begin_minute < _DAY_MINUTES and 0 <= self.end_minute < _DAY_MINUTES):
            raise ValueError("hours are of one day")
        if self.begin_minute == self.end_minute:
            raise ValueError("hours that end when they begin")

    def __str__(self) -> str:
        return f"{_clock(self.begin_minute)}-{_clock(self.end_minute)}"

    def hold(self, minute: int) -> bool:
        """Whether a minute of the day is in them."""
        if self.begin_minute < self.end_minute:
            return self.begin_minute <= minute < self.end_minute
        return minute >= self.begin_minute or minute < self.end_minute


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the owner of a device wished.

    Attributes:
        on_battery: What it does for others on battery.
        idle_only: It lends only while nobody uses it.
        hours: When it lends; None for always.
    """

    on_battery: OnBattery = "share"
    idle_only: bool = False
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """How the device is used now.

    Attributes:
        minute: Minutes after midnight, by its own clock.
        on_battery: Whether it runs on battery; False also where there is none.
        idle_seconds: Since somebody touched it; None where that cannot be known.
    """

    minute: int
    on_battery: bool = False
    idle_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Willing:
    """What a device does for others.

    Attributes:
        reason: Why it lends no memory; empty when it does.
        answers: Whether it answers requests of peers with models that it has loaded.
    """

    reason: str = ""
    answers: bool = True


def willing(moment: Moment, wishes: Wishes) -> Willing:
    """What a device does now; of several reasons the one that holds longest is said.

    A device that cannot know whether it is in use counts as in use: who wished to be undisturbed is.
    """
    reason = _reason(moment, wishes)
    return Willing(reason, answers=not (moment.on_battery and wishes.on_battery == "nothing"))


def _reason(moment: Moment, wishes: Wishes) -> str:
    if wishes.hours is not None and not wishes.hours.hold(moment.minute):
        return say(
            "it lends memory from {begin} to {end} only",
            begin=_clock(wishes.hours.begin_minute),
            end=_clock(wishes.hours.end_minute),
        )
    if moment.on_battery and wishes.on_battery != "share":
        return say("it is on battery")
    if wishes.idle_only and moment.idle_seconds is None:
        return say("it cannot know whether somebody is using it")
    if wishes.idle_only and moment.idle_seconds is not None and moment.idle_seconds < IDLE_SECONDS:
        return say("somebody is using it")
    return ""


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
