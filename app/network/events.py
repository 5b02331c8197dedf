"""What the network tells the node, and how it fails. Plain values: importing this costs nothing."""

from dataclasses import dataclass, field

from app.domain.ids import PeerId


@dataclass(frozen=True, slots=True)
class PeerConnected:
    """A member of the swarm is connected; sent once, however many connections there are.

    Attributes:
        peer_id: The member, proven by the handshake.
        address: `host:port` of its end of the connection. The host is where it is reached; the port is its listening
            port only when this node dialled.
    """

    peer_id: PeerId
    address: str


@dataclass(frozen=True, slots=True)
class PeerDisconnected:
    """The last connection to a member is gone; it is being dialled again as long as it is announced."""

    peer_id: PeerId


@dataclass(frozen=True, slots=True)
class GossipReceived:
    """A member published something on the swarm's topic.

    Attributes:
        peer_id: Who wrote it, by its signature; not who passed it on.
        data: What it wrote.
    """

    peer_id: PeerId
    data: bytes


type NetworkEvent = PeerConnected | PeerDisconnected | GossipReceived


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What a node needs to be on its swarm's network.

    Attributes:
        identity_seed: The node's Ed25519 seed, 32 bytes.
        psk: Key of the private network, 32 bytes.
        discovery_tag: Scopes discovery to the swarm; visible to the local network; 1 to 11 letters or digits.
        topic: Gossip topic.
        listen_port: TCP port; 0 for any free one.
        listen_addresses: Multiaddrs to listen on; none for every address of this machine. All share the first port.
        announce_addresses: Multiaddrs under which this node is reached from elsewhere too.
        bootstrap_addresses: Multiaddrs, each with a peer id, that are dialled besides what is found.
        dht: Whether members that nobody near knows are looked up in the swarm's own hash table.
        limits: Whether fewer connections and requests are taken at once.
    """

    identity_seed: bytes = field(repr=False)
    psk: bytes = field(repr=False)
    discovery_tag: str
    topic: str
    listen_port: int = 0
    listen_addresses: tuple[str, ...] = ()
    announce_addresses: tuple[str, ...] = ()
    bootstrap_addresses: tuple[str, ...] = ()
    dht: bool = False
    limits: bool = False


class NetworkError(Exception):
    """Something on the swarm's network did not work; the text is for logs."""


class NetworkStopped(NetworkError):
    """The network is not running."""


class PeerUnreachable(NetworkError):
    """There is no connection to the peer, or it broke."""


class RequestRefused(NetworkError):
    """The peer answered that it could not handle the request."""
