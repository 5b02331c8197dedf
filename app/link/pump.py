"""Carries one channel: bytes between a TLS connection and a local socket, both ways, in one thread.

One thread, because a TLS connection is not for two. It never blocks but in `Poller.wait`, reads no more from an end
than the other has taken, and looks at the bytes only through the filters it is given.

How a channel ends: an end that says "no more" (TLS close_notify; end of file) passes that on, and the other direction
goes on when `half_close` is set. An end that is gone altogether (closed TCP connection, hang-up of the local socket)
ends the channel as soon as what it had sent is delivered.
"""

import contextlib
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.timing import CLOSING_TIMEOUT_SECONDS
from app.link.rpc_frames import Pieces
from app.link.secure_stream import PLAIN_BYTES, SecureStream
from app.link.waiting import HUNG_UP, READ, WRITE, Poller, wait_for

LOCAL_BYTES = 128 * 1024
_MOST_UNSENT_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Filters:
    """What looks at the bytes on their way.

    Attributes:
        from_secure: Bytes from the peer: what goes to the local socket, and what goes back to the peer at once.
        from_local: Bytes from the local socket: what goes to the peer.
    """

    from_secure: Callable[[memoryview], tuple[Pieces, Pieces]]
    from_local: Callable[[memoryview], Pieces]


NO_FILTERS = Filters(lambda data: ([data], []), lambda data: [data])


@dataclass(slots=True)
class Traffic:
    """Bytes carried so far, without what TLS adds. Written by one thread, read by others."""

    to_peer_bytes: int = 0
    from_peer_bytes: int = 0


