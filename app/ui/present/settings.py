"""The settings as people see them: which stand together, what they are called, and the words for their values.

What each is for comes from `Settings` itself, by way of `Preference.text`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.preference import FileValue, Preference
from app.domain.sentence import marked
from app.ui.present.language import tr

AUTOMATIC = "automatic"

AFTER_RESTART = marked("Takes effect when Hearth is started again.")
CLEAR_WARNING = marked("Not encrypted: whoever is in this network can read questions, answers and keys.")


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        name: Its key in the settings file.
        label: What people call it.
        text: What it is for.
        value: As the file has it.
        choices: Words of the file with what is shown for them; empty where it is no choice.
        around: What stands before and after a number, such as its unit.
        note: What is to be known of the value as it is now; may be empty.
        is_warning: Whether the note is to be heeded.
    """

    name: str
    label: str
    text: str
    value: FileValue
    choices: tuple[tuple[str, str], ...] = ()
    around: tuple[str, str] = ("", "")
    note: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Settings that belong together.

    Attributes:
        name: Tells it from the other pages.
        title: What people call it.
        rows: The settings.
    """

    name: str
    title: str
    rows: tuple[SettingRow, ...]


GENERAL, SHARING, MODELS, LOCAL_API = marked("General"), marked("Sharing"), marked("Models"), marked("Local API")

_PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    GENERAL: (
        ("node_name", marked("Name of this device")),
        ("start_at_login", marked("Start at login")),
        ("notifications", marked("Notifications")),
        ("theme", marked("Theme")),
        ("language", marked("Language")),
    ),
    SHARING: (
        ("sharing", marked("Share memory")),
        ("offer", marked("How much")),
        ("on_battery", marked("On battery")),
        ("idle_only", marked("Only while nobody is using this computer")),
        ("sharing_hours", marked("Only at certain hours")),
        ("keep_awake", marked("Stay awake while working")),
    ),
    MODELS: (
        ("models_folder", marked("Models folder")),
        ("models_directories", marked("More folders")),
        ("context_length", marked("Length of a conversation")),
        ("slots", marked("Conversations at once")),
    ),
    LOCAL_API: (
        ("api_port", marked("Port")),
        ("lan_access", marked("Other machines")),
        ("lan_address", marked("Address for them")),
    ),
}

_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "theme": (("system", marked("As the system")), ("light", marked("Light")), ("dark", marked("Dark"))),
    "language": (("system", marked("As the system")), ("en", "English"), ("de", "Deutsch")),
    "on_battery": (
        ("share", marked("Share as always")),
        ("answer", marked("Answer, lend no memory")),
        ("nothing", marked("Do nothing for others")),
    ),
    "lan_access": (
        ("off", marked("May not use it")),
        ("https", marked("May use it, encrypted")),
        ("http", marked("May use it, not encrypted")),
    ),
}

_AMOUNTS: Mapping[str, str] = {"context_length": marked("{count} tokens")}
_NUMBER = "#"


def settings_pages(preferences: Iterable[Preference]) -> tuple[SettingsPage, ...]:
    """The pages of the Settings window."""
    known = {item.name: item for item in preferences}
    return tuple(
        SettingsPage(title, tr(title), tuple(setting_row(known[name]) for name, _ in rows if name in known))
        for title, rows in _PAGES.items()
    )


def setting_row(preference: Preference) -> SettingRow:
    """One setting of the Settings window."""
    labels = {name: label for rows in _PAGES.values() for name, label in rows}
    is_clear = preference.name == "lan_access" and preference.value == "http"
    return SettingRow(
        preference.name,
        tr(labels[preference.name]),
        tr(preference.text),
        preference.value,
        tuple((word, tr(shown)) for word, shown in _CHOICES.get(preference.name, ())),
        _around(preference.name),
        _note(preference, is_clear),
        is_warning=is_clear,
    )


def version_words(version: str) -> str:
    """Which version this is, and where newer ones are found."""
    return tr(
        "This is Hearth {version}. Hearth never asks the internet whether there is a newer version. New versions are "
        "announced on the project's page.",
        version=version,
    )


def _around(name: str) -> tuple[str, str]:
    amount = tr(_AMOUNTS[name], count=_NUMBER) if name in _AMOUNTS else _NUMBER
    before, _, after = amount.partition(_NUMBER)
    return before, after


def _note(preference: Preference, is_clear: bool) -> str:
    if is_clear:
        return tr(CLEAR_WARNING)
    return tr(AFTER_RESTART) if preference.waits else ""
