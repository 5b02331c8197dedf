"""Keeps the link process running and knows which peers it reaches.

What a link carries is the business of others; a link process that ended is started again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.sentence import say
from app.domain.state import Online, PeerStatus, Suspect
from app.domain.timing import SUSPECT_AFTER_SECONDS
from app.identity.credentials import make_credentials
from app.identity.node_identity import NodeIdentity
from app.identity.swarm_keys import SwarmKeys
from app.lib.processes import ProcessEnd
from app.lib.tasks import TaskOwner
from app.link.client import LinkProcess
from app.link.events import (
    AllocationRefused,
    CopyEnded,
    CopyProgress,
    IncomingRefused,
    LeaseLost,
    LinkEvent,
    PeerBeat,
    PeerLoad,
    PeerLost,
    PeerSuspect,
    PeerUp,
    SourceDropped,
    TunnelTraffic,
    WorkerGone,
)
from app.link.settings import LinkCredentials, LinkSettings
from app.node.listeners import LinkListener

_log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0
MOST_REFUSED = 32


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """Where link and libp2p listen, what the link serves, and how far from home members are looked for.

    Attributes:
        listen_port: Of the link; 0 for any.
        runtime_directory: For Unix sockets.
        peer_api_endpoint: Where requests of peers go.
        addresses_file: Where the addresses of members are kept.
        ledger_file: Where the records of members are kept; None to forget them at the end.
        listen_addresses: As in the settings; the same for the others.
    """

    listen_port: int
    runtime_directory: Path
    peer_api_endpoint: str
    addresses_file: Path
    ledger_file: Path | None = None
    listen_addresses: tuple[str, ...] = ()
    announce_addresses: tuple[str, ...] = ()
    bootstrap_addresses: tuple[str, ...] = ()
    dht: bool = False
    relay: bool = True
    limits: bool = False


class LinkKeeper:
    """The link process of one membership.

    Args:
        identity: This node.
        keys: The swarm's keys.
        place: Where to listen.
        listener: Hears what links tell.
        restarted: Called when the process was started again: peers must be connected anew.
        met: Called with the address when a link is up, and with None when it is gone.
    """

    def __init__(
        self,
        identity: NodeIdentity,
        keys: SwarmKeys,
        place: LinkPlace,
        listener: LinkListener,
        restarted: Callable[[], Awaitable[None]],
        met: Callable[[PeerId, str | None], None],
    ) -> None:
        self._identity = identity
        self._keys = keys
        self._removed: frozenset[PeerId] = frozenset()
        self._place = place
        self._listener = listener
        self._restarted = restarted
        self._met = met
        self._tasks = TaskOwner("link keeper")
        self._status: dict[PeerId, PeerStatus] = {}
        self._addresses: dict[PeerId, str] = {}
        self._refused: deque[tuple[float, str, str]] = deque(maxlen=MOST_REFUSED)
        self._suspect_since: dict[PeerId, float] = {}
        self._load = ""
        self._process: LinkProcess | None = None
        self._ended = asyncio.Event()
        self._stopping = False

    @property
    def process(self) -> LinkProcess:
        """The running link process.

        Raises:
            UserError: It is being started again.
        """
        if self._process is None:
            raise UserError(say("Link not ready"), say("The connection to the other devices is being started again."))
        return self._process

    @property
    def port(self) -> int:
        """Where the link listens; 0 while it does not."""
        return self._process.port if self._process else 0

    async def start(self) -> None:
        """Start the link process, and again whenever it ends.

        Raises:
            UserError: It cannot listen.
        """
        await self._start()
        self._tasks.spawn(self._keep(), "keep")

    async def stop(self) -> None:
        """End it; peers see the closed sockets at once."""
        self._stopping = True
        await self._tasks.close()
        if self._process is not None:
            await self._process.stop()

    def refused_hosts(self, reasons: tuple[str, ...], seconds: float) -> tuple[str, ...]:
        """Hosts that were refused within so many seconds for a reason that holds one of these texts."""
        since = time.monotonic() - seconds
        return tuple(
            dict.fromkeys(
                address.rpartition(":")[0]
                for at, address, reason in self._refused
                if at > since and any(text in reason.lower() for text in reasons)
            )
        )

    def status(self, peer_id: PeerId) -> PeerStatus | None:
        """How the link to a peer is; None when there is none."""
        return self._status.get(peer_id)

    def address(self, peer_id: PeerId) -> str:
        """Where the link to a peer goes, `host:port`, or nothing."""
        return self._addresses.get(peer_id, "")

    def silent_seconds(self, peer_id: PeerId) -> float:
        """For how long a suspect peer has said nothing, also while its loss is being told; 0 for the others."""
        since = self._suspect_since.get(peer_id)
        return 0.0 if since is None else time.monotonic() - since + SUSPECT_AFTER_SECONDS

    async def connect(self, peer_id: PeerId, addresses: tuple[str, ...]) -> None:
        """Keep a link to a peer from now on."""
        if self._process is not None:
            await self._process.connect(peer_id, addresses)

    async def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """Refuse these peers from now on, also after a restart; everything with them ends at once.

        Raises:
            UserError: The link process is being started again, which then refuses them.
        """
        self._removed = peer_ids
        if self._process is not None:
            await self._process.set_removed(peer_ids)

    async def set_load(self, text: str) -> None:
        """Tell all peers how busy this node is, also after a restart.

        Raises:
            UserError: The link process is being started again, which then tells them.
        """
        self._load = text
        if self._process is not None:
            await self._process.set_load(text)

    async def replace_keys(self, keys: SwarmKeys) -> None:
        """Show and believe other keys of the swarm from now on, also after a restart; what stands goes on.

        Raises:
            UserError: The link process is being started again, which then uses them.
        """
        self._keys = keys
        credentials = make_credentials(self._identity, keys)
        if self._process is not None:
            await self._process.replace_credentials(
                credentials.certificate_pem, credentials.private_key_pem, credentials.authority_pem
            )

    async def _start(self) -> None:
        credentials = make_credentials(self._identity, self._keys)
        self._ended = asyncio.Event()
        self._process = await LinkProcess.start(
            LinkSettings(
                peer_id=self._identity.peer_id,
                credentials=LinkCredentials(
                    credentials.certificate_pem, credentials.private_key_pem, credentials.authority_pem
                ),
                listen_host="0.0.0.0",
                listen_port=self._place.listen_port,
                peer_api_endpoint=self._place.peer_api_endpoint,
                runtime_directory=self._place.runtime_directory,
                removed_peers=self._removed,
                relay=self._place.relay,
            ),
            self._event,
            self._exited,
        )

    def _exited(self, end: ProcessEnd) -> None:
        if not self._stopping:
            _log.warning("the link process ended: %s", end)
        self._ended.set()

    async def _keep(self) -> None:
        """Start the link process again whenever it ends: it is a child like any other."""
        while True:
            await self._ended.wait()
            self._process = None
            for peer_id in list(self._status):
                self._lose(peer_id, "the link process ended")
            await asyncio.sleep(RESTART_SECONDS)
            try:
                await self._start()
            except (UserError, OSError) as error:
                _log.warning("the link process does not start: %s", error)
                self._ended.set()
                continue
            if self._load and self._process is not None:
                with suppress(UserError):  # it has ended again
                    await self._process.set_load(self._load)
            await self._restarted()

    def _event(self, event: LinkEvent) -> None:
        match event:
            case PeerUp(peer_id, address, rtt_ms):
                self._status[peer_id] = Online(rtt_ms)
                self._suspect_since.pop(peer_id, None)
                self._addresses[peer_id] = address
                self._met(peer_id, address)
                self._listener.peer_came(peer_id)
            case PeerBeat(peer_id, rtt_ms, address):
                if address != self._addresses.get(peer_id):
                    self._met(peer_id, address)
                self._addresses[peer_id] = address
                self._status[peer_id] = Online(rtt_ms)
                self._suspect_since.pop(peer_id, None)
            case PeerLoad(peer_id, text):
                self._listener.peer_load(peer_id, text)
                return
            case PeerSuspect(peer_id):
                self._status[peer_id] = Suspect()
                self._suspect_since[peer_id] = time.monotonic()
            case PeerLost(peer_id, reason):
                self._lose(peer_id, reason)
            case LeaseLost(lease_id, reason):
                self._listener.lease_lost(lease_id, reason)
            case WorkerGone(lease_id):
                self._listener.lease_lost(lease_id, "its worker closed the connection")
            case TunnelTraffic(lease_id, to_peer_bytes, _):
                self._listener.traffic(lease_id, to_peer_bytes)
                return
            case CopyProgress() | SourceDropped() | CopyEnded():
                self._listener.copying(event)
                return
            case AllocationRefused(lease_id, requested_bytes, limit_bytes):
                _log.warning("lease %s: %d bytes refused, limit %d", lease_id, requested_bytes, limit_bytes)
            case IncomingRefused(address, reason):
                _log.info("connection from %s refused: %s", address, reason)
                self._refused.append((time.monotonic(), address, reason))
        self._listener.changed()

    def _lose(self, peer_id: PeerId, reason: str) -> None:
        self._status.pop(peer_id, None)
        self._addresses.pop(peer_id, None)
        self._met(peer_id, None)
        self._listener.peer_went(peer_id, reason)
        self._suspect_since.pop(peer_id, None)
