"""Machines of a household that fall asleep when a test says so: a bus of their own, and a small logind on it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.system.bus import FakeLogind, running_bus

VARIABLE = "HEARTH_TEST_BUS"
PROGRAM = "tests.household.sleeping_hearth"
"""What runs on such a machine: `Household(programs={name: PROGRAM})`."""


class Sleep:
    """The sleep of all machines that run `PROGRAM`."""

    def __init__(self, portal: BlockingPortal, address: str) -> None:
        self._portal = portal
        self._logind = portal.call(FakeLogind.start, address)

    def begin(self) -> None:
        """Announce sleep, and wait until it is not held up any more."""
        self._portal.call(self._logind.sleep)

    def end(self) -> None:
        """The machine is awake."""
        self._portal.call(self._logind.announce, False)

    def close(self) -> None:
        """Leave the bus."""
        self._portal.call(self._logind.stop)


@contextmanager
def sleeper() -> Iterator[Sleep]:
    """Must be entered before the household is."""
    with (
        tempfile.TemporaryDirectory(prefix="hb") as folder,
        running_bus(Path(folder)) as address,
        start_blocking_portal() as portal,
    ):
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = address
        try:
            sleep = Sleep(portal, address)
            yield sleep
            sleep.close()
        finally:
            if before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = before
