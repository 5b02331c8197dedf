"""Memory that is lent is taken back: all of it, or what goes beyond a lower offer.

It is always done in the same order: the record says so and nothing more is lent; the peers are told, and each moves
what it runs here; what is still here after a few seconds is ended. When that is to be done is `guest.py`'s.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable

from app.domain.handover import to_give_back
from app.domain.ids import LeaseId, PeerId
from app.node.lender import HeldLease
from app.node.membership import Membership
from app.node.messages import Departure, DepartureReason, NoReply
from app.node.parts import Parts

_log = logging.getLogger(__name__)

HAND_OVER_SECONDS = 3.0
"""How long peers have to move what they run here."""


class TakingBack:
    """Ends leases, after the peers that have them were asked to move what they run here.

    Args:
        parts: The node's parts; None before they exist.
        membership: The swarm it is in now.
    """

    def __init__(self, parts: Callable[[], Parts | None], membership: Callable[[], Membership | None]) -> None:
        self._parts, self._membership = parts, membership

    async def beyond_offer(self, parts: Parts) -> None:
        """Take back what is lent beyond what may be lent."""
        if too_much := tuple(_beyond_offer(parts)):
            await self.hand_over(DepartureReason.OFFER, too_much)

    async def hand_over(
        self,
        reason: DepartureReason,
        leases: tuple[HeldLease, ...] | None = None,
        within_seconds: float = HAND_OVER_SECONDS,
    ) -> None:
        """Have leases handed over, and end what is still there after a while.

        Args:
            reason: What peers are told.
            leases: Those of them that must end; None for all, and every peer is told.
            within_seconds: How long peers have.
        """
        parts, membership = self._parts(), self._membership()
        if parts is None or membership is None:
            return
        held = parts.lender.held if leases is None else leases
        lease_ids = tuple(lease.lease_id for lease in held)
        _log.info("departure (%s): %d leases to be handed over", reason, len(lease_ids))
        membership.announce_soon()
        there = membership.online()
        asked = there if leases is None else {lease.peer_id for lease in held} & set(there)
        try:
            async with asyncio.timeout(within_seconds):
                await asyncio.gather(
                    *(
                        self._tell(membership, peer_id, Departure(reason, () if leases is None else _of(peer_id, held)))
                        for peer_id in asked
                    ),
                    parts.lender.wait_for_end(lease.lease_id for lease in held if lease.peer_id in asked),
                )
        except TimeoutError:
            _log.info("not everything was handed over in time (%s)", reason)
        await asyncio.gather(*(parts.lender.end(lease_id) for lease_id in lease_ids))

    async def _tell(self, membership: Membership, peer_id: PeerId, departure: Departure) -> None:
        try:
            await membership.ask(peer_id, departure, HAND_OVER_SECONDS)
        except NoReply as error:
            _log.info("not told: %s", error)


def _of(peer_id: PeerId, held: Iterable[HeldLease]) -> tuple[LeaseId, ...]:
    return tuple(lease.lease_id for lease in held if lease.peer_id == peer_id)


def _beyond_offer(parts: Parts) -> Iterable[HeldLease]:
    """The leases to end so that what is held fits what may be lent, as far as leases can do it."""
    for device_id, excess_bytes in parts.workshop.allowance.overlent.items():
        there = {lease.lease_id: lease for lease in parts.lender.held if lease.device_id == device_id}
        chosen = to_give_back(excess_bytes, {lease_id: lease.held_bytes for lease_id, lease in there.items()})
        yield from (there[LeaseId(lease_id)] for lease_id in chosen)
