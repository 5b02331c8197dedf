"""Where this node's API listens, for programs of this computer and for other machines of its network."""

from collections.abc import Callable

from app.domain.errors import Problem
from app.domain.preference import NO_LAN_ACCESS, LanAccess
from app.node.problems import Problems


class ApiPlace:
    """As faces show it.

    Args:
        problems: Where it is said that other machines cannot reach it.
        changed: Called when it is not what it was.

    Attributes:
        url: Base address for OpenAI clients; empty until it listens.
        lan: How other machines reach it.
    """

    def __init__(self, problems: Problems, changed: Callable[[], None]) -> None:
        self._problems = problems
        self._changed = changed
        self.url = ""
        self.lan = NO_LAN_ACCESS

    def listening(self, url: str) -> None:
        """It listens at this base address."""
        self.url = url
        self._changed()

    def open_to_network(self, lan: LanAccess, problem: Problem | None) -> None:
        """How other machines of the network reach it now, and what keeps them from it."""
        if problem is not None:
            self._problems.note("lan", problem)
        else:
            self._problems.clear("lan")
        if lan != self.lan:
            self.lan = lan
            self._changed()
