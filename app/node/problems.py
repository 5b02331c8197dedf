"""What needs the user's attention now, each thing under a key so that it can be taken back."""

from collections.abc import Callable

from app.domain.errors import Problem, UserError
from app.domain.sentence import say


class Problems:
    """A small set of problems.

    Args:
        changed: Called when it is not what it was.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._problems: dict[str, Problem] = {}
        self._changed = changed

    def note(self, key: str, problem: Problem) -> None:
        """Something needs the user."""
        self._problems[key] = problem
        self._changed()

    def clear(self, key: str) -> None:
        """It no longer does."""
        if self._problems.pop(key, None) is not None:
            self._changed()

    def get(self, key: str) -> Problem | None:
        """The problem under a key."""
        return self._problems.get(key)

    def all(self) -> tuple[Problem, ...]:
        """All of them, the oldest first."""
        return tuple(self._problems.values())

    def not_started(self) -> UserError:
        """Why nothing can be done yet."""
        problem = self.get("engine") or self.get("keyring")
        if problem is not None:
            return UserError(problem.title, problem.message, problem.hint, problem.code)
        return starting_error()


def starting_error() -> UserError:
    """Nothing can be done yet, and soon it can."""
    return UserError(say("Starting"), say("Hearth is starting."), say("Try again in a moment."), "starting")
