"""Every text of the windows in every language: none missing, none left over, and what Hearth loads is made of them."""

import re
from pathlib import Path

import pytest

from resources.translations.update import FOLDER, collect, compile_to, read

LANGUAGES = tuple(sorted(FOLDER.glob("hearth_*.ts")))
_PLACE = re.compile(r"\{\w+\}")
_ABBREVIATIONS = ("Mio.", "Tsd.")
"""Their full stop ends no sentence."""
_HINT = "run `make translations`, then translate what it names with Qt Linguist"


def test_there_is_german() -> None:
    assert [path.name for path in LANGUAGES] == ["hearth_de.ts"]


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_every_text_is_translated(path: Path) -> None:
    texts, known = set(collect()), read(path)
    assert sorted(texts - set(known)) == [], f"not translated: {_HINT}"
    assert sorted(set(known) - texts) == [], f"said no more: {_HINT}"


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_translations_have_the_places_and_edges_of_their_texts(path: Path) -> None:
    for text, translation in read(path).items():
        assert sorted(set(_PLACE.findall(text))) == sorted(set(_PLACE.findall(translation))), text
        assert text.startswith(" ") == translation.startswith(" "), text
        assert text.endswith(" ") == translation.endswith(" "), text
        for end in (".", "…", "?", ":"):
            ends = translation.endswith(end) and not translation.endswith(_ABBREVIATIONS)
            assert text.endswith(end) == ends, text


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_what_is_loaded_was_made_of_them(path: Path, tmp_path: Path) -> None:
    compile_to(path, tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == path.with_suffix(".qm").read_bytes(), _HINT


def test_a_call_without_a_literal_is_named(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "bad.py").write_text("say(f'{name} left')\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"app/bad\.py:1: say needs a literal"):
        collect(tmp_path)


def test_texts_are_found_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "good.py").write_text(
        "tr('one' if x else 'two')\nsay_count(n, '{count} layer', '{count} layers')\ntr(problem.title)\ntr('one')\n",
        encoding="utf-8",
    )
    assert collect(tmp_path) == {text: ["app/good.py"] for text in ("one", "two", "{count} layer", "{count} layers")}
