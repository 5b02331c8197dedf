"""Being a member of one swarm: the libp2p network, the link process and the ledger, kept together.

It knows who is there and carries messages; what the messages mean (leases, plans) is its listener's business.
"""

import asyncio
import json
import logging
from dataclasses import replace

from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.ledger import Ledger
from app.domain.record import Record, decode_signed_record
from app.domain.sentence import say
from app.domain.state import Away, Online, PeerStatus, Reaching
from app.identity.node_identity import NodeIdentity
from app.identity.swarm_keys import SwarmKeys
from app.lib.tasks import TaskOwner
from app.link.client import LinkProcess
from app.network.events import (
    GossipReceived,
    NetworkError,
    NetworkEvent,
    PeerConnected,
    PeerDisconnected,
)
from app.network.swarm_network import SwarmNetwork
from app.node.announcing import Announcer
from app.node.ledger_book import LedgerBook
from app.node.ledger_exchange import LedgerExchange
from app.node.link_keeper import LinkKeeper, LinkPlace
from app.node.listeners import MembershipListener
from app.node.meeting import Meeting, network_failed_error, network_settings
from app.node.message_format import decode, encode
from app.node.messages import (
    Addresses,
    Declined,
    LedgerSummary,
    Message,
    NetworkCheck,
    NoReply,
    Records,
    RemovalNotice,
)
from app.node.rounds import Rounds

_log = logging.getLogger(__name__)

REKEY_SECONDS = 2.0
"""Between attempts to start the network of another token."""


