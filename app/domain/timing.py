"""How long the parts wait for each other: the one place where these numbers live, with the judgement of silence.

All durations are seconds of a monotonic clock of the one who judges; a peer's wall clock is never asked.
"""

from enum import StrEnum

BEAT_INTERVAL_SECONDS = 0.25
"""Each end of a beat connection says something this often."""

SUSPECT_AFTER_SECONDS = 1.0
"""Silence after which a peer is shown as suspect. Nothing is closed yet: Wi-Fi has such moments."""

LOST_AFTER_SECONDS = 6.0
"""Silence after which a peer is lost, whatever its link was like before. A closed connection is a loss at once."""

LOST_AFTER_AT_LEAST_SECONDS = 1.5
"""The same on a link that was never late, and where the other machine does not answer either."""

LOST_AFTER_AT_LEAST_UNSEEN_SECONDS = 3.0
"""The same where the system does not tell whether the other machine answers, so that it may only be busy."""

BEATS_BEFORE_JUDGING = 60
"""Until so many beats were heard nothing is known of a link's jitter."""

JITTER_SLICE_SECONDS = 30.0
JITTER_SLICES = 20
"""A link's worst moment counts for ten minutes: Wi-Fi scans and roams that rarely."""

_JITTER_FACTOR = 5.0

MOST_COUNTED_SILENCE_SECONDS = 2 * BEAT_INTERVAL_SECONDS
"""Of the time between two looks at the connection no more counts as silence: the rest is this machine's own absence
(it slept, was stopped, or had no processor to spare), in which nobody could have been heard."""

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


def lost_after_seconds(beats: int, largest_gap_seconds: float, *, sees_machine: bool) -> float:
    """How long a peer may be silent before it is lost.

    Args:
        beats: How many were heard on this connection so far.
        largest_gap_seconds: The longest time between two of them lately.
        sees_machine: Whether `judge_silence` is told of the other machine's silence.
    """
    if beats < BEATS_BEFORE_JUDGING:
        return LOST_AFTER_SECONDS
    least = LOST_AFTER_AT_LEAST_SECONDS if sees_machine else LOST_AFTER_AT_LEAST_UNSEEN_SECONDS
    return min(LOST_AFTER_SECONDS, max(least, _JITTER_FACTOR * largest_gap_seconds))


def judge_silence(silent_seconds: float, machine_silent_seconds: float, lost_after: float) -> Liveness:
    """What to think of a peer.

    To be asked only after everything that has arrived was read.

    Args:
        silent_seconds: Since its process was last heard, as far as this one was there to hear it.
        machine_silent_seconds: Since its machine was last heard, if only by the system's own acknowledgements: as long
            as it answers the network is whole and the process is only busy, and is given the longest time. The same
            as `silent_seconds` where the system does not tell.
        lost_after: From `lost_after_seconds`.
    """
    if silent_seconds >= LOST_AFTER_SECONDS or min(silent_seconds, machine_silent_seconds) >= lost_after:
        return Liveness.LOST
    if silent_seconds >= SUSPECT_AFTER_SECONDS:
        return Liveness.SUSPECT
    return Liveness.ALIVE


def redial_delay_seconds(failures: int) -> float:
    """How long to wait before the next dial, after so many failed ones in a row: doubling, up to five seconds."""
    if failures <= 0:
        return 0.0
    return min(_LAST_REDIAL_SECONDS, _FIRST_REDIAL_SECONDS * 2.0 ** min(failures - 1, 10))
