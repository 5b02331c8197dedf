"""Where each model would fit, for the snapshot and for lists of models that are not here: remembered, since a snapshot
is built several times a second."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.fit import Fit, estimated_facts, fit
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelFacts, ModelSummary
from app.domain.placement import Candidate
from app.domain.plan import FAR_AWAY_MS
from app.models.store import Shelf
from app.node.directory import NOTHING, Directory

NO_MODEL = ModelId("")


class Fits:
    """Answers for the devices that are there now.

    Args:
        directory: Who may hold layers.
        shelf: The models on this node's disk now.
        here: This node.
    """

    def __init__(self, directory: Directory, shelf: Callable[[], Shelf], here: PeerId) -> None:
        self._directory = directory
        self._shelf = shelf
        self._here = here
        self._candidates: tuple[Candidate, ...] = ()
        self._known: dict[tuple[ModelId | int, frozenset[PeerId]], Fit] = {}

    def of_size(self, file_bytes: int) -> Fit:
        """Where a model of this size would fit that no device has: an estimate."""
        self._look()
        return self._remembered(file_bytes, frozenset(), lambda: estimated_facts(file_bytes))

    def of_model(self, model: ModelSummary) -> Fit:
        """Where a model that somebody here has would fit; an estimate when its file is on other devices only."""
        self._look()
        holders = frozenset(
            record.peer_id
            for record in self._directory.online_records()
            if any(m.model_id == model.model_id for m in record.models)
        )
        stored = self._shelf().models.get(model.model_id)
        if stored is not None:
            return self._remembered(model.model_id, holders | {self._here}, lambda: stored.facts)
        return self._remembered(
            model.model_id, holders, lambda: estimated_facts(model.file_bytes, model.layer_count, model.context_length)
        )

    def _remembered(self, what: ModelId | int, holders: frozenset[PeerId], facts: Callable[[], ModelFacts]) -> Fit:
        key = (what, holders)
        if key not in self._known:
            candidates = tuple(replace(c, has_model=c.peer_id in holders) for c in self._candidates)
            self._known[key] = fit(facts(), self._directory.context, candidates, self._here)
        return self._known[key]

    def _look(self) -> None:
        """Forget everything when the devices are not what they were; what they hold at the moment does not matter."""
        candidates = tuple(_lasting(c) for c in self._directory.candidates(NO_MODEL, (), NOTHING))
        if candidates != self._candidates:
            self._candidates = candidates
            self._known.clear()


def _lasting(candidate: Candidate) -> Candidate:
    """What of a candidate decides where a model fits, without what changes all the time."""
    is_far = candidate.rtt_ms is not None and candidate.rtt_ms > FAR_AWAY_MS
    devices = tuple(replace(device, used_bytes=0) for device in candidate.devices)
    return replace(candidate, devices=devices, rtt_ms=FAR_AWAY_MS + 1 if is_far else None)
