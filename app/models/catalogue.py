"""The built-in catalogue of models worth having: names, where they are, and about how large. Nothing is downloaded."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "catalogue.toml"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model.

    Attributes:
        title: Name for display.
        source: What the command that gets it takes.
        size_bytes: Of the file, about.
        description: What it is good for, a sentence.
    """

    title: str
    source: str
    size_bytes: int
    description: str


def read_catalogue(path: Path = CATALOGUE) -> tuple[CatalogueEntry, ...]:
    """All entries, the smallest first. Blocks for a moment.

    Raises:
        OSError: It is missing.
        ValueError: It is not what it should be.
    """
    with path.open("rb") as file:
        models = tomllib.load(file)["model"]
    entries = [
        CatalogueEntry(m["title"], m["source"], int(m["megabytes"] * 1_000_000), m["description"]) for m in models
    ]
    return tuple(sorted(entries, key=lambda entry: entry.size_bytes))
