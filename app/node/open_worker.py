"""One worker for trusted machines without a swarm (`hearth worker --listen`): the one exception to loopback only.

The worker itself listens on 127.0.0.1 as ever; the door in front of it listens where its owner says, and holds clients
to the memory that is lent. The tray never opens one.
"""

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.device import Device, DeviceKind
from app.domain.errors import UserError
from app.domain.exposure import is_private
from app.domain.footprint import WORKER_PROCESS_BYTES
from app.domain.words import format_bytes
from app.engine.devices import probe_devices
from app.engine.programs import find_programs
from app.engine.weight_cache import CachePlace, WeightCache
from app.engine.worker import Worker
from app.lib.processes import ProcessEnd
from app.lib.tasks import TaskOwner
from app.link.kept_weights import KeptWeights
from app.link.rpc_door import RpcDoor
from app.node.allowance import limit_devices
from app.node.parts import offered_device, thread_count
from app.system.address_kinds import join_host_port, parse_host_port
from app.system.settings import Settings

_log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0
_USER = "open worker"
_SWARM = "open"
"""Its folder in the cache: it serves no swarm."""


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Where a worker is opened, checked.

    Attributes:
        hosts: IP addresses to listen at.
        port: TCP port there.
        is_exposed: Whether more than the home's own machines may reach it.
    """

    hosts: tuple[str, ...]
    port: int
    is_exposed: bool


async def check_place(address: str, *, expose: bool) -> OpenPlace:
    """Read `host:port`, and refuse what strangers could reach unless that is meant.

    Raises:
        UserError: It is no address, is not of this computer's, or is exposed without `expose`.
    """
    try:
        host, port = parse_host_port(address)
    except ValueError as error:
        raise UserError(
            "Not an address", f'"{address:.80}" is not host:port.', "For example: --listen 192.168.1.20:50052", "usage"
        ) from error
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UserError("Unknown host", f"{host} has no address ({error.strerror}).", code="unknown_host") from error
    hosts = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    exposed = [found_host for found_host in hosts if not is_private(found_host)]
    if exposed and not expose:
        what = (
            "every network of this computer" if exposed[0] in ("0.0.0.0", "::") else f"{exposed[0]}, no private address"
        )
        raise UserError(
            "Open to strangers",
            f"{address} means {what}. llama.cpp's protocol has no password and no encryption: whoever reaches it "
            "can use this computer's memory and read what is computed.",
            "Listen at an address of your home network, or say --yes-expose if this is really meant.",
            "exposed",
        )
    return OpenPlace(hosts, port, bool(exposed))


class OpenWorker:
    """The worker and its door, from `start` to `stop`.

    Args:
        settings: How much is lent, and the threads.
        cache_directory: A folder of its own, where weights are kept for the next time.
        tell: Takes sentences for people.
    """

    def __init__(self, settings: Settings, cache_directory: Path, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._cache = WeightCache(cache_directory, settings.weight_cache)
        self._place: CachePlace | None = None
        """Where the worker keeps weights, as long as this runs; None when it keeps none."""
        self._tell = tell
        self._tasks = TaskOwner("open worker")
        self._worker: Worker | None = None
        self._door: RpcDoor | None = None

    @property
    def port(self) -> int:
        """Where clients connect; 0 while it does not listen."""
        return self._door.port if self._door is not None else 0

    async def start(self, place: OpenPlace) -> None:
        """Start the worker, then listen.

        Raises:
            UserError: llama.cpp is missing, or the address cannot be listened at.
        """
        self._programs = await asyncio.to_thread(find_programs)
        devices = tuple(offered_device(facts) for facts in await probe_devices(self._programs))
        self._device = _choose(limit_devices(devices, self._settings.offer))
        limit_bytes = self._device.offered_bytes - WORKER_PROCESS_BYTES
        if limit_bytes <= 0:
            raise UserError("Nothing to lend", "No memory is offered.", "Offer some: --offer 3G", "nothing_offered")
        self._place = await self._cache.open(_USER, _SWARM)
        await self._start_worker()
        door = RpcDoor(self._worker_address, limit_bytes, self._tell, weights=lambda: self._weights(limit_bytes))
        try:
            await door.start(place.hosts, place.port)
        except OSError as error:
            await self.stop()
            raise UserError(
                "Cannot listen there",
                f"{join_host_port(place.hosts[0], place.port)} cannot be listened at: {error.strerror or error}.",
                "It must be an address of this computer, and a port that no program uses.",
                "port_refused",
            ) from error
        self._door = door
        self._tell(_greeting(place, door.port, self._device))

    async def stop(self) -> None:
        """Send clients away and end the worker."""
        if self._door is not None:
            await self._door.stop()
        await self._tasks.close()
        if self._worker is not None:
            await self._worker.stop()
        await self._cache.close(_USER)

    async def _weights(self, limit_bytes: int) -> KeptWeights | None:
        """What one client may use of them, and add to them; what those before it left too much of goes first."""
        if self._place is None:
            return None
        await self._cache.close(_USER)
        place = await self._cache.open(_USER, _SWARM)
        size_bytes = place.size_bytes if place is not None else 0  # the disk may be full by now
        return KeptWeights(self._place.files_directory, min(size_bytes, limit_bytes))

    async def _start_worker(self) -> None:
        self._worker = await Worker.start(
            self._programs,
            name="open worker",
            threads=thread_count(self._settings),
            cache_directory=self._place.directory if self._place else None,
            device_id=self._device.device_id,
            on_exit=self._worker_ended,
        )

    def _worker_address(self) -> tuple[str, int]:
        if self._worker is None:
            raise ConnectionError("the worker is being started again")
        return "127.0.0.1", self._worker.port

    def _worker_ended(self, end: ProcessEnd) -> None:
        _log.warning("the worker ended: %s", end)
        self._worker = None
        self._tasks.spawn(self._restart(), "restart")

    async def _restart(self) -> None:
        while self._worker is None:
            await asyncio.sleep(RESTART_SECONDS)
            try:
                await self._start_worker()
            except UserError as error:
                _log.warning("the worker does not start: %s", error)


def _choose(devices: tuple[Device, ...]) -> Device:
    """The graphics card with the most to lend, else the processor."""
    return max(
        devices, key=lambda device: (device.kind is DeviceKind.GPU and device.offered_bytes > 0, device.offered_bytes)
    )


def _greeting(place: OpenPlace, port: int, device: Device) -> str:
    address = join_host_port(place.hosts[0], port)
    if place.is_exposed:
        who = "Anybody who reaches this address"
    else:
        is_here = all(ipaddress.ip_address(host.partition("%")[0]).is_loopback for host in place.hosts)
        who = "Every program of this computer" if is_here else "Every program on your network"
    return (
        f"One worker with {format_bytes(device.offered_bytes)} of {device.name} listens at {address}.\n"
        f"Use it with: llama-server --rpc {address}\n"
        f"{who} can use it: llama.cpp's protocol has no password and no encryption. Ctrl+C ends it."
    )
