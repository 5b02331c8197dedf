"""How long the parts wait for each other: the one place where these numbers live, with the judgement of silence.

All durations are seconds of a monotonic clock of the one who judges; a peer's wall clock is never asked.
"""

from enum import StrEnum

BEAT_INTERVAL_SECONDS = 0.25
"""Each end of a beat connection says something this often."""

SUSPECT_AFTER_SECONDS = 1.0
"""Silence after which a peer is shown as suspect. Nothing is closed yet: Wi-Fi has such moments."""

LOST_AFTER_SECONDS = 6.0
"""Silence after which a peer is lost. A closed connection is a loss at once."""

BEAT_REPORT_SECONDS = 2.0
"""The round trip of a healthy link is reported this often: each report wakes the tray process."""

HANDSHAKE_TIMEOUT_SECONDS = 5.0
"""A connection that has not shown who it is by then is closed."""

DIAL_TIMEOUT_SECONDS = 4.0
"""Longest wait for one address to take a connection."""

OTHER_SIDE_DIALS_SECONDS = 2.0
"""The higher peer id leaves dialling to the lower one for this long, then tries too (one way may be blocked)."""

CHANNEL_WAITS_FOR_BEAT_SECONDS = 2.0
"""A channel may arrive a moment before this end knows that its beat is up; it waits this long."""

CLOSING_TIMEOUT_SECONDS = 5.0
"""Longest time for the last bytes of a closing channel to leave."""

GOODBYE_TIMEOUT_SECONDS = 0.5
"""Longest time for a goodbye to arrive at a peer."""

QUIET_AFTER_GOODBYE_SECONDS = 15.0
"""A node that has said goodbye takes no connections for so long, or it would be met again before it sleeps."""

TRAFFIC_REPORT_SECONDS = 0.25
"""Traffic of a tunnel is reported at most this often, and only while it changes."""

_FIRST_REDIAL_SECONDS = 0.25
_LAST_REDIAL_SECONDS = 5.0


class Liveness(StrEnum):
    """What silence says about a peer."""

    ALIVE = "alive"
    SUSPECT = "suspect"
    LOST = "lost"


def judge_silence(silent_seconds: float) -> Liveness:
    """What to think of a peer that was last heard so many seconds ago.

    To be asked only after everything that has arrived was read: a machine that slept itself would otherwise take its
    own absence for the peer's.
    """
    if silent_seconds >= LOST_AFTER_SECONDS:
        return Liveness.LOST
    if silent_seconds >= SUSPECT_AFTER_SECONDS:
        return Liveness.SUSPECT
    return Liveness.ALIVE


def redial_delay_seconds(failures: int) -> float:
    """How long to wait before the next dial, after so many failed ones in a row: doubling, up to five seconds."""
    if failures <= 0:
        return 0.0
    return min(_LAST_REDIAL_SECONDS, _FIRST_REDIAL_SECONDS * 2.0 ** min(failures - 1, 10))
