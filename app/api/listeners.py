"""TCP sockets that listen, made so that a port in use is reported here and not later."""

import socket
import sys

BACKLOG = 128


def listening_socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        OSError: The port is in use, or the address is not this computer's.
    """
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # There, SO_REUSEADDR would let two programs have one port.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        # Between bind and listen another program may still take the port: listen here, where it is reported.
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made
