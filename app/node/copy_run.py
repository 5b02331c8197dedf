"""One copy of a model from peers, as the node sees it: what it has told its link process, and what it heard.

The bytes never come here: the link process takes them from the peers' link processes and writes them.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId, PeerId
from app.domain.sentence import say
from app.domain.transfer import Moving, Stopped, Transfer, TransferKind, TransferStatus, Verifying, Waiting
from app.domain.words import format_bytes, listed
from app.link.client import LinkProcess
from app.link.copying import CopyOrder
from app.link.events import CopyEnded, CopyProgress, CopyStep, SourceDropped
from app.models.arrivals import Arrival, Arrivals
from app.node.phrases import side_by_side, told

_log = logging.getLogger(__name__)

type Sources = Mapping[PeerId, str]
"""Peers that are there and have the model, by what people call them, with the way to them if it is a detour."""


class CopyRun:
    """A copy that goes on, or waits to.

    Args:
        arrival: What is to be copied.
        arrivals: Where it is kept.
        name_of: What people call a peer.

    Attributes:
        arrival: As it was kept last.
        is_whole: The link process says that everything is here and right.
    """

    def __init__(self, arrival: Arrival, arrivals: Arrivals, name_of: Callable[[PeerId], str]) -> None:
        self.arrival = arrival
        self.is_whole = arrival.is_verified
        self._arrivals = arrivals
        self._name_of = name_of
        self._link: LinkProcess | None = None
        self._told: frozenset[PeerId] = frozenset()
        self._sources: Sources = {}
        self._progress: CopyProgress | None = None
        self._problem: Problem | None = None
        self._dropped: dict[PeerId, str] = {}
        self._turn = asyncio.Lock()

    @property
    def model_id(self) -> ModelId:
        """The model."""
        return ModelId(self.arrival.model_id)

    async def keep(self, link: LinkProcess | None, sources: Sources) -> None:
        """Have the link process do what there is to do, if it does not do it yet.

        Args:
            link: The link process that runs now; None while there is none.
            sources: Who has the model now.

        Raises:
            UserError: The link process has ended meanwhile.
        """
        async with self._turn:
            self._sources = sources
            if self.arrival.is_stopped or self.is_whole or link is None:
                return
            wanted = frozenset(sources)
            if link is not self._link:
                await link.copies.start(self._order(), wanted - frozenset(self._dropped))
                self._link, self._told = link, wanted
            elif wanted != self._told:
                await link.copies.set_sources(self.arrival.transfer_id, wanted)
                self._told = wanted

    def _order(self) -> CopyOrder:
        arrival = self.arrival
        directory = self._arrivals.folder(arrival.transfer_id)
        return CopyOrder(arrival.transfer_id, self.model_id, directory, arrival.model_name, arrival.total_bytes)

    async def go_on(self) -> None:
        """Begin again after a stop: sources that were dropped are asked again."""
        self._problem = None
        self._dropped.clear()
        await self._note(replace(self.arrival, is_stopped=False))

    async def stop(self, problem: Problem | None = None) -> None:
        """Stop; what has come is kept."""
        self._problem = problem
        async with self._turn:
            link, self._link = self._link, None
            await self._note(replace(self.arrival, is_stopped=True, done_bytes=self._done_bytes))
            if link is not None:
                with suppress(UserError):  # it has ended: so has the copy
                    await link.copies.stop(self.arrival.transfer_id)
        if self._progress is not None:
            self._progress = replace(self._progress, active=())

    async def verified(self) -> None:
        """Everything is here and right: note it, so that a crash from here on costs nothing."""
        self.is_whole = True
        await self._note(replace(self.arrival, is_verified=True))

    async def _note(self, arrival: Arrival) -> None:
        self.arrival = arrival
        try:
            await asyncio.to_thread(self._arrivals.keep, arrival)
        except OSError as error:  # the disk is full: the next start takes it for what it was before
            _log.warning("what is copied cannot be noted: %s", error)

    # -- what is heard --------------------------------------------------------------------------------------

    def progressed(self, progress: CopyProgress) -> None:
        """How far it is."""
        self._progress = progress

    def dropped(self, dropped: SourceDropped) -> None:
        """A peer is not asked any more."""
        _log.warning("copy of %s: %s is not asked any more: %s", self.arrival.model_name, *_words(dropped))
        self._dropped[dropped.peer_id] = told(dropped.reason)

    def ended(self, ended: CopyEnded) -> Problem:
        """It cannot go on; why, for people."""
        self._link = None
        name = self.arrival.model_name
        match ended.code:
            case "no_source":
                reasons = side_by_side(
                    say("{name}: {reason}", name=self._name_of(peer_id), reason=why)
                    for peer_id, why in self._dropped.items()
                )
                message = say("{model} cannot be copied now ({reasons}).", model=name, reasons=reasons)
                hint = say("Try again later. What has arrived is kept.")
                return Problem(say("Nobody gives it"), message, hint, "copy_refused")
            case "disk_full":
                message = say(
                    "The disk of the models folder has no room for {model}: {missing} more must be free.",
                    model=name,
                    missing=format_bytes(int(ended.text or 0)),
                )
                hint = say("Make room, then go on. What has arrived is kept.")
                return Problem(say("The disk is full"), message, hint, "disk_full")
            case "damaged":
                message = say("The files of {model} are not what their sender says of them.", model=name)
                hint = say("Discard it, and copy it anew.")
                return Problem(say("Damaged at its source"), message, hint, "copy_damaged")
            case "disk_failed":
                message = say("The models folder cannot be written: {why}.", why=told(ended.text))
                hint = say("Look after the disk, then go on. What has arrived is kept.")
                return Problem(say("Not written"), message, hint, "disk_failed")
        return Problem(say("Stopped"), say("Copying {model} was stopped.", model=name), "", "copy_stopped")

    # -- what is shown --------------------------------------------------------------------------------------

    def transfer(self, status: TransferStatus | None = None) -> Transfer:
        """As faces show it; with this status, if one is given."""
        arrival, progress = self.arrival, self._progress
        active = progress.active if progress is not None else ()
        names = [self._sources.get(p) or self._name_of(p) for p in active] or list(self._sources.values())
        return Transfer(
            transfer_id=arrival.transfer_id,
            kind=TransferKind.COPY,
            model_name=arrival.model_name,
            sources=tuple(sorted(names)),
            done_bytes=arrival.total_bytes if self.is_whole else self._done_bytes,
            total_bytes=arrival.total_bytes,
            status=status or self._status(progress),
        )

    @property
    def _done_bytes(self) -> int:
        return self._progress.done_bytes if self._progress is not None else self.arrival.done_bytes

    def _status(self, progress: CopyProgress | None) -> TransferStatus:
        if self.arrival.is_stopped:
            return Stopped(self._problem)
        if self.is_whole:
            return Verifying()
        match progress.step if progress is not None else CopyStep.WAITING:
            case CopyStep.MOVING if progress is not None:
                return Moving(progress.bytes_per_second)
            case CopyStep.VERIFYING:
                return Verifying()
        return Waiting(self._waits_for(progress))

    def _waits_for(self, progress: CopyProgress | None) -> str:
        if not self._sources:
            return say("Nobody who is there has it: it goes on when a device that has it comes.")
        names = listed(tuple(self._sources.values()))
        if progress is not None and progress.read_bytes and not progress.done_bytes:
            return say(
                "{names} reads its file first, to know what is in it: {read} of {total}.",
                names=names,
                read=format_bytes(progress.read_bytes),
                total=format_bytes(progress.total_bytes),
            )
        return say("Waiting for {names}.", names=names)


def _words(dropped: SourceDropped) -> tuple[str, str]:
    return dropped.peer_id[-6:], dropped.reason
