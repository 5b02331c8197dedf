"""TLS 1.3 for knocks: both ends show a certificate with the proof of their peer id, and nothing else is asked of it.

Python's TLS asks the other end for a certificate only where it can check it against an authority. Here the authority
is one whose key is known to all, so its signature says nothing: what counts is the libp2p proof inside, which each end
reads after the handshake, and TLS itself, which proves that the other end holds the certificate's key.
"""

import hashlib
import ssl
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.lib.certificate_chain import load_chain
from app.lib.peer_certificate import make_authority, make_leaf

_KNOWN_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"hearth 1 admission: known to all").digest())
_KNOWN_AUTHORITY_PEM = make_authority(_KNOWN_KEY, "Hearth admission")


def make_context(identity_seed: bytes, runtime_directory: Path, *, server_side: bool) -> ssl.SSLContext:
    """The context for one end of knocks, with a new certificate of this node.

    Args:
        identity_seed: The node's Ed25519 private key, 32 bytes; it signs the proof and stays out of the context.
        runtime_directory: Private to this user.
        server_side: Whether connections come in.
    """
    identity = Ed25519PrivateKey.from_private_bytes(identity_seed)
    certificate_pem, private_key_pem = make_leaf(identity, _KNOWN_KEY, _KNOWN_AUTHORITY_PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=_KNOWN_AUTHORITY_PEM.decode("ascii"))
    load_chain(context, certificate_pem + private_key_pem, runtime_directory)
    if server_side:
        context.num_tickets = 0  # not resumed: every connection proves its peer anew
    return context
