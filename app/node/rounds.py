"""Turn by turn with every connected peer: ledgers are compared, and each says where it has met the others.

Gossip is quicker, and may lose a message; this mends it.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection

from app.domain.ids import PeerId
from app.node.ledger_exchange import LedgerExchange
from app.node.meeting import Meeting
from app.node.messages import Message, NoReply

EXCHANGE_SECONDS = 2.0
"""How often ledgers are compared with one connected peer."""

MEET_EACH_TURNS = 3


class Rounds:
    """Goes round the connected peers of a membership.

    Args:
        connected: Who is connected now.
        ledgers: Compares the ledger.
        meeting: Where members are.
        ask: Asks a peer. Raises NoReply.
        each_turn: Called at the beginning of each turn.
    """

    def __init__(
        self,
        connected: Callable[[], Collection[PeerId]],
        ledgers: LedgerExchange,
        meeting: Meeting,
        ask: Callable[[PeerId, Message], Awaitable[Message]],
        each_turn: Callable[[], Awaitable[None]],
    ) -> None:
        self._connected = connected
        self._ledgers = ledgers
        self._meeting = meeting
        self._ask = ask
        self._each_turn = each_turn

    async def go_round_for_ever(self) -> None:
        """With one peer in turn; with the next at once when something was new, so that it goes around."""
        turn = 0
        while True:
            await asyncio.sleep(EXCHANGE_SECONDS)
            await self._each_turn()
            peers = sorted(self._connected())
            for _ in peers:
                turn += 1
                if not await self._ledgers.compare(peers[turn % len(peers)]):
                    break
            if peers and turn % MEET_EACH_TURNS == 0:
                await self._meet(peers[turn % len(peers)])

    async def exchange_with(self, peer_id: PeerId) -> None:
        """At once, with one that has just come."""
        await self._ledgers.compare(peer_id)
        await self._meet(peer_id)

    async def _meet(self, peer_id: PeerId) -> None:
        await self._meeting.link_to(peer_id)
        with contextlib.suppress(NoReply):
            await self._meeting.told(await self._ask(peer_id, self._meeting.to_tell()))
