"""Being a member of one swarm: the libp2p network, the link process and the ledger, kept together.

It knows who is there and carries messages; what the messages mean (leases, plans) is its listener's business.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from app.domain.errors import UserError
from app.domain.ids import LeaseId, PeerId
from app.domain.ledger import Ledger, merge
from app.domain.record import Record, SignedRecord, decode_signed_record
from app.domain.state import Away, Online, PeerStatus, Reaching, Suspect
from app.identity.credentials import make_credentials
from app.identity.node_identity import NodeIdentity, sign_record, verify_record
from app.identity.swarm_keys import derive
from app.identity.token import Token
from app.lib.processes import ProcessEnd
from app.lib.tasks import TaskOwner
from app.link.client import LinkProcess, LinkSettings
from app.link.events import (
    AllocationRefused,
    IncomingRefused,
    LeaseLost,
    LinkEvent,
    PeerBeat,
    PeerLost,
    PeerSuspect,
    PeerUp,
    TunnelTraffic,
)
from app.network.events import (
    GossipReceived,
    NetworkError,
    NetworkEvent,
    NetworkSettings,
    PeerConnected,
    PeerDisconnected,
)
from app.network.swarm_network import SwarmNetwork
from app.node.messages import Declined, Message, Records, decode, encode
from app.system.interfaces import reachable_hosts

_log = logging.getLogger(__name__)

EXCHANGE_SECONDS = 5.0
"""How often a whole ledger is exchanged with one connected peer: gossip alone may lose a message."""

LINK_RESTART_SECONDS = 1.0


class NoReply(Exception):
    """A peer did not answer a message, or not with one; the text is for logs."""


class MembershipListener(Protocol):
    """What a membership tells its owner; every method is called on the node's loop."""

    def describe(self, link_addresses: tuple[str, ...]) -> Record:
        """This node's record as it is now; incarnation and counter are filled in by the membership."""

    def changed(self) -> None:
        """Peers or records changed."""

    def peer_came(self, peer_id: PeerId) -> None:
        """The link to a peer is up."""

    def peer_went(self, peer_id: PeerId, reason: str) -> None:
        """A peer is lost."""

    def lease_lost(self, lease_id: LeaseId, reason: str) -> None:
        """The link no longer carries this lease."""

    def traffic(self, lease_id: LeaseId, to_peer_bytes: int) -> None:
        """So many bytes went to the worker of a lease since its tunnel was opened."""

    def handle(self, peer_id: PeerId, message: Message) -> Awaitable[Message]:
        """Answer a peer."""


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """Where the link listens and what it serves."""

    listen_port: int
    runtime_directory: Path
    peer_api_endpoint: str


