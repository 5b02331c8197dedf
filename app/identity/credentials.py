"""What the link process needs for TLS, and no more: neither the identity key nor the authority's key is in it."""

from dataclasses import dataclass, field

from app.identity.node_identity import NodeIdentity
from app.identity.swarm_keys import SwarmKeys
from app.lib.peer_certificate import make_leaf


@dataclass(frozen=True, slots=True)
class Credentials:
    """Certificates and key for links of one swarm, as PEM.

    Attributes:
        certificate_pem: This node's certificate, with the proof of its peer id.
        private_key_pem: Its key, made for this certificate only.
        authority_pem: The swarm's authority: who else to accept.
    """

    certificate_pem: bytes
    private_key_pem: bytes = field(repr=False)
    authority_pem: bytes


def make_credentials(identity: NodeIdentity, keys: SwarmKeys) -> Credentials:
    """New credentials for this node in a swarm."""
    certificate_pem, private_key_pem = make_leaf(
        identity.private_key, keys.authority_key, keys.authority_certificate_pem
    )
    return Credentials(certificate_pem, private_key_pem, keys.authority_certificate_pem)
