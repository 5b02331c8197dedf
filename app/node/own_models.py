"""The models of this computer: what is on its disk, and what comes there from peers and from the internet."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.fit import Fit
from app.domain.sentence import say
from app.domain.state import AppState
from app.domain.transfer import Transfer
from app.node.hub import make_hub
from app.node.library import Library, LibraryHooks
from app.node.loading import Loader
from app.node.membership import Membership
from app.node.model_removal import ModelRemoval
from app.node.options import NodeOptions
from app.node.shelf import ShelfKeeper
from app.system.settings import Settings


@dataclass(frozen=True, slots=True)
class OwnModelsHooks:
    """What they need of the rest of the node.

    Attributes:
        settings: The owner's settings now.
        membership: The swarm it is in now.
        loader: What is loaded; None before that is possible.
        unwilling: Why nothing is given to peers now; empty when something is.
        fit: Where a file of so many bytes would fit.
        state: What faces show now.
        tell: Takes a sentence of news.
        changed: To be called when what faces show has changed.
    """

    settings: Callable[[], Settings]
    membership: Callable[[], Membership | None]
    loader: Callable[[], Loader | None]
    unwilling: Callable[[], str]
    fit: Callable[[int], Fit]
    state: Callable[[], AppState]
    tell: Callable[[str], None]
    changed: Callable[[], None]


class OwnModels:
    """The shelf, and the two ways in which models come to it.

    Attributes:
        keeper: Knows what is on the disk.
        library: Copies and deletes.
        hub: Downloads.
    """

    def __init__(self, options: NodeOptions, hooks: OwnModelsHooks) -> None:
        self._hooks = hooks
        self.keeper = ShelfKeeper(options, self._shelf_changed)
        removal = ModelRemoval(self.keeper.directory, hooks.loader, lambda path: self.hub.downloads.has_brought(path))
        library_hooks = LibraryHooks(self._copies_refused, hooks.tell, hooks.changed)
        self.library = Library(options, self.keeper, hooks.membership, removal, library_hooks)
        self.hub = make_hub(
            options,
            self.keeper,
            hooks.state,
            hooks.fit,
            self.library.copy,
            hooks.settings,
            hooks.tell,
            hooks.changed,
        )
        self.library.add_keeper(self.hub.downloads)

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """What is on its way."""
        return (*self.library.transfers, *self.hub.transfers)

    async def start(self) -> None:
        """Look at the disk, and go on with what was on its way when this node ended."""
        await self.hub.start()  # first: it knows what may be deleted
        await self.keeper.start()
        await self.library.start()

    async def stop(self) -> None:
        """End it; what is on its way goes on at the next start."""
        await self.hub.stop()
        await self.library.stop()
        await self.keeper.stop()

    def _shelf_changed(self) -> None:
        self.library.look()
        self._hooks.changed()

    def _copies_refused(self) -> str:
        """Why peers may copy no models from here now; empty when they may."""
        shares = self._hooks.settings().share_models
        return self._hooks.unwilling() or ("" if shares else say("its owner does not share models"))
