"""TLS contexts of a node: mutual certificates from the swarm's one authority, TLS 1.3 and nothing older."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from app.lib.certificate_chain import load_chain
from app.link.settings import LinkCredentials


@dataclass(frozen=True, slots=True)
class TlsContexts:
    """For connections that come in, and for those that this node opens."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def make_contexts(credentials: LinkCredentials, runtime_directory: Path) -> TlsContexts:
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
        context.load_verify_locations(cadata=credentials.authority_pem.decode("ascii"))
        load_chain(context, credentials.certificate_pem + credentials.private_key_pem, runtime_directory)
    # Connections are not resumed: every one proves its peer anew.
    server.num_tickets = 0
    return TlsContexts(server, client)
