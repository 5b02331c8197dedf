"""Runs benchmarks and prints their figures: `python -m tests.bench [NAME…]`, or `make bench ARGS=NAME`.

Without names all are run, one after the other, and `docs/benchmarks.md` is written. The machine should do nothing
else meanwhile. What each printed is kept in `build/bench/`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from tests.bench.figures import BENCHMARKS, Benchmark
from tests.bench.report import Report, machine_words, markdown, terminal_table

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
KEPT = ROOT / "build" / "bench"
BUSY_LOAD = 0.5


def run_benchmark(benchmark: Benchmark, rounds: int | None) -> Report:
    """Run its program and read what it prints last.

    Raises:
        subprocess.CalledProcessError: It failed; what it said is on this program's standard error.
    """
    command = [sys.executable, "-m", f"tests.bench.{benchmark.name}_bench", *([str(rounds)] if rounds else [])]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    result = json.loads(output.splitlines()[-1])
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{benchmark.name}.json").write_text(json.dumps(result, indent=2) + "\n")
    return Report(benchmark, result)


def main() -> int:
    """The command line; returns the exit code: 1 when a benchmark failed."""
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure Hearth.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*names, []], help=f"any of: {', '.join(names)}")
    parser.add_argument("--rounds", type=int, help="rounds of each; each has its own number otherwise")
    arguments = parser.parse_args()
    chosen = [benchmark for benchmark in BENCHMARKS if benchmark.name in (arguments.names or names)]
    print(machine_words())
    load, _, _ = os.getloadavg()
    if load > BUSY_LOAD:
        print(f"This machine is busy (load {load:.1f}): figures will be worse than they could be.")
    reports = []
    for benchmark in chosen:
        start = time.monotonic()
        try:
            report = run_benchmark(benchmark, arguments.rounds)
        except subprocess.CalledProcessError:
            print(f"\n{benchmark.title}: failed", flush=True)
            continue
        reports.append(report)
        print(f"\n{terminal_table(report)}\n  ({time.monotonic() - start:.0f} s)", flush=True)
    if len(reports) == len(BENCHMARKS):
        PAGE.write_text(markdown(reports, machine_words(), date.today()))
        print(f"\nWritten: {PAGE.relative_to(ROOT)}")
    return 0 if len(reports) == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
