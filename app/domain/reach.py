"""Addresses that the user gave by hand, and how far each of them leads."""

from dataclasses import dataclass

from app.domain.ids import PeerId


@dataclass(frozen=True, slots=True)
class Untried:
    """Not dialled yet: this device is in no swarm, or its link is just being started."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A member of this swarm is there."""

    peer_id: PeerId


@dataclass(frozen=True, slots=True)
class NotReached:
    """Nobody takes connections there; `reason` is for logs and reports."""

    reason: str


@dataclass(frozen=True, slots=True)
class OtherSwarm:
    """Something answers there, but it is no member of this swarm; `reason` is for logs and reports."""

    reason: str


@dataclass(frozen=True, slots=True)
class Itself:
    """It leads to this device."""


type AddressStatus = Untried | Reached | NotReached | OtherSwarm | Itself


@dataclass(frozen=True, slots=True)
class ManualAddress:
    """An address that was given by hand, or came with the token.

    Attributes:
        address: `host:port` of a link; the host may be a name.
        status: How far it leads.
        from_token: Whether it came with the token; those cannot be taken away.
    """

    address: str
    status: AddressStatus
    from_token: bool = False


@dataclass(frozen=True, slots=True)
class PeerAddresses:
    """Where a member was met, as another member tells.

    Attributes:
        peer_id: The member.
        link_addresses: `host:port` each, the latest first.
    """

    peer_id: PeerId
    link_addresses: tuple[str, ...]
