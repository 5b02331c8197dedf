"""Bringing members together beyond the local network: what is known of where they are is put to use, and passed on.

Links carry libp2p's connections where those cannot be made directly, so that one address of a member's link is enough
for everything; two members that cannot dial each other reach each other through a third.
"""

import asyncio
import contextlib
import ipaddress
import logging
import time
from collections.abc import Callable, Collection, Iterable

from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.network_facts import Knock
from app.domain.record import Record
from app.domain.sentence import say
from app.domain.state import Online
from app.identity.node_identity import NodeIdentity
from app.identity.swarm_keys import SwarmKeys
from app.lib.tasks import TaskOwner
from app.network.events import NetworkError, NetworkSettings
from app.network.swarm_network import SwarmNetwork
from app.node.knocking import knock_at
from app.node.known_addresses import KnownAddresses
from app.node.link_keeper import LinkKeeper, LinkPlace
from app.node.messages import Addresses, Message, NetworkCheck, NetworkChecked
from app.system.address_kinds import join_host_port, parse_host_port
from app.system.interfaces import reachable_hosts

_log = logging.getLogger(__name__)

DIRECT_FIRST_SECONDS = 0.5
"""How long libp2p is left to connect by itself before its connection may go through the link."""

LIBP2P_FOLLOWS_SECONDS = 4.0
"""How soon after the link libp2p is connected, at the latest."""


class Meeting:
    """Tells link and libp2p of each other, and of where members are.

    Args:
        own_id: This node.
        place: Where it listens, and where the book of addresses is.
        links: The link process of the membership.
        network: Its libp2p node.
        record: The record of a member, if there is one.
    """

    def __init__(
        self,
        own_id: PeerId,
        place: LinkPlace,
        links: LinkKeeper,
        network: SwarmNetwork,
        record: Callable[[PeerId], Record | None],
    ) -> None:
        self._own_id = own_id
        self._announced = announced_links(place.announce_addresses)
        self._links = links
        self._network = network
        self._known = KnownAddresses(place.addresses_file)
        self._record = record
        self._removed: frozenset[PeerId] = frozenset()
        self._tasks = TaskOwner("meeting")
        self._changed = asyncio.Event()

    @property
    def link_addresses(self) -> tuple[str, ...]:
        """Where the link of this node is, `host:port` each; none while it does not listen."""
        port = self._links.port
        return (*(f"{host}:{port}" for host in reachable_hosts()), *self._announced) if port else ()

    async def start(self) -> None:
        """Link and libp2p both run: dial everybody in the book. Again after the link process was started anew."""
        await self._known.load()
        self._known.forget(self._removed)
        await self._serve_network()
        for peer_id in self._known.peers:
            await self.link_to(peer_id)

    async def network_restarted(self, records: Iterable[Record]) -> None:
        """The libp2p node was started anew: it is told again where members are, and which links may carry it."""
        await self._serve_network()
        for record in records:
            self._network.know(record.peer_id, record.network_addresses)
            if address := self._links.address(record.peer_id):
                self.link_changed(record.peer_id, address)

    async def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """These peers are out: nothing is known of where they are, and nothing is taken from others."""
        self._removed = peer_ids
        if self._known.forget(peer_ids):
            await self._known.save()

    async def stop(self) -> None:
        """Do no more."""
        await self._tasks.close()

    async def link_to(self, peer_id: PeerId) -> None:
        """Keep a link with a member at every address that is known of it."""
        record = self._record(peer_id)
        said = record.link_addresses if record else ()
        addresses = tuple(dict.fromkeys((*self._known.addresses(peer_id), *said)))
        if peer_id == self._own_id or peer_id in self._removed or not addresses:
            return
        try:
            await self._links.connect(peer_id, addresses)
        except UserError as error:  # the link process has just ended: all are connected anew when it is there again
            _log.debug("no link to %s: %s", peer_id, error)

    def addresses_of(self, record: Record) -> tuple[str, ...]:
        """Where the link of a member may be: where it was met, then where it says it is."""
        return tuple(dict.fromkeys((*self._known.addresses(record.peer_id), *record.link_addresses)))

    async def met(self, peer_id: PeerId, address: str) -> None:
        """A member was found at this address of a link: keep a link with it."""
        if self._known.met(peer_id, address):
            await self._known.save()
        await self.link_to(peer_id)

    def link_changed(self, peer_id: PeerId, address: str | None) -> None:
        """The link to a member is up, or gone (None): libp2p may use it, and the address is kept."""
        self.changed()
        if address is None:
            self._network.know_tunnel(peer_id, None)
        else:
            self._tasks.spawn(self._use_link(peer_id, address), f"linked {peer_id[-6:]}")

    async def wait_for_libp2p(self, peer_id: PeerId, connected: Collection[PeerId], timeout_seconds: float) -> None:
        """Return once libp2p is connected with a member, or is not about to be: its link has been up for a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(timeout_seconds, LIBP2P_FOLLOWS_SECONDS)):
                while peer_id not in connected and isinstance(self._links.status(peer_id), Online):
                    await self._changed.wait()

    def changed(self) -> None:
        """A connection came or went."""
        self._changed.set()
        self._changed = asyncio.Event()

    def learned(self, record: Record) -> None:
        """A member says something new of itself."""
        self._network.know(record.peer_id, record.network_addresses)
        if self._known.told(record.peer_id, (text for text in record.link_addresses if _is_elsewhere(text))):
            self._tasks.spawn(self._known.save(), "save")

    async def answer(self, peer_id: PeerId, message: NetworkCheck | Addresses) -> Message:
        """A member asks whether it can be reached, or where others are."""
        return await (self.told(message) if isinstance(message, Addresses) else self._answer_check(peer_id))

    async def _answer_check(self, peer_id: PeerId) -> NetworkChecked:
        """Try to connect to a member's link where its record says it is."""
        record = self._record(peer_id)
        knocks = await knock_at(record.link_addresses if record else ())
        return NetworkChecked(Knock.OPEN in knocks, int(time.time()))

    def strangers(self, seconds: float) -> tuple[str, ...]:
        """Hosts that knocked at the link within so many seconds and hold no key of this swarm."""
        return self._links.refused_hosts(("certificate", "unknown ca"), seconds)

    def to_tell(self) -> Addresses:
        """Where this node has met whom, for another member."""
        return Addresses(self._known.to_tell())

    async def told(self, message: Message) -> Addresses:
        """A member says where it has met others; what it is to be told in return."""
        entries = message.entries if isinstance(message, Addresses) else ()
        news = [
            entry.peer_id
            for entry in entries
            if entry.peer_id != self._own_id
            and entry.peer_id not in self._removed
            and self._known.told(entry.peer_id, filter(_is_elsewhere, entry.link_addresses))
        ]
        for peer_id in news:
            await self.link_to(peer_id)
        if news:
            await self._known.save()
        return self.to_tell()

    async def _serve_network(self) -> None:
        try:
            await self._links.process.serve_network(self._network.port)
        except UserError as error:  # it has just ended; `start` is called again when it is there
            _log.debug("the link has ended: %s", error)

    async def _use_link(self, peer_id: PeerId, address: str) -> None:
        if _is_elsewhere(address) and self._known.met(peer_id, address):
            await self._known.save()
        await asyncio.sleep(DIRECT_FIRST_SECONDS)
        try:
            self._network.know_tunnel(peer_id, await self._links.process.open_network(peer_id))
        except UserError as error:
            _log.debug("libp2p cannot use the link to %s: %s", peer_id, error)


