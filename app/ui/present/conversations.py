"""The list of conversations as rows: grouped by day, or what a search found. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from app.ui.present.dates import month_name
from app.ui.present.language import tr


@dataclass(frozen=True, slots=True)
class Group:
    """A heading between rows."""

    words: str


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation.

    Attributes:
        conversation_id: Which.
        title: Its first line.
        is_pinned: Whether it is kept at the top.
        snippet: A second line: where the words were found; may be empty.
        marks: Start and end of what was found: in the snippet, or in the title when there is none.
        entry_id: The turn in which it was found; None without one.
    """

    conversation_id: str
    title: str
    is_pinned: bool = False
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    entry_id: str | None = None


type Row = Group | ConversationRow


def grouped(rows: Iterable[tuple[ConversationRow, float]], now: float, zone: tzinfo | None = None) -> tuple[Row, ...]:
    """Rows under headings: the pinned ones first, then by day.

    Args:
        rows: Each with the time of its last change, in seconds since 1970.
        now: The time now.
        zone: Of the user; None for the computer's.
    """
    today = datetime.fromtimestamp(now, zone).date()
    ordered = sorted(rows, key=lambda row: (not row[0].is_pinned, -row[1]))
    made: list[Row] = []
    heading = ""
    for row, changed_at in ordered:
        day = datetime.fromtimestamp(changed_at, zone).date()
        words = tr("Pinned") if row.is_pinned else group_of(day, today)
        if words != heading:
            made.append(Group(words))
            heading = words
        made.append(row)
    return tuple(made)


def group_of(day: date, today: date) -> str:
    """The heading of a day."""
    age = today - day
    if age <= timedelta(0):
        return tr("Today")
    if age == timedelta(1):
        return tr("Yesterday")
    if age <= timedelta(7):
        return tr("Last 7 days")
    if age <= timedelta(30):
        return tr("Last 30 days")
    month = month_name(day.month)
    return month if day.year == today.year else tr("{month} {year}", month=month, year=str(day.year))
