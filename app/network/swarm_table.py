"""The swarm's own hash table (kad-dht, among members only): where a member is that nobody near knows. Runs on trio.

It asks the members that are connected, and by them all others, for the addresses of those that are not reached. Nothing
outside the swarm takes part: every connection is under the private network's key.
"""

import logging

import trio
from libp2p.host.basic_host import BasicHost
from libp2p.kad_dht.kad_dht import DHTMode, KadDHT
from libp2p.peer.id import ID
from libp2p.tools.anyio_service import background_trio_service

from app.domain.ids import PeerId
from app.network.address_book import Address, AddressBook
from app.network.addresses import parse_multiaddr
from app.network.connections import Connections

_log = logging.getLogger(__name__)

ROUND_SECONDS = 2.0
FIND_SECONDS = 10.0


class SwarmTable:
    """Looks for members in the hash table, and is a part of it.

    Args:
        host: The library's host; running.
        connections: Who is connected.
        book: Who is not, and where what is found goes.
    """

    def __init__(self, host: BasicHost, connections: Connections, book: AddressBook) -> None:
        self._connections = connections
        self._book = book
        self._table = KadDHT(host, DHTMode.SERVER, enable_random_walk=False)

    async def run(self) -> None:
        """Take part until cancelled."""
        async with background_trio_service(self._table):
            while True:
                present = self._connections.present
                for peer_id in present:
                    await self._add(peer_id)
                if present:
                    for peer_id in self._book.missing(present):
                        await self._look_for(peer_id)
                await trio.sleep(ROUND_SECONDS)

    async def _add(self, peer_id: PeerId) -> None:
        try:
            await self._table.add_peer(ID.from_string(peer_id))
        except Exception:  # the library's, of many kinds; the next round tries again
            _log.debug("%s was not added to the table", peer_id, exc_info=True)

    async def _look_for(self, peer_id: PeerId) -> None:
        found = None
        try:
            with trio.move_on_after(FIND_SECONDS):
                found = await self._table.find_peer(ID.from_string(peer_id))
        except Exception:
            _log.debug("%s was not looked for", peer_id, exc_info=True)
        addresses: list[Address] = []
        for multiaddr in found.addrs if found is not None else ():
            try:
                addresses.append(parse_multiaddr(str(multiaddr)))
            except ValueError:
                continue
        if addresses:
            self._book.found_elsewhere(peer_id, addresses, trio.current_time())
            self._connections.wake()