def network_settings(identity: NodeIdentity, keys: SwarmKeys, place: LinkPlace) -> NetworkSettings:
    """What the libp2p node of a membership is made from."""
    return NetworkSettings(
        identity_seed=identity.seed,
        psk=keys.psk,
        discovery_tag=keys.discovery_tag,
        topic=keys.topic,
        listen_addresses=_only_tcp(place.listen_addresses),
        announce_addresses=place.announce_addresses,
        bootstrap_addresses=place.bootstrap_addresses,
        dht=place.dht,
        limits=place.limits,
    )


def _only_tcp(multiaddrs: Iterable[str]) -> tuple[str, ...]:
    """Those that Hearth has a transport for: lists made for other programs name more."""
    kept = tuple(text for text in multiaddrs if "/tcp/" in text and "/ws" not in text)
    for text in set(multiaddrs) - set(kept):
        _log.warning("not listening on %s: only TCP is used", text)
    return kept


def network_failed_error(error: NetworkError) -> UserError:
    """The libp2p node of a membership does not start."""
    return UserError(
        say("Network not started"),
        say("The connection to the swarm could not be started ({why}).", why=str(error)),
        say("Quit Hearth and start it again."),
        "network_failed",
    )


def announced_links(multiaddrs: Iterable[str]) -> tuple[str, ...]:
    """The addresses under which this node is to be reached from elsewhere, as `host:port`.

    A household that opens one port to the outside opens that of the link, so they stand for the link too; where they
    are libp2p's only, dialling them as a link fails at once.
    """
    links = []
    for text in multiaddrs:
        with contextlib.suppress(ValueError):
            links.append(join_host_port(*parse_host_port(text.partition("/p2p/")[0])))
    return tuple(links)


def _is_elsewhere(address: str) -> bool:
    """Whether an address of a link means the same machine wherever it is dialled from."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        return False
    try:
        return not ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return host != "localhost"
