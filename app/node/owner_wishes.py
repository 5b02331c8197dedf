"""Looks at how the computer is used, and remembers whether it is willing by its owner's settings.

What follows from what is seen is decided in `app/domain/willing.py`; what is done about it, in `guest.py`.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime

import psutil

from app.domain.device import Battery
from app.domain.state import Loading
from app.domain.willing import Moment, Willing, willing
from app.node.parts import Parts
from app.system.awake import KeepAwake
from app.system.idle import idle_seconds
from app.system.power import read_battery
from app.system.settings import Settings

_log = logging.getLogger(__name__)

BUSY_FRACTION = 0.05
"""A worker that uses more of one processor core than this works on an answer."""

BATTERY_SECONDS = 30.0
"""The battery is read this often where nothing follows from it: on some laptops reading it takes a while."""

CALM_LOOKS = 15
"""So many looks without work end the wish to stay awake: between two answers a computer need not fall asleep."""


class OwnerWishes:
    """What this computer does for others now.

    Args:
        settings: The owner's wishes.
        parts: The node's parts; None before they exist.
        keep_awake: What keeps this computer awake.

    Attributes:
        now: Whether this computer takes part, as it was judged last.
        battery: As it was read last; None where there is none.
    """

    def __init__(
        self, settings: Callable[[], Settings], parts: Callable[[], Parts | None], keep_awake: KeepAwake | None = None
    ) -> None:
        self._settings = settings
        self._parts = parts
        self._keep_awake = keep_awake or KeepAwake()
        self._worked_seconds: dict[int, float] = {}
        self._calm_looks = CALM_LOOKS
        self._battery_read_at = -BATTERY_SECONDS
        self.now = Willing()
        self.battery: Battery | None = None

    async def look(self) -> None:
        """See how the computer is used, and judge."""
        wishes = self._settings().wishes
        idle = await asyncio.to_thread(idle_seconds) if wishes.idle_only else None
        if wishes.on_battery != "share" or time.monotonic() - self._battery_read_at >= BATTERY_SECONDS:
            self.battery = await asyncio.to_thread(read_battery)
            self._battery_read_at = time.monotonic()
        clock = datetime.now().astimezone()
        on_battery = self.battery is not None and not self.battery.is_plugged
        found = willing(Moment(60 * clock.hour + clock.minute, on_battery, idle), wishes)
        if found != self.now:
            _log.info("lends memory: %s; answers peers: %s", found.reason or "yes", found.answers)
        self.now = found

    async def stay_awake(self, elapsed_seconds: float) -> None:
        """Keep the computer awake while it works, and for a short while after.

        Args:
            elapsed_seconds: Since the last call.
        """
        works = self._settings().keep_awake and self._works(elapsed_seconds)
        self._calm_looks = 0 if works else self._calm_looks + 1
        if works and not self._keep_awake.is_held:
            await asyncio.to_thread(self._keep_awake.hold)
        elif self._keep_awake.is_held and (self._calm_looks >= CALM_LOOKS or not self._settings().keep_awake):
            await self.let_sleep()

    async def let_sleep(self) -> None:
        """The computer may sleep again."""
        await asyncio.to_thread(self._keep_awake.release)

    def _works(self, elapsed_seconds: float) -> bool:
        parts = self._parts()
        if parts is None:
            return False
        if any(isinstance(run.status, Loading) or run.active for run in parts.loader.runs.values()):
            return True
        before, self._worked_seconds = self._worked_seconds, _processor_seconds(parts.lender.worker_pids)
        return any(
            seconds - before.get(pid, seconds) > BUSY_FRACTION * elapsed_seconds
            for pid, seconds in self._worked_seconds.items()
        )


def _processor_seconds(pids: Iterable[int]) -> dict[int, float]:
    """Processor time that each process has used; those that have just ended are left out."""
    used = {}
    for pid in pids:
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.Error:
            continue
        used[pid] = times.user + times.system
    return used
