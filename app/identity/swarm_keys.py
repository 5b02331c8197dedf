"""Everything that members of a swarm derive from its token: the same on all of them, without talking.

Each value is HKDF-SHA256 of the secret with a label of its own, so none tells anything of another or of the secret,
and those of a later token cannot be linked to it. Which of them others may see is said at each.
"""

import base64
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.identity.swarm_words import ADJECTIVES, NOUNS
from app.identity.token import Token
from app.lib.peer_certificate import make_authority

MAX_DISCOVERY_TAG = 11
"""Characters that an mDNS service type has room for beside what libp2p puts there."""

# The same for all swarms: what is shown to whoever connects must not name the swarm.
_AUTHORITY_NAME = "Hearth swarm"


@dataclass(frozen=True, slots=True)
class SwarmKeys:
    """What is derived from a token.

    Attributes:
        psk: 32 bytes, the key of the libp2p private network. Secret.
        discovery_tag: At most 11 characters, names the swarm in discovery. The local network sees it.
        topic: Name of the gossip topic. Members see it.
        authority_key: Signs the members' TLS certificates; every member holds it. Secret.
        authority_certificate_pem: The certificate of that key, byte for byte the same on all members.
        swarm_name: For people, such as "amber-fox"; tells two swarms apart, no more. Members see it.
    """

    psk: bytes = field(repr=False)
    discovery_tag: str
    topic: str
    authority_key: Ed25519PrivateKey = field(repr=False)
    authority_certificate_pem: bytes = field(repr=False)
    swarm_name: str


def derive(token: Token, network_id: str = "") -> SwarmKeys:
    """The keys of the swarm that a token opens; its address hint makes no difference.

    Args:
        token: The secret.
        network_id: Separates swarms that have one token: each id gives other keys. Empty: the token's own swarm.
    """
    if network_id:
        token = replace(token, secret=_expand(token, f"network id {network_id}", len(token.secret)))
    authority_key = Ed25519PrivateKey.from_private_bytes(_expand(token, "authority", 32))
    name = int.from_bytes(_expand(token, "name", 8), "big")
    adjective = ADJECTIVES[name % len(ADJECTIVES)]
    noun = NOUNS[name // len(ADJECTIVES) % len(NOUNS)]
    return SwarmKeys(
        psk=_expand(token, "private network", 32),
        discovery_tag=base64.b32encode(_expand(token, "discovery", 7)).decode().lower()[:MAX_DISCOVERY_TAG],
        topic=f"hearth/{_expand(token, 'topic', 16).hex()}",
        authority_key=authority_key,
        authority_certificate_pem=make_authority(authority_key, _AUTHORITY_NAME),
        swarm_name=f"{adjective}-{noun}",
    )


def _expand(token: Token, label: str, length: int) -> bytes:
    # The secret is uniformly random, so no salt is needed (RFC 5869, 3.1).
    return HKDF(SHA256(), length, None, f"hearth {token.version} {label}".encode()).derive(token.secret)
