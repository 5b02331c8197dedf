"""What this node says to its swarm and how it answers: the listener of a membership."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace

from app import __version__
from app.domain.device import Battery, Device, DeviceKind
from app.domain.errors import UserError
from app.domain.ids import LeaseId, PeerId
from app.domain.placement import Plan, Refusal
from app.domain.record import Hosting, Record
from app.domain.sentence import say
from app.domain.state import Ready
from app.domain.version import RpcVersion
from app.link.events import CopyEvent
from app.node.departures import Departures, how_it_went
from app.node.membership import Membership
from app.node.messages import (
    Declined,
    Departure,
    Done,
    LeaseRefused,
    LeaseRelease,
    LeaseRequest,
    Message,
    PlanReply,
    PlanRequest,
    RemovalNotice,
    RosterOffer,
)
from app.node.parts import Parts
from app.node.roster_exchange import RosterExchange
from app.node.shelf import ShelfKeeper

_log = logging.getLogger(__name__)


def unknown_node(name: str) -> Record:
    """The record of a node that does not know itself yet."""
    return Record(
        peer_id=PeerId(""),
        incarnation=0,
        counter=0,
        name=name,
        app_version=__version__,
        rpc_version=RpcVersion(0, 0, 0),
        platform=sys.platform,
        sharing=False,
        devices=(),
        models=(),
        hosting=(),
        link_addresses=(),
    )


class SwarmSide:
    """Answers peers for a node, and passes on what the swarm tells.

    Args:
        parts: The node's parts; only called once they exist.
        shelf: The models on this disk.
        membership: The swarm it is in now.
        unwilling: Why nothing is lent now, in words that follow this node's name; empty when something is.
        battery: This computer's; None where there is none.
        changed: To be called when something that faces show has changed.
        tell: Takes a sentence of news.
        exchange: Knows who is a member and who is not any more.
        copying: Takes what is new of models that are being copied to this node.
    """

    def __init__(
        self,
        parts: Callable[[], Parts],
        shelf: ShelfKeeper,
        membership: Callable[[], Membership | None],
        unwilling: Callable[[], str],
        battery: Callable[[], Battery | None],
        changed: Callable[[], None],
        tell: Callable[[str], None],
        exchange: Callable[[], RosterExchange],
        copying: Callable[[CopyEvent], None],
    ) -> None:
        self._parts = parts
        self._shelf = shelf
        self._membership = membership
        self._unwilling = unwilling
        self._battery = battery
        self._changed = changed
        self._tell = tell
        self._exchange = exchange
        self._copying = copying
        self._departures = Departures(parts, tell)

    def describe(self, link_addresses: tuple[str, ...]) -> Record:
        """This node's record as it is now."""
        parts = self._parts()
        return Record(
            peer_id=parts.identity.peer_id,
            incarnation=0,
            counter=0,
            name=parts.node_name,
            app_version=__version__,
            rpc_version=parts.workshop.programs.rpc_version,
            platform=sys.platform,
            sharing=not self._unwilling(),
            devices=tuple(_announced(device) for device in parts.workshop.allowance.lent_devices),
            models=tuple(parts.directory.summary(stored.facts) for stored in self._shelf.shelf.models.values()),
            hosting=tuple(Hosting(run.plan, isinstance(run.status, Ready)) for run in parts.loader.runs.values()),
            link_addresses=link_addresses,
            speeds=tuple(parts.device_speeds.speeds.values()),
            battery=self._battery(),
        )

    def changed(self) -> None:
        """Peers or records changed."""
        self._changed()

    def peer_connected(self, peer_id: PeerId) -> None:
        """A peer is connected by the private network: it holds the token."""
        self._exchange().connected(peer_id)

    def peer_came(self, peer_id: PeerId) -> None:
        """The link to a peer is up."""
        self._parts().loader.losses.peer_came(peer_id)
        self._departures.came(peer_id)
        self._tell(say("{name} is connected.", name=self._name(peer_id)))

    def peer_went(self, peer_id: PeerId, reason: str) -> None:
        """A peer is lost: what it borrowed here is free again, and what ran on it is ended."""
        _log.info("lost %s: %s", peer_id, reason)
        self._parts().lender.end_all_of(peer_id)
        self._parts().places.lost(peer_id)
        self._parts().loader.losses.peer_lost(peer_id, how_it_went(reason))
        if self._exchange().notice_for(peer_id) is None:  # that one was removed has been said
            self._departures.went(peer_id, self._name(peer_id), reason)

    def peer_load(self, peer_id: PeerId, text: str) -> None:
        """A peer says how busy it is."""
        self._parts().loads.heard(peer_id, text)

    def lease_lost(self, lease_id: LeaseId, reason: str) -> None:
        """The link no longer carries a lease: its worker ends when we lent it, its host when we borrowed it."""
        _log.info("lease %s lost: %s", lease_id, reason)
        self._parts().lender.end_soon(lease_id)
        self._parts().loader.losses.lease_lost(lease_id)

    def traffic(self, lease_id: LeaseId, to_peer_bytes: int) -> None:
        """Weights on their way."""
        self._parts().serving.traffic(lease_id, to_peer_bytes)

    def copying(self, event: CopyEvent) -> None:
        """Something new of a model that is being copied to this node."""
        self._copying(event)

    async def handle(self, peer_id: PeerId, message: Message) -> Message:
        """Answer a peer; removed ones are told that they are."""
        if (notice := self._exchange().notice_for(peer_id)) is not None:
            return notice
        parts = self._parts()
        match message:
            case RosterOffer() | RemovalNotice():
                return await self._exchange().answer(peer_id, message)
            case LeaseRequest(model_id=model_id):
                if not await parts.loader.yield_to(peer_id, model_id):
                    return LeaseRefused("it is loading this model itself", 0, claimed=True)
                return await parts.lender.grant(peer_id, message, unwilling=self._unwilling())
            case LeaseRelease(lease_id):
                await parts.lender.end(lease_id, peer_id)
                return Done()
            case Departure():
                return await self._departures.handle(peer_id, self._name(peer_id), message)
            case PlanRequest(model_name):
                return await self._plan(model_name)
        return Declined(say("This is not a request."))

    async def _plan(self, model_name: str) -> Message:
        try:
            answer: Plan | Refusal = await self._parts().serving.plan(model_name)
        except UserError as error:
            return Declined(str(error))
        return PlanReply(answer)

    def _name(self, peer_id: PeerId) -> str:
        membership = self._membership()
        record = membership.ledger.get(peer_id) if membership else None
        return record.name if record else say("A device")


def _announced(device: Device) -> Device:
    """A device as peers see it: a given worker is to them one more processor of this node."""
    return replace(device, kind=DeviceKind.CPU) if device.kind is DeviceKind.RPC else device
