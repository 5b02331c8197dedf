"""The leases of one run on peers: asked for, carried by the link, and given back.

A peer that does not answer a release is asked again for as long as it is there, so that no worker is forgotten.
"""

import asyncio
import logging
import secrets

from app.domain.errors import UserError
from app.domain.ids import LeaseId, PeerId
from app.domain.model import ModelFacts
from app.domain.placement import Shard
from app.domain.sentence import say
from app.domain.state import Away, Online, Suspect
from app.domain.words import format_layers
from app.lib.tasks import TaskOwner
from app.node.membership import Membership
from app.node.messages import LeaseGranted, LeaseRefused, LeaseRelease, LeaseRequest, NoReply
from app.node.workshop import Workshop

_log = logging.getLogger(__name__)

LEASE_SECONDS = 6.0
"""How long a peer may take to start a worker."""

RELEASE_SECONDS = 1.5
_RELEASE_AGAIN_SECONDS = (1.0, 3.0, 10.0, 30.0)


class ShardRefused(Exception):
    """A peer does not lend what the plan asks of it, or lends it no longer.

    Attributes:
        peer_id: The peer.
        device_id: The device of it that was asked for.
        refusal: What it said.
    """

    def __init__(self, shard: Shard, refusal: LeaseRefused) -> None:
        super().__init__(f"{shard.node_name}: {refusal.reason}")
        self.peer_id = shard.peer_id
        self.device_id = shard.device_id
        self.refusal = refusal


class ShardSilent(ShardRefused):
    """A peer does not answer; it may be slow, and grant the lease when nobody waits for it any more."""


class Borrowing:
    """What one run holds on peers.

    Args:
        workshop: Who this node is, and the swarm it is in.
        facts: The model.
        later: Owns what goes on after the run has ended.
    """

    def __init__(self, workshop: Workshop, facts: ModelFacts, later: TaskOwner) -> None:
        self._workshop = workshop
        self._facts = facts
        self._later = later
        self._asked: dict[LeaseId, tuple[Shard, Membership]] = {}
        self._shards: dict[LeaseId, Shard] = {}

    def shard_of(self, lease_id: LeaseId) -> Shard | None:
        """What a lease is or was for; None when it is none of this run."""
        return self._shards.get(lease_id)

    def shard_on(self, peer_id: PeerId) -> Shard | None:
        """The first shard on a peer, asked for, held or given back; None when there is none."""
        return next((shard for shard in self._shards.values() if shard.peer_id == peer_id), None)

    async def open(self, shard: Shard, membership: Membership | None) -> tuple[LeaseId, int]:
        """A lease for a shard, and the loopback port that leads to its worker.

        Raises:
            ShardRefused: The peer does not lend it.
            UserError: This node is in no swarm, or its link is being started again.
        """
        if membership is None:
            raise UserError(
                say("Not in a swarm"),
                say("{name} cannot be reached: this node left the swarm.", name=shard.node_name),
            )
        lease_id = LeaseId(secrets.token_hex(8))
        self._asked[lease_id] = (shard, membership)
        self._shards[lease_id] = shard
        request = LeaseRequest(
            lease_id=lease_id,
            model_id=self._facts.model_id,
            model_name=self._facts.name,
            device_id=shard.device_id,
            layers=format_layers(shard),
            total_bytes=shard.total_bytes,
            message_bytes=largest_message_bytes(self._facts, shard),
            first_layer=shard.first_layer,
            layer_count=shard.layer_count,
            holds_output=shard.holds_output,
        )
        try:
            reply = await membership.ask(shard.peer_id, request, LEASE_SECONDS)
        except NoReply as error:
            raise ShardSilent(shard, LeaseRefused("it does not answer", 0)) from error
        if isinstance(reply, LeaseRefused):
            del self._asked[lease_id]
            raise ShardRefused(shard, reply)
        if not isinstance(reply, LeaseGranted):
            raise ShardRefused(shard, LeaseRefused("it does not understand the request", 0))
        return lease_id, await membership.link.open_tunnel(lease_id, shard.peer_id)

    async def give_back(self) -> None:
        """Give every lease back, all at the same time; who does not answer soon is asked again in the background."""
        asked, self._asked = self._asked, {}
        releases = [self._release(lease_id, shard, membership) for lease_id, (shard, membership) in asked.items()]
        await asyncio.gather(*releases)

    async def _release(self, lease_id: LeaseId, shard: Shard, membership: Membership) -> None:
        try:
            await membership.link.close_tunnel(lease_id)
        except (UserError, OSError) as error:
            _log.debug("tunnel of lease %s not closed, it is gone with the link: %r", lease_id, error)
        # Where the link is lost the lease ends by itself, and nobody may be there to answer.
        is_linked = isinstance(membership.status(shard.peer_id), Online | Suspect)
        if not is_linked or not await _released(lease_id, shard.peer_id, membership):
            self._later.spawn(_release_again(lease_id, shard.peer_id, membership), f"release {lease_id}")


def largest_message_bytes(facts: ModelFacts, shard: Shard) -> int:
    """The most that is sent to a shard's worker at once: a tensor, which is no larger than its block."""
    blocks = facts.layer_bytes[shard.first_layer : shard.first_layer + shard.layer_count]
    return max((*blocks, facts.output_bytes if shard.holds_output else 0))


async def _released(lease_id: LeaseId, peer_id: PeerId, membership: Membership) -> bool:
    try:
        await membership.ask(peer_id, LeaseRelease(lease_id), RELEASE_SECONDS)
    except NoReply as error:
        _log.debug("lease %s not given back yet: %r", lease_id, error)
        return False
    return True


async def _release_again(lease_id: LeaseId, peer_id: PeerId, membership: Membership) -> None:
    for delay_seconds in _RELEASE_AGAIN_SECONDS:
        await asyncio.sleep(delay_seconds)
        if isinstance(membership.status(peer_id), Away) or await _released(lease_id, peer_id, membership):
            return
    _log.warning("lease %s: %s did not take it back; it ends with its link", lease_id, peer_id)
