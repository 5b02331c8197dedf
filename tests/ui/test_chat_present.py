"""The list of conversations by day, and the entries of the model picker."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.state import Loading, OnDisk
from app.ui.present import chat_view
from app.ui.present.conversations import ConversationRow, Group, group_of, grouped
from tests.fakes import states

NOW = datetime(2026, 3, 15, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 16), "Today"),
        (date(2026, 3, 15), "Today"),
        (date(2026, 3, 14), "Yesterday"),
        (date(2026, 3, 8), "Last 7 days"),
        (date(2026, 3, 7), "Last 30 days"),
        (date(2026, 2, 12), "February"),
        (date(2025, 12, 31), "December 2025"),
    ],
)
def test_groups(day: date, words: str) -> None:
    assert group_of(day, NOW.date()) == words


def test_pinned_ones_come_first_and_days_follow() -> None:
    now = NOW.timestamp()
    a, b, c = ConversationRow("a", "A"), ConversationRow("b", "B", is_pinned=True), ConversationRow("c", "C")
    rows = grouped([(a, now - 86400), (b, now - 9_000_000), (c, now)], now, UTC)
    assert rows == (Group("Pinned"), b, Group("Today"), c, Group("Yesterday"), a)
    assert grouped([], now) == ()


def test_midnight_is_that_of_the_user() -> None:
    row = ConversationRow("a", "A")
    late, early = datetime(2026, 3, 14, 23, 59, tzinfo=UTC), datetime(2026, 3, 15, 0, 1, tzinfo=UTC)
    assert grouped([(row, late.timestamp())], early.timestamp(), UTC)[0] == Group("Yesterday")


def test_the_greeting_says_whether_there_is_anybody_to_ask() -> None:
    assert chat_view(None).greeting.heading == "Hearth is starting…"
    assert chat_view(replace(states.ALONE, api_url="")).greeting.no_model == "Starting…"
    none = chat_view(states.state(models=())).greeting
    assert (none.heading, none.no_model, none.can_find) == ("There is no model to ask yet", "No model yet", True)
    asked = chat_view(states.ALONE).greeting
    assert (asked.heading, asked.can_find) == ("What would you like to know?", False)


def test_picker_says_where_each_model_runs_and_loaded_ones_come_first() -> None:
    models = (
        states.large(name="cold", title="Cold", status=OnDisk(), plan=None),
        states.large(name="warm", title="Warm"),
        states.large(name="soon", title="Soon", status=Loading(3_100_000_000, 8_200_000_000, "loading layers")),
        states.demo(),
    )
    choices = chat_view(states.state(*states.PAIR_PEERS, models=models)).choices
    assert [(choice.name, choice.where) for choice in choices] == [
        ("warm", "on study and kitchen"),
        ("soon", "Loading layers · 3.1 of 8.2 GB"),
        ("cold", "only on disk: loads first"),
        ("demo", "on kitchen"),
    ]
    assert choices[0].context_length == 4096
