"""What the link process gets."""

import ssl

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.identity.credentials import make_credentials
from app.identity.node_identity import new_identity
from app.identity.swarm_keys import derive
from app.identity.token import new_token
from app.lib.peer_certificate import peer_id_from_certificate


def test_the_certificate_names_the_node_and_is_signed_by_the_swarm() -> None:
    identity = new_identity()
    keys = derive(new_token())
    credentials = make_credentials(identity, keys)
    der = ssl.PEM_cert_to_DER_cert(credentials.certificate_pem.decode())
    assert peer_id_from_certificate(der) == identity.peer_id
    authority = x509.load_pem_x509_certificate(credentials.authority_pem)
    x509.load_der_x509_certificate(der).verify_directly_issued_by(authority)


def test_neither_long_lived_key_is_handed_over() -> None:
    identity = new_identity()
    keys = derive(new_token())
    credentials = make_credentials(identity, keys)
    leaf_key = load_pem_private_key(credentials.private_key_pem, None)
    assert isinstance(leaf_key, EllipticCurvePrivateKey)  # Identity and authority are Ed25519 keys.
    assert credentials.private_key_pem.count(b"BEGIN") == 1
    assert b"PRIVATE" not in credentials.certificate_pem + credentials.authority_pem
    assert "PRIVATE" not in repr(credentials)
    assert make_credentials(identity, keys).private_key_pem != credentials.private_key_pem
