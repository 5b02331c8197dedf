"""How long a peer has been silent on its beat connection, and how long it may be: measured, for `domain.timing`.

Silence is counted only while this end was there to hear: of a long time between two looks only a little counts. So a
machine that slept, a process that was stopped, and one that got no processor judge anew, and never take their own
absence for the peer's.
"""

import socket
import struct
import sys
from collections import deque

from app.domain.timing import (
    JITTER_SLICE_SECONDS,
    JITTER_SLICES,
    MOST_COUNTED_SILENCE_SECONDS,
    Liveness,
    judge_silence,
    lost_after_seconds,
)

_TCP_INFO = getattr(socket, "TCP_INFO", None) if sys.platform.startswith("linux") else None
# Of Linux's `struct tcp_info`, which only ever grows at its end: milliseconds since data, and since an acknowledgement,
# was last received.
_LAST_RECEIVED = struct.Struct("@2I")
_LAST_RECEIVED_OFFSET = 52


def machine_silent_seconds(connection: socket.socket) -> float | None:
    """How long nothing at all has come from the other machine on a TCP connection; None where the system does not tell,
    and for a connection that goes through another peer: what comes there comes from that one.

    Raises:
        OSError: It is no TCP connection any more.
    """
    if _TCP_INFO is None or not _is_tcp(connection):
        return None
    info = connection.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _LAST_RECEIVED_OFFSET + _LAST_RECEIVED.size)
    data_milliseconds, acknowledgement_milliseconds = _LAST_RECEIVED.unpack_from(info, _LAST_RECEIVED_OFFSET)
    return float(min(data_milliseconds, acknowledgement_milliseconds)) / 1000


class Listening:
    """One end of a beat connection, listening.

    Args:
        connection: The TCP connection below.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sees_machine = _TCP_INFO is not None and _is_tcp(connection)
        self._looked_at: float | None = None
        self._there_seconds = 0.0
        self._heard_at_seconds = 0.0
        self._beats = 0
        self._largest_gaps: deque[float] = deque([0.0], maxlen=JITTER_SLICES)
        self._slice_end_seconds = JITTER_SLICE_SECONDS

    def looked(self, now: float) -> None:
        """This end is there and will read what has arrived; to be called each time before it does.

        Args:
            now: `time.monotonic()` value.
        """
        if self._looked_at is not None:
            self._there_seconds += min(now - self._looked_at, MOST_COUNTED_SILENCE_SECONDS)
        self._looked_at = now
        if self._there_seconds >= self._slice_end_seconds:
            self._slice_end_seconds = self._there_seconds + JITTER_SLICE_SECONDS
            self._largest_gaps.append(0.0)

    def heard(self) -> None:
        """The peer has said something."""
        self._largest_gaps[-1] = max(self._largest_gaps[-1], self.silent_seconds)
        self._heard_at_seconds = self._there_seconds
        self._beats += 1

    @property
    def silent_seconds(self) -> float:
        """Since the peer was last heard."""
        return self._there_seconds - self._heard_at_seconds

    @property
    def lost_after_seconds(self) -> float:
        """How long the peer may be silent before it is lost."""
        return lost_after_seconds(self._beats, max(self._largest_gaps), sees_machine=self._sees_machine)

    def judge(self) -> Liveness:
        """What to think of the peer now.

        Raises:
            OSError: The connection is broken.
        """
        silent_seconds = self.silent_seconds
        machine_seconds = machine_silent_seconds(self._connection)
        return judge_silence(
            silent_seconds, silent_seconds if machine_seconds is None else machine_seconds, self.lost_after_seconds
        )


def _is_tcp(connection: socket.socket) -> bool:
    return connection.family in (socket.AF_INET, socket.AF_INET6)
