"""The identity of one machine: an Ed25519 key made once, and the signatures on what it says of itself."""

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.ids import PeerId
from app.domain.record import Record, SignedRecord, encode_record
from app.lib.peer_certificate import peer_id_of, public_key_of

SEED_BYTES = 32

# The identity key also signs for TLS and Noise: what is signed as a record can never pass for one of those.
_RECORD_CONTEXT = b"hearth record:"


@dataclass(frozen=True, slots=True)
class NodeIdentity:
    """The private identity of a node; its repr does not show the key.

    Attributes:
        seed: The Ed25519 private key, 32 bytes.
        private_key: The same as a key.
        peer_id: The public name of the node.
    """

    seed: bytes = field(repr=False)
    private_key: Ed25519PrivateKey = field(init=False, repr=False, compare=False)
    peer_id: PeerId = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"an identity seed has {SEED_BYTES} bytes")
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        # Worked out once: the name is asked for several times a second, also by a node that rests.
        object.__setattr__(self, "private_key", key)
        object.__setattr__(self, "peer_id", PeerId(peer_id_of(key.public_key().public_bytes_raw())))

    def sign(self, data: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) of some bytes."""
        return self.private_key.sign(data)


def new_identity() -> NodeIdentity:
    """A new random identity."""
    return NodeIdentity(secrets.token_bytes(SEED_BYTES))


def verify(peer_id: PeerId, data: bytes, signature: bytes) -> bool:
    """Whether a peer signed exactly these bytes; False also when the peer id is not one."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key_of(peer_id)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign_record(identity: NodeIdentity, record: Record) -> SignedRecord:
    """A node's own record with its signature.

    Raises:
        ValueError: The record describes another node.
    """
    if record.peer_id != identity.peer_id:
        raise ValueError("a node signs only records of its own")
    payload = encode_record(record)
    return SignedRecord(record, payload, identity.sign(_RECORD_CONTEXT + payload))


def verify_record(signed: SignedRecord) -> bool:
    """Whether a record was signed by the node that it describes."""
    return verify(signed.record.peer_id, _RECORD_CONTEXT + signed.payload, signed.signature)
