"""Plans of this node, with the idle models to be given up for them: as few as possible, the least used first."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.improvement import can_run
from app.domain.model import ContextSettings, ModelFacts
from app.domain.placement import Candidate, Plan, Refusal
from app.domain.plan import Placement, plan
from app.domain.prediction import predict, way_words, ways
from app.domain.sentence import say
from app.domain.words import format_bytes, in_turn
from app.node.directory import NOTHING, Directory, FreeBytes
from app.node.run import ModelRun
from app.node.workshop import Workshop


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
        pinned: The plan that the owner wants for a model, if any.
        is_kept: Whether a model is to stay loaded.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        runs: Mapping[ModelId, ModelRun],
        may_be_given_up: Callable[[ModelRun], bool],
        pinned: Callable[[ModelId], Plan | None],
        is_kept: Callable[[ModelId], bool],
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._runs = runs
        self._may_be_given_up = may_be_given_up
        self._pinned = pinned
        self._is_kept = is_kept

    def propose(self, facts: ModelFacts, refused: FreeBytes = NOTHING) -> Proposal | Refusal:
        """How a model would be loaded now.

        Args:
            facts: The model.
            refused: What peers said last of their free memory.
        """
        idle = sorted(filter(self._may_be_given_up, self._runs.values()), key=lambda run: run.last_used)
        best: Proposal | Refusal | None = None
        for count in range(len(idle) + 1):
            evicted = tuple(idle[:count])
            answer = self._answer(facts, self._candidates(facts, evicted, refused))
            if isinstance(answer, Plan) and (not answer.is_split or self._is_best(facts, answer)):
                return Proposal(answer, evicted)
            if best is None or isinstance(best, Refusal):
                best = Proposal(answer, evicted) if isinstance(answer, Plan) else best or answer
        assert best is not None
        return self._with_kept(best) if isinstance(best, Refusal) else best

    def _with_kept(self, refusal: Refusal) -> Refusal:
        """Says of models that are kept loaded that they take memory which others may not have."""
        kept = [run for run in self._runs.values() if self._is_kept(run.facts.model_id)]
        words = tuple(
            say(
                "{model} is kept loaded and takes {memory}.",
                model=run.facts.name,
                memory=format_bytes(_held_bytes(run.plan)),
            )
            for run in kept
            if run.facts.name != refusal.model_name
        )
        return replace(refusal, reasons=(*refusal.reasons, *words))

    @property
    def is_unsettled(self) -> bool:
        """Whether a model has just been loaded, and those who waited for it are about to use it or to leave it."""
        return any(
            run.is_idle and not self._may_be_given_up(run) and not self._is_kept(run.facts.model_id)
            for run in self._runs.values()
        )

    def _is_best(self, facts: ModelFacts, answer: Plan) -> bool:
        """Whether a split plan could not become better by unloading more."""
        return facts.is_demo or answer == self._pinned(facts.model_id)

    def explained(self, facts: ModelFacts) -> Plan | Refusal:
        """How a model would be loaded now, with the ways in which it could run and how fast each is predicted to be."""
        proposal = self.propose(facts)
        if isinstance(proposal, Refusal):
            return proposal
        candidates = self._candidates(facts, proposal.evicted, NOTHING)
        found = ways(facts, self._directory.context, candidates, self._workshop.peer_id, self._directory.speeds())
        return replace(proposal.plan, reasons=(*proposal.plan.reasons, *map(way_words, found)))

    def predicted(self, facts: ModelFacts, by: Plan) -> float | None:
        """Tokens per second of a model by a plan; None when a device of it was not measured."""
        speed = predict(facts, by, self._directory.speeds(), self._directory.rtt_ms())
        return speed.generated if speed else None

    def instead(self, run: ModelRun) -> Plan | Refusal:
        """How a loaded model would be loaded now, when what it holds were free and nothing else ended for it."""
        return self._answer(run.facts, self._candidates(run.facts, (run,), NOTHING))

    def _candidates(
        self, facts: ModelFacts, evicted: tuple[ModelRun, ...], refused: FreeBytes
    ) -> tuple[Candidate, ...]:
        reservations = tuple(run.reservation for run in evicted)
        returned: Counter[tuple[PeerId, str]] = Counter()
        for run in evicted:
            for shard in run.plan.shards:
                returned[shard.peer_id, shard.device_id] += shard.total_bytes
        return self._directory.candidates(facts.model_id, reservations, refused, returned)

    def _answer(self, facts: ModelFacts, candidates: tuple[Candidate, ...]) -> Plan | Refusal:
        context = self._directory.context
        pinned = self._pinned(facts.model_id)
        if pinned is not None and _is_for(pinned, facts, context) and can_run(pinned, candidates):
            return pinned
        placement = Placement.SPREAD if facts.is_demo else Placement.FASTEST
        return plan(facts, context, candidates, self._workshop.peer_id, placement)


def _held_bytes(answer: Plan) -> int:
    return answer.host_bytes + sum(shard.total_bytes for shard in answer.shards)


def _is_for(pinned: Plan, facts: ModelFacts, context: ContextSettings) -> bool:
    """Whether a plan made some time ago is for the model as it is set now."""
    cut = context.for_model(facts)
    wanted = (facts.layer_count, cut.context_length, cut.slots)
    return (pinned.layer_count, pinned.context_length, pinned.slots) == wanted


def too_large(refusal: Refusal) -> UserError:
    """A refusal as an error that says what is missing."""
    left_out = (say("{name} is left out: {reason}.", name=out.name, reason=out.reason) for out in refusal.left_out)
    return UserError(
        say("Model too large"),
        in_turn((*refusal.reasons, *left_out)),
        say("Offer more memory, start Hearth on another laptop, or choose a smaller model."),
        "model_too_large",
    )
