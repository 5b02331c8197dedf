"""What the commands about settings and keys print."""

from typing import Any

import pytest

from app.cli.settings_text import keys_table, setting_words, settings_table


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "automatic"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        ("dark", "dark"),
        ([], "none"),
        (["/a", "/b"], "/a, /b"),
    ],
)
def test_values(value: Any, words: str) -> None:
    assert setting_words(value) == words


def test_settings() -> None:
    settings = [
        {"name": "slots", "value": 4, "text": "Conversations at once.", "form": "", "is_live": False, "waits": True},
        {"name": "theme", "value": "dark", "text": "Colours.", "form": "", "is_live": True, "waits": False},
    ]
    assert settings_table({"settings": settings}).splitlines() == [
        "slots = 4 (after a restart)",
        "    Conversations at once.",
        "theme = dark",
        "    Colours.",
    ]


def test_keys() -> None:
    assert "no keys" in keys_table({"keys": []})
    assert keys_table({"keys": [{"name": "phone", "end": "wxyz"}]}).splitlines() == ["KEY    ENDS WITH", "phone  …wxyz"]
