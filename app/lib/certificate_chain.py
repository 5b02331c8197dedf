"""Gives a TLS context a certificate and its key that are in memory: Python reads them from files only."""

import os
import ssl
import tempfile
from pathlib import Path


def load_chain(context: ssl.SSLContext, chain_pem: bytes, directory: Path) -> None:
    """Use a certificate and its private key.

    Args:
        context: What shall show the certificate.
        chain_pem: Certificate and key, one after the other.
        directory: Private to this user; used only where the system has no files without a place on disk.

    Raises:
        ssl.SSLError: They cannot be used.
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
    descriptor, path = tempfile.mkstemp(dir=directory)
    try:
        os.write(descriptor, chain_pem)
        os.close(descriptor)
        context.load_cert_chain(path)
    finally:
        os.unlink(path)
