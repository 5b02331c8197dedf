"""Which peers are known, where, and when each should be dialled. Pure: the caller passes the time.

An address is known from an announcement on the local network, from other members (`know`), or is a port of this
machine that leads through a link (`know_tunnel`).

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
MISSING_AFTER_ATTEMPTS = 2
MAX_MISSING = 8
MAX_KNOWN = 16

type Address = tuple[str, int]


@dataclass(slots=True)
class _Entry:
    due_seconds: float
    announcement: str = ""
    announced: tuple[Address, ...] = ()
    known: tuple[Address, ...] = ()
    tunnel_port: int | None = None
    attempts: int = 0
    withdrawn: bool = False

    @property
    def is_only_announced(self) -> bool:
        return not self.known and self.tunnel_port is None

    @property
    def quick_attempts(self) -> int:
        return QUICK_ATTEMPTS if self.announcement and not self.withdrawn else FORGET_AFTER_ATTEMPTS


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
        announced = tuple(addresses)
        if announced and (entry := self._entry(peer_id, now_seconds)) is not None:
            entry.announcement, entry.announced, entry.withdrawn = announcement, announced, False
            self._make_due(peer_id, entry, now_seconds)

    def know(self, peer_id: PeerId, addresses: Iterable[Address], now_seconds: float) -> None:
        """Note where a peer may be, beside its announcements; the newest list replaces the others.

        Args:
            peer_id: The peer.
            addresses: Hosts may be names.
            now_seconds: Monotonic time.
        """
        known = tuple(addresses)
        if not known and peer_id not in self._entries:
            return
        if (entry := self._entry(peer_id, now_seconds)) is not None and entry.known != known:
            entry.known = known
            self._make_due(peer_id, entry, now_seconds)

    def missing(self, connected: Iterable[PeerId]) -> list[PeerId]:
        """Who is not connected although it was tried a few times, at most `MAX_MISSING`, the least tried first."""
        skip = set(connected)
        tried = [(entry.attempts, peer_id) for peer_id, entry in self._entries.items() if peer_id not in skip]
        return [peer_id for attempts, peer_id in sorted(tried) if attempts >= MISSING_AFTER_ATTEMPTS][:MAX_MISSING]

    def found_elsewhere(self, peer_id: PeerId, addresses: Iterable[Address], now_seconds: float) -> None:
        """Note more addresses of a peer that is missing; those known stay."""
        if (entry := self._entries.get(peer_id)) is not None:
            self.know(peer_id, tuple(dict.fromkeys((*addresses, *entry.known)))[:MAX_KNOWN], now_seconds)

    def know_tunnel(self, peer_id: PeerId, port: int | None, now_seconds: float) -> None:
        """Note the port of this machine that leads to a peer through the link; None when there is none any more."""
        if port is None and peer_id not in self._entries:
            return
        if (entry := self._entry(peer_id, now_seconds)) is not None:
            entry.tunnel_port = port
            if port is not None:
                self._make_due(peer_id, entry, now_seconds)

    def tunnel_port(self, peer_id: PeerId) -> int | None:
        """The port of this machine that leads to a peer."""
        entry = self._entries.get(peer_id)
        return entry.tunnel_port if entry else None

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
                entry.announced = ()
                if entry.is_only_announced:
                    del self._entries[peer_id]
                    continue
            entry.due_seconds = now_seconds + _delay_seconds(entry) + self._courtesy(peer_id)
            entry.attempts += 1
            due.append((peer_id, tuple(dict.fromkeys((*entry.announced, *entry.known)))))
        return due

    def next_due_seconds(self, connected: Iterable[PeerId]) -> float | None:
        """When the next peer that is not connected is due; None when there is none."""
        skip = set(connected)
        return min(
            (entry.due_seconds for peer_id, entry in self._entries.items() if peer_id not in skip),
            default=None,
        )

    def _entry(self, peer_id: PeerId, now_seconds: float) -> _Entry | None:
        if peer_id == self._own_id or (len(self._entries) >= MAX_PEERS and peer_id not in self._entries):
            return None
        return self._entries.setdefault(peer_id, _Entry(now_seconds))

    def _make_due(self, peer_id: PeerId, entry: _Entry, now_seconds: float) -> None:
        entry.attempts = 0
        entry.due_seconds = now_seconds + self._courtesy(peer_id)

    def _courtesy(self, peer_id: PeerId) -> float:
        return 0.0 if self._own_id < peer_id else YIELD_SECONDS


def _delay_seconds(entry: _Entry) -> float:
    if entry.attempts >= entry.quick_attempts:
        return SLOW_RETRY_SECONDS
    return RETRY_SECONDS[min(entry.attempts, len(RETRY_SECONDS) - 1)]
