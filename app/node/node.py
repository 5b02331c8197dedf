"""`Node`: the running app without a face. One snapshot, one writer, and commands that faces call.

It wires the parts together and knows nothing of Qt or HTTP. Every method is called on the node's own event loop.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace

from app.domain.errors import UserError
from app.domain.ledger import Ledger
from app.domain.placement import Plan, Refusal
from app.domain.state import AppState, Away
from app.identity.node_identity import NodeIdentity
from app.lib.tasks import TaskOwner
from app.node.answers import Answers
from app.node.api_place import ApiPlace
from app.node.belonging import Belonging
from app.node.diagnostics import Diagnostics
from app.node.first_run import FirstRun
from app.node.guest import MemorySharing
from app.node.household import Household
from app.node.invites import InviteHooks, Invites
from app.node.keys import ApiKeys
from app.node.known_models import known_models
from app.node.membership import Membership
from app.node.messages import DepartureReason
from app.node.news import News
from app.node.opening import Opening
from app.node.options import NodeOptions, checked_name
from app.node.own_models import OwnModels, OwnModelsHooks
from app.node.own_settings import OwnSettings
from app.node.parts import Parts, make_parts
from app.node.preferences import Preferences
from app.node.problems import Problems
from app.node.reach import Reach
from app.node.rebalance import Plans
from app.node.roster_exchange import RosterExchange, RosterHooks
from app.node.roster_keeper import Farewell
from app.node.snapshots import Snapshots
from app.node.swarm_side import SwarmSide, unknown_node
from app.node.token_words import Invitation, TokenReport
from app.node.view import NodeFacts, build_state
from app.node.visiting import Visiting
from app.system.autostart import autostart_of


class Node:
    """This program on this machine, as the options say."""

    def __init__(self, options: NodeOptions) -> None:
        self._options = options
        self._settings = OwnSettings(options.settings, options.settings_path, self.changed)
        self._tasks = TaskOwner("node")
        self._show: Callable[[str], None] = lambda _link: None
        self._news = News(self.changed)
        self._parts: Parts | None = None
        self._problems = Problems(self.changed)
        self.api_place = ApiPlace(self._problems, self.changed)
        self._opening = Opening(self._begin, self._problems)
        self._models = OwnModels(options, self._models_hooks())
        self.library, self.hub = self._models.library, self._models.hub
        self.sharing = MemorySharing(
            lambda: self._parts, self._membership, lambda: self._settings.current, options.paths.data, self.changed
        )
        self.plans = Plans(lambda: self._parts, lambda: self._models.keeper.shelf, self.changed)
        self._side = SwarmSide(
            parts=self._need_parts,
            shelf=self._models.keeper,
            membership=self._membership,
            unwilling=lambda: self.sharing.unwilling,
            battery=lambda: self.sharing.battery,
            changed=self.changed,
            tell=self._news.tell,
            exchange=lambda: self._exchange,
            copying=lambda event: self.library.heard(event),
        )
        self._belonging = Belonging(options, self._side, self._problems)
        roster_hooks = RosterHooks(lambda: self._settings.current.node_name, self._news.tell, self._be_removed)
        self._exchange = RosterExchange(self._belonging, roster_hooks)
        self.household = Household(self._belonging, self._exchange)
        self._visiting = Visiting(self._belonging, self._exchange, self._problems, options.paths.runtime)
        self.network = Reach(self._belonging, lambda: self._settings.current.peers, self._settings.keep, self.changed)
        invite_hooks = InviteHooks(lambda: self._settings.current.node_name, self._news.tell, self.changed)
        self.invites = Invites(options, self._belonging, self.household, self._problems, invite_hooks)
        self.keys = ApiKeys(options.paths.data)
        self.preferences = Preferences(
            lambda: self._settings.current,
            self._settings.keep,
            {
                "node_name": self._name_changed,
                "offer": self.sharing.offer_changed,
                **dict.fromkeys(("sharing", "on_battery", "idle_only", "sharing_hours"), self.sharing.wishes_changed),
            },
            autostart_of(options.paths.data),
        )
        self.answers = Answers(
            lambda: self._parts, self._need_parts, self.sharing, lambda: self._settings.current.node_name
        )
        self.local_key = secrets.token_urlsafe(24)
        self.first_run = FirstRun(options.paths.data)
        self.diagnostics = Diagnostics(
            lambda: self.snapshot, lambda: self._settings.current, self._known_secrets, options.paths.log
        )
        self._snapshots = Snapshots(self._build, self._announce)

    async def start(self) -> None:
        """Find the models, the secrets and llama.cpp; enter the swarm in the background when there is a token."""
        self._tasks.spawn(self._snapshots.publish_for_ever(), "publish")
        self._exchange.start()
        self._visiting.start()
        self.network.start()
        await self._models.start()
        await self._opening.start()
        self._snapshots.publish()

    async def stop(self) -> None:
        """Hand over what peers run here, end every host, give every lease back, leave the network."""
        await self.sharing.depart(DepartureReason.QUIT)
        await self.sharing.close()
        await self._opening.stop()
        await self._tasks.close()
        await self._visiting.stop()
        await self._exchange.stop()
        await self.network.stop()
        await self._models.stop()
        if self._parts is not None:
            await self._parts.close()
        await self.sharing.say_goodbye()
        await self._belonging.close()
        await self.invites.stop()

    async def _begin(self) -> None:
        identity = await self._belonging.open()
        await self.invites.start()
        if await self._make_parts(identity):
            self.sharing.start()
            self._tasks.spawn(self._belonging.rejoin(), "rejoin")
            self._tasks.spawn(self.plans.watch(), "plans")
        self.changed()

    async def _make_parts(self, identity: NodeIdentity) -> bool:
        options = replace(self._options, settings=self._settings.current)
        try:
            self._parts = await make_parts(
                options,
                identity,
                lambda: self._models.keeper.shelf,
                self._membership,
                self.changed,
                self._problems,
                lambda: self.sharing.willingness,
                self._news.tell,
            )
        except UserError as error:
            self._problems.note("engine", error.problem)
        return self._parts is not None

    async def _be_removed(self, farewell: Farewell) -> None:
        """This device was removed from its swarm: what it shared ends, and it goes on alone as another device."""
        await self.invites.forget_all()
        if self._parts is not None:  # they describe this node for as long as it is a member
            await self._parts.close()
            await self._parts.workshop.weight_cache.keep_only(None)
        identity = await self._belonging.be_removed(farewell)
        self._parts = None
        await self._make_parts(identity)
        self._news.forget()  # that everybody has left, when it is this device that had to

    # -- what faces see -------------------------------------------------------------------------------------

    @property
    def snapshot(self) -> AppState:
        """What faces show; the newest."""
        return self._snapshots.current

    def subscribe(self, callback: Callable[[AppState], None]) -> Callable[[], None]:
        """Call back with each new snapshot, on the node's loop; returns what ends it."""
        return self._snapshots.subscribe(callback)

    def changed(self) -> None:
        """Something that a snapshot shows has changed."""
        self._snapshots.changed()

    def on_show(self, callback: Callable[[str], None]) -> None:
        """What to do when a second start asks for the window; it gets the link that was opened, or nothing."""
        self._show = callback

    def show(self, link: str = "") -> None:
        """Raise the window, where there is one, and let it show what a link asks for."""
        self._show(link)

    # -- commands -------------------------------------------------------------------------------------------

    async def invite(self) -> Invitation:
        """The token for the next device; makes a swarm when there is none."""
        self._need_parts()
        return await self._belonging.invite()

    async def join(self, token_text: str) -> None:
        """Become a member of the swarm that a token opens, and keep the token.

        Raises:
            UserError: The token is not one, or this node is in a swarm already.
        """
        self._need_parts()
        await self._belonging.join(token_text)

    async def leave(self) -> None:
        """Leave the swarm and forget the token.

        Raises:
            UserError: This node is in no swarm.
        """
        try:
            if self._parts is not None and self._belonging.token() is not None:
                await self.sharing.depart(DepartureReason.LEAVE)
                await self._parts.end_shared()
                await self.sharing.say_goodbye()
            await self.invites.forget_all()
            await self._belonging.leave()
        finally:
            await self.sharing.stay()
        if self._parts is not None:
            await self._parts.end_shared()  # what began in between
            await self._parts.workshop.weight_cache.keep_only(None)
        self.changed()

    async def token(self) -> str | None:
        """The token of this node's swarm."""
        return self._belonging.token()

    async def read_token(self, text: str) -> TokenReport:
        """What can be said of a token while it is typed; nothing is joined."""
        return self._belonging.read_token(text)

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be run, or why it cannot be."""
        return await self._need_parts().serving.plan(model_name)

    async def load(self, model_name: str) -> None:
        """Load a model."""
        await self._need_parts().serving.load(model_name)

    async def unload(self, model_name: str) -> None:
        """End a model that this node is head of."""
        await self._need_parts().serving.unload(model_name)

    async def set_offer(self, offered_bytes: int | None) -> None:
        """Offer so much memory from now on; None for the automatic amount. Kept over a restart."""
        await self._settings.keep(offer=offered_bytes)
        await self.sharing.offer_changed()

    async def rename(self, name: str) -> None:
        """Call this device so from now on. Kept over a restart.

        Raises:
            UserError: The name is empty or too long.
        """
        await self._settings.keep(node_name=checked_name(name))
        await self._name_changed()

    async def _name_changed(self) -> None:
        if self._parts is not None:
            self._parts.node_name = self._settings.current.node_name
        self.changed()

    def _models_hooks(self) -> OwnModelsHooks:
        return OwnModelsHooks(
            settings=lambda: self._settings.current,
            membership=self._membership,
            loader=lambda: self._parts.loader if self._parts else None,
            unwilling=lambda: self.sharing.unwilling,
            fit=lambda file_bytes: self._need_parts().fits.of_size(file_bytes),
            state=lambda: self.snapshot,
            tell=self._news.tell,
            changed=self.changed,
        )

    def _membership(self) -> Membership | None:
        return self._belonging.membership

    def _known_secrets(self) -> tuple[str, ...]:
        return (self.local_key, *(text for text in (self._belonging.token(), self._options.token) if text))

    def _need_parts(self) -> Parts:
        if self._parts is None:
            raise self._problems.not_started()
        return self._parts

    def _announce(self) -> None:
        if self._parts is not None:
            self._parts.loads.changed()
        if (membership := self._membership()) is not None:
            membership.announce_soon()

    def _build(self) -> AppState:
        membership, parts = self._membership(), self._parts
        return build_state(
            NodeFacts(
                record=self._side.describe(()) if parts else unknown_node(self._settings.current.node_name),
                swarm=self._belonging.status,
                ledger=membership.ledger if membership else Ledger(),
                peer_status=membership.status if membership else lambda _: Away(),
                peer_address=membership.address if membership else lambda _: "",
                models=known_models(parts, self._models.keeper.shelf, self.plans.better, self.library.deletable),
                api_url=self.api_place.url,
                news=self._news.recent(),
                sharing=self.sharing.status,
                invites=self.invites.open_invites(),
                newcomers=self.invites.newcomers(),
                lan=self.api_place.lan,
                problems=(*self._problems.all(), *self._models.keeper.shelf.problems),
                addresses=self.network.addresses,
                transfers=self._models.transfers,
            )
        )
