"""Plans of this node, with the idle models to be given up for them: as few as possible, the least used first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.model import ModelFacts
from app.domain.placement import Plan, Refusal
from app.domain.plan import Placement, plan
from app.node.directory import Directory, FreeBytes
from app.node.run import ModelRun
from app.node.workshop import Workshop

NOTHING_REFUSED: FreeBytes = {}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan, and what must be unloaded for it."""

    plan: Plan
    evicted: tuple[ModelRun, ...]


class Planner:
    """Makes plans for models on this disk.

    Args:
        workshop: Who this node is.
        directory: Who may hold layers.
        runs: What is loaded or being loaded.
        may_be_given_up: Whether a run may end for another.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        runs: Mapping[ModelId, ModelRun],
        may_be_given_up: Callable[[ModelRun], bool],
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._runs = runs
        self._may_be_given_up = may_be_given_up

    def propose(self, facts: ModelFacts, refused: FreeBytes = NOTHING_REFUSED) -> Proposal | Refusal:
        """How a model would be loaded now.

        Args:
            facts: The model.
            refused: What peers said last of their free memory.
        """
        placement = Placement.SPREAD if facts.is_demo else Placement.FASTEST
        idle = sorted(filter(self._may_be_given_up, self._runs.values()), key=lambda run: run.last_used)
        best: Proposal | Refusal | None = None
        for count in range(len(idle) + 1):
            evicted = tuple(idle[:count])
            reservations = tuple(run.reservation for run in evicted)
            candidates = self._directory.candidates(facts.model_id, reservations, refused)
            answer = plan(facts, self._directory.context, candidates, self._workshop.peer_id, placement)
            if isinstance(answer, Plan) and (not answer.is_split or placement is Placement.SPREAD):
                return Proposal(answer, evicted)
            if best is None or isinstance(best, Refusal):
                best = Proposal(answer, evicted) if isinstance(answer, Plan) else best or answer
        assert best is not None
        return best


def too_large(refusal: Refusal) -> UserError:
    """A refusal as an error that says what is missing."""
    words = [*refusal.reasons, *(f"{out.name} is left out: {out.reason}." for out in refusal.left_out)]
    return UserError(
        "Model too large",
        " ".join(words),
        "Offer more memory, start Hearth on another laptop, or choose a smaller model.",
        "model_too_large",
    )
