"""One beat connection: both ends speak every quarter of a second, and each judges the other's silence.

On the wire: one byte, `P` (a ping) or `E` (its echo), and eight bytes that the echo repeats: the sender's own clock, so
that no two clocks are compared.
"""

import struct
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.timing import BEAT_INTERVAL_SECONDS, BEAT_REPORT_SECONDS, Liveness, judge_silence
from app.link.channels import shut_down
from app.link.secure_stream import SecureStream
from app.link.waiting import READ, Poller

_MESSAGE = struct.Struct("!cQ")
_PING = b"P"
_ECHO = b"E"
_SMOOTHING = 0.25
_MOST_UNSENT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class BeatListener:
    """Whom a beat tells what it finds; called in the beat's thread.

    Attributes:
        on_beat: The peer is alive; with the round trip in milliseconds. The first one comes with the first echo.
        on_suspect: It has been silent for too long.
    """

    on_beat: Callable[[float], None]
    on_suspect: Callable[[], None]


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
        self._last_heard = time.monotonic()

    def abort(self) -> None:
        """End it, from any thread."""
        shut_down(self._stream.raw)

    def run(self) -> str:
        """Beat until the peer is lost; why it is, in words."""
        poller = Poller()
        poller.watch(self._stream.fileno(), READ)
        try:
            while True:
                poller.wait(max(0.0, self._next_ping - time.monotonic()))
                # Read before judging: after a sleep of this machine the peer's beats are waiting in the socket.
                self._read()
                if self._judge() is Liveness.LOST:
                    return "nothing was heard of it for too long"
                self._ping_when_due()
                self._stream.flush()
                if self._stream.unsent_bytes > _MOST_UNSENT_BYTES:
                    return "it takes no data"
        except OSError as error:
            return str(error) or "the connection broke"
        except EOFError:
            return "it closed the connection"
        finally:
            self._stream.close()

    def _read(self) -> None:
        while (count := self._stream.receive_into(self._buffer)) is not None:
            if count == 0:
                raise EOFError
            self._received += self._buffer[:count]
            whole = len(self._received) - len(self._received) % _MESSAGE.size
            for kind, stamp in _MESSAGE.iter_unpack(bytes(self._received[:whole])):
                self._heard(kind, stamp)
            del self._received[:whole]

    def _heard(self, kind: bytes, stamp: int) -> None:
        self._last_heard = time.monotonic()
        if kind == _PING:
            self._stream.write(memoryview(_MESSAGE.pack(_ECHO, stamp)))
        elif kind == _ECHO:
            self._measured((time.monotonic_ns() - stamp) / 1e6)
        else:
            raise OSError("it does not speak the beat's language")

    def _measured(self, rtt_ms: float) -> None:
        if self._rtt_ms is None:
            self._rtt_ms = rtt_ms
        self._rtt_ms += _SMOOTHING * (rtt_ms - self._rtt_ms)
        recovered = self._liveness is not Liveness.ALIVE
        if recovered or self._last_heard >= self._next_report:
            self._liveness = Liveness.ALIVE
            self._next_report = self._last_heard + BEAT_REPORT_SECONDS
            self._listener.on_beat(self._rtt_ms)

    def _judge(self) -> Liveness:
        judged = judge_silence(time.monotonic() - self._last_heard)
        if judged is Liveness.SUSPECT and self._liveness is Liveness.ALIVE:
            self._liveness = Liveness.SUSPECT
            self._listener.on_suspect()
        return judged

    def _ping_when_due(self) -> None:
        now = time.monotonic()
        if now >= self._next_ping:
            self._next_ping = now + BEAT_INTERVAL_SECONDS
            self._stream.write(memoryview(_MESSAGE.pack(_PING, time.monotonic_ns())))
