"""The one exception whose text is meant for people.

Everything that a user can mend is raised as a `UserError`; anything else is a defect and is logged with its traceback.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person reads when something did not work; a value, so that it can be part of the state.

    Attributes:
        title: What happened, in a few words.
        message: The same in one or two sentences, with names and numbers.
        hint: What to do about it; may be empty.
        code: A stable word for programs (`model_not_found`, `port_in_use` …).
    """

    title: str
    message: str
    hint: str = ""
    code: str = "error"

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.hint) if part)


class UserError(Exception):
    """An error for people: what happened and what to do.

    Args:
        title: What happened, in a few words, without a full stop.
        message: One or two whole sentences.
        hint: What to do, a whole sentence; empty when there is nothing to do.
        code: A stable word for programs.
    """

    def __init__(self, title: str, message: str, hint: str = "", code: str = "error") -> None:
        super().__init__(message)
        self.problem = Problem(title, message, hint, code)

    def __str__(self) -> str:
        return str(self.problem)
