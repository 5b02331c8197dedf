"""What the user may choose: one frozen value, read from `settings.toml`, the environment and the command line.

The later wins, in this order: file, `HEARTH_…` environment variable, command line. A wrong value is an error with
the place and what is allowed; the file is never repaired or rewritten by itself. State and secrets are kept elsewhere.
"""

import logging
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError

from app.domain.errors import UserError
from app.system.computer import MAX_NAME_CHARACTERS, computer_name
from app.system.setting_kinds import Choice, Folders, Kind, Name, Size, Switch, WholeNumber

_log = logging.getLogger(__name__)

VERSION = 1
DEFAULT_API_PORT = 4327
_HEADER = "Settings of Hearth. `hearth --help` explains each; what is not here has its default."


def _is(kind: Kind, description: str, option: str = "") -> dict[str, Any]:
    """What belongs to a setting beside its value: its kind, its text in --help, and its option if named otherwise."""
    return {"kind": kind, "help": description, "option": option}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. The `help` of each field is what the settings dialog and `--help` show."""

    node_name: str = field(
        default_factory=computer_name,
        metadata=_is(Name(MAX_NAME_CHARACTERS), "What this device is called in the swarm.", "name"),
    )
    api_port: int = field(
        default=DEFAULT_API_PORT,
        metadata=_is(WholeNumber(0, 65535), "Port of the local OpenAI API on 127.0.0.1; 0 takes any free one."),
    )
    offer: int | None = field(
        default=None, metadata=_is(Size(), "Memory that this device lends to the swarm, such as 3G.")
    )
    models_directories: tuple[str, ...] = field(
        default=(), metadata=_is(Folders(), "More folders with GGUF files; they are only read.", "models-directory")
    )
    context_length: int = field(
        default=4096, metadata=_is(WholeNumber(256, 1 << 20), "Tokens of one conversation that a model remembers.")
    )
    slots: int = field(
        default=2, metadata=_is(WholeNumber(1, 16), "Conversations that one model answers at the same time.")
    )
    threads: int | None = field(
        default=None, metadata=_is(WholeNumber(1, 1024, automatic=True), "Processor threads for computing.")
    )
    secrets: Literal["keyring", "file", "memory"] = field(
        default="keyring",
        metadata=_is(
            Choice(("keyring", "file", "memory")),
            "Where identity and token are kept: the system's keyring, a file that is not encrypted, or nowhere.",
        ),
    )
    listen_port: int = field(
        default=0, metadata=_is(WholeNumber(0, 65535), "Port for links from other devices; 0 takes any free one.")
    )
    sharing: bool = field(default=True, metadata=_is(Switch(), "Whether this device lends memory to the swarm."))
    theme: Literal["system", "light", "dark"] = field(
        default="system", metadata=_is(Choice(("system", "light", "dark")), "Colours of the windows.")
    )


@dataclass(frozen=True, slots=True)
class SettingHelp:
    """One setting as `--help` and the settings dialog show it.

    Attributes:
        name: The field of `Settings`, and the key in the file.
        option: Its option on the command line: `--api-port`.
        variable: Its environment variable: `HEARTH_API_PORT`.
        text: What it is for, a sentence.
        form: What is allowed, as the end of "it must be …".
    """

    name: str
    option: str
    variable: str
    text: str
    form: str


def describe_settings() -> tuple[SettingHelp, ...]:
    """All settings, in the order of `Settings`."""
    return tuple(_describe(item.name, item.metadata) for item in fields(Settings))


def load_settings(path: Path) -> Settings:
    """The settings in a file; the defaults when there is no file.

    Raises:
        UserError: `setting_wrong`, `settings_not_toml`, `settings_too_new`, `settings_not_readable`. The file is left
            as it is.
    """
    return _load(path)[0]


def save_settings(path: Path, settings: Settings, only: Collection[str] | None = None) -> None:
    """Write what differs from the file, and keep its comments, order and unknown keys.

    Args:
        path: The file; replaced in one step.
        settings: What to write.
        only: Names of the fields to write. Give them when `settings` were merged with environment and options:
            what holds for one run does not belong in the file.

    Raises:
        UserError: As `load_settings`: a file that cannot be understood is not overwritten.
    """
    kept, document = _load(path)
    default = Settings()
    for name, kind in _kinds().items():
        value = getattr(settings, name)
        if (only is not None and name not in only) or value == getattr(kept, name):
            continue
        if value is None or (name not in document and value == getattr(default, name)):
            document.pop(name, None)
        else:
            document[name] = kind.to_file(value)
    _replace_file(path, tomlkit.dumps(document))


def from_environment(environment: Mapping[str, str], base: Settings | None = None) -> Settings:
    """Settings with the `HEARTH_…` variables that are set and not empty put over `base` (the defaults).

    Raises:
        UserError: `setting_wrong`, naming the variable.
    """
    texts = {item.name: environment[item.variable] for item in describe_settings() if environment.get(item.variable)}
    return _overlay(base or Settings(), texts, {item.name: item.variable for item in describe_settings()})


def from_options(options: Mapping[str, str], base: Settings) -> Settings:
    """Settings with what was given on the command line put over `base`.

    Args:
        options: Texts by field name, only those that were given.
        base: File and environment, merged.

    Raises:
        UserError: `setting_wrong`, naming the option.
    """
    return _overlay(base, options, {item.name: item.option for item in describe_settings()})


def _describe(name: str, metadata: Mapping[str, Any]) -> SettingHelp:
    option = metadata["option"] or name.replace("_", "-")
    variable = f"HEARTH_{option.replace('-', '_').upper()}"
    return SettingHelp(name, f"--{option}", variable, metadata["help"], metadata["kind"].form)


def _kinds() -> dict[str, Kind]:
    return {item.name: item.metadata["kind"] for item in fields(Settings)}


def _overlay(base: Settings, texts: Mapping[str, str], sources: Mapping[str, str]) -> Settings:
    kinds = _kinds()
    values: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            values[name] = kinds[name].from_text(text.strip())
        except ValueError as error:
            raise UserError(
                "Wrong setting",
                f'{sources[name]} is "{text:.60}"; it must be {kinds[name].form}.',
                "Correct it or leave it out.",
                "setting_wrong",
            ) from error
    return replace(base, **values)


def _load(path: Path) -> tuple[Settings, tomlkit.TOMLDocument]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEADER))
        document["version"] = VERSION
        return Settings(), document
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise UserError(
            "Settings not readable", f"{path} cannot be read: {reason}.", "", "settings_not_readable"
        ) from error
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        place = f", line {error.line}" if isinstance(error, ParseError) else ""
        raise UserError(
            "Settings not readable",
            f"{path}{place}: {str(error).partition(' at line')[0].rstrip('.')}.",
            "Correct the file, or move it away to start with the defaults. It was not changed.",
            "settings_not_toml",
        ) from error
    return _read(path, text, document.unwrap()), document


def _read(path: Path, text: str, values: Mapping[str, object]) -> Settings:
    version = values.get("version", VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _wrong(path, text, "version", version, f"{VERSION}")
    if version > VERSION:
        raise UserError(
            "Settings of a newer Hearth",
            f"{path} is of version {version}; this Hearth knows version {VERSION}.",
            "Update Hearth, or start with another --data-dir. The file was not changed.",
            "settings_too_new",
        )
    kinds = _kinds()
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "version":
            continue
        if name not in kinds:
            near = get_close_matches(name, kinds, 1)
            _log.warning("%s: unknown setting %s is not used%s", path, name, f"; is it {near[0]}?" if near else "")
            continue
        try:
            found[name] = kinds[name].from_file(value)
        except ValueError as error:
            raise _wrong(path, text, name, value, kinds[name].form) from error
    return replace(Settings(), **found)


def _wrong(path: Path, text: str, name: str, value: object, form: str) -> UserError:
    match = re.search(rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=", text, re.MULTILINE)
    line = f", line {text.count(chr(10), 0, match.start()) + 1}" if match else ""
    return UserError(
        "Wrong setting",
        f"{path}{line}: {name} is {tomlkit.item(value).as_string():.60}; it must be {form}.",
        "Correct the line, or remove it to use the default. The file was not changed.",
        "setting_wrong",
    )


def _replace_file(path: Path, text: str) -> None:
    target = path.resolve()  # A link to a file kept elsewhere stays a link.
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".settings-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UserError(
            "Settings not saved",
            f"{path} cannot be written: {error.strerror or error}.",
            "Check that its folder belongs to you and that the disk is not full.",
            "settings_not_saved",
        ) from error
