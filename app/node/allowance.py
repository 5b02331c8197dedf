"""The memory this node offers, and who holds how much of it: hosts and workers of its own, and leases of peers.

Reserving is one step on the node's loop, so that two requests at once never get the same bytes.
"""

from dataclasses import dataclass, replace

from app.domain.device import Device, DeviceKind, is_rpc_device
from app.domain.errors import UserError
from app.domain.placement import Shard
from app.domain.sentence import say
from app.domain.words import format_bytes


@dataclass(frozen=True, slots=True)
class _Reservation:
    device_id: str
    reserved_bytes: int


def limit_devices(devices: tuple[Device, ...], offer_bytes: int | None) -> tuple[Device, ...]:
    """Devices with what the owner's limit leaves of their offer; GPUs are filled first, being faster.

    Args:
        devices: With their own upper limits as `offered_bytes`.
        offer_bytes: Limit for all together; None for no limit beyond each device's own.
    """
    if offer_bytes is None:
        return devices
    rest = offer_bytes
    limited: dict[str, Device] = {}
    for device in sorted(devices, key=lambda d: d.kind, reverse=True):
        offered = min(device.total_bytes, rest)
        rest -= offered
        limited[device.device_id] = replace(device, offered_bytes=offered)
    return tuple(limited[device.device_id] for device in devices)


def memory_of(shards: tuple[Shard, ...], host_bytes: int) -> tuple[tuple[str, str, int], ...]:
    """What a model takes on its head: for each part its name, the device, and the bytes.

    Args:
        shards: Its shards on the head.
        host_bytes: What the host itself takes, whatever it holds.
    """
    host_device = next((shard.device_id for shard in shards if not is_rpc_device(shard.device_id)), "CPU")
    parts = ((shard.device_id, shard.device_id, shard.total_bytes) for shard in shards)
    return (("host", host_device, host_bytes), *parts)


class Allowance:
    """Offered devices and the reservations on them.

    Args:
        devices: What is offered, with `used_bytes` 0.
    """

    def __init__(self, devices: tuple[Device, ...]) -> None:
        self._devices = devices
        self._reservations: dict[str, _Reservation] = {}
        self._lending_limit: int | None = None

    @property
    def devices(self) -> tuple[Device, ...]:
        """The devices with the memory in use now."""
        return self.devices_without(())

    def devices_without(self, keys: tuple[str, ...]) -> tuple[Device, ...]:
        """The devices as if these reservations were gone."""
        used = dict.fromkeys((d.device_id for d in self._devices), 0)
        for key, reservation in self._reservations.items():
            # A given worker may be lost while something is still held on it.
            if key.split("/")[0] not in keys and reservation.device_id in used:
                used[reservation.device_id] += reservation.reserved_bytes
        return tuple(replace(device, used_bytes=used[device.device_id]) for device in self._devices)

    def offer(self, devices: tuple[Device, ...]) -> None:
        """Offer something else from now on; what is held stays held."""
        self._devices = devices

    def limit_lending(self, limit_bytes: int | None) -> None:
        """Lend no more of the machine's own memory than this, what is in use included; None for all that is offered.

        This node's own models are not limited: their owner decides.
        """
        self._lending_limit = limit_bytes

    @property
    def lent_devices(self) -> tuple[Device, ...]:
        """The devices as peers may use them."""
        return tuple(self._limited(device) for device in self.devices)

    def _limited(self, device: Device) -> Device:
        if self._lending_limit is None or device.kind is not DeviceKind.CPU:
            return device
        return replace(device, offered_bytes=min(device.offered_bytes, self._lending_limit))

    def lendable_bytes(self, device_id: str) -> int:
        """What peers may have of a device; 0 when there is no such device."""
        return next((device.free_bytes for device in self.lent_devices if device.device_id == device_id), 0)

    @property
    def overlent(self) -> dict[str, int]:
        """Bytes held beyond what may be lent, by device; only where there are any."""
        return _excess(self.lent_devices)

    def devices_of(self, owner: str) -> frozenset[str]:
        """The devices on which an owner holds something."""
        return frozenset(r.device_id for key, r in self._reservations.items() if key.split("/")[0] == owner)

    @property
    def overdrawn(self) -> dict[str, int]:
        """Bytes held beyond what is offered, by device; only where there are any."""
        return _excess(self.devices)

    def free_bytes(self, device_id: str) -> int:
        """What is free on a device; 0 when there is no such device."""
        return next((d.free_bytes for d in self.devices if d.device_id == device_id), 0)

    def reserve(self, key: str, device_id: str, reserved_bytes: int) -> None:
        """Hold memory under a name (`owner/part`).

        Raises:
            UserError: There is not so much left.
        """
        free = self.free_bytes(device_id)
        if reserved_bytes > free:
            raise UserError(
                say("Not enough memory offered"),
                say(
                    "{needed} are needed on {device}, {free} of the memory offered are free.",
                    needed=format_bytes(reserved_bytes),
                    device=device_id,
                    free=format_bytes(free),
                ),
                code="not_enough_memory",
            )
        if is_rpc_device(device_id):  # it serves one client at a time
            reserved_bytes = free
        self._reservations[key] = _Reservation(device_id, reserved_bytes)

    def release(self, key: str) -> None:
        """Give back what is held under a name, if anything."""
        self._reservations.pop(key, None)


def _excess(devices: tuple[Device, ...]) -> dict[str, int]:
    over = {device.device_id: device.used_bytes - device.offered_bytes for device in devices}
    return {device_id: excess_bytes for device_id, excess_bytes in over.items() if excess_bytes > 0}
