"""Weights that a lease's worker has on its own disk: found in a model's file here, so that nobody has to send them."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from app.domain.errors import UserError
from app.domain.ids import LeaseId, ModelId
from app.engine.tensor_index import IndexedTensor, LayerRange, TensorIndex
from app.lib.tasks import TaskOwner
from app.link.client import LinkProcess
from app.link.kept_weights import WeightSource
from app.node.messages import LeaseRequest

_log = logging.getLogger(__name__)


class OwnWeights:
    """Finds the weights of leases in the files of this disk.

    Args:
        index: Finds tensors by their hashes.
        model_file: The first file of a model on this disk; None when it is not here.
    """

    def __init__(self, index: TensorIndex, model_file: Callable[[ModelId], Path | None]) -> None:
        self._index = index
        self._model_file = model_file
        self._tasks = TaskOwner("own weights")

    def path_for(self, request: LeaseRequest) -> Path | None:
        """The file that has what a lease is for; None when there is none, or the request does not say what it is."""
        if not (request.layer_count or request.holds_output):
            return None
        return self._model_file(request.model_id)

    async def tell(self, link: LinkProcess, request: LeaseRequest, path: Path) -> None:
        """Tell the link of a lease's weights as they become known, until all are.

        Whatever goes wrong with it, what is not found is sent by the head.
        """
        layers = LayerRange(request.first_layer, request.layer_count, request.holds_output)
        try:
            known, is_all = await asyncio.to_thread(self._index.known, path, layers)
            await self._say(link, request.lease_id, known, is_all=is_all)
            if not is_all:
                await self._find(link, request.lease_id, path, layers)
        except (UserError, OSError, ValueError) as error:
            _log.info("weights of %s are not taken from its file here: %s", request.model_name, error)
            with suppress(UserError):  # the link process has ended, and the lease with it
                await self._say(link, request.lease_id, (), is_all=True)

    async def _find(self, link: LinkProcess, lease_id: LeaseId, path: Path, layers: LayerRange) -> None:
        found: asyncio.Queue[IndexedTensor | None] = asyncio.Queue()
        finding = self._tasks.spawn(self._index.find(path, layers, found.put_nowait), f"find {path.stem}", awaited=True)
        finding.add_done_callback(lambda _: found.put_nowait(None))
        try:
            while (tensor := await found.get()) is not None:
                await self._say(link, lease_id, (tensor,), is_all=False)
        finally:
            finding.cancel()
            await asyncio.wait([finding])
        finding.result()
        await self._say(link, lease_id, (), is_all=True)

    async def _say(
        self, link: LinkProcess, lease_id: LeaseId, tensors: Sequence[IndexedTensor], *, is_all: bool
    ) -> None:
        sources = {t.content_hash: WeightSource(t.piece.path, t.piece.offset, t.piece.size, t.state) for t in tensors}
        await link.add_weights(lease_id, sources, is_all=is_all)
