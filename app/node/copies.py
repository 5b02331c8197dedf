"""The copies of this node: begun, gone on with after a restart of anything, and made models of this computer.

What is copied from whom is found by `library.py`; the bytes are moved by the link process.
"""

import asyncio
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelSummary
from app.domain.sentence import say
from app.domain.transfer import Finished, Transfer, TransferKind
from app.domain.words import format_bytes
from app.engine.gguf import read_model
from app.lib.partial_files import RESERVE_BYTES
from app.lib.tasks import TaskOwner
from app.link.client import LinkProcess
from app.link.events import CopyEnded, CopyEvent, CopyProgress, SourceDropped
from app.models.arrivals import Arrival, Arrivals
from app.node.copy_run import CopyRun, Sources
from app.node.shelf import ShelfKeeper
from app.node.transfer_board import TransferBoard

_log = logging.getLogger(__name__)


class Copies:
    """All copies.

    Args:
        shelf: The models on this disk.
        sources: Who is there and has a model.
        name_of: What people call a peer.
        tell: Takes a sentence of news.
        changed: To be called when something that faces show has changed.
        wake: To be called when there is something to do for `keep`.
    """

    def __init__(
        self,
        shelf: ShelfKeeper,
        sources: Callable[[ModelId], Sources],
        name_of: Callable[[PeerId], str],
        tell: Callable[[str], None],
        changed: Callable[[], None],
        wake: Callable[[], None],
    ) -> None:
        self._shelf = shelf
        self._sources = sources
        self._name_of = name_of
        self._tell = tell
        self._wake = wake
        self._arrivals = Arrivals(shelf.directory)
        self._board = TransferBoard(changed)
        self._runs: dict[str, CopyRun] = {}
        self._tasks = TaskOwner("copies")

    async def start(self) -> None:
        """Find what was on its way when this node ended."""
        for arrival in reversed(await asyncio.to_thread(self._arrivals.all)):
            if arrival.kind is TransferKind.COPY:
                self._add(arrival)

    async def close(self) -> None:
        """End what is done in the background; what is on its way goes on at the next start."""
        await self._tasks.close()

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """As faces show them, the newest first."""
        return self._board.transfers

    def knows(self, transfer_id: str) -> bool:
        """Whether a transfer is a copy."""
        return self._board.find(transfer_id) is not None

    # -- commands -------------------------------------------------------------------------------------------

    async def begin(self, model: ModelSummary) -> str:
        """Begin to copy a model, or go on; the id of the transfer.

        Raises:
            UserError: The disk has no room for it, or cannot be written.
        """
        run = next((run for run in self._runs.values() if run.model_id == model.model_id), None)
        if run is None:
            arrival = await asyncio.to_thread(self._begin_arrival, model)
            # Another who asked at the same time may have been quicker.
            run = next((run for run in self._runs.values() if run.model_id == model.model_id), None)
            if run is not None:
                await asyncio.to_thread(self._arrivals.discard, arrival.transfer_id)
            else:
                run = self._add(arrival)
        elif run.arrival.is_stopped:
            await run.go_on()
        self._show(run)
        self._wake()
        return run.arrival.transfer_id

    async def stop_transfer(self, transfer_id: str) -> None:
        """Stop a copy; what has arrived is kept."""
        if (run := self._runs.get(transfer_id)) is not None and not run.is_whole:
            await run.stop()
            self._show(run)

    async def discard_transfer(self, transfer_id: str) -> None:
        """Stop a copy and delete what has arrived; of a finished one only the entry goes."""
        if (run := self._runs.pop(transfer_id, None)) is not None:
            await run.stop()
            await asyncio.to_thread(self._arrivals.discard, transfer_id)
        self._board.remove(transfer_id)

    def _begin_arrival(self, model: ModelSummary) -> Arrival:
        try:
            missing = model.file_bytes + RESERVE_BYTES - shutil.disk_usage(self._shelf.directory).free
            if missing > 0:
                message = say(
                    "The disk of the models folder has no room for {model}, which has {size}: {missing} more must be "
                    "free.",
                    model=model.name,
                    size=format_bytes(model.file_bytes),
                    missing=format_bytes(missing),
                )
                hint = say("Make room, then copy it again.")
                raise UserError(say("The disk is full"), message, hint, "disk_full")
            return self._arrivals.begin(TransferKind.COPY, model.name, model.file_bytes, model_id=model.model_id)
        except OSError as error:
            message = say("The models folder cannot be written: {why}.", why=error.strerror or str(error))
            raise UserError(say("Not written"), message, say("Look after the disk."), "disk_failed") from error

    def _add(self, arrival: Arrival) -> CopyRun:
        run = CopyRun(arrival, self._arrivals, self._name_of)
        self._runs[arrival.transfer_id] = run
        self._show(run)
        return run

    # -- going on -------------------------------------------------------------------------------------------

    async def receive(self) -> None:
        """Make models of this computer of what is whole."""
        for run in list(self._runs.values()):
            if run.is_whole and not run.arrival.is_stopped:
                await self._receive(run)

    async def keep(self, link: LinkProcess | None) -> None:
        """Have the link process do what there is to do.

        Raises:
            UserError: It has ended meanwhile.
        """
        for run in list(self._runs.values()):
            await run.keep(link, self._sources(run.model_id))
            self._show(run)

    def heard(self, event: CopyEvent) -> None:
        """Something new of a copy."""
        run = self._runs.get(event.transfer_id)
        if run is None:
            return
        match event:
            case CopyProgress():
                run.progressed(event)
                self._show(run)
            case SourceDropped():
                run.dropped(event)
            case CopyEnded(code="stopped"):
                pass  # who stopped it shows it
            case CopyEnded(code=""):
                self._tasks.spawn(self._take(run), f"take {event.transfer_id}")
            case CopyEnded():
                self._tasks.spawn(self._fail(run, run.ended(event)), f"fail {event.transfer_id}")

    async def _take(self, run: CopyRun) -> None:
        await run.verified()
        self._show(run)
        self._wake()

    async def _fail(self, run: CopyRun, problem: Problem) -> None:
        await run.stop(problem)
        self._show(run)

    async def _receive(self, run: CopyRun) -> None:
        try:
            path = await asyncio.to_thread(self._publish, run.arrival)
        except UserError as error:
            await self._fail(run, error.problem)
            self._runs.pop(run.arrival.transfer_id, None)
            await asyncio.to_thread(self._arrivals.discard, run.arrival.transfer_id)
        except OSError as error:
            message = say(
                "{model} is here, and cannot be moved into the models folder: {why}.",
                model=run.arrival.model_name,
                why=error.strerror or str(error),
            )
            hint = say("Look after the disk, then go on.")
            await self._fail(run, Problem(say("Not moved"), message, hint, "disk_failed"))
        else:
            self._runs.pop(run.arrival.transfer_id, None)
            await self._shelf.scan()
            self._board.show(run.transfer(Finished()))
            self._tell(say("{model} was copied to this device.", model=path.stem))

    def _publish(self, arrival: Arrival) -> Path:
        if not self._arrivals.is_moving(arrival.transfer_id):
            first = min(self._arrivals.folder(arrival.transfer_id).glob("*.gguf"), default=Path("nothing"))
            if read_model(first, frozenset).model_id != arrival.model_id:
                raise UserError(
                    say("Another model"),
                    say("What came is not the {model} that was announced; it was deleted.", model=arrival.model_name),
                    say("Copy it again, or from another device."),
                    "copy_damaged",
                )
        return self._arrivals.publish(arrival)[0]

    def _show(self, run: CopyRun) -> None:
        if run.arrival.transfer_id in self._runs:
            self._board.show(run.transfer())
