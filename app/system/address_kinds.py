"""Sorts of settings that are addresses and labels of the network; lists of them are written with commas in text.

Only the form is checked here, so that a slip is named at the start. Whether anybody answers there is found out by use.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.sentence import say

_DNS_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.I)
_TCP_MULTIADDR = re.compile(r"/(?:ip4|ip6|dns|dns4|dns6)/([^/]+)/tcp/([0-9]{1,5})/?")
_PEER = re.compile(r"(12D3KooW|Qm|1|16Uiu2HA)[1-9A-HJ-NP-Za-km-z]{40,52}")


def parse_host_port(text: str) -> tuple[str, int]:
    """Host and port of `name:port`, `1.2.3.4:port`, `[2001:db8::1]:port` or `/dns4/name/tcp/port`.

    Raises:
        ValueError: It is not that, or the port is not from 1 to 65535.
    """
    text = text.strip()
    if match := _TCP_MULTIADDR.fullmatch(text):
        text = join_host_port(match[1], int(match[2]))
    host, _, port = text.rpartition(":")
    number = _port(port)
    if host.startswith("[") and host.endswith("]"):
        return str(ipaddress.IPv6Address(host[1:-1])), number
    _check_host(host)
    return host, number


def join_host_port(host: str, port: int) -> str:
    """The inverse of `parse_host_port`."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class HostPorts:
    """Addresses of TCP servers."""

    @property
    def form(self) -> str:
        """What one looks like."""
        return say("host:port, such as 192.168.1.20:4329; several with commas between them")

    def from_file(self, value: object) -> tuple[str, ...]:
        """A TOML array of texts."""
        return _texts(value, lambda text: join_host_port(*parse_host_port(text)), self.form)

    def from_text(self, text: str) -> tuple[str, ...]:
        """Addresses with commas between them."""
        return self.from_file(_parts(text))

    def to_file(self, value: tuple[str, ...]) -> list[str]:
        """A TOML array."""
        return list(value)


@dataclass(frozen=True, slots=True)
class Multiaddrs:
    """Addresses in the form of libp2p: https://github.com/multiformats/multiaddr.

    Attributes:
        names_peer: Whether each must end in the peer that is there.
    """

    names_peer: bool = False

    @property
    def form(self) -> str:
        """What one looks like."""
        peer = "/p2p/12D3KooW…" if self.names_peer else ""
        return say(
            "a libp2p address such as /ip4/192.168.1.20/tcp/4001{peer}; several with commas between them", peer=peer
        )

    def from_file(self, value: object) -> tuple[str, ...]:
        """A TOML array of texts."""
        return _texts(value, self._checked, self.form)

    def from_text(self, text: str) -> tuple[str, ...]:
        """Addresses with commas between them."""
        return self.from_file(_parts(text))

    def to_file(self, value: tuple[str, ...]) -> list[str]:
        """A TOML array."""
        return list(value)

    def _checked(self, text: str) -> str:
        empty, *parts = text.strip().rstrip("/").split("/")
        if empty or len(parts) < 2 or parts[0] not in _HOSTS:
            raise ValueError(text)
        names = []
        while parts:
            name = parts.pop(0)
            check = _PROTOCOLS.get(name, _refuse)
            names.append(name)
            if check is not None:
                check(parts.pop(0) if parts else "")
        if self.names_peer and names[-1] != "p2p":
            raise ValueError(text)
        return text.strip().rstrip("/")


@dataclass(frozen=True, slots=True)
class Label:
    """A short text that devices compare; may be empty."""

    most_characters: int

    @property
    def form(self) -> str:
        """The length."""
        return say("a text of at most {most} characters on one line", most=str(self.most_characters))

    def from_file(self, value: object) -> str:
        """A text without control characters; space around it is dropped."""
        if not isinstance(value, str) or not value.strip().isprintable() or len(value.strip()) > self.most_characters:
            raise ValueError(self.form)
        return value.strip()

    def from_text(self, text: str) -> str:
        """As in the file."""
        return self.from_file(text)

    def to_file(self, value: str) -> str:
        """The same."""
        return value


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _texts(value: object, checked: Callable[[str], str], form: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(form)
    return tuple(dict.fromkeys(checked(item) for item in value))


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise ValueError(f"not a port: {text!r:.20}")
    return int(text)


def _listening_port(text: str) -> None:
    if text != "0":  # any free one
        _port(text)


def _check_host(host: str) -> None:
    if re.fullmatch(r"[0-9.]+", host):
        ipaddress.IPv4Address(host)
    elif not _DNS_NAME.fullmatch(host):
        raise ValueError(f"not a host: {host!r:.80}")


def _name(text: str) -> None:
    if not _DNS_NAME.fullmatch(text):
        raise ValueError(f"not a name: {text!r:.80}")


def _peer(text: str) -> None:
    if not _PEER.fullmatch(text):
        raise ValueError(f"not a peer: {text!r:.80}")


def _ipv4(text: str) -> None:
    ipaddress.IPv4Address(text)


def _ipv6(text: str) -> None:
    ipaddress.IPv6Address(text)


def _refuse(text: str) -> None:
    raise ValueError(f"unknown protocol before {text!r:.80}")


_HOSTS = frozenset({"ip4", "ip6", "dns", "dns4", "dns6", "dnsaddr", "p2p"})

_PROTOCOLS: dict[str, Callable[[str], None] | None] = {
    "ip4": _ipv4,
    "ip6": _ipv6,
    "dns": _name,
    "dns4": _name,
    "dns6": _name,
    "dnsaddr": _name,
    "tcp": _listening_port,
    "udp": _listening_port,
    "p2p": _peer,
    "p2p-circuit": None,
    "quic": None,
    "quic-v1": None,
    "ws": None,
    "wss": None,
    "tls": None,
}
"""What follows each protocol's name in an address; None: nothing."""
