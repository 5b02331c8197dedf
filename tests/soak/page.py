"""`docs/faults.md` from what the runs have kept: tables for people, nothing in it is edited."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.report import machine_words
from tests.soak.faults import FAULTS, Fault
from tests.soak.trial import Outcome, may_go_on


def write_page(kept: Path, page: Path) -> int:
    """Write what there is; never counts as wrong."""
    parts = [
        "# Faults",
        f"Written by `make soak` on {date.today().isoformat()}: {machine_words()}. Every machine of a household is a "
        "network namespace, and all share these cores; nothing on this page is edited.",
    ]
    if (faults := kept / "faults.jsonl").exists():
        parts += _faults([json.loads(line) for line in faults.read_text().splitlines()])
    for name, write in (("churn", _churn), ("false-losses", _false_losses), ("attackers", _attackers)):
        if (file := kept / f"{name}.json").exists():
            parts += write(json.loads(file.read_text()))
    page.write_text("\n\n".join(parts) + "\n")
    return 0


def _faults(results: Sequence[dict[str, Any]]) -> list[str]:
    rows = ["| fault | devices | times | equal text | clear error | other | hangs | orphans | pause, median | worst |"]
    rows.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for fault in FAULTS:
        for size in sorted({result["size"] for result in results}):
            found = [result for result in results if result["fault"] == fault.name and result["size"] == size]
            if found:
                rows.append(_row(fault, size, found))
    phases = [result["phases"] for result in results if result["phases"]]
    words = [
        "## What happens to an answer",
        "A model of 30 M random weights, of which any two devices hold the whole and none alone, answers with 220 "
        "tokens at temperature 0; the fault strikes after 40. *Equal text*: the stream reads as that of a machine to "
        "which nothing happens. "
        "*Clear error*: it ended with an event that says why; wanted only where the devices that are left do not hold "
        "the model (marked †). *Pause*: the longest wait for a word from the fault on, in seconds. *Orphans*: hosts "
        "and workers that were still there twelve seconds after the model was unloaded.",
        "\n".join(rows),
    ]
    if phases:
        noticed, planned, loaded = (median(phase[index] for phase in phases) for index in range(3))
        words.append(
            f"Where the time goes, medians over all faults: noticing {noticed:.2f} s, planning {planned:.2f} s, "
            f"loading {loaded:.2f} s; the rest of the pause is reading the conversation and the answer so far again."
        )
    return words


def _row(fault: Fault, size: int, found: Sequence[dict[str, Any]]) -> str:
    def count(outcome: Outcome) -> int:
        return sum(result["outcome"] == outcome for result in found)

    pauses = [result["pause_seconds"] for result in found if result["outcome"] == Outcome.EQUAL]
    mark = "" if may_go_on(fault, size) else " †"
    cells = [
        f"{fault.title}{mark}",
        size,
        len(found),
        count(Outcome.EQUAL),
        count(Outcome.ERROR),
        count(Outcome.DIFFERENT),
        count(Outcome.HANG),
        sum(len(result["orphans"]) for result in found),
        f"{median(pauses):.2f}" if pauses else "",
        f"{max(pauses):.2f}" if pauses else "",
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _churn(result: dict[str, Any]) -> list[str]:
    before, after = result["before"], result["after"]
    rows = ["| what | |", "| --- | --- |"]
    rows += [f"| {name.replace('_', ' ')} | {times} times |" for name, times in result["actions"].items()]
    rows += [f"| answers: {name} | {times} |" for name, times in result["answers"].items()]
    for name, unit in (("processes", 1), ("descriptors", 1), ("memory_bytes", 1_000_000)):
        label = "memory, MB" if unit > 1 else name
        rows.append(
            f"| {label} of the node that stays, after a minute and at the end | "
            f"{before[name] // unit} and {after[name] // unit} |"
        )
    seconds = result["ledger_equal_seconds"]
    rows.append(f"| all ledgers equal after | {'never' if seconds is None else f'{seconds:.1f} s'} |")
    rows.append(f"| hosts and workers left over | {len(result['orphans'])} |")
    said = [f"- {times} times: {words}" for words, times in result["errors"].items()]
    about = (
        f"Six devices for {result['minutes']:g} minutes: one of five crashes, quits, leaves or loses its cable "
        "every few seconds, while two programs ask one device after the other."
    )
    return ["## Churn", about, "\n".join(rows), *(["Errors said:\n\n" + "\n".join(said)] if said else [])]


def _false_losses(result: dict[str, Any]) -> list[str]:
    return [
        "## False losses",
        f"Three devices on cables of 1 Gbit/s that other programs fill in both directions, every one of "
        f"{result['cores']} cores busy, for {result['minutes']:g} minutes: {len(result['losses'])} devices held for "
        f"lost, {result['answers']} answers whole.",
    ]


def _attackers(result: dict[str, Any]) -> list[str]:
    rows = ["| who | where | what it got | the household |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {row['who']} | {row['where']} | {row['got']} | {'went on' if row['held'] else 'DID NOT GO ON'} |"
        for row in result["rows"]
    ]
    about = (
        "Two devices are a swarm, a third was removed from it, and the attacker is a fourth machine on the same "
        "network. "
        "After each attempt the same processes must run, both members see each other, and a question be answered. "
        "Bytes are what came over the connection once it stood: the handshakes themselves are not counted."
    )
    return ["## What attackers get", about, "\n".join(rows)]
