"""Connections that others open: who they are and what they want, each found out in a thread of its own.

A connection that says nothing costs a thread until its time is over, and hinders nobody: when too many wait, the one
that has waited longest is closed.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable

from app.domain.ids import PeerId
from app.domain.timing import HANDSHAKE_TIMEOUT_SECONDS
from app.link.channels import shut_down
from app.link.dialer import join_address
from app.link.header import HEADER_LIMIT_BYTES, Header, decode_header
from app.link.secure_stream import SecureStream

MOST_PENDING = 64
_MOST_REPORTS_PER_SECOND = 3

type Serve = Callable[[PeerId, Header, SecureStream, str], None]


class Incoming:
    """Greets what connects.

    Args:
        context: This node's certificate and the swarm's authority, as they are now.
        admit: Raises (`OSError`) for peers that get no answer at all.
        serve: Gets a member's connection with its header and the host it came from, in the connection's own thread;
            owns it from then on.
        on_refused: Told the address and the reason of what was refused, a few times per second at most.
    """

    def __init__(
        self,
        context: Callable[[], ssl.SSLContext],
        admit: Callable[[PeerId], None],
        serve: Serve,
        on_refused: Callable[[str, str], None],
    ) -> None:
        self._context = context
        self._admit = admit
        self._serve = serve
        self._on_refused = on_refused
        self._lock = threading.Lock()
        self._pending: dict[socket.socket, None] = {}
        self._second = 0
        self._reports = 0

    def accepted(self, raw: socket.socket) -> None:
        """Greet a new connection; returns at once."""
        with self._lock:
            self._pending[raw] = None
            oldest = next(iter(self._pending)) if len(self._pending) > MOST_PENDING else None
            if oldest is not None:
                del self._pending[oldest]
        if oldest is not None:
            shut_down(oldest)
        threading.Thread(target=self._greet, args=(raw,), name="incoming", daemon=True).start()

    def _greet(self, raw: socket.socket) -> None:
        host, port = "", 0
        stream: SecureStream | None = None
        try:
            host, port = raw.getpeername()[:2]
            stream = SecureStream(raw, self._context(), server_side=True)
            deadline = time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS
            peer_id = stream.handshake(deadline, self._admit)
            header = decode_header(stream.read_line(deadline, HEADER_LIMIT_BYTES))
        except (OSError, ValueError) as error:
            raw.close()
            self._report(join_address(host, port), str(error) or type(error).__name__)
            return
        finally:
            with self._lock:
                self._pending.pop(raw, None)
        self._serve(peer_id, header, stream, host.removeprefix("::ffff:"))

    def _report(self, address: str, reason: str) -> None:
        with self._lock:
            second = int(time.monotonic())
            if second != self._second:
                self._second, self._reports = second, 0
            self._reports += 1
            if self._reports > _MOST_REPORTS_PER_SECOND:
                return
        self._on_refused(address, reason)
