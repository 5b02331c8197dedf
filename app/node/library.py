"""The household's models, as this node has them: copied from peers over links, and deleted here.

Nothing is ever deleted or set on another machine: a peer gives its files, or says that it does not.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelSummary
from app.domain.record import Record
from app.domain.sentence import say
from app.domain.transfer import Transfer
from app.domain.words import listed
from app.lib.tasks import TaskOwner
from app.link.events import CopyEvent
from app.link.peer import relay_of
from app.node.copies import Copies
from app.node.copy_run import Sources
from app.node.membership import Membership
from app.node.model_removal import ModelRemoval
from app.node.options import NodeOptions
from app.node.shared_files import SharedFiles
from app.node.shelf import ShelfKeeper, no_models_error

LOOK_SECONDS = 1.0


class TransferKeeper(Protocol):
    """Whoever has transfers of another kind, so that one command is for all of them."""

    def knows(self, transfer_id: str) -> bool:
        """Whether a transfer is one of its own."""

    async def stop_transfer(self, transfer_id: str) -> None:
        """Stop one; what has arrived is kept."""

    async def discard_transfer(self, transfer_id: str) -> None:
        """Stop one, and delete what has arrived."""


@dataclass(frozen=True, slots=True)
class LibraryHooks:
    """What a library asks and tells.

    Attributes:
        refusal: Why peers may copy nothing now, in words that follow this node's name; empty when they may.
        tell: Takes a sentence of news.
        changed: To be called when something that faces show has changed.
    """

    refusal: Callable[[], str]
    tell: Callable[[str], None]
    changed: Callable[[], None]


class Library:
    """Copies and deletes models, and lets peers copy.

    Args:
        options: Where this node keeps its files, and whether it has models of its own.
        shelf: The models on this disk.
        membership: The swarm this node is in.
        removal: Deletes models.
        hooks: What it asks and tells.
    """

    def __init__(
        self,
        options: NodeOptions,
        shelf: ShelfKeeper,
        membership: Callable[[], Membership | None],
        removal: ModelRemoval,
        hooks: LibraryHooks,
    ) -> None:
        self._shelf = shelf
        self._membership = membership
        self._removal = removal
        self._tell = hooks.tell
        self._keeps_models = options.has_models
        self._shared = SharedFiles(lambda: shelf.shelf, hooks.refusal, options.paths.data / "hashes.json")
        self._looking = asyncio.Event()
        self._copies = Copies(shelf, self._sources, self._name, hooks.tell, hooks.changed, self._looking.set)
        self._keepers: list[TransferKeeper] = [self._copies]
        self._tasks = TaskOwner("library")

    def look(self) -> None:
        """The shelf is another: the link is told at once, before peers hear of it and ask."""
        self._looking.set()

    def add_keeper(self, keeper: TransferKeeper) -> None:
        """Stop and discard transfers of this one too."""
        self._keepers.append(keeper)

    async def start(self) -> None:
        """Go on with what was on its way when this node ended."""
        await self._copies.start()
        self._tasks.spawn(self._look_for_ever(), "look")

    async def stop(self) -> None:
        """Stop looking; what is on its way goes on at the next start."""
        await self._tasks.close()
        await self._copies.close()

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Copies, the newest first."""
        return self._copies.transfers

    @property
    def deletable(self) -> frozenset[ModelId]:
        """Models that `delete` may delete."""
        return self._removal.deletable(self._shelf.shelf)

    def heard(self, event: CopyEvent) -> None:
        """Something new of a copy."""
        self._copies.heard(event)

    # -- commands -------------------------------------------------------------------------------------------

    async def copy(self, model_name: str) -> str:
        """Begin to copy a model from the peers that have it, or go on; the id of the transfer.

        Raises:
            UserError: It is here already, nobody who is there has it, or the disk has no room for it.
        """
        if not self._keeps_models:
            raise no_models_error()
        return await self._copies.begin(self._find(model_name))

    async def delete(self, model_name: str) -> None:
        """Delete a model's files from this computer's models folder.

        Raises:
            UserError: It is not here, is in use, or is not in that folder.
        """
        for stored in self._shelf.shelf.models.values():
            if model_name in (stored.facts.name, stored.facts.model_id):
                await self._removal.delete(stored)
                await self._shelf.scan()
                self._tell(say("{model} was deleted from this device.", model=stored.facts.name))
                return
        holders = listed(self._holders(model_name))
        where = say("It is on {names}, and only its owner can delete it there.", names=holders) if holders else ""
        message = say("{model} is not on this device.", model=model_name[:80])
        raise UserError(say("Not here"), message, where, "model_not_found")

    async def stop_transfer(self, transfer_id: str) -> None:
        """Stop a transfer; what has arrived is kept.

        Raises:
            UserError: There is no such transfer.
        """
        await self._keeper_of(transfer_id).stop_transfer(transfer_id)

    async def discard_transfer(self, transfer_id: str) -> None:
        """Stop a transfer and delete what has arrived; of a finished one only the entry goes.

        Raises:
            UserError: There is no such transfer.
        """
        await self._keeper_of(transfer_id).discard_transfer(transfer_id)

    def _keeper_of(self, transfer_id: str) -> TransferKeeper:
        for keeper in self._keepers:
            if keeper.knows(transfer_id):
                return keeper
        message = say("There is no transfer {id}.", id=transfer_id[:40])
        raise UserError(say("No such transfer"), message, code="transfer_unknown")

    # -- finding --------------------------------------------------------------------------------------------

    def _find(self, model_name: str) -> ModelSummary:
        """The model that is meant: one that is not here, if there is one of this name."""
        own = self._shelf.shelf.models
        there = [model for record in self._online() for model in record.models if not model.is_demo]
        named = [model for model in there if model_name in (model.name, model.model_id)]
        if wanted := next((model for model in named if model.model_id not in own), None):
            return wanted
        if named or any(model_name in (s.facts.name, s.facts.model_id) for s in own.values()):
            message = say("{model} is on this device already.", model=model_name[:80])
            raise UserError(say("Already here"), message, code="model_is_here")
        names = ", ".join(sorted({model.name for model in there if model.model_id not in own}))
        if away := listed(self._holders(model_name)):
            hint = say("It is on {names}, which is not there now.", names=away)
        elif names:
            hint = say("Models that can be copied: {models}.", models=names)
        else:
            hint = say("Models that can be copied: none.")
        message = say("No device that is there now has {model}.", model=model_name[:80])
        raise UserError(say("Nobody has it"), message, hint, "model_not_found")

    def _online(self) -> tuple[Record, ...]:
        membership = self._membership()
        if membership is None:
            return ()
        return tuple(r for peer_id in membership.online() if (r := membership.ledger.get(peer_id)) is not None)

    def _holders(self, model_name: str) -> list[str]:
        """Other devices that have a model, there or not, as far as it is known."""
        membership = self._membership()
        if membership is None:
            return []
        others = (record for record in membership.ledger.records() if record.peer_id != membership.peer_id)
        return sorted(r.name for r in others if any(model_name in (m.name, m.model_id) for m in r.models))

    def _sources(self, model_id: ModelId) -> Sources:
        holders = (record for record in self._online() if any(m.model_id == model_id for m in record.models))
        return {record.peer_id: self._with_way(record.peer_id, record.name) for record in holders}

    def _with_way(self, peer_id: PeerId, name: str) -> str:
        membership = self._membership()
        relay = relay_of(membership.address(peer_id)) if membership is not None else None
        return say("{name} (through {relay})", name=name, relay=self._name(relay)) if relay is not None else name

    def _name(self, peer_id: PeerId) -> str:
        membership = self._membership()
        record = membership.ledger.get(peer_id) if membership is not None else None
        return record.name if record is not None else say("another device")

    # -- going on -------------------------------------------------------------------------------------------

    async def _look_for_ever(self) -> None:
        while True:
            self._looking.clear()
            await self._copies.receive()
            with suppress(UserError):  # the link process is being started again
                membership = self._membership()
                link = membership.link if membership is not None else None
                if link is not None:
                    await self._shared.tell(link)
                await self._copies.keep(link)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._looking.wait(), LOOK_SECONDS)
