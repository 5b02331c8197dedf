"""Listening to what is said at UDP port 5353 for a moment, after asking everybody for what they announce.

Independent of discovery itself, so that it finds out why that hears nothing: on its own sockets, one for each address.
"""

import asyncio
import contextlib
import re
import socket
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

GROUP = "224.0.0.251"
PORT = 5353
LISTEN_SECONDS = 2.5
ASK_AGAIN_SECONDS = 0.8
_TAG = re.compile(rb"_p2p-([a-z0-9]{1,11})\x04_udp")


@dataclass(slots=True)
class Heard:
    """What came.

    Attributes:
        own: Whether anything came from this machine.
        hosts: Other hosts, with the discovery tags that each named.
        error: Why nothing could be sent at some address; empty when it could.
    """

    own: bool = False
    hosts: dict[str, set[str]] = field(default_factory=dict)
    error: str = ""


async def listen_to_multicast(own_hosts: Iterable[str], port: int = PORT) -> Heard:
    """Ask for all services at each of this machine's IPv4 addresses, and note who says anything.

    Args:
        own_hosts: IPv4 addresses of this machine, without loopback.
        port: Of mDNS.
    """
    hosts = frozenset(own_hosts)
    heard = Heard()
    loop = asyncio.get_running_loop()
    opened: list[tuple[asyncio.DatagramTransport, str]] = []
    try:
        for host in sorted(hosts):
            try:
                transport, _ = await loop.create_datagram_endpoint(
                    lambda: _Listener(hosts, heard), sock=_socket(host, port)
                )
                opened.append((transport, host))
            except OSError as error:
                heard.error = error.strerror or str(error)
        for _ in range(round(LISTEN_SECONDS / ASK_AGAIN_SECONDS)):
            for transport, _ in opened:
                transport.sendto(_question(), (GROUP, port))
            await asyncio.sleep(ASK_AGAIN_SECONDS)
    finally:
        for transport, _ in opened:
            transport.close()
    return heard


def tags_in(packet: bytes) -> set[str]:
    """The discovery tags that an mDNS packet names: `_p2p-TAG._udp`."""
    return {match.decode() for match in _TAG.findall(packet)}


class _Listener(asyncio.DatagramProtocol):
    def __init__(self, own_hosts: frozenset[str], heard: Heard) -> None:
        self._own_hosts = own_hosts
        self._heard = heard

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if addr[0] in self._own_hosts:
            self._heard.own = True
        else:
            self._heard.hosts.setdefault(addr[0], set()).update(tags_in(data))

    def error_received(self, exc: Exception) -> None:
        self._heard.error = (exc.strerror if isinstance(exc, OSError) else "") or str(exc)


def _socket(host: str, port: int) -> socket.socket:
    """A socket that hears the group on one interface, beside the other programs that do."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind(("", port))
        membership = struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton(host))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(host))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


def _question() -> bytes:
    """An mDNS question for the types of all services: RFC 6763, 9."""
    labels = b"".join(bytes([len(label)]) + label for label in (b"_services", b"_dns-sd", b"_udp", b"local"))
    return struct.pack("!6H", 0, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", 12, 1)
