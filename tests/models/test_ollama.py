"""Models of Ollama: found by manifests, given a name without a copy, whatever lies about in its folder."""

import json
import os
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.models.ollama import OllamaModel, import_model, ollama_folders, ollama_models, select

LIBRARY = "registry.ollama.ai/library"


class Ollama:
    """A folder as Ollama keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, manifest: str, number: int = 0, kind: str = "model") -> Path:
        """A model by the path of its manifest; its content."""
        digest = f"{number:064x}"
        blob = self.folder / "blobs" / f"sha256-{digest}"
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_text(f"content {number}")
        layers = [
            {"mediaType": "application/vnd.ollama.image.template", "digest": f"sha256:{'1' * 64}"},
            {"mediaType": f"application/vnd.ollama.image.{kind}", "digest": f"sha256:{digest}", "size": 9},
        ]
        self.write(manifest, json.dumps({"schemaVersion": 2, "layers": layers}))
        return blob

    def write(self, manifest: str, text: str) -> None:
        """A manifest."""
        path = self.folder / "manifests" / manifest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def ollama(tmp_path: Path) -> Ollama:
    return Ollama(tmp_path / "ollama")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def names(ollama: Ollama) -> list[tuple[str, str]]:
    return [(model.name, model.file_name) for model in ollama_models([ollama.folder])]


@pytest.mark.parametrize(
    ("manifest", "name", "file_name"),
    [
        (f"{LIBRARY}/llama3.2/3b", "llama3.2:3b", "llama3.2-3b.gguf"),
        (f"{LIBRARY}/llama3.2/latest", "llama3.2:latest", "llama3.2.gguf"),
        ("registry.ollama.ai/ada/tuned/v1", "ada/tuned:v1", "tuned-v1.gguf"),
        ("hf.co/acme/Swift-GGUF/Q4_K_M", "hf.co/acme/Swift-GGUF:Q4_K_M", "Swift-GGUF-Q4_K_M.gguf"),
        (f"{LIBRARY}/..hidden/x y", "..hidden:x y", "hidden-x-y.gguf"),
    ],
)
def test_names(ollama: Ollama, manifest: str, name: str, file_name: str) -> None:
    ollama.add(manifest)
    assert names(ollama) == [(name, file_name)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"layers": 3}',
        '{"layers": [3]}',
        '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../etc/passwd"}]}',
        '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": 7}]}',
        '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:' + "2" * 64 + '"}]}',
        "[" * 100_000,
        " " * 2_000_000,
    ],
)
def test_a_manifest_that_makes_no_sense_is_passed_over(ollama: Ollama, text: str) -> None:
    ollama.add(f"{LIBRARY}/good/latest")
    ollama.write(f"{LIBRARY}/bad/latest", text)
    ollama.write("stray", text)
    assert names(ollama) == [("good:latest", "good.gguf")]


def test_a_digest_leads_nowhere_else(ollama: Ollama) -> None:
    ollama.add(f"{LIBRARY}/good/latest")
    (ollama.folder / "blobs" / "sha256-").mkdir()
    (ollama.folder / "secret").write_text("not a model")
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:/../../secret"}
    ollama.write(f"{LIBRARY}/bad/latest", json.dumps({"layers": [layer]}))
    assert names(ollama) == [("good:latest", "good.gguf")]


def test_what_is_no_language_model_is_passed_over(ollama: Ollama) -> None:
    ollama.add(f"{LIBRARY}/picture/latest", kind="projector")
    assert names(ollama) == []
    assert ollama_models([ollama.folder / "absent"]) == ()


def test_one_is_chosen_with_or_without_its_tag(ollama: Ollama) -> None:
    for number, manifest in enumerate(("a/latest", "a/3b", "b/7b")):
        ollama.add(f"{LIBRARY}/{manifest}", number)
    known = ollama_models([ollama.folder])
    chosen = {name: [m.name for m in select(known, name)] for name in ("a", "a:3b", "b", "")}
    assert chosen == {"a": ["a:latest"], "a:3b": ["a:3b"], "b": ["b:7b"], "": ["a:3b", "a:latest", "b:7b"]}
    with pytest.raises(UserError) as caught:
        select(known, "c")
    assert caught.value.problem.code == "ollama_unknown"
    assert "a:3b, a:latest, b:7b" in caught.value.problem.hint
    with pytest.raises(UserError) as caught:
        select((), "")
    assert caught.value.problem.code == "ollama_empty"


def test_an_import_copies_nothing_and_outlives_ollamas_own(ollama: Ollama, models: Path) -> None:
    blob = ollama.add(f"{LIBRARY}/llama3.2/3b")
    (model,) = ollama_models([ollama.folder])
    assert import_model(model, models) == "llama3.2-3b"
    assert import_model(model, models) == "llama3.2-3b"
    (path,) = models.iterdir()
    assert path.samefile(blob)
    blob.unlink()
    assert path.read_text() == "content 0"


def test_where_no_second_name_can_be_given_a_link_leads_there(
    ollama: Ollama, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    blob = ollama.add(f"{LIBRARY}/llama3.2/3b")
    (model,) = ollama_models([ollama.folder])
    import_model(model, models)
    (path,) = models.iterdir()
    assert path.is_symlink()
    assert path.samefile(blob)
    blob.unlink()
    ollama.add(f"{LIBRARY}/llama3.2/3b", 5)
    (model,) = ollama_models([ollama.folder])
    assert import_model(model, models) == "llama3.2-3b"  # in place of the link that led nowhere
    assert path.read_text() == "content 5"


def test_another_file_of_that_name_stays(ollama: Ollama, models: Path) -> None:
    (models / "llama3.2-3b.gguf").write_text("mine")
    ollama.add(f"{LIBRARY}/llama3.2/3b", 10)
    (model,) = ollama_models([ollama.folder])
    assert import_model(model, models) == "llama3.2-3b-000000"
    assert (models / "llama3.2-3b.gguf").read_text() == "mine"


def test_a_folder_that_refuses_is_said(ollama: Ollama, tmp_path: Path) -> None:
    ollama.add(f"{LIBRARY}/llama3.2/3b")
    (model,) = ollama_models([ollama.folder])
    with pytest.raises(UserError) as caught:
        import_model(model, tmp_path / "absent")
    assert caught.value.problem.code == "import_failed"
    with pytest.raises(UserError):
        import_model(OllamaModel("gone:latest", tmp_path / "gone"), tmp_path)


def test_where_ollama_keeps_its_models() -> None:
    home = Path("/home/ada")
    assert ollama_folders({}, home)[0] == home / ".ollama" / "models"
    assert ollama_folders({"OLLAMA_MODELS": "/big"}, home)[0] == Path("/big")
