"""The settings file `settings.toml`: read, and written without spoiling what its owner put there.

A wrong value is an error with its line and what is allowed; the file is never repaired or rewritten by itself.
"""

import logging
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError

from app.domain.errors import UserError
from app.domain.sentence import say
from app.system.settings import Settings, setting_kinds

_log = logging.getLogger(__name__)

VERSION = 1
_HEADER = "Settings of Hearth. `hearth --help` explains each; what is not here has its default."


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
    for name, kind in setting_kinds().items():
        value = getattr(settings, name)
        if (only is not None and name not in only) or value == getattr(kept, name):
            continue
        if value is None or (name not in document and value == getattr(default, name)):
            document.pop(name, None)
        else:
            document[name] = kind.to_file(value)
    _replace_file(path, tomlkit.dumps(document))


def _load(path: Path) -> tuple[Settings, tomlkit.TOMLDocument]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEADER))
        document["version"] = VERSION
        return Settings(), document
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else say("it is not UTF-8 text")
        raise UserError(
            say("Settings not readable"),
            say("{path} cannot be read: {reason}.", path=str(path), reason=reason),
            "",
            "settings_not_readable",
        ) from error
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        place = (
            say("{path}, line {line}", path=str(path), line=error.line) if isinstance(error, ParseError) else str(path)
        )
        raise UserError(
            say("Settings not readable"),
            say("{place}: {reason}.", place=place, reason=str(error).partition(" at line")[0].rstrip(".")),
            say("Correct the file, or move it away to start with the defaults. It was not changed."),
            "settings_not_toml",
        ) from error
    return _read(path, text, document.unwrap()), document


def _read(path: Path, text: str, values: Mapping[str, object]) -> Settings:
    version = values.get("version", VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _wrong(path, text, "version", version, f"{VERSION}")
    if version > VERSION:
        raise UserError(
            say("Settings of a newer Hearth"),
            say(
                "{path} is of version {version}; this Hearth knows version {known}.",
                path=str(path),
                version=version,
                known=VERSION,
            ),
            say("Update Hearth, or start with another --data-dir. The file was not changed."),
            "settings_too_new",
        )
    kinds = setting_kinds()
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
    place = (
        say("{path}, line {line}", path=str(path), line=text.count(chr(10), 0, match.start()) + 1)
        if match
        else str(path)
    )
    return UserError(
        say("Wrong setting"),
        say(
            "{place}: {name} is {value}; it must be {form}.",
            place=place,
            name=name,
            value=tomlkit.item(value).as_string()[:60],
            form=form,
        ),
        say("Correct the line, or remove it to use the default. The file was not changed."),
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
            say("Settings not saved"),
            say("{path} cannot be written: {reason}.", path=str(path), reason=error.strerror or str(error)),
            say("Check that its folder belongs to you and that the disk is not full."),
            "settings_not_saved",
        ) from error