class Pump:
    """One channel.

    Args:
        secure: The TLS connection, after its handshake and header.
        local: The local socket.
        traffic: Counted on.
        filters: What looks at the bytes.
        half_close: Whether one direction may end before the other.
    """

    def __init__(
        self,
        secure: SecureStream,
        local: socket.socket,
        traffic: Traffic,
        filters: Filters = NO_FILTERS,
        *,
        half_close: bool,
    ) -> None:
        local.setblocking(False)
        with contextlib.suppress(OSError):  # not a TCP socket
            local.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._secure, self._local, self._traffic, self._filters = secure, local, traffic, filters
        self._half_close = half_close
        self._poller = Poller()
        self._secure_buffer = memoryview(bytearray(PLAIN_BYTES))
        self._local_buffer = memoryview(bytearray(LOCAL_BYTES))
        self._to_local: Pieces = []
        self._from_secure, self._from_local = _End(), _End()
        self._deadline: float | None = None
        self._local_ended_first = False

    @property
    def local_ended_first(self) -> bool:
        """Whether the local socket has ended while the peer had not."""
        return self._local_ended_first

    def run(self) -> None:
        """Carry bytes until the channel ends; both sockets are closed then.

        Raises:
            OSError: The connection to the peer broke or was cut off.
            FrameError: A filter refused.
        """
        try:
            while not self._is_over():
                self._step()
            self._local.close()
            self._say_farewell()
        finally:
            self._local.close()
            self._secure.close()

    def _is_over(self) -> bool:
        secure, local, unsent_bytes = self._from_secure, self._from_local, self._secure.unsent_bytes
        if local.gone:
            return not unsent_bytes
        if secure.gone:
            return not self._to_local
        return secure.passed_on and local.passed_on and not unsent_bytes

    def _step(self) -> None:
        unsent_bytes = self._secure.unsent_bytes
        undelivered = bool(self._to_local)
        secure, local = self._from_secure, self._from_local
        read_secure = not (secure.gone or local.hung_up or undelivered or unsent_bytes > _MOST_UNSENT_BYTES)
        read_local = not (local.ended or secure.gone or unsent_bytes)
        ready = self._wait(
            (READ if read_secure else 0) | (WRITE if unsent_bytes else 0),
            (READ if read_local else 0) | (WRITE if undelivered else 0),
            at_once=(read_secure and (secure.hung_up or self._secure.has_buffered)) or (read_local and local.hung_up),
        )
        if read_secure and (ready & _SECURE or secure.hung_up or self._secure.has_buffered):
            self._read_secure()
        if read_local and (ready & _LOCAL or local.hung_up):
            self._read_local()
        if self._to_local:
            self._deliver()
        self._pass_ends_on()
        if self._secure.unsent_bytes:
            self._secure.flush()

    def _wait(self, secure_interest: int, local_interest: int, *, at_once: bool) -> int:
        """Wait for something to do; says which ends may be read."""
        for stream, end, interest in (
            (self._secure, self._from_secure, secure_interest),
            (self._local, self._from_local, local_interest),
        ):
            if not end.hung_up:
                self._poller.watch(stream.fileno(), interest)
        states = self._poller.wait(0 if at_once else self._remaining_seconds())
        ready = 0
        for stream, end, bit in (
            (self._secure, self._from_secure, _SECURE),
            (self._local, self._from_local, _LOCAL),
        ):
            state = states.get(stream.fileno(), 0)
            if state & READ:
                ready |= bit
            if state & HUNG_UP:
                # It stays so, and would wake every wait from now on.
                end.hung_up = True
                self._poller.forget(stream.fileno())
                if end.ended:
                    end.gone = True
        if self._from_local.hung_up:
            self._to_local.clear()
        return ready

    def _remaining_seconds(self) -> float | None:
        if not (self._from_local.gone or self._from_secure.gone):
            return None
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + CLOSING_TIMEOUT_SECONDS
        if now >= self._deadline:
            raise TimeoutError("the last bytes of a channel could not be delivered")
        return self._deadline - now

    def _read_secure(self) -> None:
        if self._from_secure.ended:
            # It said that no more will come: this is the end of the connection below.
            self._from_secure.gone = True
            return
        count = self._secure.receive_into(self._secure_buffer)
        if count is None:
            return
        if count:
            self._traffic.from_peer_bytes += count
            self._to_local, back = self._filters.from_secure(self._secure_buffer[:count])
            for piece in back:
                self._secure.write(memoryview(piece))
        if self._secure.ended:
            self._from_secure.ended = True
            self._from_secure.gone = not self._half_close

    def _read_local(self) -> None:
        try:
            count = self._local.recv_into(self._local_buffer)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._from_local.hung_up = True
            count = 0
        if count == 0:
            self._from_local.ended = True
            self._local_ended_first = not self._from_secure.ended
            self._from_local.gone = self._from_local.hung_up or not self._half_close
            return
        self._traffic.to_peer_bytes += count
        for piece in self._filters.from_local(self._local_buffer[:count]):
            self._secure.write(memoryview(piece))

    def _deliver(self) -> None:
        while self._to_local:
            piece = memoryview(self._to_local[0])
            try:
                count = self._local.send(piece)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                # It reads no more; what it has written is still fetched.
                self._from_local.hung_up = True
                self._poller.forget(self._local.fileno())
                self._from_local.gone = self._from_local.ended
                self._to_local.clear()
                return
            if count == len(piece):
                del self._to_local[0]
            else:
                self._to_local[0] = piece[count:]

    def _pass_ends_on(self) -> None:
        secure, local = self._from_secure, self._from_local
        if local.ended and not local.passed_on:
            local.passed_on = True
            self._secure.end_writing()
        if secure.ended and not secure.passed_on and not self._to_local:
            secure.passed_on = True
            with contextlib.suppress(OSError):
                self._local.shutdown(socket.SHUT_WR)

    def _say_farewell(self) -> None:
        # A connection that is closed with something unread in it takes back what the peer has not read yet: so the
        # peer is given the time to read, and closes.
        with contextlib.suppress(OSError):
            if not self._from_local.passed_on:
                self._secure.end_writing()
            self._secure.flush()
            self._secure.raw.shutdown(socket.SHUT_WR)
            deadline = time.monotonic() + CLOSING_TIMEOUT_SECONDS
            while True:
                wait_for(self._secure.fileno(), READ, deadline)
                if not self._secure.raw.recv_into(self._secure_buffer):
                    return


_SECURE = 1
_LOCAL = 2


@dataclass(slots=True)
class _End:
    """What one end has done so far.

    Attributes:
        ended: It sends no more.
        passed_on: The other end was told so.
        hung_up: The system says that the connection is closed both ways, or broken.
        gone: Nothing can be sent to it any more either.
    """

    ended: bool = False
    passed_on: bool = False
    hung_up: bool = False
    gone: bool = False
