"""One beat connection: both ends speak every quarter of a second, and each judges the other's silence.

What they say is in `beat_messages.py`. Besides the beats an end says here what the other must know at once: that it
leaves, that a lease has ended, and how busy it is.
"""

import contextlib
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ids import LeaseId
from app.domain.timing import (
    BEAT_INTERVAL_SECONDS,
    BEAT_REPORT_SECONDS,
    GOODBYE_TIMEOUT_SECONDS,
    Liveness,
)
from app.link.beat_messages import BeatKind, BeatMessage, take_messages
from app.link.channels import shut_down
from app.link.listening import Listening
from app.link.secure_stream import SecureStream
from app.link.waiting import READ, WRITE, Poller, wait_for

_SMOOTHING = 0.25
_MOST_UNSENT_BYTES = 4096
_MOST_READS_AT_ONCE = 4
_MOST_MESSAGES_PER_SECOND = 200
"""Eight are usual."""
_MOST_MESSAGES_AT_ONCE = 4000
"""After an absence of this end those of some minutes may wait."""


@dataclass(frozen=True, slots=True)
class BeatListener:
    """Whom a beat tells what it finds; called in the beat's thread.

    Attributes:
        on_beat: The peer is alive; with the round trip in milliseconds. The first one comes with the first echo.
        on_suspect: It has been silent for too long.
        on_lease_ended: It has ended a lease that it had granted.
        on_call_back: It asks to be called, under this name.
        on_load: It says how busy it is.
    """

    on_beat: Callable[[float], None]
    on_suspect: Callable[[], None]
    on_lease_ended: Callable[[LeaseId], None]
    on_call_back: Callable[[str], None]
    on_load: Callable[[str], None]


class _GoodbyeError(Exception):
    """One of the ends leaves; the text says which and why."""


