"""Peer ids and certificates, against py-libp2p's own code and against a real TLS 1.3 handshake."""

import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from libp2p.crypto.ed25519 import Ed25519PrivateKey as LibP2PPrivateKey
from libp2p.crypto.ed25519 import Ed25519PublicKey as LibP2PPublicKey
from libp2p.crypto.serialization import deserialize_public_key
from libp2p.peer.id import ID
from libp2p.security.tls import certificate as libp2p_tls

from app.lib.peer_certificate import (
    PROOF_OID,
    VALID_FROM,
    VALID_UNTIL,
    make_authority,
    make_leaf,
    peer_id_from_certificate,
    peer_id_of,
    public_key_of,
)

IDENTITY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AUTHORITY_KEY = Ed25519PrivateKey.from_private_bytes(b"a" * 32)
AUTHORITY = make_authority(AUTHORITY_KEY, "swarm")
PEER_ID = peer_id_of(IDENTITY.public_key().public_bytes_raw())


def der_of(pem: bytes | str) -> bytes:
    return ssl.PEM_cert_to_DER_cert(pem if isinstance(pem, str) else pem.decode())


@pytest.mark.parametrize("seed", [bytes(32), bytes(range(32)), b"\xff" * 32])
def test_peer_ids_are_those_of_libp2p(seed: bytes) -> None:
    public_key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    expected = ID.from_pubkey(LibP2PPublicKey.from_bytes(public_key)).to_base58()
    assert peer_id_of(public_key) == expected
    assert public_key_of(expected) == public_key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12D3KooW",
        PEER_ID[:-1],
        PEER_ID + "1",
        PEER_ID[:-1] + "0",
        PEER_ID[:-1] + "é",
        "2" + PEER_ID[1:],
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "z" * 52,
    ],
)
def test_a_text_that_is_no_ed25519_peer_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"peer id|base58"):
        public_key_of(text)


def test_a_public_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        peer_id_of(b"x" * 31)


def test_libp2p_reads_the_proof_in_our_certificate() -> None:
    certificate = x509.load_pem_x509_certificate(make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)[0])
    extension = certificate.extensions.get_extension_for_oid(libp2p_tls.LIBP2P_EXTENSION_OID).value
    assert isinstance(extension, x509.UnrecognizedExtension)
    signed = libp2p_tls.decode_signed_key(extension.value)
    host_key = deserialize_public_key(signed.public_key_bytes)
    info = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert host_key.verify(libp2p_tls.LIBP2P_CERT_PREFIX + info, signed.signature)
    assert ID.from_pubkey(host_key).to_base58() == PEER_ID


def test_the_proof_in_a_certificate_of_libp2p_is_read() -> None:
    pem, _ = libp2p_tls.generate_certificate(
        LibP2PPrivateKey.from_bytes(IDENTITY.private_bytes_raw()), libp2p_tls.create_cert_template()
    )
    assert peer_id_from_certificate(der_of(pem)) == PEER_ID


def test_the_authority_is_the_same_bytes_each_time_and_signed_the_leaf() -> None:
    assert make_authority(AUTHORITY_KEY, "swarm") == AUTHORITY
    certificate_pem, key_pem = make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(AUTHORITY))
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (VALID_FROM, VALID_UNTIL)
    assert b"BEGIN PRIVATE KEY" in key_pem
    assert certificate_pem != make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)[0]


