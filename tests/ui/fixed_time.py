"""A time and a place for pictures: what they say of dates is the same on every day and in every country."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from types import SimpleNamespace

import pytest

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC).timestamp()
"""A Wednesday."""


class FixedDatetime(datetime):
    """The class, with another now."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "FixedDatetime":
        """Always the same."""
        return cls.fromtimestamp(NOW, tz)


@contextmanager
def fixed(patch: pytest.MonkeyPatch) -> Generator[None]:
    """It is `NOW`, in UTC, wherever a window asks for the time that it shows."""
    patch.setenv("TZ", "UTC")
    _read_zone()
    patch.setattr("app.ui.present.household.datetime", FixedDatetime)
    patch.setattr("app.ui.chat.shelf.time", SimpleNamespace(time=lambda: NOW))
    yield
    patch.undo()
    _read_zone()


def _read_zone() -> None:
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()
