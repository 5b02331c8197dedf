"""Times and durations as people type them. Pure: the clock is passed in."""

import re
from datetime import datetime, timedelta

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", re.ASCII)
_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?:in)?)?", re.ASCII)
_MOST_SECONDS = 366 * 24 * 3600.0


def parse_clock(text: str) -> int:
    """Minutes after midnight of `18:00`.

    Raises:
        ValueError: It is no time of day.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text:.20}" is no time of day; it must look like 18:00')
    return int(match[1]) * 60 + int(match[2])


def parse_duration(text: str) -> float:
    """Seconds of `2h`, `30m`, `1h30m` or `1d`.

    Raises:
        ValueError: It is no duration, nothing, or more than a year.
    """
    match = _DURATION.fullmatch(text.strip().lower().replace(" ", ""))
    days, hours, minutes = (float(part or 0) for part in match.groups()) if match else (0.0, 0.0, 0.0)
    seconds = days * 86400 + hours * 3600 + minutes * 60
    if not 0 < seconds <= _MOST_SECONDS:
        raise ValueError(f'"{text:.20}" is no duration; it must look like 2h, 30m or 1h30m')
    return seconds


def pause_end(until: int | None, seconds: float | None, now: datetime) -> float | None:
    """When a pause ends.

    Args:
        until: Minutes after midnight; tomorrow's when today's is past.
        seconds: Or so long from now.
        now: The local time, with its time zone or without.

    Returns:
        Seconds since 1970; None when neither was given.
    """
    if seconds is not None:
        return now.timestamp() + seconds
    if until is None:
        return None
    # The same wall-clock time also on the day on which clocks are put forward or back.
    end = now.replace(tzinfo=None, hour=until // 60, minute=until % 60, second=0, microsecond=0)
    if end <= now.replace(tzinfo=None):
        end += timedelta(days=1)
    return (end if now.tzinfo is None else end.replace(tzinfo=now.tzinfo)).timestamp()


def clock_words(seconds_since_1970: float, now: datetime) -> str:
    """`18:00`, with the day when it is not today."""
    moment = datetime.fromtimestamp(seconds_since_1970, now.tzinfo)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%A %H:%M}" if moment - now < timedelta(days=6) else f"{moment:%d %B %H:%M}"
