"""What the commands about settings and API keys print: pure functions from the local API's JSON to text."""

import textwrap
from collections.abc import Mapping
from typing import Any

from app.cli.tables import table

type Json = Mapping[str, Any]

_WIDTH = 100


def keys_table(answer: Json) -> str:
    """The API keys."""
    if not answer["keys"]:
        return "There are no keys: programs of this computer may use any, and other machines none."
    return table(("KEY", "ENDS WITH"), [(key["name"], f"…{key['end']}") for key in answer["keys"]])


def settings_table(answer: Json) -> str:
    """Every setting with its value and what it is for."""
    return "\n".join(_setting(item) for item in answer["settings"])


def _setting(item: Json) -> str:
    after = " (after a restart)" if item["waits"] else ""
    explanation = textwrap.fill(item["text"], _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f"{item['name']} = {setting_words(item['value'])}{after}\n{explanation}"


def setting_words(value: Any) -> str:
    """A value as it is typed."""
    match value:
        case None:
            return "automatic"
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(str(item) for item in value) or "none"
        case _:
            return str(value)
