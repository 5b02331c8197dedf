"""What the node knows of models, gathered from its parts for the snapshot."""

from collections.abc import Collection, Mapping

from app.domain.ids import ModelId
from app.domain.state import BetterPlan
from app.models.store import Shelf
from app.node.parts import Parts
from app.node.view import KnownModels


def known_models(
    parts: Parts | None, shelf: Shelf, better: Mapping[ModelId, BetterPlan], deletable: Collection[ModelId]
) -> KnownModels:
    """Gather it.

    Args:
        parts: The node's parts, once they exist.
        shelf: The models on this disk.
        better: What loaded models could run by now.
        deletable: Models whose files are in this computer's models folder.
    """
    facts = {model_id: stored.facts for model_id, stored in shelf.models.items()}
    if parts is None:
        return KnownModels(facts=facts, deletable=deletable)
    loader = parts.loader
    return KnownModels(
        facts=facts,
        runs=loader.runs,
        failures=loader.failures,
        queued=loader.queued,
        recovery_words=loader.recoveries.words,
        news=loader.news,
        pinned=parts.pins.plans.keys(),
        better=better,
        fit=parts.fits.of_model,
        kept_loaded=parts.kept.model_ids,
        deletable=deletable,
    )
