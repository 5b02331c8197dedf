"""One TLS connection over a non-blocking socket, for the one thread that owns it.

The TLS engine works on memory, and the socket is read and written in large pieces: one system call then serves many
TLS records, and another thread may end the connection at any time by shutting the raw socket down.
"""

import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import cast

from app.domain.ids import PeerId
from app.lib.peer_certificate import peer_id_from_certificate
from app.link.waiting import READ, WRITE, wait_for

RECEIVE_BYTES = 128 * 1024
PLAIN_BYTES = RECEIVE_BYTES + 32 * 1024
"""Room for all that one receive can decrypt to: its bytes and the record that was cut off before."""


class SecureStream:
    """A TLS connection.

    Args:
        raw: A connected socket; the stream owns it.
        context: With this node's certificate and the swarm's authority.
        server_side: Whether the other end has connected to us.
    """

    def __init__(self, raw: socket.socket, context: ssl.SSLContext, *, server_side: bool) -> None:
        raw.setblocking(False)
        with contextlib.suppress(OSError):  # not a TCP socket
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.raw = raw
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=server_side)
        # With a buffer, `read` gives a count; its published types know only the form without.
        self._decrypt_into = cast("Callable[[int, memoryview], int]", self._tls.read)
        self._unsent = memoryview(b"")
        self._received = memoryview(bytearray(RECEIVE_BYTES))
        self.ended = False

    def fileno(self) -> int:
        """The descriptor to wait for."""
        return self.raw.fileno()

    @property
    def unsent_bytes(self) -> int:
        """Encrypted bytes that the socket has not taken yet."""
        return len(self._unsent) + self._outgoing.pending

    @property
    def has_buffered(self) -> bool:
        """Whether something may be read though the socket has nothing new."""
        return self._incoming.pending > 0 or self._tls.pending() > 0

    def handshake(self, deadline: float, admit: Callable[[PeerId], None] = lambda peer_id: None) -> PeerId:
        """Agree on keys and learn whom the other end proves to be.

        On the side that connects, a refusal by the other end shows only at the first read.

        Args:
            deadline: `time.monotonic()` value.
            admit: Raises (`OSError`) where this peer is not wanted: then, on the side that connects, not even this
                node's certificate has been sent.

        Raises:
            OSError: Broken connection, no member of the swarm, or too slow (`TimeoutError`).
            ValueError: A member's certificate without a valid proof of its peer id.
        """
        while True:
            try:
                self._tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._flush_until(deadline)
                wait_for(self.fileno(), READ, deadline)
                self._receive()
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    self.flush()  # the alert that says why
                raise
        certificate = self._tls.getpeercert(binary_form=True)
        if certificate is None:
            raise ValueError("the other end has no certificate")
        peer_id = PeerId(peer_id_from_certificate(certificate))
        admit(peer_id)
        self._flush_until(deadline)
        return peer_id

    def read_line(self, deadline: float, limit_bytes: int) -> bytes:
        """Read up to a line feed, which is not returned, and not a byte further.

        Raises:
            OSError: The connection ended, or the deadline passed (`TimeoutError`).
            ValueError: The line is longer than the limit.
        """
        line = bytearray()
        byte = memoryview(bytearray(1))
        while len(line) <= limit_bytes:
            if (count := self.receive_into(byte)) is None:
                wait_for(self.fileno(), READ, deadline)
            elif count == 0:
                raise ConnectionResetError("the other end closed the connection")
            elif byte[0] == 0x0A:
                return bytes(line)
            else:
                line += byte
        raise ValueError("the line is too long")

    def write_line(self, line: bytes, deadline: float) -> None:
        """Send a line, waiting until the socket has taken it.

        Raises:
            OSError: The connection ended, or the deadline passed (`TimeoutError`).
        """
        self.write(memoryview(line + b"\n"))
        self._flush_until(deadline)

    def receive_into(self, buffer: memoryview) -> int | None:
        """Read what has arrived.

        Returns:
            Number of bytes; 0 when the other end will send no more; None when there is nothing yet.

        Raises:
            OSError: The connection is broken or was cut without a farewell.
        """
        while True:
            count = 0
            try:
                # Skipped when it could only say "nothing": each exception costs as much as a small read.
                while count < len(buffer) and (self._incoming.pending or self._tls.pending()):
                    step = self._decrypt_into(len(buffer) - count, buffer[count:])
                    if step == 0:
                        self.ended = True
                        break
                    count += step
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLZeroReturnError:
                self.ended = True
            if count or self.ended:
                return count
            if not self._receive():
                return None

    def write(self, data: memoryview) -> None:
        """Encrypt all of `data`; `flush` sends it."""
        sent = 0
        while sent < len(data):
            sent += self._tls.write(data[sent:])

    def flush(self) -> bool:
        """Send what the socket takes; whether everything is out.

        Raises:
            OSError: The connection is broken.
        """
        while True:
            if not self._unsent:
                if not self._outgoing.pending:
                    return True
                self._unsent = memoryview(self._outgoing.read())
            try:
                count = self.raw.send(self._unsent)
            except (BlockingIOError, InterruptedError):
                return False
            self._unsent = self._unsent[count:]

    def end_writing(self) -> None:
        """Say that nothing more will be written (TLS close_notify); reading goes on. `flush` sends it."""
        with contextlib.suppress(ssl.SSLError):
            self._tls.unwrap()

    def close(self) -> None:
        """Close at once; what is not sent yet is lost."""
        self.raw.close()

    def _receive(self) -> bool:
        try:
            count = self.raw.recv_into(self._received)
        except (BlockingIOError, InterruptedError):
            return False
        if count == 0:
            raise ConnectionResetError("the connection was cut")
        self._incoming.write(self._received[:count])
        return True

    def _flush_until(self, deadline: float) -> None:
        while not self.flush():
            wait_for(self.fileno(), WRITE, deadline)