def forged(extension: bytes | None) -> bytes:
    """A certificate with this proof (or none) for a key that nobody proved anything about."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, PEER_ID)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
    )
    if extension is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(PROOF_OID, extension), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def proof_of_somebody() -> bytes:
    certificate = x509.load_pem_x509_certificate(make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)[0])
    value = certificate.extensions.get_extension_for_oid(PROOF_OID).value
    assert isinstance(value, x509.UnrecognizedExtension)
    return value.value


GOOD_PROOF = proof_of_somebody()


@pytest.mark.parametrize(
    ("extension", "reason"),
    [
        (None, "no proof"),
        (b"", "malformed"),
        (GOOD_PROOF[:-1], "malformed"),
        (GOOD_PROOF + b"\0", "malformed"),
        (GOOD_PROOF[:6] + b"\0" + GOOD_PROOF[7:], "malformed"),
        (GOOD_PROOF, "wrong"),  # a proof copied from another certificate
        (GOOD_PROOF[:20] + bytes([GOOD_PROOF[20] ^ 1]) + GOOD_PROOF[21:], "wrong"),
    ],
)
def test_a_forged_proof_is_refused(extension: bytes | None, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        peer_id_from_certificate(forged(extension))


def test_what_is_no_certificate_is_refused_with_a_value_error() -> None:
    good = der_of(make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)[0])
    for length in range(0, len(good), 7):
        with pytest.raises(ValueError, match=r".+"):
            peer_id_from_certificate(good[:length])


def test_no_changed_byte_of_the_certificate_gives_another_peer_id() -> None:
    good = der_of(make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)[0])
    for position in range(len(good)):
        changed = good[:position] + bytes([good[position] ^ 0x41]) + good[position + 1 :]
        try:
            assert peer_id_from_certificate(changed) == PEER_ID
        except ValueError:
            continue


def tls_context(purpose: int, folder: Path, authority: bytes, credentials: tuple[bytes, bytes]) -> ssl.SSLContext:
    context = ssl.SSLContext(purpose)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=authority.decode())
    folder.mkdir()
    (folder / "leaf.pem").write_bytes(b"".join(credentials))
    context.load_cert_chain(folder / "leaf.pem")
    return context


def handshake(server: ssl.SSLContext, client: ssl.SSLContext) -> tuple[str, str]:
    """The peer ids that each end reads from the other, through a real TLS 1.3 connection."""
    left, right = socket.socketpair()
    left.settimeout(5)
    right.settimeout(5)
    seen: list[str] = []
    failures: list[ssl.SSLError] = []

    def serve() -> None:
        try:
            with server.wrap_socket(left, server_side=True) as connection:
                seen.append(peer_id_from_certificate(connection.getpeercert(binary_form=True) or b""))
                connection.sendall(b"x")
        except ssl.SSLError as error:
            failures.append(error)
            left.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client.wrap_socket(right) as connection:
            server_peer = peer_id_from_certificate(connection.getpeercert(binary_form=True) or b"")
            connection.recv(1)
    finally:
        thread.join()
        right.close()
    if failures:
        raise failures[0]
    return server_peer, seen[0]


def test_both_ends_of_a_tls_connection_know_each_other(tmp_path: Path) -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    server = tls_context(
        ssl.PROTOCOL_TLS_SERVER, tmp_path / "server", AUTHORITY, make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)
    )
    client = tls_context(
        ssl.PROTOCOL_TLS_CLIENT, tmp_path / "client", AUTHORITY, make_leaf(other, AUTHORITY_KEY, AUTHORITY)
    )
    assert handshake(server, client) == (PEER_ID, peer_id_of(other.public_key().public_bytes_raw()))


def test_another_swarms_member_gets_no_connection(tmp_path: Path) -> None:
    foreign_key = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
    foreign = make_authority(foreign_key, "swarm")
    server = tls_context(
        ssl.PROTOCOL_TLS_SERVER, tmp_path / "server", AUTHORITY, make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)
    )
    client = tls_context(
        ssl.PROTOCOL_TLS_CLIENT, tmp_path / "client", AUTHORITY, make_leaf(IDENTITY, foreign_key, foreign)
    )
    with pytest.raises(ssl.SSLError):
        handshake(server, client)


def test_a_member_cannot_admit_others(tmp_path: Path) -> None:
    member_pem, member_key_pem = make_leaf(IDENTITY, AUTHORITY_KEY, AUTHORITY)
    member = x509.load_pem_x509_certificate(member_pem)
    member_key = serialization.load_pem_private_key(member_key_pem, None)
    assert isinstance(member_key, ec.EllipticCurvePrivateKey)
    guest_key = ec.generate_private_key(ec.SECP256R1())
    guest = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "guest")]))
        .issuer_name(member.subject)
        .public_key(guest_key.public_key())
        .serial_number(2)
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .sign(member_key, hashes.SHA256())
    )
    guest_key_pem = guest_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain_pem = guest.public_bytes(serialization.Encoding.PEM) + member_pem
    server = tls_context(ssl.PROTOCOL_TLS_SERVER, tmp_path / "server", AUTHORITY, (member_pem, member_key_pem))
    client = tls_context(ssl.PROTOCOL_TLS_CLIENT, tmp_path / "client", AUTHORITY, (chain_pem, guest_key_pem))
    server.verify_flags &= ~ssl.VERIFY_X509_STRICT  # Refused for what it is, not for a missing key identifier.
    with pytest.raises(ssl.SSLError, match=r"invalid CA|TLSV1_ALERT_UNKNOWN_CA|CERTIFICATE_VERIFY_FAILED"):
        handshake(server, client)
