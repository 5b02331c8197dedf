"""TLS contexts of a node: mutual certificates from the swarm's one authority, TLS 1.3 and nothing older."""

import os
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TlsContexts:
    """For connections that come in, and for those that this node opens."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def make_contexts(
    certificate_pem: bytes, private_key_pem: bytes, authority_pem: bytes, runtime_directory: Path
) -> TlsContexts:
    """Make both contexts; whose certificate it is has to be checked after each handshake.

    Raises:
        ssl.SSLError, ValueError: The certificates cannot be used.
    """
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for context in (server, client):
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        # Peers are named by their proof, not by host names: addresses change.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=authority_pem.decode("ascii"))
        _load_chain(context, certificate_pem + private_key_pem, runtime_directory)
    # Connections are not resumed: every one proves its peer anew.
    server.num_tickets = 0
    return TlsContexts(server, client)


def _load_chain(context: ssl.SSLContext, chain_pem: bytes, runtime_directory: Path) -> None:
    # Python reads keys from files only. Where the system has files without a place on disk, the key stays off it.
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("hearth-link", 0)
        try:
            os.write(descriptor, chain_pem)
            context.load_cert_chain(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    descriptor, path = tempfile.mkstemp(dir=runtime_directory)
    try:
        os.write(descriptor, chain_pem)
        os.close(descriptor)
        context.load_cert_chain(path)
    finally:
        os.unlink(path)