class Membership:
    """This node's part in one swarm, from `start` to `stop`."""

    def __init__(self, identity: NodeIdentity, token: Token, place: LinkPlace, listener: MembershipListener) -> None:
        self._identity = identity
        self._keys = derive(token)
        self._place = place
        self._listener = listener
        self._tasks = TaskOwner("membership")
        self._status: dict[PeerId, PeerStatus] = {}
        self._addresses: dict[PeerId, str] = {}
        self._connected: set[PeerId] = set()
        self._incarnation = int(time.time())
        self._counter = 0
        self._link: LinkProcess | None = None
        self._link_ended = asyncio.Event()
        self._stopping = False
        self.ledger = Ledger()
        self._network = SwarmNetwork(
            NetworkSettings(
                identity_seed=identity.seed,
                psk=self._keys.psk,
                discovery_tag=self._keys.discovery_tag,
                topic=self._keys.topic,
            ),
            self._network_event,
            self._answer,
        )

    @property
    def swarm_name(self) -> str:
        """A short public name, the same on all members."""
        return self._keys.swarm_name

    @property
    def link(self) -> LinkProcess:
        """The running link process.

        Raises:
            UserError: It is being started again.
        """
        if self._link is None:
            raise UserError("Link not ready", "The connection to the other devices is being started again.")
        return self._link

    async def start(self) -> None:
        """Start the link process and the libp2p node, and announce this node.

        Raises:
            UserError: The link cannot listen.
        """
        await self._start_link()
        self._tasks.spawn(self._keep_link(), "link")
        try:
            await self._network.start()
        except NetworkError as error:
            await self.stop()
            raise UserError(
                "Network not started",
                f"The connection to the swarm could not be started ({error}).",
                "Quit Hearth and start it again.",
                "network_failed",
            ) from error
        await self.announce()
        self._tasks.spawn(self._exchange_for_ever(), "exchange")

    async def stop(self) -> None:
        """Leave: peers see the closed sockets at once."""
        self._stopping = True
        await self._tasks.close()
        if self._link is not None:
            await self._link.stop()
        await self._network.stop()

    def status(self, peer_id: PeerId) -> PeerStatus:
        """How a peer is reached now."""
        return self._status.get(peer_id, Reaching() if peer_id in self._connected else Away())

    def address(self, peer_id: PeerId) -> str:
        """Where the link to a peer goes, `host:port`, or nothing."""
        return self._addresses.get(peer_id, "")

    def online(self) -> tuple[PeerId, ...]:
        """Peers with a living link and a record."""
        return tuple(
            peer_id
            for peer_id, status in sorted(self._status.items())
            if isinstance(status, Online) and self.ledger.get(peer_id) is not None
        )

    async def ask(self, peer_id: PeerId, message: Message, timeout_seconds: float = 10) -> Message:
        """Send a message to a peer and wait for the reply.

        Raises:
            NoReply: The peer does not answer, or not with a message.
        """
        try:
            return decode(await self._network.request(peer_id, encode(message), timeout_seconds))
        except (NetworkError, TimeoutError, ValueError) as error:
            raise NoReply(f"{type(message).__name__} to {peer_id}: {error!r}") from error

    async def announce(self) -> None:
        """Publish this node's record if it says something new."""
        link_port = self._link.port if self._link else 0
        addresses = tuple(f"{host}:{link_port}" for host in reachable_hosts()) if link_port else ()
        record = self._listener.describe(addresses)
        own = self.ledger.get(self._identity.peer_id)
        if own is not None and record == replace(own, incarnation=record.incarnation, counter=record.counter):
            return
        self._counter += 1
        numbered = replace(record, incarnation=self._incarnation, counter=self._counter)
        signed = sign_record(self._identity, numbered)
        self.ledger = merge(self.ledger, signed)
        await self._publish(signed)

    async def _publish(self, signed: SignedRecord) -> None:
        try:
            await self._network.publish(json.dumps(signed.to_wire()).encode())
        except NetworkError as error:  # gossip is best effort: the exchange of whole ledgers mends it
            _log.debug("record not published: %r", error)

    # -- the link process ---------------------------------------------------------------------------------

    async def _start_link(self) -> None:
        credentials = make_credentials(self._identity, self._keys)
        self._link_ended = asyncio.Event()
        self._link = await LinkProcess.start(
            LinkSettings(
                peer_id=self._identity.peer_id,
                certificate_pem=credentials.certificate_pem,
                private_key_pem=credentials.private_key_pem,
                authority_pem=credentials.authority_pem,
                listen_host="0.0.0.0",
                listen_port=self._place.listen_port,
                peer_api_endpoint=self._place.peer_api_endpoint,
                runtime_directory=self._place.runtime_directory,
            ),
            self._link_event,
            self._link_exited,
        )

    def _link_exited(self, end: ProcessEnd) -> None:
        if not self._stopping:
            _log.warning("the link process ended: %s", end)
        self._link_ended.set()

    async def _keep_link(self) -> None:
        """Start the link process again whenever it ends: it is a child like any other."""
        while True:
            await self._link_ended.wait()
            self._link = None
            for peer_id in [p for p, status in self._status.items() if not isinstance(status, Away)]:
                self._lose(peer_id, "the link process ended")
            await asyncio.sleep(LINK_RESTART_SECONDS)
            try:
                await self._start_link()
            except (UserError, OSError) as error:
                _log.warning("the link process does not start: %s", error)
                self._link_ended.set()
                continue
            await self.announce()
            for peer_id in sorted(self._connected):
                await self._link_to(peer_id)

    def _link_event(self, event: LinkEvent) -> None:
        match event:
            case PeerUp(peer_id, address, rtt_ms):
                self._status[peer_id] = Online(rtt_ms)
                self._addresses[peer_id] = address
                self._listener.peer_came(peer_id)
            case PeerBeat(peer_id, rtt_ms):
                self._status[peer_id] = Online(rtt_ms)
            case PeerSuspect(peer_id):
                self._status[peer_id] = Suspect()
            case PeerLost(peer_id, reason):
                self._lose(peer_id, reason)
            case LeaseLost(lease_id, reason):
                self._listener.lease_lost(lease_id, reason)
            case TunnelTraffic(lease_id, to_peer_bytes, _):
                self._listener.traffic(lease_id, to_peer_bytes)
                return
            case AllocationRefused(lease_id, requested_bytes, limit_bytes):
                _log.warning("lease %s: %d bytes refused, limit %d", lease_id, requested_bytes, limit_bytes)
            case IncomingRefused(address, reason):
                _log.info("connection from %s refused: %s", address, reason)
        self._listener.changed()

    def _lose(self, peer_id: PeerId, reason: str) -> None:
        self._status[peer_id] = Reaching() if peer_id in self._connected else Away()
        self._listener.peer_went(peer_id, reason)

    async def _link_to(self, peer_id: PeerId) -> None:
        record = self.ledger.get(peer_id)
        if record is not None and record.link_addresses and self._link is not None:
            if not isinstance(self._status.get(peer_id), Online | Suspect):
                self._status[peer_id] = Reaching()
            await self._link.connect(peer_id, record.link_addresses)

    # -- the libp2p network -------------------------------------------------------------------------------

    def _network_event(self, event: NetworkEvent) -> None:
        match event:
            case PeerConnected(peer_id, _):
                self._connected.add(peer_id)
                self._tasks.spawn(self._exchange(peer_id), f"exchange {peer_id[-6:]}")
            case PeerDisconnected(peer_id):
                self._connected.discard(peer_id)
                if not isinstance(self._status.get(peer_id), Online | Suspect):
                    self._status[peer_id] = Away()
            case GossipReceived(_, data):
                try:
                    self._learn((decode_signed_record(json.loads(data)),))
                except ValueError as error:
                    _log.info("gossip ignored: %s", error)
        self._listener.changed()

    async def _exchange_for_ever(self) -> None:
        turn = 0
        while True:
            await asyncio.sleep(EXCHANGE_SECONDS)
            await self.announce()
            peers = sorted(self._connected)
            if peers:
                turn += 1
                await self._exchange(peers[turn % len(peers)])

    async def _exchange(self, peer_id: PeerId) -> None:
        """Give a peer all records and take all of its: what gossip lost is mended."""
        try:
            reply = await self.ask(peer_id, self._records())
        except NoReply as error:
            _log.debug("no exchange: %s", error)
            return
        if isinstance(reply, Records):
            self._learn(reply.records)
        await self._link_to(peer_id)

    def _records(self) -> Records:
        return Records(tuple(self.ledger.entries[peer_id] for peer_id in sorted(self.ledger.entries)))

    def _learn(self, records: tuple[SignedRecord, ...]) -> None:
        for signed in records:
            peer_id = signed.record.peer_id
            before = self.ledger.get(peer_id)
            if before is not None and before.order >= signed.record.order:
                continue
            if not verify_record(signed):
                _log.warning("a record of %s has a wrong signature", peer_id)
                continue
            if peer_id == self._identity.peer_id:  # from an earlier run of ours with a clock ahead: jump past it
                self._incarnation = signed.record.incarnation + 1
                continue
            self.ledger = merge(self.ledger, signed)
            if before is None or before.link_addresses != signed.record.link_addresses:
                self._tasks.spawn(self._link_to(peer_id), f"link {peer_id[-6:]}")
            self._listener.changed()

    async def _answer(self, peer_id: PeerId, payload: bytes) -> bytes:
        try:
            message = decode(payload)
        except ValueError as error:
            _log.info("message of %s ignored: %s", peer_id, error)
            return encode(Declined("This request is not understood here."))
        if isinstance(message, Records):
            self._learn(message.records)
            return encode(self._records())
        return encode(await self._listener.handle(peer_id, message))
