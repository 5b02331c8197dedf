"""Sockets on this machine: where a host connects to a tunnel, and where workers and the API for peers listen."""

import os
import socket
import sys
from pathlib import Path

_CONNECT_TIMEOUT_SECONDS = 5.0
LOOPBACK = "127.0.0.1"


def listen_loopback() -> socket.socket:
    """A listening socket at a free port of 127.0.0.1."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind((LOOPBACK, 0))
    listener.listen(16)
    return listener


def listen_http(path: Path) -> tuple[socket.socket, str]:
    """A listening socket for HTTP, for this user only where the system can say so, and its endpoint.

    Args:
        path: Of the Unix socket, where the system has them; one that is there already is replaced.
    """
    if sys.platform == "win32":
        listener = listen_loopback()
        return listener, f"tcp:{LOOPBACK}:{listener.getsockname()[1]}"
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    os.chmod(path, 0o600)
    listener.listen(64)
    return listener, f"unix:{path}"


def connect_endpoint(endpoint: str) -> socket.socket:
    """Connect to `unix:/path` or `tcp:host:port`.

    Raises:
        OSError: Nobody listens there.
        ValueError: It is no endpoint.
    """
    kind, _, rest = endpoint.partition(":")
    if kind == "unix" and rest and sys.platform != "win32":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_CONNECT_TIMEOUT_SECONDS)
        try:
            connection.connect(rest)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = rest.rpartition(":")
    if kind != "tcp" or not port.isdigit():
        raise ValueError(f"not an endpoint: {endpoint!r:.100}")
    return socket.create_connection((host, int(port)), _CONNECT_TIMEOUT_SECONDS)


def is_own_user(connection: socket.socket) -> bool:
    """Whether the other end of an IPv4 loopback connection belongs to this user, as far as the system tells.

    On Linux the kernel's table of connections names the owner of each end; elsewhere this is always true.
    """
    if not sys.platform.startswith("linux"):
        return True
    wanted = f"{_hexadecimal(connection.getpeername())} {_hexadecimal(connection.getsockname())}"
    for table in ("tcp", "tcp6"):
        owner = _owner_in(Path("/proc/net") / table, wanted)
        if owner is not None:
            return owner == os.getuid()
    return False


def _hexadecimal(address: tuple[str, int]) -> str:
    # As the kernel prints it: the address as a number in this machine's byte order.
    host, port = address
    return f"{int.from_bytes(socket.inet_aton(host), sys.byteorder):08X}:{port:04X}"


def _owner_in(table: Path, wanted: str) -> int | None:
    try:
        text = table.read_text()
    except OSError:
        return None
    for line in text.splitlines()[1:]:
        # number: local address, remote address, state, queues, timer, retransmits, uid …
        fields = line.split()
        # An IPv4 address in the table of IPv6 stands behind 24 digits that say so.
        if f"{fields[1][-13:]} {fields[2][-13:]}" == wanted:
            return int(fields[7])
    return None
