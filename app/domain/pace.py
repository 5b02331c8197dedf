"""How fast something advances, and when it will be done, by what was seen of it lately. Pure, the clock passed in."""

from dataclasses import dataclass

WINDOW_SECONDS = 6.0
"""The rate of so long ago counts: a disk may be quick at first, from its cache, and slow afterwards."""

SURE_SECONDS = 1.0
"""Nothing is said of the time left before it was watched for so long."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was seen, the oldest first: pairs of a time in seconds and the bytes done by then."""

    seen: tuple[tuple[float, int], ...] = ()

    def at(self, now: float, done_bytes: int) -> "Pace":
        """The same with one more observation; those out of the window go, but for the last of them."""
        recent = [point for point in self.seen if now - point[0] <= WINDOW_SECONDS]
        older = self.seen[: len(self.seen) - len(recent)]
        return Pace((*older[-1:], *recent, (now, done_bytes)))

    def seconds_left(self, total_bytes: int) -> float | None:
        """Until all is done, at the rate of lately; None when nothing can be said."""
        if len(self.seen) < 2:
            return None
        (begun, begun_bytes), (now, done_bytes) = self.seen[0], self.seen[-1]
        if now - begun < SURE_SECONDS or done_bytes <= begun_bytes or done_bytes >= total_bytes:
            return None
        return (total_bytes - done_bytes) * (now - begun) / (done_bytes - begun_bytes)
