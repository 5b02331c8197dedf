"""Tells the link process which models peers may copy from this node."""

from collections.abc import Callable
from pathlib import Path

from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.engine.gguf import part_paths
from app.link.client import LinkProcess
from app.models.store import Shelf, StoredModel


class SharedFiles:
    """What is shared, as it was told last.

    Args:
        shelf: The models on this disk.
        refusal: Why nothing may be copied now, in words that follow this node's name; empty when something may.
        book: Where the hashes of files are kept.
    """

    def __init__(self, shelf: Callable[[], Shelf], refusal: Callable[[], str], book: Path) -> None:
        self._shelf = shelf
        self._refusal = refusal
        self._book = book
        self._told: tuple[LinkProcess, str, Shelf] | None = None

    async def tell(self, link: LinkProcess) -> None:
        """Tell the link process, if it does not know yet.

        Raises:
            UserError: It has ended meanwhile.
        """
        shelf, refusal = self._shelf(), self._refusal()
        if self._told is not None and self._told[0] is link and self._told[1:] == (refusal, shelf):
            return
        # While nothing may be copied there is no need to read files to hash them either.
        models = {} if refusal else _paths(shelf)
        await link.copies.share(refusal, models, self._book)
        self._told = (link, refusal, shelf)


def _paths(shelf: Shelf) -> dict[ModelId, list[Path]]:
    """The files of each model but the demo, which everybody has."""
    shared = (stored for stored in shelf.models.values() if not stored.facts.is_demo)
    found = ((stored.facts.model_id, _parts(stored)) for stored in shared)
    return {model_id: paths for model_id, paths in found if paths}


def _parts(stored: StoredModel) -> list[Path]:
    try:
        return part_paths(stored.path)
    except UserError:  # one was deleted a moment ago
        return []
