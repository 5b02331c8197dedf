"""What the set-up says to the person who started it. Leaves the wording to the callers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class SetupError(Exception):
    """The set-up cannot go on.

    Args:
        problem: what is wrong, one or two sentences.
        hint: what to do about it; usually a command.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def say(message: str) -> None:
    """Prints one line of progress at once, also into a pipe."""
    print(message, flush=True)


def complain(error: SetupError) -> None:
    """Prints why the set-up stops and what to do."""
    print(f"\nHearth is not set up yet: {error.problem}", file=sys.stderr)
    if error.hint:
        print("\n" + error.hint, file=sys.stderr)


def run_logged(
    command: Sequence[str],
    log: Path,
    problem: str,
    hint: str = "",
    environment: Mapping[str, str] | None = None,
) -> None:
    """Runs a command with its output in a log file, whose end is shown when the command fails.

    Raises:
        SetupError: the command failed or does not exist; the text is `problem` and the log's last lines.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        try:
            result = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
            )
        except OSError as error:
            raise SetupError(f"{problem} ({error})", hint) from error
    if result.returncode != 0:
        raise failure_with_log(problem, log, hint)


def failure_with_log(problem: str, log: Path, hint: str = "") -> SetupError:
    """An error whose hint ends with the last lines of a log file and its path."""
    lines = log.read_text(errors="replace").splitlines()[-15:]
    shown = "\n".join(f"    {line}" for line in lines)
    return SetupError(problem, "\n".join(filter(None, [hint, f"The end of {log}:", shown])))
