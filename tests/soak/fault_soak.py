"""Every fault many times: `python -m tests.soak faults [--rounds N] [--sizes 3,4] [--only NAME,…]`.

Each result is kept at once as a line of `build/soak/faults.jsonl`; a run that was broken off is not lost.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.models.random_model import write_random_model
from tests.soak.faults import FAULTS, Fault
from tests.soak.trial import Outcome, Result, household, may_go_on, run_trial, undisturbed_text


def run_faults(kept: Path, *, rounds: int, sizes: Sequence[int], only: Sequence[str]) -> int:
    """Run them; returns how many trials went wrong."""
    faults = [fault for fault in FAULTS if not only or fault.name in only]
    failures = 0
    with tempfile.TemporaryDirectory(prefix="hearth-soak-") as folder:
        directory = Path(folder)
        model = write_random_model(directory / "small.gguf", "30M", seed=3)
        expected = undisturbed_text(directory / "alone", model)
        for size in sizes:
            for fault in faults:
                failures += _one_household(
                    directory / f"{size}-{fault.name}", model, size, fault, rounds, expected, kept
                )
    return failures


def _one_household(
    directory: Path, model: Path, size: int, fault: Fault, rounds: int, expected: str, kept: Path
) -> int:
    if size - fault.lost < 1 or len(fault_helpers(fault)) > size - 1:
        return 0
    failures = 0
    done = 0
    while done < rounds:
        try:
            with household(directory / str(done), model, size) as home:
                while done < rounds:
                    result = run_trial(home, fault, expected)
                    done += 1
                    _keep(kept, result)
                    good = is_as_wanted(result, fault)
                    failures += not good
                    print(_line(result, good), flush=True)
        except (AssertionError, OSError, TimeoutError) as error:
            done += 1
            failures += 1
            print(f"{fault.name:9} {size} BROKEN {str(error)[:300]}", flush=True)
            _keep(kept, Result(fault.name, size, Outcome.HANG, f"broken: {str(error)[:300]}", None, (), ()))
    return failures


def fault_helpers(fault: Fault) -> range:
    """One for each helper that is struck."""
    return range(max(1, fault.lost))


def is_as_wanted(result: Result, fault: Fault) -> bool:
    """Whether a trial ended as it should: equal where the model still fits, a clear error where it does not."""
    wanted = Outcome.EQUAL if may_go_on(fault, result.size) else Outcome.ERROR
    return result.outcome is wanted and not result.orphans


def _keep(kept: Path, result: Result) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a") as file:
        file.write(json.dumps(asdict(result)) + "\n")


def _line(result: Result, good: bool) -> str:
    pause = "" if result.pause_seconds is None else f"{result.pause_seconds:.2f} s"
    words = f"{result.fault:9} {result.size} {'ok ' if good else 'BAD'} {result.outcome:9} {pause:>8}"
    return f"{words} {result.phases or ''} {result.error[:120]} {', '.join(result.orphans)}".rstrip()
