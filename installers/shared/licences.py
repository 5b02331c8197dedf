"""Collects the licence of everything that a built program carries, when it is built.

Packages say it of themselves. The system's libraries that travel along are asked of Debian's package database; Qt,
Python and llama.cpp are known here. A file whose licence is not known fails the build.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

from app.system.licences import Licence, by_name, licence_of
from installers.shared.contents import Entry
from installers.shared.project import TITLE, pinned_version, version

_TEXTS = Path(__file__).parent / "licence_texts"
# Their packages come without the text: it is the same for all of them.
_QT_PACKAGES = frozenset({"PySide6_Essentials", "shiboken6"})
_QT_NOTICE = """\
Qt and Qt for Python are used under the GNU Lesser General Public License, version 3. They are libraries of their own in
the program's folder: you may replace them by others that you built. Their source is at download.qt.io; Qt's own list of
the works of others in it is at doc.qt.io/qt-6/licenses-used-in-qt.html.
"""


def write(target: Path, modules: Sequence[Entry], files: Sequence[Entry]) -> None:
    """Writes all licences as the JSON that `app/system/licences.py` reads.

    Args:
        target: the file.
        modules: the Python modules of the program.
        files: its libraries and data.
    """
    collected = [_project(), _python(), _llama(), *_packages(modules, files), *_debian(files)]
    target.write_text(json.dumps([asdict(licence) for licence in by_name(collected)], indent=1), encoding="utf-8")


def as_text(licences: Iterable[Licence]) -> str:
    """All of them as one file for people: a list, then each text."""
    licences = tuple(licences)
    width = max(len(licence.name) for licence in licences)
    lines = [f"{TITLE} is made of the work of others. Their terms follow this list.", ""]
    lines += [f"{one.name:<{width}}  {one.version:<24}  {one.licence}" for one in licences]
    for one in licences:
        lines += ["", "=" * 80, f"{one.name} {one.version}: {one.licence}", "=" * 80, "", one.text]
    return "\n".join(lines) + "\n"


def _project() -> Licence:
    text = (Path(__file__).parents[2] / "LICENSE").read_text()
    return Licence(TITLE, version(), "MIT", text.strip())


def _python() -> Licence:
    library = Path(os.__file__).parent
    found = next(path for path in (library / "LICENSE.txt", library.parents[1] / "LICENSE.txt") if path.exists())
    number = ".".join(str(part) for part in sys.version_info[:3])
    return Licence("Python", number, "PSF-2.0", found.read_text(encoding="utf-8").strip())


def _llama() -> Licence:
    """llama.cpp with what it contains of others; the text's first line names the version that it was made for."""
    text = (_TEXTS / "llama.cpp.txt").read_text(encoding="utf-8").strip()
    number = pinned_version("llama-cpp-python")
    if number not in text.partition("\n")[0]:
        raise LookupError(f"licence_texts/llama.cpp.txt is not for llama-cpp-python {number}")
    return Licence("llama.cpp", f"in llama-cpp-python {number}", "MIT and others", text)


def _packages(modules: Sequence[Entry], files: Sequence[Entry]) -> Iterator[Licence]:
    """The packages that any module or file comes from."""
    owners = metadata.packages_distributions()
    top_names = {name.partition(".")[0] for name, _, _ in modules}
    top_names |= {name.replace("\\", "/").partition("/")[0].partition(".")[0] for name, _, _ in files}
    names = {owner for top in top_names for owner in owners.get(top, ())}
    for name in names:
        yield _completed(licence_of(metadata.distribution(name)))


def _completed(licence: Licence) -> Licence:
    if licence.text:
        return licence
    if licence.name in _QT_PACKAGES:
        text = "\n\n".join([_QT_NOTICE, *((_TEXTS / f"{name}.txt").read_text() for name in ("LGPL-3.0", "GPL-3.0"))])
        return replace(licence, licence="LGPL-3.0", text=text)
    if licence.licence.startswith("MIT"):
        text = (_TEXTS / "MIT.txt").read_text().replace("{name}", licence.name)
        return replace(licence, text=text)
    raise LookupError(f"{licence.name} ({licence.licence}) ships no licence text")


def _debian(files: Sequence[Entry]) -> Iterator[Licence]:
    """The libraries that come from the system that the program is built on."""
    paths = {Path(path).resolve() for _, path, _ in files if path.startswith(("/usr/lib/", "/lib/", "/usr/share/"))}
    packages = {_owner(path) for path in paths}
    for package in packages:
        text = (Path("/usr/share/doc") / package / "copyright").read_text(encoding="utf-8", errors="replace").strip()
        number = subprocess.check_output(["dpkg-query", "-W", "-f", "${Version}\n", package], text=True).split()[0]
        yield Licence(package, number, "see its text", text)


def _owner(path: Path) -> str:
    """The Debian package of a file; its database may have it under `/lib`, which is `/usr/lib`."""
    for candidate in (path, Path("/") / path.relative_to("/usr") if path.is_relative_to("/usr") else path):
        answer = subprocess.run(["dpkg-query", "-S", str(candidate)], capture_output=True, text=True)
        if answer.returncode == 0:
            return answer.stdout.partition(":")[0]
    raise LookupError(f"no package is known to have {path}, which is to be shipped")
