"""The certificate with which this computer encrypts the API on the local network: signed by itself, made once.

Nobody vouches for it. Clients trust it by its fingerprint, which the settings show, or by having the file.
"""

import datetime
import ipaddress
import os
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.domain.errors import UserError
from app.domain.sentence import say

FILE_NAME = "api-certificate.pem"

_DAYS = 820
"""Apple's systems refuse what is good for more than 825 days, also where the user trusts it."""


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """A certificate with its key, ready to serve with.

    Attributes:
        context: For the listener.
        fingerprint: SHA-256, as `AB:CD:…`.
    """

    context: ssl.SSLContext
    fingerprint: str


def own_certificate(folder: Path, names: Iterable[str], now: datetime.datetime) -> ServerCertificate:
    """The certificate kept in a folder; made when there is none, it cannot be read, or its time is over.

    Args:
        folder: The data folder.
        names: Host names and addresses that a new one is for.
        now: The time, with its zone.

    Raises:
        UserError: It cannot be kept.
    """
    path = folder / FILE_NAME
    try:
        certificate = _read(path, now) or _make(path, names, now)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(path)
    except OSError as error:
        raise UserError(
            say("No certificate"),
            say("{path} cannot be used: {reason}.", path=str(path), reason=error.strerror or str(error)),
            say("Check that its folder belongs to you and that the disk is not full."),
            "certificate_refused",
        ) from error
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return ServerCertificate(context, ":".join(digest[at : at + 2] for at in range(0, len(digest), 2)))


def _read(path: Path, now: datetime.datetime) -> x509.Certificate | None:
    try:
        text = path.read_bytes()
        certificate = x509.load_pem_x509_certificate(text)
        serialization.load_pem_private_key(text, None)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return certificate if now < certificate.not_valid_after_utc else None


def _make(path: Path, names: Iterable[str], now: datetime.datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hearth on this computer")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))  # clocks differ
        .not_valid_after(now + datetime.timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in dict.fromkeys(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".certificate-")  # of mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM) + secret)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return certificate


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
