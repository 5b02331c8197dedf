"""What all installers say of Hearth, read from where it is written once, and where they put what they make."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
BUNDLE = DIST / "hearth"
RESOURCES = ROOT / "resources"

NAME = "hearth"
TITLE = "Hearth"
# The name of the desktop entry, the metadata, the icons and (on macOS) the bundle: the same for all.
IDENTIFIER = "app.hearth.Hearth"
MAINTAINER = "The Hearth authors <hearth@localhost.invalid>"
DESCRIPTION = """\
Hearth turns the laptops of one household into one AI. Install it on each, click
Join swarm, paste one token. A language model too large for any of them is split
over their memory; a model that fits answers from one of them. Every program on
every laptop reaches it at one local address, and people in its chat window.
Nothing leaves the home."""


def _project() -> dict[str, Any]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table


def version() -> str:
    """Hearth's version, from pyproject.toml."""
    return str(_project()["version"])


def summary() -> str:
    """What Hearth is, in one sentence without a full stop, as packages want it."""
    return str(_project()["description"]).rstrip(".")


def pinned_version(package: str) -> str:
    """The version that pyproject.toml pins a dependency to.

    Raises:
        LookupError: it pins none.
    """
    for requirement in _project()["dependencies"]:
        match = re.match(rf"{re.escape(package)}==([^\s;]+)", requirement)
        if match:
            return match[1]
    raise LookupError(package)
