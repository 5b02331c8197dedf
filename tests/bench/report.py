"""Benchmarks for people: a table in the terminal, and `docs/benchmarks.md`."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from tests.bench.figures import Benchmark, Figure

_NAME_WIDTH = 66


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark gave.

    Attributes:
        benchmark: Which.
        result: The JSON object it printed.
    """

    benchmark: Benchmark
    result: Mapping[str, Any]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures."""
        return tuple(self.benchmark.figures(self.result))

    @property
    def about(self) -> str:
        """What was measured."""
        return self.benchmark.about.format(**self.result)


def terminal_table(report: Report) -> str:
    """One benchmark as lines of text."""
    lines = [report.benchmark.title]
    for figure in report.figures:
        target = f"{figure.target}: {_met(figure)}" if figure.target else ""
        lines.append(f"  {figure.name:{_NAME_WIDTH}} {figure.text:>18}  {target}".rstrip())
    return "\n".join(lines)


def markdown(reports: Sequence[Report], machine: str, day: date) -> str:
    """The whole page."""
    targets = [figure for report in reports for figure in report.figures if figure.target]
    met = sum(figure.is_met is True for figure in targets)
    parts = [
        "# Figures",
        f"Measured by `make bench` on {day.isoformat()}: {machine}. Ratios are within one run, everything else is "
        f"for comparison on one machine only. {met} of {len(targets)} targets are met. This page is written by the "
        "command; nothing in it is edited.",
    ]
    for report in reports:
        parts += [f"## {report.benchmark.title}", report.about, _markdown_table(report), _command(report)]
    return "\n\n".join(parts) + "\n"


def machine_words() -> str:
    """The machine in general words: processor, cores, memory, system."""
    memory_gb = round(psutil.virtual_memory().total / 1e9)
    return f"{_processor()}, {os.cpu_count()} cores, {memory_gb} GB of memory, {platform.system()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _markdown_table(report: Report) -> str:
    rows = ["| figure | measured | target | met |", "| --- | ---: | --- | --- |"]
    rows += [f"| {f.name} | {f.text} | {f.target or ''} | {_met(f)} |" for f in report.figures]
    return "\n".join(rows)


def _command(report: Report) -> str:
    return f"`make bench ARGS={report.benchmark.name}`"


def _met(figure: Figure) -> str:
    return {True: "met", False: "**missed**", None: ""}[figure.is_met]
