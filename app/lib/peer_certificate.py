"""libp2p peer ids, and X.509 certificates that carry the proof of one.

The format is the libp2p TLS extension (https://github.com/libp2p/specs/blob/master/tls/tls.md): the holder of an
Ed25519 identity key signs the certificate's public key, and the signature travels in extension
1.3.6.1.4.1.53594.1.1. Other than in that specification the certificate is signed by an authority instead of by
itself: the authority says "admitted", the extension says "is this peer". Checking the authority's signature is left to
TLS; this module makes such certificates and reads the proof. Only Ed25519 identities are known here.
"""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PROOF_OID = x509.ObjectIdentifier("1.3.6.1.4.1.53594.1.1")
PROOF_PREFIX = b"libp2p-tls-handshake:"

VALID_FROM = datetime(1970, 1, 1, tzinfo=UTC)
"""Start of validity: a machine whose clock is wrong is not locked out; membership ends by a new authority."""

VALID_UNTIL = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""End of validity; RFC 5280, 4.1.2.5: a certificate with no well-defined date of expiry."""

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {character: value for value, character in enumerate(_ALPHABET)}

# A public key as libp2p writes it: a protobuf with field 1 (key type) = 1 (Ed25519) and field 2 (data) of 32 bytes.
_KEY_HEADER = bytes.fromhex("08011220")
# A peer id is the identity multihash (code 0) of these 36 bytes.
_PEER_ID_HEADER = bytes.fromhex("0024") + _KEY_HEADER
_PEER_ID_CHARACTERS = 52
# SignedKey ::= SEQUENCE { publicKey OCTET STRING, signature OCTET STRING }: for Ed25519 all lengths are fixed, so
# there is one DER encoding and nothing to parse loosely.
_PROOF_HEADER = bytes.fromhex("30680424") + _KEY_HEADER
_SIGNATURE_HEADER = bytes.fromhex("0440")


def peer_id_of(public_key: bytes) -> str:
    """The peer id (base58, `12D3KooW…`) of a raw Ed25519 public key.

    Raises:
        ValueError: It is not 32 bytes long.
    """
    if len(public_key) != 32:
        raise ValueError(f"an Ed25519 public key has 32 bytes, not {len(public_key)}")
    return _base58_encode(_PEER_ID_HEADER + public_key)


def public_key_of(peer_id: str) -> bytes:
    """The raw Ed25519 public key (32 bytes) inside a peer id.

    Raises:
        ValueError: It is not the base58 peer id of an Ed25519 key.
    """
    # Checked before decoding, which takes time quadratic in the length: the text may come from a stranger.
    if len(peer_id) != _PEER_ID_CHARACTERS:
        raise ValueError(f"not an Ed25519 peer id: {peer_id!r:.80}")
    data = _base58_decode(peer_id)
    if len(data) != len(_PEER_ID_HEADER) + 32 or not data.startswith(_PEER_ID_HEADER):
        raise ValueError(f"not an Ed25519 peer id: {peer_id!r:.80}")
    return data[len(_PEER_ID_HEADER) :]


def make_leaf(
    identity: Ed25519PrivateKey, authority_key: Ed25519PrivateKey, authority_certificate_pem: bytes
) -> tuple[bytes, bytes]:
    """A new TLS key with a certificate for both ends of a connection.

    Args:
        identity: The peer's identity key, which signs the proof.
        authority_key: Signs the certificate.
        authority_certificate_pem: The certificate of `authority_key`.

    Returns:
        The certificate and its private key (PKCS#8, not encrypted), both as PEM.
    """
    # The TLS key is another one than the identity key: it is handed to the process that holds the connections.
    leaf_key = ec.generate_private_key(ec.SECP256R1())
    public_key = identity.public_key().public_bytes_raw()
    proof = identity.sign(PROOF_PREFIX + _public_key_info(leaf_key.public_key()))
    extension = _PROOF_HEADER + public_key + _SIGNATURE_HEADER + proof
    authority = x509.load_pem_x509_certificate(authority_certificate_pem)
    authority_identifier = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, peer_id_of(public_key))]))
        .issuer_name(authority.subject)
        .public_key(leaf_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(authority_identifier), critical=False
        )
        # Not critical: TLS libraries refuse a certificate with a critical extension that they do not know.
        .add_extension(x509.UnrecognizedExtension(PROOF_OID, extension), critical=False)
    )
    certificate = builder.sign(authority_key, None)
    return certificate.public_bytes(serialization.Encoding.PEM), leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def make_authority(authority_key: Ed25519PrivateKey, common_name: str) -> bytes:
    """The certificate of an authority, signed by itself, as PEM.

    Nothing in it is random (Ed25519 signatures are not either): the same key and name give the same bytes everywhere.
    """
    public_key = authority_key.public_key()
    identifier = x509.SubjectKeyIdentifier.from_public_key(public_key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public_key)
        .serial_number(1)
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True), critical=True)
        .add_extension(identifier, critical=False)
    )
    return builder.sign(authority_key, None).public_bytes(serialization.Encoding.PEM)


def peer_id_from_certificate(der: bytes) -> str:
    """The peer id that a certificate proves.

    Whether the certificate may be trusted at all (its signature, its authority) is what TLS checks.

    Args:
        der: The certificate, as `ssl.SSLSocket.getpeercert(binary_form=True)` gives it.

    Raises:
        ValueError: The proof is missing, malformed or wrong, or it is no certificate.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        value = certificate.extensions.get_extension_for_oid(PROOF_OID).value
        leaf_key = certificate.public_key()
        if not isinstance(value, x509.UnrecognizedExtension):
            raise ValueError("the peer's proof cannot be read")
        return _check_proof(value.value, _public_key_info(leaf_key))
    except x509.ExtensionNotFound as error:
        raise ValueError("the certificate carries no proof of a peer id") from error
    except (x509.InvalidVersion, x509.DuplicateExtension, UnsupportedAlgorithm, TypeError) as error:
        raise ValueError(f"not a certificate that can be read: {error}") from error


def _check_proof(extension: bytes, public_key_info: bytes) -> str:
    key_start = len(_PROOF_HEADER)
    key_end = key_start + 32
    signature_start = key_end + len(_SIGNATURE_HEADER)
    if (
        len(extension) != signature_start + 64
        or extension[:key_start] != _PROOF_HEADER
        or extension[key_end:signature_start] != _SIGNATURE_HEADER
    ):
        raise ValueError("the peer's proof is malformed, or not by an Ed25519 key")
    public_key = extension[key_start:key_end]
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            extension[signature_start:], PROOF_PREFIX + public_key_info
        )
    except InvalidSignature as error:
        raise ValueError("the peer's proof is wrong") from error
    return peer_id_of(public_key)


def _public_key_info(key: CertificatePublicKeyTypes) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _key_usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _base58_encode(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    leading_zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * leading_zeros + "".join(reversed(digits))


def _base58_decode(text: str) -> bytes:
    number = 0
    for character in text:
        if character not in _DIGITS:
            raise ValueError(f"not base58: {character!r}")
        number = number * 58 + _DIGITS[character]
    leading_zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * leading_zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
