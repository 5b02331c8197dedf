"""What a command prints: results for people or for a script, and errors as three calm lines."""

import json
import sys
from typing import Any

from app.domain.errors import Problem


class Printer:
    """Prints results.

    Args:
        as_json: For a script.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def show(self, text: str, value: Any = None) -> None:
        """The text for people; the value, or that it went well, for a script."""
        print(json.dumps({"ok": True} if value is None else value, indent=2) if self.as_json else text, flush=True)


def print_problem(problem: Problem, *, as_json: bool = False) -> None:
    """An error as three calm lines on standard error, or as JSON on standard output."""
    if as_json:
        fields = {"code": problem.code, "title": problem.title, "message": problem.message, "hint": problem.hint}
        print(json.dumps({"error": fields}, indent=2))
        return
    print(*(text for text in (problem.title, problem.message, problem.hint) if text), sep="\n", file=sys.stderr)
