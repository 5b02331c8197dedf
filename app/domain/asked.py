"""One request as far as it matters for who answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.ids import PeerId
from app.domain.prefix import Marks
from app.domain.route import NO_WISH, UNKNOWN_LENGTH, Length, Wish
from app.domain.sentence import say, say_count


class Waiting:
    """Where a request waits; empty words while it does not. Whoever makes it wait says so here."""

    def __init__(self) -> None:
        self._ahead: Callable[[], int] | None = None

    def begin(self, ahead: Callable[[], int]) -> None:
        """It waits; `ahead` counts those whose turn is before."""
        self._ahead = ahead

    def end(self) -> None:
        """It has its turn, or gave up."""
        self._ahead = None

    @property
    def words(self) -> str:
        """Its place in the queue."""
        if self._ahead is None:
            return ""
        ahead = self._ahead()
        if not ahead:
            return say("waiting for a turn: next")
        return say_count(
            ahead,
            "waiting for a turn: {count} request is before this one",
            "waiting for a turn: {count} requests are before this one",
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        model_name: The model asked for; None leaves the choice to the node.
        local_only: Whether only a host on this node may answer: so it is for requests of peers.
        client: Who asks, such that two who ask are two: their requests take turns.
        wish: What the client wants of the choice.
        marks: The beginning of its prompt.
        length: How long it is.
        resumes: It was being answered already, and goes on before those who wait.
        failed: Nodes that could not answer it a moment ago.
        waiting: Where it is said that it waits.
    """

    model_name: str | None
    local_only: bool = False
    client: str = ""
    wish: Wish = NO_WISH
    marks: Marks = ()
    length: Length = UNKNOWN_LENGTH
    resumes: bool = False
    failed: frozenset[PeerId] = frozenset()
    waiting: Waiting = field(default_factory=Waiting, compare=False)
