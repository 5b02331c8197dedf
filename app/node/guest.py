"""This node's memory as the household's: lent, paused, lowered, and handed over before it is taken away.

When memory is lent, and when it is taken back, is decided here; how it is taken back is `taking_back.py`'s, and how
peers' departures are received is `departures.py`'s.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.domain.device import Battery, DeviceKind
from app.domain.errors import UserError
from app.domain.load import Willingness
from app.domain.pressure import NO_LIMIT, judge
from app.domain.sentence import say
from app.domain.sharing import SHARING, Paused, Reduced, SharingStatus, Withheld
from app.lib.tasks import TaskOwner
from app.node.membership import Membership
from app.node.messages import DepartureReason
from app.node.owner_wishes import OwnerWishes
from app.node.parts import Parts
from app.node.pause_file import PauseFile
from app.node.taking_back import HAND_OVER_SECONDS, TakingBack
from app.system.pressure import read_memory
from app.system.settings import Settings
from app.system.sleep import watch_sleep

_log = logging.getLogger(__name__)

SLEEP_SECONDS = 2.0
"""What they have before sleep: systems wait for five seconds, and the goodbyes come after."""

AWAKE_SECONDS = 30.0
"""A machine that has been at work for so long since it announced sleep does not sleep."""

WATCH_SECONDS = 2.0
"""How often the clock and the machine's memory are looked at."""

_LEAVING = {
    DepartureReason.QUIT: say("it is being quit"),
    DepartureReason.SLEEP: say("it is going to sleep"),
    DepartureReason.LEAVE: say("it is leaving the swarm"),
}


