"""When the machine is short of memory, and how much less is lent then. Pure.

Less is lent at once, and more again slowly: what is lent too early would be taken back in a moment, and each time a
model of the household is loaded anew.
"""

from dataclasses import dataclass

STALLED_PERCENT = 10.0
"""Programs waited for memory so much of the last ten seconds: the machine has begun to swap or to read again."""

CALM_PERCENT = 2.0
CALM_SECONDS = 30.0
"""So long it must be calm before more is lent."""

STEP_SECONDS = 10.0
"""Time between two steps up."""

_LOW_PART = 20
_LOW_BYTES = 500_000_000
_STEPS = 5


@dataclass(frozen=True, slots=True)
class MemoryReading:
    """How the machine does for memory.

    Attributes:
        total_bytes: What it has.
        available_bytes: What programs could take now without swapping.
        stalled_percent: Part of the last ten seconds in which some program waited for memory; None where the system
            does not say.
    """

    total_bytes: int
    available_bytes: int
    stalled_percent: float | None

    @property
    def low_bytes(self) -> int:
        """Below this it is short: a twentieth, and never more than half a gigabyte."""
        return min(self.total_bytes // _LOW_PART, _LOW_BYTES)

    @property
    def enough_bytes(self) -> int:
        """What is to be there again before it counts as calm."""
        return 2 * self.low_bytes

    @property
    def is_short(self) -> bool:
        """Whether memory is to be given back now.

        Waiting alone says little: it also counts programs that have reached a limit of their own on a machine that has
        much left.
        """
        stalled = (self.stalled_percent or 0.0) >= STALLED_PERCENT and self.available_bytes < self.total_bytes // 4
        return stalled or self.available_bytes < self.low_bytes

    @property
    def is_calm(self) -> bool:
        """Whether more may be lent after a while."""
        return (self.stalled_percent or 0.0) < CALM_PERCENT and self.available_bytes >= self.enough_bytes


@dataclass(frozen=True, slots=True)
class LendingLimit:
    """What may be lent at most while the machine is short of memory, and after.

    Attributes:
        limit_bytes: That much, what is in use included; None for all that is offered.
        calm_seconds: For how long it has been calm since it was short, or since the last step up.
    """

    limit_bytes: int | None = None
    calm_seconds: float = 0.0


NO_LIMIT = LendingLimit()


def judge(
    before: LendingLimit, reading: MemoryReading, *, used_bytes: int, offered_bytes: int, elapsed_seconds: float
) -> LendingLimit:
    """The limit from now on.

    Args:
        before: The limit until now.
        reading: How the machine does.
        used_bytes: What models hold of what is offered.
        offered_bytes: What the owner offers.
        elapsed_seconds: Time since the last reading.
    """
    if reading.is_short:
        missing_bytes = max(reading.enough_bytes - reading.available_bytes, used_bytes // _STEPS)
        limit_bytes = max(0, used_bytes - missing_bytes)
        return LendingLimit(limit_bytes if before.limit_bytes is None else min(limit_bytes, before.limit_bytes))
    if before.limit_bytes is None:
        return NO_LIMIT
    if not reading.is_calm:
        return LendingLimit(before.limit_bytes)
    calm_seconds = before.calm_seconds + elapsed_seconds
    if calm_seconds < CALM_SECONDS:
        return LendingLimit(before.limit_bytes, calm_seconds)
    bearable_bytes = used_bytes + reading.available_bytes - reading.enough_bytes
    limit_bytes = max(before.limit_bytes, min(before.limit_bytes + offered_bytes // _STEPS, bearable_bytes))
    if limit_bytes + _STEPS > offered_bytes:  # the division's remainder is no reason for another step
        return NO_LIMIT
    return LendingLimit(limit_bytes, CALM_SECONDS - STEP_SECONDS)
