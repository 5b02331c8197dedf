"""A real D-Bus daemon with a small logind on it, that falls asleep when a test says so."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

MANAGER = "org.freedesktop.login1.Manager"
PATH = "/org/freedesktop/login1"

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs the package dbus-daemon")

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def running_bus(folder: Path) -> Iterator[str]:
    """A D-Bus daemon; gives its address."""
    socket, configuration = folder / "bus", folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(socket=socket))
    command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            assert daemon.stdout.readline()  # it listens now
            yield f"unix:path={socket}"
        finally:
            daemon.terminate()
            daemon.wait(10)


class FakeLogind:
    """The part of logind that locks and signals sleep; made by `start`. Locks are pipes, as there.

    Attributes:
        locks: Who was given a lock, and the end of its pipe that sees when it is given back.
    """

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._locked = asyncio.Event()
        self.locks: list[tuple[list[str], int]] = []
        self.delay_microseconds = 5_000_000
        bus.add_message_handler(self._answer)

    @classmethod
    async def start(cls, address: str) -> "FakeLogind":
        """Appear on a bus."""
        bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
        logind = cls(bus)
        await bus.request_name("org.freedesktop.login1")
        return logind

    def _answer(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL or message.path != PATH:
            return False
        if message.member == "Inhibit":
            seen, given = os.pipe()
            self.locks.append((list(message.body), seen))
            self._locked.set()
            asyncio.get_running_loop().call_later(0.2, os.close, given)  # it was duplicated for who receives it
            return Message.new_method_return(message, "h", [0], unix_fds=[given])
        return Message.new_method_return(message, "v", [Variant("t", self.delay_microseconds)])

    async def lock(self) -> int:
        """The pipe of the lock that is held now; waits until there is one."""
        await asyncio.wait_for(self._locked.wait(), 10)
        return self.locks[-1][1]

    async def announce(self, asleep: bool) -> None:
        """Say that the machine is about to sleep, or awake again."""
        await self._bus.send(Message.new_signal(PATH, MANAGER, "PrepareForSleep", "b", [asleep]))

    async def sleep(self) -> None:
        """Announce sleep and wait until the lock is given back."""
        pipe = await self.lock()
        self.locks.clear()
        self._locked.clear()
        await self.announce(True)
        assert await asyncio.to_thread(os.read, pipe, 1) == b""
        os.close(pipe)

    def stop(self) -> None:
        """Leave the bus."""
        for _, pipe in self.locks:
            os.close(pipe)
        self._bus.disconnect()
