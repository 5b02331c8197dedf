"""What a node's links and its membership of a swarm tell their owner; `SwarmSide` satisfies both."""

from collections.abc import Awaitable
from typing import Protocol

from app.domain.ids import LeaseId, PeerId
from app.domain.record import Record
from app.link.events import CopyEvent
from app.node.messages import Message


class LinkListener(Protocol):
    """What links tell; every method is called on the node's loop."""

    def changed(self) -> None:
        """Peers or records changed."""

    def peer_came(self, peer_id: PeerId) -> None:
        """The link to a peer is up."""

    def peer_went(self, peer_id: PeerId, reason: str) -> None:
        """A peer is lost."""

    def peer_load(self, peer_id: PeerId, text: str) -> None:
        """A peer says how busy it is, in a text of `domain/load.py`."""

    def lease_lost(self, lease_id: LeaseId, reason: str) -> None:
        """The link no longer carries this lease."""

    def traffic(self, lease_id: LeaseId, to_peer_bytes: int) -> None:
        """So many bytes went to the worker of a lease since its tunnel was opened."""

    def copying(self, event: CopyEvent) -> None:
        """Something new of a model that is being copied to this node."""


class MembershipListener(LinkListener, Protocol):
    """What a membership tells its owner; every method is called on the node's loop."""

    def describe(self, link_addresses: tuple[str, ...]) -> Record:
        """This node's record as it is now; incarnation and counter are filled in by the membership."""

    def handle(self, peer_id: PeerId, message: Message) -> Awaitable[Message]:
        """Answer a peer; removed ones are told that they are."""

    def peer_connected(self, peer_id: PeerId) -> None:
        """A peer is connected by the private network: it holds the swarm's token."""
