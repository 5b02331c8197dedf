"""A run of tests that draw pictures: which are drawn, which accepted pictures are left over, and what a person is told.

Tests that take `theme` draw. With `ACCEPT_PICTURES` in the environment no others run.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.ui import pseudo
from tests.ui.accepted import VARIABLE, Accepted

UI = Path(__file__).parent
NAME = "pictures"
LAST = "test_no_picture_is_left_that_no_test_draws"
"""This test is the last of all: it looks at what the others drew."""

ACCEPTED = Accepted(accepts=bool(os.environ.get(VARIABLE)))


def draws(item: pytest.Item) -> bool:
    """Whether a test draws pictures that are kept."""
    if not isinstance(item, pytest.Function) or not item.path.is_relative_to(UI):
        return False
    theme = item.callspec.params.get("theme") if hasattr(item, "callspec") else None
    return theme not in (None, pseudo.NAME)


class PictureRun:
    """pytest's hooks.

    Args:
        accepted: Judges the pictures.
    """

    def __init__(self, accepted: Accepted = ACCEPTED) -> None:
        self.accepted = accepted
        self._collected: set[str] = set()
        self._removed: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Before some are left out by `-k`."""
        if self.accepted.accepts:
            others = [item for item in items if not draws(item)]
            items[:] = [item for item in items if draws(item)]
            config.hook.pytest_deselected(items=others)
        self._collected = _drawing(items)
        items.sort(key=lambda item: item.name == LAST)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Only with all tests every picture is drawn."""
        folders = [Path(session.config.invocation_params.dir, argument).resolve() for argument in session.config.args]
        has_all = any(UI.is_relative_to(folder) for folder in folders) and not session.config.getoption("lf", False)
        self.accepted.is_whole = has_all and _drawing(session.items) == self._collected

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """What no test draws any more is not an accepted picture."""
        if self.accepted.accepts and self.accepted.is_whole and exitstatus == pytest.ExitCode.OK:
            self._removed = self.accepted.finish()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What was not compared, and what was accepted."""
        accepted = self.accepted
        if accepted.drawn and not accepted.accepts and (reason := accepted.not_comparable()):
            terminalreporter.write_line(f"{len(accepted.drawn)} pictures were not compared. {reason}", yellow=True)
        for words, names in (("accepted", accepted.changed), ("removed", self._removed)):
            for name in sorted(names):
                terminalreporter.write_line(f"{words}: {name}")


def _drawing(items: Iterable[pytest.Item]) -> set[str]:
    return {item.nodeid for item in items if draws(item)}
