"""Everything that members of a swarm derive from its token: the same on all of them, without talking.

Each value is HKDF-SHA256 of the secret with a label of its own, so none tells anything of another or of the secret,
and those of a later token cannot be linked to it. Which of them others may see is said at each.
"""

import base64
import secrets
from dataclasses import dataclass, field, replace
from functools import lru_cache

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
        commitment: 32 bytes in hexadecimal: shows who holds the token that it is this one. Members see it.
        door_tag: At most 11 characters, names the swarm where members' doors are announced. The local network sees it.
    """

    psk: bytes = field(repr=False)
    discovery_tag: str
    topic: str
    authority_key: Ed25519PrivateKey = field(repr=False)
    authority_certificate_pem: bytes = field(repr=False)
    swarm_name: str
    commitment: str
    door_tag: str


@lru_cache(maxsize=2)  # asked for several times a second, also by a node that rests
def derive(token: Token, network_id: str = "") -> SwarmKeys:
    """The keys of the swarm that a token opens; its address hint makes no difference.

    Args:
        token: The secret.
        network_id: Separates swarms that have one token: each id gives other keys. Empty: the token's own swarm.
    """
    token = _within(token, network_id)
    authority_key = Ed25519PrivateKey.from_private_bytes(_expand(token, "authority", 32))
    return SwarmKeys(
        psk=_expand(token, "private network", 32),
        discovery_tag=_tag(token, "discovery"),
        topic=f"hearth/{_expand(token, 'topic', 16).hex()}",
        authority_key=authority_key,
        authority_certificate_pem=make_authority(authority_key, _AUTHORITY_NAME),
        swarm_name=_name(token),
        commitment=_expand(token, "commitment", 32).hex(),
        door_tag=_tag(token, "door"),
    )


def next_token(token: Token, network_id: str = "") -> Token:
    """A new random token for the same swarm: it opens one of the same name, and nothing else is alike.

    People know their swarm by its name, which follows from the token. So tokens are tried until one has that name:
    some thousands, which takes well under a second and costs 12 of the 160 bits.

    Args:
        token: The token now; its address hint is kept.
        network_id: As for `derive`.
    """
    name = _name(_within(token, network_id))
    while True:
        candidate = replace(token, secret=secrets.token_bytes(len(token.secret)))
        if _name(_within(candidate, network_id)) == name:
            return candidate


def _within(token: Token, network_id: str) -> Token:
    if not network_id:
        return token
    return replace(token, secret=_expand(token, f"network id {network_id}", len(token.secret)))


def _name(token: Token) -> str:
    number = int.from_bytes(_expand(token, "name", 8), "big")
    return f"{ADJECTIVES[number % len(ADJECTIVES)]}-{NOUNS[number // len(ADJECTIVES) % len(NOUNS)]}"


def _tag(token: Token, label: str) -> str:
    return base64.b32encode(_expand(token, label, 7)).decode().lower()[:MAX_DISCOVERY_TAG]


def _expand(token: Token, label: str, length: int) -> bytes:
    # The secret is uniformly random, so no salt is needed (RFC 5869, 3.1).
    return HKDF(SHA256(), length, None, f"hearth {token.version} {label}".encode()).derive(token.secret)
