"""What a link process is made from, and its form as the one JSON object that it reads first."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.ids import PeerId


@dataclass(frozen=True, slots=True, repr=False)
class LinkCredentials:
    """What a link shows and whom it believes.

    Attributes:
        certificate_pem: The node's certificate, with the proof of its peer id.
        private_key_pem: The certificate's key.
        authority_pem: The swarm's authority.
    """

    certificate_pem: bytes
    private_key_pem: bytes
    authority_pem: bytes

    def to_wire(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "certificate_pem": base64.b64encode(self.certificate_pem).decode(),
            "private_key_pem": base64.b64encode(self.private_key_pem).decode(),
            "authority_pem": base64.b64encode(self.authority_pem).decode(),
        }

    @classmethod
    def from_wire(cls, body: dict[str, Any]) -> "LinkCredentials":
        """Read what `to_wire` wrote.

        Raises:
            ValueError: It is something else.
        """
        try:
            return cls(
                base64.b64decode(body["certificate_pem"]),
                base64.b64decode(body["private_key_pem"]),
                base64.b64decode(body["authority_pem"]),
            )
        except (KeyError, TypeError, binascii.Error) as error:
            raise ValueError("no credentials") from error


@dataclass(frozen=True, slots=True, repr=False)
class LinkSettings:
    """What a link process is made from.

    Attributes:
        peer_id: This node.
        credentials: What it shows and whom it believes, until others are given.
        listen_host: Address to take connections at; `::` is IPv4 and IPv6.
        listen_port: Port there; 0 for any.
        peer_api_endpoint: `unix:/path` or `tcp:127.0.0.1:port`: where `http` channels of peers go.
        runtime_directory: A short path, private to this user, for Unix sockets.
        removed_peers: Refused from the first moment on, until another set is given.
        relay: Whether it passes on what members cannot send each other directly.
    """

    peer_id: PeerId
    credentials: LinkCredentials
    listen_host: str
    listen_port: int
    peer_api_endpoint: str
    runtime_directory: Path
    removed_peers: frozenset[PeerId] = frozenset()
    relay: bool = True

    def to_wire(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "peer_id": self.peer_id,
            **self.credentials.to_wire(),
            "listen_host": self.listen_host,
            "listen_port": self.listen_port,
            "peer_api_endpoint": self.peer_api_endpoint,
            "runtime_directory": str(self.runtime_directory),
            "removed_peers": sorted(self.removed_peers),
            "relay": self.relay,
        }

    @classmethod
    def from_wire(cls, body: dict[str, Any]) -> "LinkSettings":
        """Read what `to_wire` wrote.

        Raises:
            ValueError: It is something else.
        """
        try:
            return cls(
                PeerId(body["peer_id"]),
                LinkCredentials.from_wire(body),
                str(body["listen_host"]),
                int(body["listen_port"]),
                str(body["peer_api_endpoint"]),
                Path(body["runtime_directory"]),
                frozenset(PeerId(peer_id) for peer_id in body["removed_peers"]),
                bool(body["relay"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("no settings of a link") from error
