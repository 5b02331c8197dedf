"""Departures of peers: what they run here is handed over, and people read what happened instead of a mere absence.

The own departure is `guest.py`'s.
"""

from collections.abc import Callable

from app.domain.ids import PeerId
from app.domain.recovery import Gone
from app.domain.sentence import Sentence, say
from app.node.messages import Departure, DepartureReason, Done, Message
from app.node.parts import Parts

SAID_GOODBYE = "said goodbye: "
"""How the link begins the reason of a loss that its peer announced."""

OWN_GOODBYE = "this node said goodbye"
"""How it begins the reason when this node did."""

_HOW = {
    DepartureReason.QUIT: Gone.QUIT,
    DepartureReason.SLEEP: Gone.SLEPT,
    DepartureReason.LEAVE: Gone.LEFT_SWARM,
    DepartureReason.PAUSE: Gone.PAUSED,
    DepartureReason.OFFER: Gone.LENDS_LESS,
}


def how_it_went(link_reason: str) -> Gone:
    """What a peer said before its link was lost; that it left, when it said nothing that is known here."""
    word = link_reason.removeprefix(SAID_GOODBYE)
    return _HOW[DepartureReason(word)] if word != link_reason and word in DepartureReason else Gone.LEFT


class Departures:
    """What peers said before they went.

    Args:
        parts: The node's parts; only called once they exist.
        tell: Takes a sentence of news.
    """

    def __init__(self, parts: Callable[[], Parts], tell: Callable[[str], None]) -> None:
        self._parts = parts
        self._tell = tell
        self._announced: set[PeerId] = set()

    async def handle(self, peer_id: PeerId, name: str, departure: Departure) -> Message:
        """A peer takes memory back; returns once what ran on it has ended and its leases are given back."""
        parts = self._parts()
        how = _HOW[departure.reason]
        self._tell(_news(name, how))
        if departure.reason.is_whole:
            self._announced.add(peer_id)
            parts.directory.expect_gone(peer_id)
        if departure.lease_ids:
            await parts.loader.losses.hand_over(peer_id, departure.lease_ids, how)
        else:
            await parts.loader.losses.replace_without(peer_id, how)
        return Done()

    def came(self, peer_id: PeerId) -> None:
        """The link to a peer is up."""
        self._announced.discard(peer_id)

    def went(self, peer_id: PeerId, name: str, link_reason: str) -> None:
        """The link to a peer is lost: say so, unless the peer has said why before."""
        if peer_id in self._announced or link_reason.startswith(OWN_GOODBYE):
            return
        self._tell(_news(name, how_it_went(link_reason)))


def _news(name: str, how: Gone) -> Sentence:
    """What is said of a device that went, or that takes memory back."""
    match how:
        case Gone.LEFT:
            return say("{name} has left.", name=name)
        case Gone.QUIT:
            return say("{name} was quit.", name=name)
        case Gone.SLEPT:
            return say("{name} went to sleep.", name=name)
        case Gone.LEFT_SWARM:
            return say("{name} left the swarm.", name=name)
        case Gone.PAUSED:
            return say("{name} stopped sharing.", name=name)
        case Gone.LENDS_LESS:
            return say("{name} lends less now.", name=name)