class MemorySharing:
    """What this node lends now.

    Args:
        parts: The node's parts; None before they exist.
        membership: The swarm it is in now.
        settings: The owner's wishes.
        data_directory: Where a pause is kept.
        changed: To be called when something that faces show has changed.
    """

    def __init__(
        self,
        parts: Callable[[], Parts | None],
        membership: Callable[[], Membership | None],
        settings: Callable[[], Settings],
        data_directory: Path,
        changed: Callable[[], None],
    ) -> None:
        self._parts = parts
        self._membership = membership
        self._settings = settings
        self._changed = changed
        self._pause_file = PauseFile(data_directory)
        self._taking_back = TakingBack(parts, membership)
        self._tasks = TaskOwner("sharing")
        self._departing: DepartureReason | None = None
        self._asleep_since = 0.0
        self._pause = self._pause_file.read()
        self._keeping = asyncio.Lock()
        self._limit = NO_LIMIT
        self._wishes = OwnerWishes(settings, parts)
        self._considering = asyncio.Lock()
        self._withheld = ""

    @property
    def status(self) -> SharingStatus:
        """Whether memory is lent, as faces show it."""
        parts = self._parts()
        if self._pause is not None:
            return self._pause
        if self._wishes.now.reason:
            return Withheld(self._wishes.now.reason)
        if self._limit.limit_bytes is None or parts is None:
            return SHARING
        return Reduced(sum(device.offered_bytes for device in parts.workshop.allowance.lent_devices))

    @property
    def unwilling(self) -> str:
        """Why nothing is lent now, in words that follow this node's name; empty when something is."""
        if self._departing is not None:
            return _LEAVING[self._departing]
        if self._pause is not None:
            return say("its owner has paused sharing")
        return self._by_settings

    @property
    def _by_settings(self) -> str:
        """Why nothing is lent by the owner's settings; empty when something is."""
        return self._wishes.now.reason if self._settings().sharing else say("it lends no memory")

    @property
    def battery(self) -> Battery | None:
        """This computer's battery; None where there is none."""
        return self._wishes.battery

    @property
    def willingness(self) -> Willingness:
        """Whether this node answers requests of others: not when it goes, while its owner has paused sharing, nor on
        battery where its owner wished so."""
        if self._departing is not None:
            return Willingness.LEAVING
        if self._pause is not None:
            return Willingness.PAUSED
        return Willingness.OPEN if self._wishes.now.answers else Willingness.ON_BATTERY

    def start(self) -> None:
        """Begin to look at the clock, since a pause may end by itself, at the machine's memory, use and sleep."""
        self._withheld = self._by_settings
        self._tasks.spawn(self._watch(), "watch")
        self._tasks.spawn(watch_sleep(self.fall_asleep, self.wake), "sleep")

    async def close(self) -> None:
        """End what `start` began."""
        await self._tasks.close()
        await self._wishes.let_sleep()

    # -- commands -------------------------------------------------------------------------------------------

    async def pause(self, until: float | None) -> None:
        """Lend nothing from now on; what peers run here is handed over first. Models of this node go on.

        Args:
            until: Wall-clock seconds since 1970 at which sharing goes on by itself; None for until `resume`.

        Raises:
            UserError: That time has passed.
        """
        if until is not None and until <= time.time():
            words = say("Sharing can be paused until a later time only.")
            raise UserError(say("That time has passed"), words, code="bad_time")
        was_paused = self._pause is not None
        self._pause = Paused(until)
        self._changed()
        await self._keep_pause()
        if not was_paused:
            await self._taking_back.hand_over(DepartureReason.PAUSE)

    async def resume(self) -> None:
        """Lend again what the owner offers; does nothing when it is lent."""
        if self._pause is not None:
            self._pause = None
            self._changed()
            await self._keep_pause()

    async def _keep_pause(self) -> None:
        async with self._keeping:  # the last one decides, and that is what holds now
            try:
                await asyncio.to_thread(self._pause_file.write, self._pause)
            except OSError as error:
                _log.warning("a restart will not know whether sharing is paused: %s", error)

    async def offer_changed(self) -> None:
        """The owner offers another amount: what does not fit it any more is handed over, peers' leases first."""
        parts = self._parts()
        if parts is None:
            return
        parts.offer(self._settings().offer)
        self._changed()
        await self._taking_back.beyond_offer(parts)
        await parts.loader.fit_offer()

    async def wishes_changed(self) -> None:
        """The owner changed whether, or when, memory is lent: it holds at once."""
        await self._consider()

    async def _consider(self) -> None:
        """Look at how this computer is used; where that ends lending, what peers run here is handed over."""
        async with self._considering:
            before, battery = self._withheld, self._wishes.battery
            await self._wishes.look()
            self._withheld = self._by_settings
            if (self._withheld, self._wishes.battery) != (before, battery):
                self._changed()
            if self._withheld == before:
                return
            if not before and self._pause is None:
                await self._taking_back.hand_over(DepartureReason.PAUSE)

    # -- departing ------------------------------------------------------------------------------------------

    @property
    def is_departing(self) -> bool:
        """Whether this node is about to go: peers are asked to continue elsewhere."""
        return self._departing is not None

    async def depart(self, reason: DepartureReason, within_seconds: float = HAND_OVER_SECONDS) -> None:
        """Hand everything over before this node goes; nothing is lent from now on."""
        self._departing = reason
        self._changed()
        await self._taking_back.hand_over(reason, within_seconds=within_seconds)

    async def say_goodbye(self) -> None:
        """End the links after `depart`: peers need not wait for silence to know that this node is gone."""
        membership = self._membership()
        if membership is None or self._departing is None:
            return
        try:
            await membership.link.goodbye(self._departing)
        except (UserError, OSError) as error:
            _log.info("no goodbye: %s", error)

    async def fall_asleep(self) -> None:
        """Hand everything over and end the links, within what systems allow before they sleep."""
        self._asleep_since = asyncio.get_running_loop().time()
        await self.depart(DepartureReason.SLEEP, SLEEP_SECONDS)
        await self.say_goodbye()

    async def wake(self) -> None:
        """The machine is awake again, or did not fall asleep: take part at once."""
        if self._departing is DepartureReason.SLEEP:
            await self.stay()

    async def stay(self) -> None:
        """The departure is over, or did not happen: be met again at once in the swarm that this node is in."""
        self._departing = None
        self._changed()
        membership = self._membership()
        if membership is not None:
            with suppress(UserError, OSError):  # the link process is started again by itself
                await membership.link.resume()
            membership.announce_soon()

    # -- watching -------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Look at the clock and at the machine's memory again and again."""
        loop = asyncio.get_running_loop()
        looked_at = loop.time()
        while True:
            # The wall clock: it jumps when a machine wakes, or when somebody sets it.
            if self._pause is not None and self._pause.until is not None and self._pause.until <= time.time():
                await self.resume()
            now = loop.time()  # of a clock that stands still while the machine sleeps
            if now - self._asleep_since > AWAKE_SECONDS:
                await self.wake()
            await self._consider()
            await self._weigh(now - looked_at)
            await self._wishes.stay_awake(now - looked_at)
            looked_at = now
            await asyncio.sleep(WATCH_SECONDS)

    async def _weigh(self, elapsed_seconds: float) -> None:
        """Lend less while the machine is short of memory, and give back what is lent beyond that."""
        parts = self._parts()
        if parts is None:
            return
        allowance = parts.workshop.allowance
        own = [device for device in allowance.devices if device.kind is DeviceKind.CPU]
        limit = judge(
            self._limit,
            read_memory(),
            used_bytes=sum(device.used_bytes for device in own),
            offered_bytes=sum(device.offered_bytes for device in own),
            elapsed_seconds=elapsed_seconds,
        )
        if limit.limit_bytes != self._limit.limit_bytes:
            _log.info("short of memory: %s bytes may be lent (before: %s)", limit.limit_bytes, self._limit.limit_bytes)
            allowance.limit_lending(limit.limit_bytes)
            self._changed()
        self._limit = limit
        await self._taking_back.beyond_offer(parts)
