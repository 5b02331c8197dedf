"""Before the machine sleeps, and after: who wants to know is told in time.

On Linux systemd's logind is asked to wait a little before it sleeps. Windows and macOS announce sleep in ways of their
own that are not listened to yet: there a node falls asleep without a word, its peers notice its silence, and what it
held is moved then.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.system.logind import Logind

_log = logging.getLogger(__name__)

RETRY_SECONDS = 60.0
"""After which a bus that was lost is looked for again."""

SPARE_SECONDS = 0.5
"""Of what the system allows so much is left over."""

_LOCK_WORDS = ("Hearth", "What other devices run here is moved to them")


async def watch_sleep(
    before_sleep: Callable[[], Awaitable[None]], after_sleep: Callable[[], Awaitable[None]], bus: str = "SYSTEM"
) -> None:
    """Call back before each sleep of this machine and after it, for ever; returns where that cannot be known.

    Args:
        before_sleep: Sleep is held up until it returns, for a few seconds at most; then it is cancelled.
        after_sleep: Called as soon as the machine is awake, or when it did not fall asleep after all.
        bus: D-Bus address, or `SYSTEM` for the system's bus.
    """
    if sys.platform != "linux":
        _log.info("sleep is not announced on this system yet")
        return
    from app.system.logind import Logind, LogindError  # its library is there on Linux only

    said = ""
    while True:
        try:
            logind = await Logind.connect(bus)
            try:
                await _watch(logind, before_sleep, after_sleep)
            finally:
                logind.close()
        except LogindError as error:
            if str(error) != said:  # not once a minute on a machine without logind
                said = str(error)
                _log.info("sleep is not announced now: %s", error)
        await asyncio.sleep(RETRY_SECONDS)


async def _watch(
    logind: "Logind", before_sleep: Callable[[], Awaitable[None]], after_sleep: Callable[[], Awaitable[None]]
) -> None:
    await logind.delay_sleep(*_LOCK_WORDS)
    allowed_seconds = await logind.longest_delay_seconds() - SPARE_SECONDS
    _log.info("sleep will be announced; it waits for up to %.1f s", allowed_seconds)
    while True:
        if await logind.next_change():
            try:
                await _carry_out(before_sleep, allowed_seconds)
            finally:
                logind.let_sleep()
        else:
            await _carry_out(after_sleep, None)
            await logind.delay_sleep(*_LOCK_WORDS)


async def _carry_out(callback: Callable[[], Awaitable[None]], within_seconds: float | None) -> None:
    """Call back; whatever happens there, the next sleep must be noticed too."""
    try:
        async with asyncio.timeout(within_seconds):
            await callback()
    except TimeoutError:
        _log.warning("the machine sleeps before everything was handed over")
    except Exception:
        _log.exception("what is to be done at sleep failed")
