"""Waiting for a few sockets: `poll` where the system has it, `select` on Windows."""

import select
import sys
import time

READ = 1
WRITE = 2
HUNG_UP = 4
"""Both directions are closed, or the connection is broken. Always reported, whether asked for or not."""


if sys.platform == "win32":

    class Poller:
        """Watches descriptors for readiness."""

        def __init__(self) -> None:
            self._interests: dict[int, int] = {}

        def watch(self, descriptor: int, interest: int) -> None:
            """Watch for READ and WRITE as given from now on; 0 watches for HUNG_UP only."""
            self._interests[descriptor] = interest

        def forget(self, descriptor: int) -> None:
            """Watch it no more."""
            self._interests.pop(descriptor, None)

        def wait(self, timeout_seconds: float | None) -> dict[int, int]:
            """What is ready, by descriptor; empty after the time-out."""
            readers = [fd for fd, interest in self._interests.items() if interest & READ]
            writers = [fd for fd, interest in self._interests.items() if interest & WRITE]
            if not readers and not writers:
                time.sleep(0.05 if timeout_seconds is None else min(timeout_seconds, 0.05))
                return {}
            ready = dict.fromkeys(self._interests, 0)
            can_read, can_write, _ = select.select(readers, writers, [], timeout_seconds)
            for descriptor in can_read:
                ready[descriptor] |= READ
            for descriptor in can_write:
                ready[descriptor] |= WRITE
            return {descriptor: state for descriptor, state in ready.items() if state}

else:

    class Poller:
        """Watches descriptors for readiness."""

        def __init__(self) -> None:
            self._poll = select.poll()
            self._interests: dict[int, int] = {}

        def watch(self, descriptor: int, interest: int) -> None:
            """Watch for READ and WRITE as given from now on; 0 watches for HUNG_UP only."""
            if self._interests.get(descriptor) != interest:
                self._interests[descriptor] = interest
                reading = select.POLLIN if interest & READ else 0
                self._poll.register(descriptor, reading | (select.POLLOUT if interest & WRITE else 0))

        def forget(self, descriptor: int) -> None:
            """Watch it no more."""
            if self._interests.pop(descriptor, None) is not None:
                self._poll.unregister(descriptor)

        def wait(self, timeout_seconds: float | None) -> dict[int, int]:
            """What is ready, by descriptor; empty after the time-out."""
            ready = {}
            milliseconds = None if timeout_seconds is None else max(0, int(timeout_seconds * 1000 + 0.999))
            for descriptor, state in self._poll.poll(milliseconds):
                ready[descriptor] = (
                    (READ if state & select.POLLIN else 0)
                    | (WRITE if state & select.POLLOUT else 0)
                    | (HUNG_UP if state & (select.POLLHUP | select.POLLERR | select.POLLNVAL) else 0)
                )
            return ready


def wait_for(descriptor: int, interest: int, deadline: float) -> None:
    """Wait until a descriptor is ready.

    Args:
        descriptor: What to wait for.
        interest: READ, WRITE or both.
        deadline: `time.monotonic()` value.

    Raises:
        TimeoutError: The deadline has passed.
    """
    poller = Poller()
    poller.watch(descriptor, interest)
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no answer in time")
        if poller.wait(remaining):
            return
