"""Deleting a model's files from this computer: from the models folder, and what Hearth itself has downloaded elsewhere.
Nothing else is ever deleted."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.model import ModelFacts
from app.domain.sentence import say
from app.engine.gguf import part_paths
from app.models.hub_files import delete_content
from app.models.store import Shelf, StoredModel
from app.node.loading import Loader


class ModelRemoval:
    """Deletes models here.

    Args:
        directory: The models folder.
        loader: What this node is head of; None before it can be head of anything.
        has_brought: Whether a file came here by a download of this node.
    """

    def __init__(
        self, directory: Path, loader: Callable[[], Loader | None], has_brought: Callable[[Path], bool]
    ) -> None:
        self._directory = directory
        self._has_brought = has_brought
        self._loader = loader
        self._looked_at: tuple[Shelf, frozenset[ModelId]] | None = None

    def deletable(self, shelf: Shelf) -> frozenset[ModelId]:
        """Models whose files may be deleted."""
        if self._looked_at is None or self._looked_at[0] is not shelf:
            found = frozenset(model_id for model_id, stored in shelf.models.items() if not self._obstacle(stored))
            self._looked_at = (shelf, found)
        return self._looked_at[1]

    def _obstacle(self, stored: StoredModel) -> str:
        """Why a model may not be deleted, a sentence; empty when it may."""
        if stored.facts.is_demo:
            return say("It belongs to Hearth.")
        # A folder in the models folder may be a link to somewhere else.
        is_in_folder = stored.path.parent.resolve().is_relative_to(self._directory.resolve())
        if not is_in_folder and not self._has_brought(stored.path):
            return say("Its file is in {folder}, where Hearth only reads.", folder=str(stored.path.parent))
        return ""

    async def delete(self, stored: StoredModel) -> None:
        """Delete a model's files; an idle one is unloaded first.

        Raises:
            UserError: It may not be deleted, is in use, or the disk does not allow it.
        """
        facts = stored.facts
        if obstacle := self._obstacle(stored):
            message = say("{model} cannot be deleted. {why}", model=facts.name, why=obstacle)
            raise UserError(say("Not deleted"), message, code="model_not_deletable")
        await self._unload(facts)
        await asyncio.to_thread(_unlink, stored)

    async def _unload(self, facts: ModelFacts) -> None:
        loader = self._loader()
        if loader is None:
            return
        run = loader.runs.get(facts.model_id)
        if loader.is_loading(facts.model_id) or (run is not None and not run.is_idle):
            is_answering = run is not None and run.active
            message = say("{model} is answering." if is_answering else "{model} is being loaded.", model=facts.name)
            raise UserError(say("In use"), message, say("Unload it first, then delete it."), "model_in_use")
        await loader.unload(facts.model_id)


def _unlink(stored: StoredModel) -> None:
    try:
        paths = part_paths(stored.path)
    except UserError:  # a part is missing already
        paths = [stored.path]
    try:
        for path in paths:  # the first one first: a model of which only later parts are left is not found any more
            delete_content(path)
    except OSError as error:
        message = say("{file} cannot be deleted: {why}.", file=path.name, why=error.strerror or str(error))
        raise UserError(say("Not deleted"), message, code="model_not_deletable") from error
