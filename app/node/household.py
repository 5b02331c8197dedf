"""Who is in the household: removing a device, replacing the token, letting a newcomer in.

Each of these makes the roster grow; how the others learn of it is in `roster_exchange.py`.
"""

import time

from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.roster import Member, Roster
from app.domain.sentence import say
from app.identity.roster_signing import sign_removal
from app.node.belonging import Belonging
from app.node.membership import Membership
from app.node.roster_exchange import RosterExchange
from app.node.token_words import Invitation


class Household:
    """The members and the token, as this node's owner changes them.

    Args:
        belonging: This node's place in the swarm.
        exchange: Keeps the roster, and the same with all others.
    """

    def __init__(self, belonging: Belonging, exchange: RosterExchange) -> None:
        self._belonging = belonging
        self._exchange = exchange

    @property
    def roster(self) -> Roster | None:
        """What is known; None when this node is in no swarm."""
        return self._exchange.roster

    async def remove(self, peer_id: str) -> None:
        """Put a device out of the swarm for good: everybody else moves to a new token.

        Raises:
            UserError: There is no such device, it is this one, or this node is in no swarm.
        """
        removed_id = PeerId(peer_id)
        roster, membership = self._exchange.need_roster(), self._need_membership()
        if removed_id == self._belonging.own_id:
            raise UserError(
                say("This is the device itself"),
                say("A device is not removed by itself."),
                say("Use Leave, or remove it from another device."),
                "own_device",
            )
        if removed_id not in roster.members and membership.ledger.get(removed_id) is None:
            words = say("No device {id} is known in this swarm.", id=repr(peer_id)[:80])
            raise UserError(say("No such device"), words, code="no_device")
        if removed_id in roster.removals:
            words = say("{name} is out of the swarm.", name=roster.name_of(removed_id))
            raise UserError(say("Already removed"), words, code="already_removed")
        if removed_id not in roster.members and (record := membership.ledger.get(removed_id)) is not None:
            await self._exchange.add(Member(removed_id, int(time.time()), record.name))
        await self._exchange.begin_epoch(sign_removal(self._belonging.identity, roster, removed_id))

    async def rotate_token(self) -> Invitation:
        """Replace the token: all members move to it, the old one opens nothing any more.

        Raises:
            UserError: This node is in no swarm.
        """
        await self._exchange.begin_epoch()
        return await self._belonging.invite()

    async def admit(self, peer_id: PeerId, name: str) -> None:
        """A newcomer was let in here: it is a member from now on.

        Raises:
            UserError: It was removed, or this node is in no swarm.
        """
        if peer_id in self._exchange.need_roster().removals:
            raise UserError(say("Removed"), say("{name} was removed from this swarm.", name=name), code="removed")
        await self._exchange.add(Member(peer_id, int(time.time()), name))

    def _need_membership(self) -> Membership:
        membership = self._belonging.membership
        if membership is None:
            words = say("The connection to the swarm is being started.")
            raise UserError(say("Not connected yet"), words, say("Try again in a moment."), "connecting")
        return membership
