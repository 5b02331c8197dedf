"""llama.cpp RPC servers that the owner gave by address (`workers`): devices of this node for as long as they answer.

Such a server has no node beside it: it is asked what it is every few seconds while nothing uses it, since it serves one
client at a time. One that is used is watched by its door, a process between it and whoever uses it.
"""

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.device import Device, DeviceKind, rpc_device_id
from app.domain.errors import Problem, UserError
from app.domain.sentence import say
from app.domain.version import RpcVersion
from app.lib.tasks import TaskOwner
from app.link.given_door import GivenDoor
from app.link.rpc_frames import FrameError
from app.link.rpc_probe import LocalAddress, RpcServerFacts, probe_rpc_server
from app.node.phrases import told
from app.node.problems import Problems
from app.system.address_kinds import parse_host_port

_log = logging.getLogger(__name__)

LOOK_SECONDS = 3.0


@dataclass(slots=True)
class _Server:
    """One of them. `device` is None while it cannot be used; `doors` counts who uses it.

    `spoken_from` is where a connection to it started that died unheard; see `probe_rpc_server`.
    """

    address: str
    device: Device | None = None
    doors: int = 0
    spoken_from: LocalAddress | None = None


class GivenWorkers:
    """The servers, looked at from `start` to `close`.

    Args:
        addresses: `host:port` of each.
        rpc_version: What the host here speaks.
        problems: Where one that cannot be used is named.
        changed: Called when the devices are not what they were, before anybody plans with them.
        lost: Called with the id of a device that has just gone.
    """

    def __init__(
        self,
        addresses: tuple[str, ...],
        rpc_version: RpcVersion,
        problems: Problems,
        changed: Callable[[], None],
        lost: Callable[[str], None],
    ) -> None:
        self._servers: Mapping[str, _Server] = {rpc_device_id(address): _Server(address) for address in addresses}
        self._rpc_version = rpc_version
        self._problems = problems
        self._changed = changed
        self._lost = lost
        self._tasks = TaskOwner("given workers")

    @property
    def devices(self) -> tuple[Device, ...]:
        """Those that can be used."""
        return tuple(server.device for server in self._servers.values() if server.device is not None)

    async def start(self) -> None:
        """Look at each, and keep looking."""
        await asyncio.gather(*(self._look(server) for server in self._servers.values()))
        for server in self._servers.values():
            self._tasks.spawn(self._look_for_ever(server), server.address)

    async def close(self) -> None:
        """Stop looking."""
        await self._tasks.close()

    async def open(
        self, device_id: str, limit_bytes: int, carried: Callable[[int], None] = lambda to_server_bytes: None
    ) -> "GivenWorker":
        """A loopback port that leads to one of them.

        Args:
            device_id: Which.
            limit_bytes: What may be allocated there.
            carried: Called now and then with how many bytes have gone there.

        Raises:
            UserError: It is not there.
        """
        server = self._servers.get(device_id)
        if server is None or server.device is None:
            raise UserError(
                say("A given worker is gone"), say("{device} does not answer.", device=device_id), code="worker_failed"
            )
        server.doors += 1
        try:
            door = await GivenDoor.open(
                *parse_host_port(server.address), limit_bytes, functools.partial(self._went, server), carried
            )
        except BaseException:
            server.doors -= 1
            raise
        return GivenWorker(door, lambda: self._closed(server))

    async def _look_for_ever(self, server: _Server) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not server.doors:
                await self._look(server)

    async def _look(self, server: _Server) -> None:
        try:
            facts = await probe_rpc_server(*parse_host_port(server.address), server.spoken_from)
        except (OSError, FrameError) as error:  # TimeoutError is an OSError
            reason = str(error) or say("it serves another program, or is no RPC server")
            self._set(server, None, say("It gives no answer ({reason}).", reason=reason))
            return
        server.spoken_from = None
        if not facts.rpc_version.accepts_client(self._rpc_version):
            words = say(
                "It speaks RPC {theirs} of llama.cpp, Hearth speaks {ours}.",
                theirs=str(facts.rpc_version),
                ours=str(self._rpc_version),
            )
            self._set(server, None, words)
        elif not server.doors:
            self._set(server, _device(server.address, facts), "")

    def _went(self, server: _Server, reason: str, spoken_from: LocalAddress | None) -> None:
        server.spoken_from = spoken_from or server.spoken_from
        if server.device is not None:
            _log.warning("%s went: %s", server.address, reason)
            device_id = server.device.device_id
            self._set(server, None, say("It gives no answer ({reason}).", reason=told(reason)))
            self._lost(device_id)

    def _closed(self, server: _Server) -> None:
        server.doors -= 1

    def _set(self, server: _Server, device: Device | None, trouble: str) -> None:
        key = f"worker {server.address}"
        if trouble:
            title = say("Worker {address} is not used", address=server.address)
            hint = say("Start it there, or take its address out of the setting `workers`.")
            if device is not server.device or self._problems.get(key) is None:
                self._problems.note(key, Problem(title, trouble, hint, "given_worker_away"))
        else:
            self._problems.clear(key)
        known = server.device
        # What is free there changes all the time, a little: no news.
        if (known is None) != (device is None) or (known and device and _differs(known, device)):
            server.device = device
            self._changed()


class GivenWorker:
    """One of them in use.

    Attributes:
        port: The port of 127.0.0.1 that leads to it.
        pid: Process id of its door.
    """

    def __init__(self, door: GivenDoor, closed: Callable[[], None]) -> None:
        self.port = door.port
        self.pid = door.pid
        self._door = door
        self._closed: Callable[[], None] | None = closed

    async def stop(self) -> None:
        """Let go of it."""
        await self._door.stop()
        if self._closed is not None:
            closed, self._closed = self._closed, None
            closed()


def _device(address: str, facts: RpcServerFacts) -> Device:
    device_id = rpc_device_id(address)
    return Device(device_id, DeviceKind.RPC, f"RPC server {address}", facts.total_bytes, facts.free_bytes)


def _differs(known: Device, device: Device) -> bool:
    return abs(known.offered_bytes - device.offered_bytes) * 20 > known.offered_bytes
