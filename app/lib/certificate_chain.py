"""Gives a TLS context a certificate and its key that are in memory: Python reads them from files only."""

import contextlib
import os
import secrets
import ssl
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)


def load_chain(context: ssl.SSLContext, chain_pem: bytes, directory: Path) -> None:
    """Use a certificate and its private key.

    Args:
        context: What shall show the certificate.
        chain_pem: Certificate and key, one after the other.
        directory: Private to this user; used only where the system has no files without a place on disk.

    Raises:
        ssl.SSLError, ValueError: They cannot be used.
    """
    # Where the system has files without a place on disk, the key stays off it.
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("hearth-chain", 0)
        try:
            os.write(descriptor, chain_pem)
            context.load_cert_chain(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    # Elsewhere it lies there for a moment, encrypted with a password that only this process has, and for this moment.
    password = secrets.token_bytes(32).hex()
    descriptor, path = tempfile.mkstemp(dir=directory)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_encrypted(chain_pem, password.encode()))
        context.load_cert_chain(path, password=password)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _encrypted(chain_pem: bytes, password: bytes) -> bytes:
    certificates, begin, key = chain_pem.rpartition(b"-----BEGIN ")
    private_key = load_pem_private_key(begin + key, None)
    return certificates + private_key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password)
    )
