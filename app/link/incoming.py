"""Connections that others open: who they are and what they want, each found out in a thread of its own.

How many may be at that at once is decided in `knocks.py`.
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
from app.link.knocks import Knocks
from app.link.secure_stream import SecureStream

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
        self._knocks: Knocks[socket.socket] = Knocks()
        self._lock = threading.Lock()
        self._second = 0
        self._reports = 0

    def accepted(self, raw: socket.socket) -> None:
        """Greet a new connection; returns at once."""
        try:
            host, port = raw.getpeername()[:2]
        except OSError:  # it has gone already
            raw.close()
            return
        for unwanted in self._knocks.knock(raw, host, time.monotonic()):
            if unwanted is raw:
                raw.close()
                self._report(join_address(host, port), "too many failed handshakes")
                return
            shut_down(unwanted)  # its thread closes it
        try:
            threading.Thread(target=self._greet, args=(raw, host, port), name="incoming", daemon=True).start()
        except RuntimeError:  # the system gives no more threads
            self._knocks.answered(raw)
            raw.close()

    def _greet(self, raw: socket.socket, host: str, port: int) -> None:
        try:
            stream = SecureStream(raw, self._context(), server_side=True)
            deadline = time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS
            peer_id = stream.handshake(deadline, self._admit)
            header = decode_header(stream.read_line(deadline, HEADER_LIMIT_BYTES))
        except (OSError, ValueError) as error:
            if isinstance(error, ssl.SSLError | ValueError | ConnectionRefusedError):  # what cost a handshake
                self._knocks.failed(host, time.monotonic())
            raw.close()
            self._report(join_address(host, port), str(error) or type(error).__name__)
            return
        finally:
            self._knocks.answered(raw)
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
