"""Whose work Hearth is made of: name, version and licence of everything that is shipped, for the About window.

An installed Hearth reads what was written when it was built (`installers/shared/licences.py`); one from source asks its
environment for the packages in `requirements/runtime.txt`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from app.domain.sentence import say

_ROOT = Path(__file__).resolve().parents[2]
WRITTEN = _ROOT / "resources" / "licences.json"
_LOCKED = _ROOT / "requirements" / "runtime.txt"
_LICENCE_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
# Built with options of its own, so that no lock file for packages names it.
_LLAMA = "llama-cpp-python"
_UNKNOWN = say("see its text")


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms one part of Hearth may be used.

    Attributes:
        name: What its authors call it.
        version: The version that is shipped.
        licence: The short name of its terms ("MIT", "Apache-2.0 AND MIT").
        text: The terms themselves; empty where its authors ship none.
    """

    name: str
    version: str
    licence: str
    text: str


def shipped_licences(written: Path = WRITTEN, locked: Path = _LOCKED) -> tuple[Licence, ...]:
    """Everything that is shipped, by name. Blocks up to a second; empty when neither file can be read."""
    try:
        entries = json.loads(written.read_text(encoding="utf-8"))
        return tuple(Licence(**entry) for entry in entries)
    except (OSError, ValueError, TypeError):
        pass
    try:
        names = re.findall(r"^([A-Za-z0-9._-]+)==", locked.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return ()
    return by_name(licence_of(found) for found in _installed([*names, _LLAMA]))


def by_name(licences: Iterable[Licence]) -> tuple[Licence, ...]:
    """Sorted as people look for them."""
    return tuple(sorted(licences, key=lambda licence: licence.name.casefold()))


def licence_of(distribution: metadata.Distribution) -> Licence:
    """What an installed package says of itself."""
    about = distribution.metadata
    return Licence(
        name=about["Name"],
        version=distribution.version,
        licence=_short_name(about),
        text="\n\n".join(_texts(distribution)),
    )


def _installed(names: Iterable[str]) -> Iterator[metadata.Distribution]:
    for name in names:
        try:
            yield metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another system


def _short_name(about: metadata.PackageMetadata) -> str:
    said = about.get("License-Expression") or about.get("License") or ""
    first_line = said.strip().partition("\n")[0].strip()
    if first_line and len(first_line) < 60:
        return first_line
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License ::")
    ]
    return ", ".join(classified) or _UNKNOWN


def _texts(distribution: metadata.Distribution) -> Iterator[str]:
    for file in sorted(distribution.files or (), key=str):
        if ".dist-info/" in file.as_posix() and _LICENCE_FILE.search(file.as_posix()):
            yield file.read_text(encoding="utf-8").strip()
