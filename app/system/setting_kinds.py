"""The sorts of values that settings have: how each is read from a file and from text, and what is allowed.

A kind turns what it reads into the value that `Settings` holds, or raises ValueError; `form` says in words what it
accepts. Amounts are in `amount_kinds.py`, addresses of the network in `address_kinds.py`.
"""

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.domain.sentence import say

AUTOMATIC = "automatic"


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
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def form(self) -> str:
        """The words."""
        return say("one of {words}", words=", ".join(f'"{word}"' for word in self.words))

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
        return say("true or false")

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
        return say("a name of 1 to {most} characters on one line", most=str(self.most_characters))

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
        return say('a list of folders with their whole path, such as ["/data/models"]')

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
        return say('a folder with its whole path, or "{automatic}"', automatic=AUTOMATIC)

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


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """An IP address of this computer, or None for "automatic"."""

    @property
    def form(self) -> str:
        """What addresses look like."""
        return say('an IPv4 address of this computer such as 192.168.1.20, or "{automatic}"', automatic=AUTOMATIC)

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
