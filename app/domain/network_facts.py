"""What was measured of this device's network and of the way to the others, for `diagnosis.py`."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.reach import ManualAddress


class Knock(StrEnum):
    """What came of connecting to a TCP port."""

    OPEN = "open"
    REFUSED = "refused"
    SILENT = "silent"
    """Nothing came back: switched off, elsewhere, or a firewall that drops."""
    NO_ROUTE = "no route"


@dataclass(frozen=True, slots=True)
class InterfaceFacts:
    """A network interface that is up and has an IPv4 address.

    Attributes:
        name: As the system calls it.
        host: The address.
        is_tunnel: Whether it is that of a VPN.
        is_way_out: Whether packets for strangers leave there.
    """

    name: str
    host: str
    is_tunnel: bool = False
    is_way_out: bool = False


@dataclass(frozen=True, slots=True)
class MulticastFacts:
    """What was heard at UDP port 5353 in a few seconds, after asking.

    Attributes:
        own_heard: Whether this device heard itself.
        hosts: Other hosts that said something there.
        own_swarm_hosts: Other hosts that announced this swarm.
        other_swarms: How many other swarms were announced.
        error: Why nothing could be sent; empty when it could.
    """

    own_heard: bool
    hosts: tuple[str, ...] = ()
    own_swarm_hosts: tuple[str, ...] = ()
    other_swarms: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class PeerFacts:
    """What was found out about another member.

    Attributes:
        name: What people call it.
        is_online: Whether its link stands.
        is_detour: Whether its link goes through another device.
        hosts: Its addresses, as it last said.
        is_near: Whether one of them is in a network of this device.
        knock: What came of connecting to its link; None when that was not tried.
        reaches_us: Whether it can connect to this device's link, as it says itself; None when it was not asked.
        clock_skew_seconds: How far its clock is ahead of this one; None when unknown.
        speaks_ours: Whether it has the same llama.cpp protocol.
        app_version: Its version of Hearth.
    """

    name: str
    is_online: bool
    is_detour: bool = False
    hosts: tuple[str, ...] = ()
    is_near: bool = True
    knock: Knock | None = None
    reaches_us: bool | None = None
    clock_skew_seconds: float | None = None
    speaks_ours: bool = True
    app_version: str = ""


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """Everything that was measured.

    Attributes:
        is_joined: Whether this device is in a swarm.
        link_port: Its link's port; 0 when it does not listen.
        interfaces: Those that are up, without loopback.
        multicast: What discovery hears; None when it was not tried.
        peers: The other members.
        addresses: Those given by hand.
        strangers: Hosts that knocked at the link and hold no key of this swarm.
    """

    is_joined: bool
    link_port: int
    interfaces: tuple[InterfaceFacts, ...]
    multicast: MulticastFacts | None = None
    peers: tuple[PeerFacts, ...] = ()
    addresses: tuple[ManualAddress, ...] = ()
    strangers: tuple[str, ...] = ()
