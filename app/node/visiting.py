"""Members that are not on the same private network meet at doors: one slept through a change of the token, or each
part of a household that was in two changed it.

Doors are found by the tags of all epochs that a node knows, and at the addresses that members last named. Whoever opens
speaks first, once it knows that a member knocks: the roster with the token in force, or that this device is out. The
one who knocked answers with its own, so that both end with the same.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from pathlib import Path

from app.admission.knock import open_knock
from app.admission.stream import MAX_FRAME_BYTES, KnockError, KnockStream
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.lib.tasks import TaskOwner
from app.node.belonging import Belonging
from app.node.message_format import decode, encode
from app.node.messages import Declined, Done, Message, RemovalNotice, RosterOffer
from app.node.problems import Problems
from app.node.roster_exchange import RosterExchange
from app.node.token_words import token_replaced_problem

_log = logging.getLogger(__name__)

KIND = "member"
MAX_TAGS = 16
"""Of the newest epochs; members that missed more are found at their addresses only."""

MAX_MESSAGE_BYTES = 1024 * 1024
MAX_FOUND = 64
LOOK_SECONDS = 1.0
GRACE_SECONDS = 4.0
"""How long the private network is left to connect by itself before a door is tried."""

RETRY_SECONDS = (5.0, 10.0, 20.0, 40.0)
PROBLEM = "token_replaced"


@dataclass(slots=True)
class _Neighbour:
    """Somebody whose door is known; times are monotonic."""

    addresses: tuple[str, ...]
    due: float
    failures: int = 0
    is_visited: bool = False


class Visiting:
    """Serves members that knock here, and knocks at the doors of members that are not connected.

    Args:
        belonging: This node's place in the swarm.
        exchange: Knows the roster, and merges that of others.
        problems: Where it is noted that this node's token is no longer valid.
        runtime_directory: Private to this user.
    """

    def __init__(
        self, belonging: Belonging, exchange: RosterExchange, problems: Problems, runtime_directory: Path
    ) -> None:
        self._belonging = belonging
        self._door = belonging.door
        self._exchange = exchange
        self._problems = problems
        self._tasks = TaskOwner("visiting")
        self._neighbours: dict[PeerId, _Neighbour] = {}
        self._runtime_directory = runtime_directory
        belonging.door.register(KIND, self._serve)
        belonging.door.on_found(self._found)

    def start(self) -> None:
        """Begin to look for members at their doors, whenever this node is in a swarm."""
        self._tasks.spawn(self._look_for_ever(), "look")

    async def stop(self) -> None:
        """Do no more."""
        await self._tasks.close()

    # -- others knock here ----------------------------------------------------------------------------------

    async def _serve(self, stream: KnockStream, peer_id: PeerId) -> None:
        roster, offer = self._exchange.roster, self._exchange.offer()
        if roster is None or offer is None:
            return
        if (notice := self._exchange.notice_for(peer_id)) is not None:
            _log.info("the removed device %s knocked", peer_id)
            await send_message(stream, notice)
        elif not roster.is_member(peer_id):
            _log.info("%s knocked and is no member", peer_id)
            await send_message(stream, Declined("No member of this swarm."))
        else:
            await send_message(stream, offer)
            await self._take_answer(stream, peer_id)

    async def _take_answer(self, stream: KnockStream, peer_id: PeerId) -> None:
        try:
            answer = await receive_message(stream)
            if isinstance(answer, RosterOffer):
                await self._exchange.take(answer, peer_id)
        except (ValueError, UserError) as error:
            _log.warning("what %s says at the door is not believed: %s", peer_id, error)

    # -- this node knocks -----------------------------------------------------------------------------------

    def _found(self, tag: str, peer_id: PeerId, addresses: tuple[str, ...]) -> None:
        roster = self._exchange.roster
        if roster is not None and tag in {epoch.door_tag for epoch in roster.chain.epochs.values()}:
            self._learn(peer_id, addresses)

    def _learn(self, peer_id: PeerId, addresses: tuple[str, ...]) -> None:
        known = self._neighbours.get(peer_id)
        if known is not None and set(addresses) <= set(known.addresses):
            return
        if known is None and len(self._neighbours) >= MAX_FOUND:
            return
        self._neighbours[peer_id] = _Neighbour(addresses, time.monotonic() + GRACE_SECONDS)

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            roster, membership = self._exchange.roster, self._belonging.membership
            if roster is None or membership is None:
                self._neighbours.clear()
                self._problems.clear(PROBLEM)
                self._door.announce(KIND, ())
                self._door.seek(KIND, ())
                continue
            tags = tuple(dict.fromkeys(epoch.door_tag for epoch in roster.chain.newest_first()))[:MAX_TAGS]
            self._door.announce(KIND, tags)
            self._door.seek(KIND, tags)
            for member in roster.members.values():
                if member.doors and roster.is_member(member.peer_id) and member.peer_id != self._belonging.own_id:
                    self._learn(member.peer_id, member.doors)
            await self._visit_those_due()

    async def _visit_those_due(self) -> None:
        now = time.monotonic()
        for peer_id, neighbour in list(self._neighbours.items()):
            membership, roster = self._belonging.membership, self._exchange.roster
            if membership is None or roster is None:
                return
            if peer_id in membership.connected:
                neighbour.failures, neighbour.due = 0, now + GRACE_SECONDS
            elif peer_id in roster.removals:
                del self._neighbours[peer_id]
            elif neighbour.due <= now and not neighbour.is_visited:
                neighbour.due = now + RETRY_SECONDS[min(neighbour.failures, len(RETRY_SECONDS) - 1)]
                neighbour.failures += 1
                self._tasks.spawn(self._visit(neighbour), f"visit {peer_id[-6:]}")

    async def _visit(self, neighbour: _Neighbour) -> None:
        neighbour.is_visited = True
        try:
            for address in neighbour.addresses:
                if await self._knock(address):
                    return
        finally:
            neighbour.is_visited = False

    async def _knock(self, address: str) -> bool:
        """Whether somebody opened."""
        try:
            stream = await open_knock(address, self._belonging.identity.seed, KIND, self._runtime_directory)
        except KnockError as error:
            _log.debug("%s", error)
            return False
        try:
            await self._converse(stream)
        except (KnockError, ValueError, UserError) as error:
            _log.info("the visit to %s ended: %s", stream.peer_id, error)
        finally:
            await stream.close()
        return True

    async def _converse(self, stream: KnockStream) -> None:
        exchange, giver = self._exchange, stream.peer_id
        match await receive_message(stream):
            case RemovalNotice() as notice:
                await exchange.be_told(notice, giver)
            case Declined():
                self._not_known_there()
            case RosterOffer() as offer:
                await exchange.take(offer, giver)
                self._problems.clear(PROBLEM)
                roster, own = exchange.roster, exchange.offer()
                is_trusted = roster is not None and roster.is_member(giver)
                await send_message(stream, own if own is not None and is_trusted else Done())

    def _not_known_there(self) -> None:
        """Somebody who knows this token's tag does not know this device: it came with a token that was replaced."""
        roster = self._exchange.roster
        if roster is None or any(peer_id != self._belonging.own_id for peer_id in roster.members):
            return
        self._problems.note(PROBLEM, token_replaced_problem(self._belonging.swarm_name))


async def send_message(stream: KnockStream, message: Message) -> None:
    """A message in as many frames as it needs, and an empty one."""
    data = encode(message)
    for start in range(0, len(data), MAX_FRAME_BYTES):
        await stream.write_frame(data[start : start + MAX_FRAME_BYTES])
    await stream.write_frame(b"")


async def receive_message(stream: KnockStream) -> Message:
    """A message.

    Raises:
        KnockError: The stream ended.
        ValueError: What came is not one.
    """
    data = bytearray()
    while frame := await stream.read_frame():
        data += frame
        if len(data) > MAX_MESSAGE_BYTES:
            raise ValueError("the message is too large")
    return decode(bytes(data))
