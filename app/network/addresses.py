"""Network addresses as text: which ones this machine has, and which of a peer's are worth dialling.

`host:port` is the form used everywhere outside `app/network`; a multiaddr is the form of libp2p. Pure but for
`own_hosts`.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable

import psutil

MAX_ADDRESSES_PER_PEER = 16

_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?")


def own_hosts() -> frozenset[str]:
    """IP addresses of this machine's interfaces, loopback included, without IPv6 link-local ones (they need a zone)."""
    entries = (entry for interface in psutil.net_if_addrs().values() for entry in interface)
    families = (socket.AF_INET, socket.AF_INET6)
    return frozenset(e.address for e in entries if e.family in families and is_usable(e.address))


def is_usable(host: str) -> bool:
    """Whether a host is a concrete IP address that can be listened on and dialled without a zone."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if address.is_unspecified or address.is_multicast:
        return False
    return not (address.version == 6 and address.is_link_local)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself (127.0.0.0/8, ::1)."""
    return ipaddress.ip_address(host).is_loopback


def multiaddr_text(host: str, port: int) -> str:
    """`/ip4/192.0.2.1/tcp/4001`."""
    return f"/ip{ipaddress.ip_address(host).version}/{host}/tcp/{port}"


def parse_multiaddr(text: str) -> tuple[str, int]:
    """Host and port of a plain TCP multiaddr, whatever peer id follows.

    Raises:
        ValueError: It is not `/ip4|ip6/HOST/tcp/PORT[/p2p/ID]` with a usable host.
    """
    match text.split("/"):
        case ["", "ip4" | "ip6" as family, host, "tcp", port, *rest] if not rest or rest[0] == "p2p":
            if not is_usable(host) or f"ip{ipaddress.ip_address(host).version}" != family:
                raise ValueError(f"not a usable address: {text!r:.100}")
            if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
                raise ValueError(f"not a port: {text!r:.100}")
            return host, int(port)
    raise ValueError(f"not a TCP address: {text!r:.100}")


def parse_dialable(text: str) -> tuple[str, int, str]:
    """Host (an IP address or a name), port and peer id (or nothing) of a TCP multiaddr that can be dialled.

    Raises:
        ValueError: It is not `/ip4|ip6|dns|dns4|dns6/HOST/tcp/PORT[/p2p/ID]`.
    """
    match text.split("/"):
        case ["", "dns" | "dns4" | "dns6", host, "tcp", port, *rest] if not rest or (
            rest[0] == "p2p" and len(rest) == 2
        ):
            if not _NAME.fullmatch(host):
                raise ValueError(f"not a name: {text!r:.100}")
            if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
                raise ValueError(f"not a port: {text!r:.100}")
            return host, int(port), rest[1] if rest else ""
    host, number = parse_multiaddr(text)
    return host, number, text.partition("/p2p/")[2]


def parse_listening(text: str) -> tuple[str, int]:
    """Host (`0.0.0.0` and `::` for every one) and port (0 for any) of an address to listen on.

    Raises:
        ValueError: It is not `/ip4|ip6/HOST/tcp/PORT`.
    """
    match text.split("/"):
        case ["", "ip4" | "ip6", host, "tcp", port] if port.isascii() and port.isdigit() and int(port) < 65536:
            return str(ipaddress.ip_address(host)), int(port)
    raise ValueError(f"not an address to listen on: {text!r:.100}")


def listening_hosts(own: frozenset[str], wanted: Iterable[str]) -> frozenset[str]:
    """Which of this machine's hosts to listen on.

    Args:
        own: All it has.
        wanted: Texts for `parse_listening`; none for all hosts.

    Returns:
        The wanted ones that are there, and loopback, where links hand connections over.
    """
    hosts = {parse_listening(text)[0] for text in wanted}
    if not hosts:
        return own
    return frozenset(
        host for host in own if is_loopback(host) or host in hosts or ("::" if ":" in host else "0.0.0.0") in hosts
    )


def is_name(host: str) -> bool:
    """Whether a host must be resolved before it can be dialled."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def address_text(host: str, port: int) -> str:
    """`192.0.2.1:4001`, `[2001:db8::1]:4001`."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def best_first(hosts: Iterable[str]) -> tuple[str, ...]:
    """Hosts in the order in which a peer should try them: IPv4 before IPv6, loopback last."""
    return tuple(sorted(hosts, key=lambda host: (is_loopback(host), ":" in host, host)))


def worth_dialling(announced: Iterable[tuple[str, int]], own: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """Which of the addresses that a peer announced may lead to it.

    A loopback address leads to the peer only when the peer is on this machine: when it announces an address that is
    also ours, or nothing but loopback (then its announcement cannot have come over a wire). Dialled from another
    machine it would reach a stranger's port.
    """
    candidates = list(dict.fromkeys(announced))[:MAX_ADDRESSES_PER_PEER]
    wired = [(host, port) for host, port in candidates if is_name(host) or not is_loopback(host)]
    same_machine = not wired or any(host in own for host, _ in wired)
    return tuple(candidates) if same_machine else tuple(wired)
