"""Where members were met, kept on disk: after a restart they find each other again without discovery.

Only addresses; who is there proves itself. What a member says of itself is in its record.
"""

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.decoding import short_text
from app.domain.ids import PeerId
from app.domain.reach import PeerAddresses
from app.lib.files import replace_file

_log = logging.getLogger(__name__)

MOST_PEERS = 256
MOST_MET = 4
MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class _Known:
    met: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class KnownAddresses:
    """Link addresses of members, by peer.

    Args:
        path: The file; a missing or broken one is an empty book.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[PeerId, _Known] = {}
        self._saving = asyncio.Lock()

    async def load(self) -> None:
        """Read the file."""
        try:
            self._known = _decode(json.loads(await asyncio.to_thread(self._path.read_text, "utf-8")))
        except FileNotFoundError:
            self._known = {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            _log.warning("%s is not used: %r", self._path, error)
            self._known = {}

    async def save(self) -> None:
        """Write the file."""
        text = json.dumps({peer_id: {"met": known.met, "told": known.told} for peer_id, known in self._known.items()})
        async with self._saving:
            try:
                await asyncio.to_thread(replace_file, self._path, text)
            except OSError as error:
                _log.warning("%s could not be written: %s", self._path, error)

    async def clear(self) -> None:
        """Forget everybody: the swarm was left."""
        self._known = {}
        await asyncio.to_thread(self._path.unlink, True)

    def forget(self, peer_ids: Iterable[PeerId]) -> bool:
        """Note nothing of these peers any more; whether something was."""
        return any([self._known.pop(peer_id, None) is not None for peer_id in peer_ids])

    @property
    def peers(self) -> tuple[PeerId, ...]:
        """Everybody in the book."""
        return tuple(self._known)

    def addresses(self, peer_id: PeerId) -> tuple[str, ...]:
        """Where a peer may be, the best first."""
        known = self._known.get(peer_id, _Known())
        return tuple(dict.fromkeys((*known.met, *known.told)))

    def met(self, peer_id: PeerId, address: str) -> bool:
        """Note that a peer was met at an address; whether that is news."""
        known = self._known.get(peer_id, _Known())
        if known.met[:1] == (address,) or (peer_id not in self._known and len(self._known) >= MOST_PEERS):
            return False
        met = tuple(dict.fromkeys((address, *known.met)))[:MOST_MET]
        self._known[peer_id] = _Known(met, known.told)
        return True

    def told(self, peer_id: PeerId, addresses: Iterable[str]) -> bool:
        """Note where a peer is said to be; whether that is news. The latest are kept."""
        known = self._known.get(peer_id, _Known())
        said = tuple(dict.fromkeys(addresses))[:MOST_TOLD]
        if set(said) <= {*known.told, *known.met} or (peer_id not in self._known and len(self._known) >= MOST_PEERS):
            return False
        self._known[peer_id] = _Known(known.met, tuple(dict.fromkeys((*said, *known.told)))[:MOST_TOLD])
        return True

    def to_tell(self) -> tuple[PeerAddresses, ...]:
        """What other members are told: where this node has met whom, not what it was told itself."""
        return tuple(PeerAddresses(peer_id, known.met) for peer_id, known in self._known.items() if known.met)


def _decode(body: Any) -> dict[PeerId, _Known]:
    return {
        PeerId(short_text(peer_id)): _Known(
            tuple(short_text(text) for text in item["met"][:MOST_MET]),
            tuple(short_text(text) for text in item["told"][:MOST_TOLD]),
        )
        for peer_id, item in list(body.items())[:MOST_PEERS]
    }