class Membership:
    """This node's part in one swarm, from `start` to `stop`.

    Attributes:
        meeting: Where members are.
    """

    def __init__(self, identity: NodeIdentity, keys: SwarmKeys, place: LinkPlace, listener: MembershipListener) -> None:
        self._identity = identity
        self._keys = keys
        self._listener = listener
        self._tasks = TaskOwner("membership")
        self._connected: set[PeerId] = set()
        self._removed: frozenset[PeerId] = frozenset()
        self._is_stopped = False
        self._links = LinkKeeper(identity, keys, place, listener, self._link_restarted, self._link_changed)
        self._book = LedgerBook(identity, place.ledger_file, keys.swarm_name)
        self._ledgers = LedgerExchange(self._book, self.ask, self._present, self._learned)
        self._network = SwarmNetwork(network_settings(identity, keys, place), self._network_event, self._answer)
        self._announcer = Announcer(self._book, self._describe, self._network.publish, self._tasks)
        self.meeting = Meeting(identity.peer_id, place, self._links, self._network, lambda peer: self.ledger.get(peer))
        self._rounds = Rounds(lambda: self._connected, self._ledgers, self.meeting, self.ask, self._each_turn)

    @property
    def ledger(self) -> Ledger:
        """What all members say of themselves."""
        return self._book.ledger

    @property
    def peer_id(self) -> PeerId:
        """This node."""
        return self._identity.peer_id

    @property
    def swarm_name(self) -> str:
        """A short public name, the same on all members."""
        return self._keys.swarm_name

    @property
    def keys(self) -> SwarmKeys:
        """Of the token whose network this is."""
        return self._keys

    @property
    def connected(self) -> tuple[PeerId, ...]:
        """Who is connected by the private network."""
        return tuple(sorted(self._connected))

    @property
    def link_port(self) -> int:
        """Where the link listens; 0 while it does not."""
        return self._links.port

    @property
    def link(self) -> LinkProcess:
        """The running link process.

        Raises:
            UserError: It is being started again.
        """
        return self._links.process

    async def start(self) -> None:
        """Start the link process and the libp2p node, and announce this node.

        Raises:
            UserError: The link cannot listen.
        """
        await self._book.open()
        await self._links.start()
        try:
            await self._network.start()
            await self.meeting.start()
        except NetworkError as error:
            await self.stop()
            raise network_failed_error(error) from error
        except BaseException:
            await self.stop()
            raise
        await self._announcer.now()
        self._tasks.spawn(self._announcer.for_ever(), "announce")
        self._tasks.spawn(self._rounds.go_round_for_ever(), "exchange")

    async def stop(self) -> None:
        """Leave: peers see the closed sockets at once."""
        self._is_stopped = True
        await self._tasks.close()
        await self._book.keep(self._present(), at_once=True)
        await self.meeting.stop()
        await self._links.stop()
        await self._network.stop()

    async def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """These peers are out: everything with them ends at once, and nobody brings them back."""
        self._removed = peer_ids
        self._connected -= peer_ids
        self._book.set_removed(peer_ids)
        await self.meeting.set_removed(peer_ids)
        try:
            await self._links.set_removed(peer_ids)
        except UserError as error:  # the process is being started again, and then refuses them
            _log.debug("links to removed peers: %s", error)
        self._listener.changed()

    async def replace_keys(self, keys: SwarmKeys) -> None:
        """Move to the network of another token of the same swarm; links that stand go on."""
        self._keys = keys
        try:
            await self._links.replace_keys(keys)
        except UserError as error:  # the process is being started again, and then uses them
            _log.debug("links with other keys: %s", error)
        self._connected.clear()
        while not self._is_stopped:
            try:
                await self._network.rekey(keys.psk, keys.discovery_tag, keys.topic)
                break
            except NetworkError as error:
                _log.warning("the network of the new token is not there yet: %s", error)
                await asyncio.sleep(REKEY_SECONDS)
        if self._is_stopped:  # meanwhile: what has just been started ends too
            await self._network.stop()
            return
        await self.meeting.network_restarted(self.ledger.records())
        self._book.announce_again()
        await self._announcer.now()
        self._listener.changed()

    def status(self, peer_id: PeerId) -> PeerStatus:
        """How a peer is reached now."""
        linked = self._links.status(peer_id)
        return linked or (Reaching() if peer_id in self._connected else Away(self._book.seen_at(peer_id)))

    def address(self, peer_id: PeerId) -> str:
        """Where the link to a peer goes, `host:port`, or nothing."""
        return self._links.address(peer_id)

    def silent_seconds(self, peer_id: PeerId) -> float:
        """For how long a peer has said nothing; 0 unless it is suspect, or being lost by silence."""
        return self._links.silent_seconds(peer_id)

    async def refresh(self, timeout_seconds: float) -> None:
        """Ask all who are there for their newest records, for at most so long: gossip may still be on its way."""
        asked = [
            self._tasks.spawn(self._ledgers.compare(peer_id), f"refresh {peer_id[-6:]}") for peer_id in self.online()
        ]
        if asked:
            await asyncio.wait(asked, timeout=timeout_seconds)

    async def set_load(self, text: str) -> None:
        """Tell all peers how busy this node is.

        Raises:
            UserError: The link process is being started again, which then tells them.
        """
        await self._links.set_load(text)

    def online(self) -> tuple[PeerId, ...]:
        """Peers with a living link and a record."""
        return tuple(
            peer_id for peer_id in sorted(self.ledger.entries) if isinstance(self._links.status(peer_id), Online)
        )

    async def ask(self, peer_id: PeerId, message: Message, timeout_seconds: float = 10) -> Message:
        """Send a message to a peer and wait for the reply.

        Raises:
            NoReply: The peer does not answer, or not with a message.
        """
        await self.meeting.wait_for_libp2p(peer_id, self._connected, timeout_seconds)
        try:
            reply = decode(await self._network.request(peer_id, encode(message), timeout_seconds))
            if isinstance(reply, RemovalNotice):
                await self._listener.handle(peer_id, reply)
            return reply
        except (NetworkError, TimeoutError, ValueError) as error:
            raise NoReply(f"{type(message).__name__} to {peer_id}: {error!r}") from error

    def announce_soon(self) -> None:
        """Publish this node's record in the background, if it says something new."""
        self._announcer.soon()

    def _describe(self) -> Record:
        described = self._listener.describe(self.meeting.link_addresses)
        return replace(described, network_addresses=self._network.multiaddrs)

    # -- the libp2p network -------------------------------------------------------------------------------

    def _network_event(self, event: NetworkEvent) -> None:
        match event:
            case PeerConnected(peer_id, _) if peer_id not in self._removed:
                self._connected.add(peer_id)
                self._listener.peer_connected(peer_id)
                self._tasks.spawn(self._rounds.exchange_with(peer_id), f"exchange {peer_id[-6:]}")
            case PeerDisconnected(peer_id):
                self._connected.discard(peer_id)
            case GossipReceived(_, data):
                try:
                    self._ledgers.learn(Records((decode_signed_record(json.loads(data)),)))
                except (ValueError, RecursionError) as error:
                    _log.info("gossip ignored: %s", error)
        self.meeting.changed()
        self._listener.changed()

    def _link_changed(self, peer_id: PeerId, address: str | None) -> None:
        self.meeting.link_changed(peer_id, address)

    async def _link_restarted(self) -> None:
        await self._announcer.now()
        await self.meeting.start()
        for peer_id in sorted(self._connected):
            await self.meeting.link_to(peer_id)

    async def _each_turn(self) -> None:
        await self._announcer.now()
        await self._book.keep(self._present())

    def _present(self) -> set[PeerId]:
        return {peer_id for peer_id in self.ledger.entries if not isinstance(self.status(peer_id), Away)}

    def _learned(self, record: Record, before: Record | None) -> None:
        if before is None or before.link_addresses != record.link_addresses:
            self._tasks.spawn(self.meeting.link_to(record.peer_id), f"link {record.peer_id[-6:]}")
        self.meeting.learned(record)
        self._listener.changed()

    async def _answer(self, peer_id: PeerId, payload: bytes) -> bytes:
        try:
            message = decode(payload)
        except ValueError as error:
            _log.info("message of %s ignored: %s", peer_id, error)
            return encode(Declined(say("This request is not understood here.")))
        if peer_id in self._removed:
            return encode(await self._listener.handle(peer_id, message))
        if isinstance(message, Records | LedgerSummary):
            self._announcer.renew()  # who asks may be about to plan with what is free here
            return encode(self._ledgers.answer(message))
        if isinstance(message, NetworkCheck | Addresses):
            return encode(await self.meeting.answer(peer_id, message))
        return encode(await self._listener.handle(peer_id, message))
