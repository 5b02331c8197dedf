"""Sorts of settings that are amounts: whole numbers, bytes, spans of time and hours of the day.

Other sorts are in `setting_kinds.py` and `address_kinds.py`.
"""

import re
from dataclasses import dataclass

from app.domain.sentence import say
from app.domain.willing import Hours
from app.system.setting_kinds import AUTOMATIC
from app.system.sizes import SIZE_FORM, format_exact, parse_size

NEVER = "never"
_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(\d+) ?([dhms])", re.ASCII)
_MOST_DIGITS = 9
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """An integer within limits; None stands for "automatic" where that is allowed."""

    least: int
    most: int
    automatic: bool = False

    @property
    def form(self) -> str:
        """The limits in words."""
        numbers = say("a whole number from {least} to {most}", least=str(self.least), most=str(self.most))
        return say('{form}, or "{automatic}"', form=numbers, automatic=AUTOMATIC) if self.automatic else numbers

    def from_file(self, value: object) -> int | None:
        """An integer, or the word "automatic"."""
        if self.automatic and value == AUTOMATIC:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise ValueError(self.form)
        return value

    def from_text(self, text: str) -> int | None:
        """Digits, or the word "automatic"."""
        return self.from_file(int(text) if text.isascii() and text.isdecimal() else text)

    def to_file(self, value: int) -> int:
        """The same number."""
        return value


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes, or None for "automatic" where that is allowed."""

    automatic: bool = True

    @property
    def form(self) -> str:
        """What sizes look like."""
        return say('{form}, or "{automatic}"', form=SIZE_FORM, automatic=AUTOMATIC) if self.automatic else SIZE_FORM

    def from_file(self, value: object) -> int | None:
        """A text with a unit, or a number of bytes."""
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError(self.form)
        return self.from_text(str(value))

    def from_text(self, text: str) -> int | None:
        """A size with a unit, or the word "automatic"."""
        return None if self.automatic and text == AUTOMATIC else parse_size(text)

    def to_file(self, value: int) -> str:
        """The size with the largest unit that keeps it exact."""
        return format_exact(value)


@dataclass(frozen=True, slots=True)
class Duration:
    """A time in whole seconds; 0 stands for "never"."""

    most_seconds: int

    @property
    def form(self) -> str:
        """What times look like."""
        return say('a time such as "30m", "2h" or "90s", or "{never}"', never=NEVER)

    def from_file(self, value: object) -> int:
        """A text with a unit, the word "never", or the number 0."""
        if value == NEVER or (value == 0 and not isinstance(value, bool)):
            return 0
        match = _DURATION.fullmatch(value.strip().lower()) if isinstance(value, str) else None
        if match is None or len(match[1]) > _MOST_DIGITS:
            raise ValueError(self.form)
        seconds = int(match[1]) * _SECONDS[match[2]]
        if not 0 < seconds <= self.most_seconds:
            raise ValueError(self.form)
        return seconds

    def from_text(self, text: str) -> int:
        """As in the file; "0" is "never" too."""
        return self.from_file(0 if text == "0" else text)

    def to_file(self, value: int) -> str:
        """The time with the largest unit that keeps it exact."""
        unit = next((unit for unit, size in _SECONDS.items() if value and value % size == 0), "")
        return f"{value // _SECONDS[unit]}{unit}" if unit else NEVER


@dataclass(frozen=True, slots=True)
class DayHours:
    """A part of each day, or None for "always"."""

    @property
    def form(self) -> str:
        """What hours look like."""
        return say('hours of the day such as 20:00-07:00, or "always"')

    def from_file(self, value: object) -> Hours | None:
        """Two times of day with a dash between them."""
        if value == "always":
            return None
        match = _HOURS.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise ValueError(self.form)
        hour, minute, last_hour, last_minute = (int(group) for group in match.groups())
        return Hours(60 * hour + minute, 60 * last_hour + last_minute)  # raises ValueError where it has no length

    def from_text(self, text: str) -> Hours | None:
        """As in the file."""
        return self.from_file(text)

    def to_file(self, value: Hours) -> str:
        """As it is read."""
        return str(value)
