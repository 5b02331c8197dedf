"""Which models the files of a repository are, and which of them to take.

Names are all that is known of a file before it is downloaded: the quantization is read from it, parts of one model are
put together, and what only accompanies a model (projectors for pictures, adapters, importance matrices) is left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.fit import Fit, FitsSplit, FitsWhole
from app.domain.sentence import say
from app.domain.words import listed

USUAL = "Q4_K_M"
"""Taken when nothing fits comfortably: the compromise of size and quality that most people make."""

_QUANTIZATION = re.compile(
    r"(?<![A-Za-z0-9])((?:UD-)?(?:I?Q\d(?:_[A-Z0-9]+)*|TQ\d_\d|MXFP4(?:_[A-Z0-9]+)*|NVFP4|BF16|F16|FP16|F32|FP32))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_BITS = re.compile(r"(?:Q|F|FP)(\d+)")
_PART = re.compile(r"^(?P<whole>.+)-(?P<part>\d{5})-of-(?P<parts>\d{5})$", re.IGNORECASE)
_COMPANION = re.compile(r"(?:^|[-_.])(?:mmproj|imatrix|lora|adapter)(?:[-_.]|$)", re.IGNORECASE)
_UNQUANTIZED = frozenset(("BF16", "F16", "FP16", "F32", "FP32"))
_SUFFIX = ".gguf"


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a repository.

    Attributes:
        name: With its folders, separated by `/`.
        size_bytes: Its size.
        digest: `sha256:…` of its content, or `git:…` (git's own hash) for a small file that is kept in git itself.
    """

    name: str
    size_bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class HubEntry:
    """The files that are one model.

    Attributes:
        label: What tells it from the others of its repository: its quantization where that is enough, else its name.
            Empty when it has no quantization and is the only one.
        model_name: What it is called once it is on disk: the file's stem.
        files: In order.
    """

    label: str
    model_name: str
    files: tuple[HubFile, ...]

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class Choice:
    """The model that is taken.

    Attributes:
        entry: Which.
        reason: Why, a sentence; empty when it was named.
    """

    entry: HubEntry
    reason: str = ""


def is_companion(file_name: str) -> bool:
    """Whether a file goes with a model and is none: by its name alone."""
    return _COMPANION.search(_stem(file_name)) is not None


def quantization_of(file_name: str) -> str:
    """`Q4_K_M` of `model-q4_k_m.gguf`, in capitals; of several the last; empty when the name says none."""
    found = _QUANTIZATION.findall(_stem(file_name)) or _QUANTIZATION.findall(file_name.rpartition("/")[0])
    return str(found[-1]).upper() if found else ""


def is_unquantized(quantization: str) -> bool:
    """Whether its weights are as its makers made them: `BF16`, `F32`."""
    return quantization in _UNQUANTIZED


def bits_of(quantization: str) -> int | None:
    """About how many bits a weight takes: 4 of `UD-Q4_K_M`, `IQ4_XS` and `MXFP4`; None where its name does not say."""
    found = _BITS.search(quantization)
    return int(found[1]) if found else None


def group_files(files: Sequence[HubFile]) -> tuple[HubEntry, ...]:
    """The models among the files of a repository, the smallest first. One whose parts are not all there is left out."""
    groups: dict[str, list[HubFile]] = {}
    for file in sorted(files, key=lambda file: file.name):
        if file.name.lower().endswith(_SUFFIX) and not is_companion(file.name):
            groups.setdefault(_whole(file.name), []).append(file)
    whole = {name: tuple(group) for name, group in groups.items() if _is_complete(group)}
    quantizations = [quantization_of(group[0].name) for group in whole.values()]
    entries = []
    for name, group in whole.items():
        quantization, model_name = quantization_of(group[0].name), name.rpartition("/")[2]
        is_distinct = quantizations.count(quantization) == 1
        entries.append(HubEntry(quantization if is_distinct else model_name, model_name, group))
    return tuple(sorted(entries, key=lambda entry: entry.size_bytes))


def choose(repository: str, entries: Sequence[HubEntry], wanted: str, fit: Callable[[int], Fit]) -> Choice:
    """The model that was asked for, or the one to take when in doubt.

    Args:
        repository: For what is said when there is none.
        entries: As `group_files` gives them.
        wanted: A quantization or file name, in any case; empty for the largest that fits comfortably.
        fit: Where a file of so many bytes would fit.

    Raises:
        UserError: The repository has no such model (`quantization_unknown`), or none at all (`no_gguf`).
    """
    if not entries:
        raise UserError(
            say("No usable model there"),
            say("{repository} has no files in the GGUF format.", repository=repository),
            say("Look for a repository with GGUF in its name: hearth models search NAME."),
            "no_gguf",
        )
    if wanted:
        return Choice(_named(repository, entries, wanted))
    return best(entries, fit)


def best(entries: Sequence[HubEntry], fit: Callable[[int], Fit]) -> Choice:
    """The largest that fits comfortably, on one device where that is possible; else the usual one.

    Weights that are not quantized are taken only where there is nothing else: twice as large as Q8_0, hardly better.
    """
    quantized = [entry for entry in entries if not is_unquantized(entry.label)] or list(entries)
    fits = [(entry, fit(entry.size_bytes)) for entry in quantized]
    for entry, place in reversed(fits):
        if isinstance(place, FitsWhole) and not place.is_snug:
            return Choice(
                entry,
                say(
                    "{model} is the largest that fits {node_name} comfortably.",
                    model=_label(entry),
                    node_name=place.node_name,
                ),
            )
    for entry, place in reversed(fits):
        if isinstance(place, FitsSplit) and not place.is_snug:
            return Choice(
                entry,
                say(
                    "{model} is the largest that fits comfortably, split over {names}.",
                    model=_label(entry),
                    names=listed(place.node_names),
                ),
            )
    for entry in quantized:
        if entry.label == USUAL:
            return Choice(entry, say("None fits comfortably; {usual} is what most people take.", usual=USUAL))
    return Choice(quantized[0], say("None fits comfortably; {model} is the smallest.", model=_label(quantized[0])))


def _named(repository: str, entries: Sequence[HubEntry], wanted: str) -> HubEntry:
    sought = wanted.lower().removesuffix(_SUFFIX)
    for entry in entries:
        names = {entry.label, entry.model_name, *(file.name for file in entry.files), *map(_base, entry.files)}
        if sought in {name.lower().removesuffix(_SUFFIX) for name in names if name}:
            return entry
    labels = ", ".join(_label(entry) for entry in entries)
    raise UserError(
        say("No such quantization"),
        say("{repository} has no {wanted}.", repository=repository, wanted=wanted[:60]),
        say("There is: {labels}.", labels=labels),
        "quantization_unknown",
    )


def _label(entry: HubEntry) -> str:
    return entry.label or entry.model_name


def _base(file: HubFile) -> str:
    return file.name.rpartition("/")[2]


def _stem(file_name: str) -> str:
    return _whole(file_name.rpartition("/")[2])


def _whole(file_name: str) -> str:
    """The name without suffix and number of the part."""
    stem = file_name[: -len(_SUFFIX)] if file_name.lower().endswith(_SUFFIX) else file_name
    match = _PART.match(stem)
    return match["whole"] if match else stem


def _is_complete(group: Sequence[HubFile]) -> bool:
    matches = [_PART.match(file.name[: -len(_SUFFIX)]) for file in group]
    parts = [match for match in matches if match is not None]
    if not parts:
        return len(group) == 1
    return [int(part["part"]) for part in parts] == list(range(1, int(parts[0]["parts"]) + 1))
