"""Licences: written when the program is built, else those of the environment."""

import json
from importlib import metadata
from pathlib import Path

import pytest

from app.system.licences import Licence, licence_of, shipped_licences

_ABSENT = Path("/nonexistent")


def test_from_source_the_packages_of_the_environment_are_named() -> None:
    found = {licence.name: licence for licence in shipped_licences(_ABSENT)}
    assert found["aiohttp"].version == metadata.version("aiohttp")
    assert "Apache" in found["aiohttp"].licence
    assert "Apache License" in found["aiohttp"].text
    assert "llama_cpp_python" in found
    assert "pytest" not in found
    assert [*found] == sorted(found, key=str.casefold)


def test_an_installed_program_reads_what_was_written(tmp_path: Path) -> None:
    written = tmp_path / "licences.json"
    entry = {"name": "Straße", "version": "1", "licence": "MIT", "text": "Permission is granted."}
    written.write_text(json.dumps([entry], ensure_ascii=False), encoding="utf-8")
    assert shipped_licences(written, _ABSENT) == (Licence("Straße", "1", "MIT", "Permission is granted."),)


@pytest.mark.parametrize("damaged", ["", "[1", "{}x", '[{"name": "a"}]', "[3]"])
def test_what_cannot_be_read_is_asked_of_the_environment(tmp_path: Path, damaged: str) -> None:
    written = tmp_path / "licences.json"
    written.write_text(damaged)
    assert "aiohttp" in {licence.name for licence in shipped_licences(written)}
    assert shipped_licences(written, _ABSENT) == ()


def test_a_long_licence_field_is_no_short_name() -> None:
    """This package has the whole text where others have a name."""
    licence = licence_of(metadata.distribution("mmh3"))
    assert licence.licence in ("MIT License", "MIT")
    assert "Permission is hereby granted" in licence.text
