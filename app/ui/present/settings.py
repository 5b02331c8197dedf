"""The settings as people see them: which stand together, what they are called, and the words for their values.

What each is for comes from `Settings` itself, by way of `Preference.text`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.preference import FileValue, Preference

AUTOMATIC = "automatic"

AFTER_RESTART = "Takes effect when Hearth is started again."
CLEAR_WARNING = "Not encrypted: whoever is in this network can read questions, answers and keys."
UPDATES = (
    "Hearth never asks the internet whether there is a newer version. New versions are announced on the project's page."
)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        name: Its key in the settings file.
        label: What people call it.
        text: What it is for.
        value: As the file has it.
        choices: Words of the file with what is shown for them; empty where it is no choice.
        note: What is to be known of the value as it is now; may be empty.
        is_warning: Whether the note is to be heeded.
    """

    name: str
    label: str
    text: str
    value: FileValue
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Settings that belong together."""

    title: str
    rows: tuple[SettingRow, ...]


GENERAL, SHARING, MODELS, LOCAL_API = "General", "Sharing", "Models", "Local API"

_PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    GENERAL: (
        ("node_name", "Name of this device"),
        ("start_at_login", "Start at login"),
        ("notifications", "Notifications"),
        ("theme", "Theme"),
        ("language", "Language"),
    ),
    SHARING: (
        ("sharing", "Share memory"),
        ("offer", "How much"),
        ("on_battery", "On battery"),
        ("idle_only", "Only while nobody is using this computer"),
        ("sharing_hours", "Only at certain hours"),
        ("keep_awake", "Stay awake while working"),
    ),
    MODELS: (
        ("models_folder", "Models folder"),
        ("models_directories", "More folders"),
        ("context_length", "Length of a conversation"),
        ("slots", "Conversations at once"),
    ),
    LOCAL_API: (
        ("api_port", "Port"),
        ("lan_access", "Other machines"),
        ("lan_address", "Address for them"),
    ),
}

_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "theme": (("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    "language": (("system", "As the system"), ("en", "English"), ("de", "Deutsch")),
    "on_battery": (
        ("share", "Share as always"),
        ("answer", "Answer, lend no memory"),
        ("nothing", "Do nothing for others"),
    ),
    "lan_access": (
        ("off", "May not use it"),
        ("https", "May use it, encrypted"),
        ("http", "May use it, not encrypted"),
    ),
}


def settings_pages(preferences: Iterable[Preference]) -> tuple[SettingsPage, ...]:
    """The pages of the Settings window."""
    known = {item.name: item for item in preferences}
    return tuple(
        SettingsPage(title, tuple(setting_row(known[name]) for name, _ in rows if name in known))
        for title, rows in _PAGES.items()
    )


def setting_row(preference: Preference) -> SettingRow:
    """One setting of the Settings window."""
    labels = {name: label for rows in _PAGES.values() for name, label in rows}
    is_clear = preference.name == "lan_access" and preference.value == "http"
    return SettingRow(
        preference.name,
        labels[preference.name],
        preference.text,
        preference.value,
        _CHOICES.get(preference.name, ()),
        CLEAR_WARNING if is_clear else AFTER_RESTART if preference.waits else "",
        is_warning=is_clear,
    )
