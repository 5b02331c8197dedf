"""A processor with its memory on a node: what layers are assigned to."""

from dataclasses import dataclass
from enum import StrEnum


class DeviceKind(StrEnum):
    """The sort of processor a device is."""

    CPU = "cpu"
    GPU = "gpu"
    RPC = "rpc"
    """A llama.cpp RPC server that the owner gave by its address: it belongs to nobody's node."""


_RPC_PREFIX = "RPC "


def rpc_device_id(address: str) -> str:
    """The id of the device that is an RPC server at `host:port`."""
    return _RPC_PREFIX + address


def is_rpc_device(device_id: str) -> bool:
    """Whether an id is one of those."""
    return device_id.startswith(_RPC_PREFIX)


@dataclass(frozen=True, slots=True)
class Device:
    """One device of one node.

    Attributes:
        device_id: llama.cpp's name for it on its node (`CPU`, `CUDA0`, `Vulkan0`, `Metal`), or `RPC host:port`.
        kind: CPU, GPU, or a given RPC server.
        name: What people call it ("Intel Core i5-1240P").
        total_bytes: Memory it has.
        offered_bytes: Memory its owner lets the swarm use; at most `total_bytes`.
        used_bytes: Of what is offered, what hosts and leases hold now.
    """

    device_id: str
    kind: DeviceKind
    name: str
    total_bytes: int
    offered_bytes: int
    used_bytes: int = 0

    @property
    def free_bytes(self) -> int:
        """What is offered and not in use."""
        return max(0, self.offered_bytes - self.used_bytes)


@dataclass(frozen=True, slots=True)
class Battery:
    """The battery of a computer.

    Attributes:
        percent: How full it is, in steps of five.
        is_plugged: Whether the computer has other power now.
    """

    percent: int
    is_plugged: bool


@dataclass(frozen=True, slots=True)
class DeviceSpeed:
    """How fast a device computes, as it was measured there.

    Attributes:
        device_id: The device.
        read_bytes_per_second: Weights that it reads and multiplies for one word.
        prompt_weights_per_second: Weights times tokens that it multiplies for a prompt.
        step_nanoseconds: What a step of computing costs that computes nothing.
    """

    device_id: str
    read_bytes_per_second: int
    prompt_weights_per_second: int
    step_nanoseconds: int
