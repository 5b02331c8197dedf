"""systemd's logind over D-Bus, as far as sleep goes: a lock that delays it, and the signal that announces it.

The interface is described in org.freedesktop.login1(5), the locks in systemd's "Inhibitor Locks". Linux only; what is
done before sleep is for others.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, Properties, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.fds import FileDescriptor
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from jeepney.low_level import HeaderFields, Message
from jeepney.wrappers import unwrap_msg

_ANSWER_SECONDS = 5.0
_BUS_NAME = "org.freedesktop.login1"
_MANAGER = DBusAddress("/org/freedesktop/login1", bus_name=_BUS_NAME, interface="org.freedesktop.login1.Manager")


class LogindError(Exception):
    """There is no logind, or no longer; the text is for logs."""


class Logind:
    """A connection with logind; made by `connect`.

    The library's blocking connection is the one that can receive a file descriptor, which is what a lock is. It is only
    read when there is something to read; what must be waited for is asked in a thread.
    """

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._lock: FileDescriptor | None = None
        self._is_closed = False
        self._signals: deque[Message] = deque()
        # Without the sender: the rule would compare a name with the number that the bus gave its owner.
        rule = MatchRule(
            type="signal", interface=_MANAGER.interface, member="PrepareForSleep", path=_MANAGER.object_path
        )
        self._filter = connection.filter(rule, queue=self._signals)

    @classmethod
    async def connect(cls, bus: str = "SYSTEM") -> "Logind":
        """Connect and listen for sleep.

        Args:
            bus: D-Bus address, or `SYSTEM` for the system's bus.

        Raises:
            LogindError: There is none.
        """
        try:
            connection = await asyncio.to_thread(open_dbus_connection, bus, enable_fds=True)
        except (OSError, RuntimeError, StopIteration, ValueError) as error:
            raise LogindError(f"no bus: {error!r}") from error
        logind = cls(connection)
        try:
            await asyncio.to_thread(logind._listen)
        except BaseException as error:
            logind.close()
            if isinstance(error, OSError | DBusErrorResponse):
                raise LogindError(f"no signals: {error!r}") from error
            raise
        return logind

    def _listen(self) -> None:
        rule = MatchRule(type="signal", sender=_BUS_NAME, interface=_MANAGER.interface, member="PrepareForSleep")
        Proxy(message_bus, self._connection, timeout=_ANSWER_SECONDS).AddMatch(rule)

    async def delay_sleep(self, who: str, why: str) -> None:
        """Take the lock: from now on the system waits before it sleeps, until `let_sleep`, for a few seconds at most.

        Raises:
            LogindError: It is not given.
        """
        if self._lock is None:
            request = new_method_call(_MANAGER, "Inhibit", "ssss", ("sleep", who, why, "delay"))
            await self._ask(request, self._keep_lock)

    def _keep_lock(self, reply: tuple[Any, ...]) -> None:
        """In the thread that got it: who asked for it may not wait any more, and it would stay open."""
        (self._lock,) = reply
        if self._is_closed:
            self.let_sleep()

    def let_sleep(self) -> None:
        """Give the lock back."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.close()

    async def longest_delay_seconds(self) -> float:
        """How long the system waits for those who hold a lock.

        Raises:
            LogindError: It does not say.
        """
        ((_, microseconds),) = await self._ask(Properties(_MANAGER).get("InhibitDelayMaxUSec"))
        return float(microseconds) / 1e6

    async def next_change(self) -> bool:
        """Wait until the system is about to sleep (True) or is awake again (False).

        Raises:
            LogindError: The bus is gone.
        """
        while True:
            while not self._signals:
                await _readable(self._connection.sock)
                try:
                    self._connection.recv_messages(timeout=0)
                except TimeoutError:  # a part of a message
                    continue
                except (OSError, RuntimeError, ValueError) as error:
                    raise LogindError(f"the bus is gone: {error!r}") from error
            signal = self._signals.popleft()
            if signal.header.fields.get(HeaderFields.sender) == await self._owner():
                return bool(signal.body[0])

    async def _owner(self) -> str:
        """The number that the bus gave logind: anybody on the bus may send such a signal."""
        (owner,) = await self._ask(message_bus.GetNameOwner(_BUS_NAME))
        return str(owner)

    async def _ask(self, request: Message, take: Callable[[tuple[Any, ...]], None] = lambda _: None) -> tuple[Any, ...]:
        def ask() -> tuple[Any, ...]:
            reply = tuple(unwrap_msg(self._connection.send_and_get_reply(request, timeout=_ANSWER_SECONDS)))
            take(reply)
            return reply

        try:
            return await asyncio.to_thread(ask)
        except (OSError, RuntimeError, ValueError, DBusErrorResponse) as error:
            raise LogindError(f"no answer: {error!r}") from error

    def close(self) -> None:
        """Give the lock back and leave the bus."""
        self._is_closed = True
        self.let_sleep()
        self._filter.close()
        self._connection.close()


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    loop.add_reader(connection, arrived.set)
    try:
        await arrived.wait()
    finally:
        loop.remove_reader(connection)
