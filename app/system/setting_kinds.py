"""The sorts of values that settings have: how each is read from a file and from text, and what is allowed.

A kind turns what it reads into the value that `Settings` holds, or raises ValueError; `form` says in words what it
accepts.
"""

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.domain.willing import Hours
from app.system.sizes import SIZE_FORM, format_exact, parse_size

AUTOMATIC = "automatic"
NEVER = "never"
_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(\d+) ?([dhms])", re.ASCII)
_MOST_DIGITS = 9


class Kind(Protocol):
    """A sort of value."""

    @property
    def form(self) -> str:
        """What is accepted, as the end of a sentence "it must be …"."""

    def from_file(self, value: object) -> Any:
        """The setting's value from a TOML value, or ValueError."""

    def from_text(self, text: str) -> Any:
        """The setting's value from an environment variable or option, or ValueError."""

    def to_file(self, value: Any) -> Any:
        """The TOML value for a setting's value."""


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """An integer within limits; None stands for "automatic" where that is allowed."""

    least: int
    most: int
    automatic: bool = False

    @property
    def form(self) -> str:
        """The limits in words."""
        numbers = f"a whole number from {self.least} to {self.most}"
        return f'{numbers}, or "{AUTOMATIC}"' if self.automatic else numbers

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
        return f'{SIZE_FORM}, or "{AUTOMATIC}"' if self.automatic else SIZE_FORM

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
        return f'a time such as "30m", "2h" or "90s", or "{NEVER}"'

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
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def form(self) -> str:
        """The words."""
        return "one of " + ", ".join(f'"{word}"' for word in self.words)

    def from_file(self, value: object) -> str:
        """One of the words, exactly."""
        if not isinstance(value, str) or value not in self.words:
            raise ValueError(self.form)
        return value

    def from_text(self, text: str) -> str:
        """One of the words, exactly."""
        return self.from_file(text)

    def to_file(self, value: str) -> str:
        """The same word."""
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""

    @property
    def form(self) -> str:
        """Both words."""
        return "true or false"

    def from_file(self, value: object) -> bool:
        """A TOML boolean."""
        if not isinstance(value, bool):
            raise ValueError(self.form)
        return value

    def from_text(self, text: str) -> bool:
        """A word for yes or no."""
        words = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
        }
        if text.lower() not in words:
            raise ValueError(self.form)
        return words[text.lower()]

    def to_file(self, value: bool) -> bool:
        """The same."""
        return value


@dataclass(frozen=True, slots=True)
class Name:
    """A short line of text for people."""

    most_characters: int

    @property
    def form(self) -> str:
        """The length."""
        return f"a name of 1 to {self.most_characters} characters on one line"

    def from_file(self, value: object) -> str:
        """A text without control characters; space around it is dropped."""
        if not isinstance(value, str) or not value.strip().isprintable():
            raise ValueError(self.form)
        name = value.strip()
        if not 1 <= len(name) <= self.most_characters:
            raise ValueError(self.form)
        return name

    def from_text(self, text: str) -> str:
        """As in the file."""
        return self.from_file(text)

    def to_file(self, value: str) -> str:
        """The same."""
        return value


@dataclass(frozen=True, slots=True)
class Folders:
    """Names of folders; a missing one is no error, it may be on a disk that is not plugged in."""

    @property
    def form(self) -> str:
        """The types."""
        return 'a list of folders with their whole path, such as ["/data/models"]'

    def from_file(self, value: object) -> tuple[str, ...]:
        """A TOML array of whole paths; `~` is the home folder."""
        if not isinstance(value, list):
            raise ValueError(self.form)
        folders = []
        for item in value:
            if not isinstance(item, str) or not os.path.isabs(folder := os.path.expanduser(item)):
                raise ValueError(self.form)
            folders.append(str(Path(folder)))
        return tuple(folders)

    def from_text(self, text: str) -> tuple[str, ...]:
        """Folders with the system's separator between them, as in PATH."""
        return self.from_file([part for part in text.split(os.pathsep) if part])

    def to_file(self, value: tuple[str, ...]) -> list[str]:
        """A TOML array."""
        return list(value)


@dataclass(frozen=True, slots=True)
class Folder:
    """The name of one folder, or None for "automatic"."""

    @property
    def form(self) -> str:
        """The type."""
        return f'a folder with its whole path, or "{AUTOMATIC}"'

    def from_file(self, value: object) -> str | None:
        """A whole path; `~` is the home folder."""
        if value == AUTOMATIC:
            return None
        if not isinstance(value, str) or "\0" in value or not os.path.isabs(folder := os.path.expanduser(value)):
            raise ValueError(self.form)
        return str(Path(folder))

    def from_text(self, text: str) -> str | None:
        """As in the file."""
        return self.from_file(text)

    def to_file(self, value: str) -> str:
        """The same."""
        return value


_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class DayHours:
    """A part of each day, or None for "always"."""

    @property
    def form(self) -> str:
        """What hours look like."""
        return 'hours of the day such as 20:00-07:00, or "always"'

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


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """An IP address of this computer, or None for "automatic"."""

    @property
    def form(self) -> str:
        """What addresses look like."""
        return f'an IPv4 address of this computer such as 192.168.1.20, or "{AUTOMATIC}"'

    def from_file(self, value: object) -> str | None:
        """An address that other machines can reach; whether this computer has it now is seen when it listens."""
        if value == AUTOMATIC:
            return None
        try:
            address = ipaddress.IPv4Address(value) if isinstance(value, str) else None
        except ValueError:
            address = None
        if address is None or address.is_unspecified or address.is_multicast or address.is_loopback:
            raise ValueError(self.form)
        return str(address)

    def from_text(self, text: str) -> str | None:
        """As in the file."""
        return self.from_file(text)

    def to_file(self, value: str) -> str:
        """The same."""
        return value
