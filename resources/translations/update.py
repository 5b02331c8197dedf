"""Collects what is to be translated and brings the files of Qt Linguist up to date: `make translations`.

Texts are the literals in calls of `tr`, `tr_count`, `say`, `say_count` and `marked` under `app`. New ones are entered
as unfinished, those that are gone are taken out, and each `.ts` file is compiled to the `.qm` file that Hearth loads.
"""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent
CONTEXT = "Hearth"

_ARGUMENTS = {"tr": (0,), "say": (0,), "marked": (0,), "tr_count": (1, 2), "say_count": (1, 2)}
"""Which arguments of which function are texts."""

_MAY_BE_NO_LITERAL = frozenset({"tr"})
"""It also takes what the core says."""

_MAY_PASS_ON = frozenset({"app/domain/sentence.py", "app/domain/words.py"})
"""They say what was marked elsewhere in them."""

type Texts = dict[str, list[str]]
"""Each text and the files that say it."""


def collect(root: Path = ROOT) -> Texts:
    """All texts of the program, in the order of files and lines.

    Raises:
        ValueError: A call that must have a literal has none, and names the place.
    """
    texts: Texts = {}
    for path in sorted((root / "app").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for text in _texts_of(ast.parse(path.read_text(encoding="utf-8")), name):
            places = texts.setdefault(text, [])
            if name not in places:
                places.append(name)
    return texts


def _texts_of(tree: ast.Module, name: str) -> Iterator[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        function = call.func.id if isinstance(call.func, ast.Name) else ""
        for index in _ARGUMENTS.get(function, ()):
            if index >= len(call.args):
                continue
            found = list(_literals(call.args[index]))
            if None in found and function not in _MAY_BE_NO_LITERAL and name not in _MAY_PASS_ON:
                raise ValueError(f"{name}:{call.lineno}: {function} needs a literal")
            yield from (text for text in found if text)


def _literals(argument: ast.expr) -> Iterator[str | None]:
    match argument:
        case ast.Constant(str(text)):
            yield text
        case ast.IfExp(_, one, other):
            yield from _literals(one)
            yield from _literals(other)
        case _:
            yield None


def read(path: Path) -> dict[str, str]:
    """The finished translations of a `.ts` file, by text."""
    known: dict[str, str] = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            known[message.findtext("source", "")] = translation.text
    return known


def write(path: Path, language: str, texts: Texts, known: dict[str, str]) -> None:
    """A `.ts` file with these texts, as Qt Linguist writes it.

    Source of the format: "TS file format" in Qt's documentation of Linguist.
    """
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text, places in texts.items():
        message = ET.SubElement(context, "message")
        for place in places:
            ET.SubElement(message, "location", filename=f"../../{place}")
        ET.SubElement(message, "source").text = text
        if text in known:
            ET.SubElement(message, "translation").text = known[text]
        else:
            ET.SubElement(message, "translation", type="unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def compile_to(path: Path, target: Path) -> None:
    """Make what Qt loads.

    Raises:
        subprocess.CalledProcessError: The file is not what Qt reads.
    """
    program = Path(sys.executable).parent / "pyside6-lrelease"
    command = [str(program), "-silent", "-nounfinished", str(path), "-qm", str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Update every language; says how many texts each still lacks."""
    texts = collect()
    for path in sorted(FOLDER.glob("hearth_*.ts")):
        known = read(path)
        write(path, path.stem.removeprefix("hearth_"), texts, known)
        compile_to(path, path.with_suffix(".qm"))
        missing = [text for text in texts if text not in known]
        print(f"{path.name}: {len(texts)} texts, {len(missing)} not translated")
        for text in missing:
            print(f"  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
