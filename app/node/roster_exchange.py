"""Keeps the roster the same on all members, and this node in step with it.

Every change makes the roster grow and is handed to all who are connected; the membership then moves to the token of
the epoch in force. Who is away learns it at a door (`visiting.py`).
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.roster import MAX_DOORS, Member, Removal, Roster
from app.domain.sentence import say
from app.identity.roster_signing import check_roster, next_epoch, verify_removal
from app.identity.token import Token, parse_token
from app.lib.tasks import TaskOwner
from app.node.belonging import Belonging
from app.node.membership import Membership
from app.node.messages import Done, Message, NoReply, RemovalNotice, RosterOffer
from app.node.roster_keeper import Farewell
from app.node.token_words import not_joined_error

_log = logging.getLogger(__name__)

TEND_SECONDS = 2.0
OFFER_SECONDS = 3.0
NOTICE_SECONDS = 1.5
HAND_OVER_SECONDS = 0.3
"""Answers on their way are let through before the network of the old token is closed."""

OTHER_BEGINS_SECONDS = 3.0
"""Of two that learn at once that a further epoch is needed, the lower peer id begins it."""


@dataclass(frozen=True, slots=True)
class RosterHooks:
    """What the exchange needs of the node.

    Attributes:
        node_name: What people call this device.
        tell: Takes a sentence of news.
        expelled: Carries out that this device was removed.
    """

    node_name: Callable[[], str]
    tell: Callable[[str], None]
    expelled: Callable[[Farewell], Awaitable[None]]


class RosterExchange:
    """The members and the token, as this node knows them.

    Args:
        belonging: This node's place in the swarm.
        hooks: What it needs of the node.
    """

    def __init__(self, belonging: Belonging, hooks: RosterHooks) -> None:
        self._belonging = belonging
        self._hooks = hooks
        self._tasks = TaskOwner("roster")
        self._leaving = TaskOwner("removed")
        self._turn = asyncio.Lock()
        self._stepping = asyncio.Lock()
        self._due = asyncio.Event()
        self._told: dict[PeerId, Roster] = {}
        self._is_expelled = False

    def start(self) -> None:
        """Begin to keep the roster in step with the others, whenever this node is in a swarm."""
        self._tasks.spawn(self._tend_for_ever(), "tend")

    async def stop(self) -> None:
        """Do no more; being removed is carried through first, since what that starts must be ended too."""
        await self._leaving.finish()
        await self._tasks.close()

    @property
    def roster(self) -> Roster | None:
        """What is known; None when this node is in no swarm."""
        return self._belonging.keeper.roster

    @property
    def node_name(self) -> str:
        """What people call this device."""
        return self._hooks.node_name()

    def need_roster(self) -> Roster:
        """What is known.

        Raises:
            UserError: This node is in no swarm.
        """
        if self.roster is None:
            raise not_joined_error()
        return self.roster

    async def begin_epoch(self, removal: Removal | None = None) -> None:
        """Replace the token, with a device out if one is named; returns when those who are connected were told.

        Raises:
            UserError: The token cannot be kept, or this node is in no swarm.
        """
        async with self._turn:
            await self._begin_epoch(removal)
        await self._step()

    async def add(self, *members: Member) -> None:
        """Devices that are members from now on.

        Raises:
            UserError: This node is in no swarm.
        """
        async with self._turn:
            await self._adopt(self.need_roster().with_members(*members))

    # -- what others say ------------------------------------------------------------------------------------

    def notice_for(self, peer_id: PeerId) -> RemovalNotice | None:
        """What a removed device is told; None for all others."""
        roster = self.roster
        removal = roster.removals.get(peer_id) if roster is not None else None
        return RemovalNotice(removal, roster.name_of(removal.by)) if roster is not None and removal else None

    def offer(self) -> RosterOffer | None:
        """What members are told; None when this node is in no swarm."""
        roster, token = self.roster, self._belonging.token()
        return RosterOffer(roster, token) if roster is not None and token is not None else None

    def connected(self, peer_id: PeerId) -> None:
        """A peer is connected by the private network: it holds the token."""
        self._tasks.spawn(self._welcome(peer_id), f"welcome {peer_id[-6:]}")

    async def answer(self, peer_id: PeerId, message: RosterOffer | RemovalNotice) -> Message:
        """A peer says something of the roster."""
        if isinstance(message, RemovalNotice):
            await self.be_told(message, peer_id)
            return Done()
        try:
            await self.take(message, peer_id)
        except (ValueError, UserError) as error:
            _log.warning("the roster of %s is not believed: %s", peer_id, error)
        return self.offer() or Done()

    async def take(self, offer: RosterOffer, giver: PeerId) -> None:
        """Merge what another node says of the swarm; the rest follows in the background.

        Raises:
            ValueError: It is not to be believed.
        """
        try:
            token = parse_token(offer.token)
        except UserError as error:
            raise ValueError("it comes without a token") from error
        async with self._turn:
            known = self.roster
            if known is None:
                raise ValueError("this node is in no swarm")
            keys = self._belonging.keys_of(token)
            await asyncio.to_thread(check_roster, offer.roster, keys, known, giver)
            merged = known.merge(offer.roster)
            is_newer = merged.chain.tip.commitment == keys.commitment
            await self._adopt(merged, token if is_newer else None)
            self._told[giver] = offer.roster
        if merged.needs_new_epoch:
            wait_seconds = 0.0 if self._belonging.own_id < giver else OTHER_BEGINS_SECONDS
            self._tasks.spawn(self._begin_further_epoch(wait_seconds), "further epoch")

    async def be_told(self, notice: RemovalNotice, giver: PeerId) -> None:
        """A node says that this device was removed; believed of members, with a signature."""
        roster = self.roster
        if roster is None or notice.removal.peer_id != self._belonging.own_id or not verify_removal(notice.removal):
            return
        if roster.is_member(giver) and giver != notice.removal.peer_id:
            self._expel(notice.by_name)

    # -- inside ---------------------------------------------------------------------------------------------

    async def _begin_epoch(self, removal: Removal | None = None) -> None:
        roster = self.need_roster()
        roster = roster.with_removals(removal) if removal is not None else roster
        token = await asyncio.to_thread(self._belonging.next_token)
        await self._adopt(next_epoch(self._belonging.identity, roster, self._belonging.keys_of(token)), token)

    async def _begin_further_epoch(self, wait_seconds: float) -> None:
        await asyncio.sleep(wait_seconds)
        async with self._turn:
            if self.roster is None or not self.roster.needs_new_epoch:
                return
            await self._begin_epoch()
        self._due.set()

    async def _adopt(self, roster: Roster, token: Token | None = None) -> None:
        """Have this roster from now on, and its token if there is a new one; `self._turn` is held."""
        known = self.need_roster()
        own_id = self._belonging.own_id
        if own_id in roster.removals:
            self._expel(roster.name_of(roster.removals[own_id].by))
            return
        if roster == known:
            return
        await self._belonging.keeper.keep(roster)
        if token is not None:
            await self._belonging.replace_token(token)
        membership = self._belonging.membership
        if membership is not None and roster.removals != known.removals:
            await self._say_farewell(membership, roster, known)
            await membership.set_removed(roster.removed)
        for peer_id in sorted(roster.removed - known.removed):
            by, name = roster.removals[peer_id].by, roster.name_of(peer_id)
            self._hooks.tell(
                say("{name} was removed by this device.", name=name)
                if by == own_id
                else say("{name} was removed by {remover}.", name=name, remover=roster.name_of(by))
            )
        self._due.set()

    async def _say_farewell(self, membership: Membership, roster: Roster, known: Roster) -> None:
        """Devices that are out are told so while they can still be reached; by the one that removed them is enough."""
        for peer_id in roster.removed - known.removed:
            removal = roster.removals[peer_id]
            with suppress(NoReply):  # it learns it when it knocks
                if removal.by == self._belonging.own_id:
                    await membership.ask(peer_id, RemovalNotice(removal, self.node_name), NOTICE_SECONDS)

    def _expel(self, by_name: str) -> None:
        if not self._is_expelled:
            self._is_expelled = True
            self._leaving.spawn(self._leave_removed(by_name), "leave")

    async def _leave_removed(self, by_name: str) -> None:
        await asyncio.sleep(HAND_OVER_SECONDS)
        try:
            await self._hooks.expelled(Farewell(self._belonging.swarm_name, by_name))
            self._told.clear()
        finally:
            self._is_expelled = False

    async def _tend_for_ever(self) -> None:
        while True:
            try:
                async with asyncio.timeout(TEND_SECONDS):
                    await self._due.wait()
                await asyncio.sleep(HAND_OVER_SECONDS)
            except TimeoutError:
                pass
            self._due.clear()
            try:
                await self._introduce_itself()
                await self._step()
            except UserError as error:  # a secret that cannot be kept now, a link that is just being started
                _log.warning("the roster is not in step: %s", error)

    async def _introduce_itself(self) -> None:
        """Name and door of this device, for all."""
        port, membership = self._belonging.door.port, self._belonging.membership
        if self.roster is None or membership is None or not port:
            return
        links = await asyncio.to_thread(lambda: membership.meeting.link_addresses)
        doors = tuple(dict.fromkeys(f"{address.rpartition(':')[0]}:{port}" for address in links))[:MAX_DOORS]
        async with self._turn:
            roster, own_id, now = self.roster, self._belonging.own_id, int(time.time())
            if roster is None:
                return
            await self._adopt(roster.with_introduction(own_id, self._hooks.node_name(), doors, now))

    async def _welcome(self, peer_id: PeerId) -> None:
        roster = self.roster
        if roster is None or peer_id in roster.removals:
            return
        if peer_id not in roster.members:
            await self.add(Member(peer_id, int(time.time())))
        self._told.pop(peer_id, None)
        self._due.set()

    async def _step(self) -> None:
        """Tell everybody who is connected, then follow to the token in force."""
        async with self._stepping:
            membership = self._belonging.membership
            if membership is None or self.roster is None:
                return
            await asyncio.gather(*(self._tell(membership, peer_id) for peer_id in membership.connected))
            keys = self._belonging.keys
            if keys is not None and membership.keys.commitment != keys.commitment:
                await membership.replace_keys(keys)
                self._told.clear()

    async def _tell(self, membership: Membership, peer_id: PeerId) -> None:
        offer = self.offer()
        if offer is None or self._told.get(peer_id) == offer.roster or peer_id in offer.roster.removals:
            return
        try:
            reply = await membership.ask(peer_id, offer, OFFER_SECONDS)
            if isinstance(reply, RosterOffer):
                self._told[peer_id] = offer.roster
                await self.take(reply, peer_id)
        except (NoReply, ValueError) as error:
            _log.info("%s did not take the roster: %s", peer_id, error)
