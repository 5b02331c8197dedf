"""Downloads under way: one at a time, each a `Transfer`, kept over a restart until it is finished or discarded.

What to download is `hub.py`'s; how bytes arrive is `models/hub.py`'s.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say
from app.domain.transfer import (
    Finished,
    Moving,
    Stopped,
    Transfer,
    TransferKind,
    TransferStatus,
    Verifying,
    Waiting,
)
from app.lib.tasks import TaskOwner
from app.models.hub import HubClient
from app.models.hub_files import blob_name, bytes_here, content_of, discard_partial
from app.models.hub_request import Arrived, Checking, Download, Event, Pausing
from app.models.orders import Order, read_orders, write_orders
from app.node.phrases import told

_log = logging.getLogger(__name__)

SHOWN_SECONDS = 600.0
"""How long a finished download is still shown."""

BEGINS = say("It begins.")
_RATE_SECONDS = 5.0


@dataclass(slots=True)
class _Entry:
    order: Order
    status: TransferStatus
    done_bytes: int
    task: asyncio.Task[None] | None = None
    finished_at: float = 0.0
    arrivals: deque[tuple[float, int]] = field(default_factory=deque)


class Downloads:
    """Downloads models into a cache folder.

    Args:
        client: The hub.
        source_name: What the hub is called for people.
        directory: The cache folder.
        orders_file: Where what is under way is kept.
        bytes_per_second: The limit that holds now; 0 for none.
        changed: Called when what faces show has changed.
        arrived: Called when a model is complete; it is shown as finished when that returns.
    """

    def __init__(
        self,
        client: HubClient,
        source_name: str,
        directory: Path,
        orders_file: Path,
        *,
        bytes_per_second: Callable[[], int],
        changed: Callable[[], None],
        arrived: Callable[[], Awaitable[None]],
    ) -> None:
        self._client = client
        self._source_name = source_name
        self._directory = directory
        self._orders_file = orders_file
        self._bytes_per_second = bytes_per_second
        self._changed = changed
        self._arrived = arrived
        self._entries: dict[str, _Entry] = {}
        self._brought: list[Order] = []
        self._turn = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._tasks = TaskOwner("downloads")

    async def start(self) -> None:
        """Go on with what was under way when this node ended."""
        for order in await asyncio.to_thread(read_orders, self._orders_file):
            done_bytes = await asyncio.to_thread(self._bytes_here, order)
            if order.is_done:
                if done_bytes == order.total_bytes:  # else it was deleted, and whoever brings it again owns it
                    self._brought.append(order)
                continue
            self._entries[order.transfer_id] = _Entry(order, Stopped(None), done_bytes)
            if order.is_wanted:
                self._run(order.transfer_id)

    async def stop(self) -> None:
        """End what is under way; it goes on at the next start."""
        await self._tasks.close()

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """What is shown, the newest first."""
        oldest = time.monotonic() - SHOWN_SECONDS
        shown = [e for e in self._entries.values() if not isinstance(e.status, Finished) or e.finished_at > oldest]
        return tuple(self._transfer(entry) for entry in reversed(shown))

    def knows(self, transfer_id: str) -> bool:
        """Whether this is one of its transfers."""
        return transfer_id in self._entries

    def has_brought(self, path: Path) -> bool:
        """Whether a file of a model came here by a download of this node. Blocks for a moment."""
        # Those under way count: the last file of one may be seen on the disk before its download is known to be done.
        orders = [*self._brought, *(entry.order for entry in self._entries.values())]
        names = {blob_name(file) for order in orders for file in order.files}
        content = content_of(path)
        return content is not None and content.name in names and content.is_relative_to(self._directory.resolve())

    def find(self, order: Order) -> str | None:
        """The transfer that brings the same content already, or did so in part."""
        for transfer_id, entry in self._entries.items():
            if entry.order.is_for(order.files) and not isinstance(entry.status, Finished):
                return transfer_id
        return None

    async def begin(self, order: Order) -> str:
        """Download a model, or go on with it; returns the id of its transfer."""
        transfer_id = self.find(order)
        if transfer_id is None:
            transfer_id = order.transfer_id
            done_bytes = await asyncio.to_thread(self._bytes_here, order)
            self._entries[transfer_id] = _Entry(order, Waiting(BEGINS), done_bytes)
        entry = self._entries[transfer_id]
        # Another version of the repository may have the same content under the same or another name.
        entry.order = replace(order, transfer_id=transfer_id, is_wanted=True)
        if isinstance(entry.status, Stopped):
            self._show(entry, Waiting(BEGINS))
        self._run(transfer_id)
        await self._keep()
        return transfer_id

    async def stop_transfer(self, transfer_id: str) -> None:
        """Stop one; what has arrived is kept. Raises UserError when it is not known."""
        entry = self._entry(transfer_id)
        if isinstance(entry.status, Finished):
            return
        await self._halt(entry)
        entry.status = Stopped(None)
        self._changed()
        await self._keep()

    async def discard_transfer(self, transfer_id: str) -> None:
        """Stop one and delete what has arrived; of a finished one only the entry goes. Raises UserError."""
        entry = self._entry(transfer_id)
        await self._halt(entry)
        if not isinstance(entry.status, Finished):
            await asyncio.to_thread(self._delete, entry.order)
        self._entries.pop(transfer_id, None)
        self._changed()
        await self._keep()

    def _entry(self, transfer_id: str) -> _Entry:
        if transfer_id not in self._entries:
            raise UserError(
                say("No such transfer"),
                say("There is no transfer {id}.", id=transfer_id[:40]),
                say("See hearth models transfers."),
                "transfer_unknown",
            )
        return self._entries[transfer_id]

    async def _halt(self, entry: _Entry) -> None:
        entry.order = replace(entry.order, is_wanted=False)
        if entry.task is not None:
            entry.task.cancel()
            await asyncio.wait([entry.task])

    def _run(self, transfer_id: str) -> None:
        entry = self._entries[transfer_id]
        if entry.task is None or entry.task.done():
            entry.task = self._tasks.spawn(self._download(entry), f"download {transfer_id}")

    async def _download(self, entry: _Entry) -> None:
        if self._turn.locked():
            self._show(entry, Waiting(say("It waits until another download is done.")))
        async with self._turn:
            entry.arrivals.clear()
            self._show(entry, Moving(None))
            try:
                await self._client.download(self._request(entry.order), lambda event: self._saw(entry, event))
            except UserError as error:
                _log.warning("%s of %s stopped: %s", entry.order.model_name, entry.order.repository, error)
                entry.order = replace(entry.order, is_wanted=False)
                self._show(entry, Stopped(error.problem))
            else:
                done = replace(entry.order, is_wanted=False, is_done=True)
                self._brought = [order for order in self._brought if not order.is_for(done.files)] + [done]
                await self._arrived()
                entry.done_bytes = entry.order.total_bytes
                entry.finished_at = time.monotonic()
                self._show(entry, Finished())
        await self._keep()

    def _request(self, order: Order) -> Download:
        return Download(order.repository, order.commit, order.files, self._directory, self._bytes_per_second())

    def _saw(self, entry: _Entry, event: Event) -> None:
        match event:
            case Arrived(done_bytes):
                entry.done_bytes = done_bytes
                entry.arrivals.append((time.monotonic(), done_bytes))
                while entry.arrivals[-1][0] - entry.arrivals[0][0] > _RATE_SECONDS and len(entry.arrivals) > 2:
                    entry.arrivals.popleft()
                self._show(entry, Moving(_rate(entry.arrivals)))
            case Checking():
                self._show(entry, Verifying())
            case Pausing(reason):
                entry.arrivals.clear()
                self._show(entry, Waiting(told(reason)))

    def _show(self, entry: _Entry, status: TransferStatus) -> None:
        entry.status = status
        self._changed()

    def _transfer(self, entry: _Entry) -> Transfer:
        order = entry.order
        return Transfer(
            transfer_id=order.transfer_id,
            kind=TransferKind.DOWNLOAD,
            model_name=order.model_name,
            sources=(self._source_name,),
            done_bytes=min(entry.done_bytes, order.total_bytes),
            total_bytes=order.total_bytes,
            status=entry.status,
            source=f"{order.repository}:{order.model_name}",
        )

    def _bytes_here(self, order: Order) -> int:
        return sum(bytes_here(self._directory, order.repository, file) for file in order.files)

    def _delete(self, order: Order) -> None:
        for file in order.files:
            try:
                discard_partial(self._directory, order.repository, file)
            except OSError as error:
                raise UserError(
                    say("Cannot be deleted"),
                    say("What has arrived cannot be deleted: {why}.", why=error.strerror or str(error)),
                    code="disk_refused",
                ) from error

    async def _keep(self) -> None:
        """Keep what is under way and what is done; what cannot be kept only does not outlive this run."""
        async with self._writing:
            under_way = [e.order for e in self._entries.values() if not isinstance(e.status, Finished)]
            orders = [*self._brought, *under_way]
            try:
                await asyncio.to_thread(write_orders, self._orders_file, orders)
            except OSError as error:
                _log.warning("what is downloaded cannot be kept: %s", error)


def _rate(arrivals: deque[tuple[float, int]]) -> float | None:
    """Bytes per second between the oldest and the newest arrival."""
    (first_at, first), (last_at, last) = arrivals[0], arrivals[-1]
    return (last - first) / (last_at - first_at) if last_at > first_at else None