class Beat:
    """A beat connection that stands.

    Args:
        stream: After its header; closed by `run`.
        listener: Told what is found.
    """

    def __init__(self, stream: SecureStream, listener: BeatListener) -> None:
        self._stream = stream
        self._listener = listener
        self._received = bytearray()
        self._buffer = memoryview(bytearray(4096))
        self._rtt_ms: float | None = None
        self._liveness = Liveness.ALIVE
        self._next_ping = 0.0
        self._next_report = 0.0
        self._listening = Listening(stream.raw)
        self._to_say: deque[BeatMessage] = deque()
        self._waker: socket.socket | None = None
        self._may_hear = float(_MOST_MESSAGES_AT_ONCE)
        self._rated_at = time.monotonic()

    def abort(self) -> None:
        """End it, from any thread."""
        shut_down(self._stream.raw)

    def say(self, message: BeatMessage) -> None:
        """Say something besides the beats, soon, from any thread; after a goodbye the connection ends."""
        self._to_say.append(message)
        waker = self._waker
        if waker is not None:
            with contextlib.suppress(OSError):  # it is awake already, or has ended
                waker.send(b"w")

    def run(self) -> str:
        """Beat until the peer is lost; why it is, in words."""
        try:
            woken, self._waker = socket.socketpair()
        except OSError as error:  # no descriptor is left
            self._stream.close()
            return str(error)
        try:
            woken.setblocking(False)
            self._waker.setblocking(False)
            return self._run(woken)
        except _GoodbyeError as error:
            return str(error)
        except (OSError, ValueError) as error:
            return str(error) or "the connection broke"
        except EOFError:
            return "it closed the connection"
        finally:
            self._stream.close()
            woken.close()
            self._waker.close()

    def _run(self, woken: socket.socket) -> str:
        poller = Poller()
        poller.watch(self._stream.fileno(), READ)
        poller.watch(woken.fileno(), READ)
        while True:
            seconds = 0.0 if self._stream.has_buffered else max(0.0, self._next_ping - time.monotonic())
            if woken.fileno() in poller.wait(seconds):
                woken.recv(4096)
            self._listening.looked(time.monotonic())
            # Read before judging: after an absence of this end the peer's beats are waiting in the socket.
            self._read()
            if self._judge() is Liveness.LOST:
                return "nothing was heard of it for too long"
            self._ping_when_due()
            self._say_what_waits()
            self._stream.flush()
            if self._stream.unsent_bytes > _MOST_UNSENT_BYTES:
                return "it takes no data"

    def _read(self) -> None:
        # Not until nothing is left: a peer that never stops talking must not keep this end from answering.
        for _ in range(_MOST_READS_AT_ONCE):
            count = self._stream.receive_into(self._buffer)
            if count is None:
                return
            if count == 0:
                raise EOFError
            self._received += self._buffer[:count]
            messages = take_messages(self._received)
            self._check_rate(len(messages))
            for message in messages:
                self._heard(message)

    def _check_rate(self, messages: int) -> None:
        now = time.monotonic()
        earned = (now - self._rated_at) * _MOST_MESSAGES_PER_SECOND
        self._may_hear = min(_MOST_MESSAGES_AT_ONCE, self._may_hear + earned) - messages
        self._rated_at = now
        if self._may_hear < 0:
            raise OSError("it says far too much")

    def _heard(self, message: BeatMessage) -> None:
        self._listening.heard()
        match message.kind:
            case BeatKind.PING:
                self._write(BeatMessage(BeatKind.ECHO, stamp=message.stamp))
            case BeatKind.ECHO:
                self._measured((time.monotonic_ns() - message.stamp) / 1e6)
            case BeatKind.GOODBYE:
                raise _GoodbyeError(f"said goodbye: {message.text}")
            case BeatKind.LEASE_ENDED:
                self._listener.on_lease_ended(LeaseId(message.text))
            case BeatKind.CALL_BACK:
                self._listener.on_call_back(message.text)
            case BeatKind.LOAD:
                self._listener.on_load(message.text)

    def _measured(self, rtt_ms: float) -> None:
        if self._rtt_ms is None:
            self._rtt_ms = rtt_ms
        self._rtt_ms += _SMOOTHING * (rtt_ms - self._rtt_ms)
        recovered = self._liveness is not Liveness.ALIVE
        now = time.monotonic()
        if recovered or now >= self._next_report:
            self._liveness = Liveness.ALIVE
            self._next_report = now + BEAT_REPORT_SECONDS
            self._listener.on_beat(self._rtt_ms)

    def _judge(self) -> Liveness:
        judged = self._listening.judge()
        if judged is Liveness.SUSPECT and self._liveness is Liveness.ALIVE:
            self._liveness = Liveness.SUSPECT
            self._listener.on_suspect()
        return judged

    def _ping_when_due(self) -> None:
        now = time.monotonic()
        if now >= self._next_ping:
            self._next_ping = now + BEAT_INTERVAL_SECONDS
            self._write(BeatMessage(BeatKind.PING, stamp=time.monotonic_ns()))

    def _say_what_waits(self) -> None:
        while self._to_say:
            message = self._to_say.popleft()
            self._write(message)
            if message.kind is BeatKind.GOODBYE:
                self._end_politely()
                raise _GoodbyeError(f"this node said goodbye: {message.text}")

    def _write(self, message: BeatMessage) -> None:
        self._stream.write(memoryview(message.encode()))

    def _end_politely(self) -> None:
        # A connection closed with something unread in it takes back what the peer has not read yet: so the peer is
        # given a moment to read, and closes.
        deadline = time.monotonic() + GOODBYE_TIMEOUT_SECONDS
        with contextlib.suppress(OSError):
            while not self._stream.flush():
                wait_for(self._stream.fileno(), WRITE, deadline)
            self._stream.raw.shutdown(socket.SHUT_WR)
            while True:
                wait_for(self._stream.fileno(), READ, deadline)
                if not self._stream.raw.recv_into(self._buffer):
                    return
