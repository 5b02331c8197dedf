"""The commands of a link process for files of models: what peers may copy, and what is copied from them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.domain.ids import ModelId, PeerId
from app.link.copying import CopyOrder


class CopyCommands:
    """Commands about files. Each may raise UserError.

    Args:
        ask: Gives the process a command by name, and waits for its answer.
    """

    def __init__(self, ask: Callable[..., Awaitable[Any]]) -> None:
        self._ask = ask

    async def share(self, refusal: str, models: Mapping[ModelId, Sequence[Path]], book: Path) -> None:
        """Let peers copy these models from now on, and no others.

        Args:
            refusal: Why nothing may be copied, in words that follow this node's name; empty when these may be.
            models: The files of each, in order.
            book: Where the hashes of files are kept.
        """
        paths = {model_id: [str(path) for path in files] for model_id, files in models.items()}
        await self._ask("share_files", refusal=refusal, models=paths, book=str(book))

    async def start(self, order: CopyOrder, peer_ids: Iterable[PeerId]) -> None:
        """Begin to copy a model from these peers, or go on; events with its name say how it goes."""
        fields = {**asdict(order), "directory": str(order.directory)}
        await self._ask("start_copy", **fields, peer_ids=sorted(peer_ids))

    async def set_sources(self, transfer_id: str, peer_ids: Iterable[PeerId]) -> None:
        """Copy from these peers from now on."""
        await self._ask("set_copy_sources", transfer_id=transfer_id, peer_ids=sorted(peer_ids))

    async def stop(self, transfer_id: str) -> None:
        """End a copy; returns when what has come of it is safe on disk."""
        await self._ask("stop_copy", transfer_id=transfer_id)
