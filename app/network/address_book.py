"""Which peers are known, where, and when each should be dialled. Pure: the caller passes the time.

The lower peer id dials first and the higher one only when that had no effect, so that two nodes which find each other
at the same moment make one connection and not two.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.ids import PeerId

YIELD_SECONDS = 1.0
RETRY_SECONDS = (0.5, 1.0, 2.0, 3.0)
SLOW_RETRY_SECONDS = 15.0
QUICK_ATTEMPTS = 40
FORGET_AFTER_ATTEMPTS = 5
MAX_PEERS = 256

type Address = tuple[str, int]


@dataclass(slots=True)
class _Entry:
    announcement: str
    addresses: tuple[Address, ...]
    due_seconds: float
    attempts: int = 0
    withdrawn: bool = False


class AddressBook:
    """Peers with their announced addresses and the time of the next attempt to reach them.

    Args:
        own_id: This node; never in the book.
    """

    def __init__(self, own_id: PeerId) -> None:
        self._own_id = own_id
        self._entries: dict[PeerId, _Entry] = {}

    def learn(self, announcement: str, peer_id: PeerId, addresses: Iterable[Address], now_seconds: float) -> None:
        """Note an announcement; the newest replaces the others of that peer, and the peer is tried at once.

        Args:
            announcement: Name of the announcement, for `withdraw`.
            peer_id: Who announced.
            addresses: Where it says it listens.
            now_seconds: Monotonic time.
        """
        known = tuple(addresses)
        if peer_id == self._own_id or not known or (len(self._entries) >= MAX_PEERS and peer_id not in self._entries):
            return
        self._entries[peer_id] = _Entry(announcement, known, now_seconds + self._courtesy(peer_id))

    def withdraw(self, announcement: str) -> None:
        """Note that an announcement ended: its peer is forgotten once it cannot be reached."""
        for entry in self._entries.values():
            if entry.announcement == announcement:
                entry.withdrawn = True

    def lost(self, peer_id: PeerId, now_seconds: float) -> None:
        """Note that the connection to a peer ended: it is tried again soon."""
        if entry := self._entries.get(peer_id):
            entry.attempts = 0
            entry.due_seconds = now_seconds + RETRY_SECONDS[0] + self._courtesy(peer_id)

    def retry_all(self, now_seconds: float) -> None:
        """Make every peer due: this machine's own addresses changed."""
        for peer_id, entry in self._entries.items():
            entry.attempts = 0
            entry.due_seconds = now_seconds + self._courtesy(peer_id)

    def take_due(self, connected: Iterable[PeerId], now_seconds: float) -> list[tuple[PeerId, tuple[Address, ...]]]:
        """Peers to dial now, each counted as an attempt; those connected are skipped, the hopeless are dropped."""
        skip = set(connected)
        due = []
        for peer_id, entry in list(self._entries.items()):
            if peer_id in skip or entry.due_seconds > now_seconds:
                continue
            if entry.withdrawn and entry.attempts >= FORGET_AFTER_ATTEMPTS:
                del self._entries[peer_id]
                continue
            entry.due_seconds = now_seconds + _delay_seconds(entry.attempts) + self._courtesy(peer_id)
            entry.attempts += 1
            due.append((peer_id, entry.addresses))
        return due

    def next_due_seconds(self, connected: Iterable[PeerId]) -> float | None:
        """When the next peer that is not connected is due; None when there is none."""
        skip = set(connected)
        return min(
            (entry.due_seconds for peer_id, entry in self._entries.items() if peer_id not in skip),
            default=None,
        )

    def _courtesy(self, peer_id: PeerId) -> float:
        return 0.0 if self._own_id < peer_id else YIELD_SECONDS


def _delay_seconds(attempts: int) -> float:
    if attempts >= QUICK_ATTEMPTS:
        return SLOW_RETRY_SECONDS
    return RETRY_SECONDS[min(attempts, len(RETRY_SECONDS) - 1)]
