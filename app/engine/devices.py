"""What processors llama.cpp can compute on here, and their memory. What of it is offered is for others."""

import re
from dataclasses import dataclass

import psutil

from app.domain.device import DeviceKind
from app.engine.programs import Programs
from app.lib.processes import ChildProcess

_MIB = 1024 * 1024
_LINE = re.compile(r"^  ([^\s:]+): (.*) \((\d+) MiB, (\d+) MiB free\)$")
CPU_DEVICE_ID = "CPU"


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """One processor as llama.cpp sees it.

    Attributes:
        device_id: llama.cpp's name for it (`CPU`, `CUDA0`, `Vulkan0`, `Metal`).
        kind: CPU or GPU.
        name: What its maker calls it.
        total_bytes: Memory it has.
        available_bytes: Memory not in use now.
    """

    device_id: str
    kind: DeviceKind
    name: str
    total_bytes: int
    available_bytes: int


async def probe_devices(programs: Programs) -> tuple[DeviceFacts, ...]:
    """The CPU, then the GPUs in llama.cpp's order."""
    # An address that is none: ggml-rpc-server names its devices, cannot listen, and ends (see programs.py).
    described = parse_devices(await _ask(programs, str(programs.rpc_server), "-d", "CPU", "-H", "none", "-p", "1"))
    name = next((device.name for device in described if device.kind is DeviceKind.CPU), "CPU")
    memory = psutil.virtual_memory()
    cpu = DeviceFacts(CPU_DEVICE_ID, DeviceKind.CPU, name, memory.total, memory.available)
    listed = parse_devices(await _ask(programs, str(programs.server), "--list-devices"))
    return (cpu, *(device for device in listed if device.kind is DeviceKind.GPU))


def parse_devices(lines: list[str]) -> tuple[DeviceFacts, ...]:
    """Read lines such as `  CUDA0: NVIDIA GeForce RTX 3060 (12044 MiB, 11900 MiB free)`.

    Devices without memory of their own (libraries such as BLAS) are left out: they hold no layers.
    """
    matches = [match for line in lines if (match := _LINE.match(line)) is not None]
    return tuple(
        DeviceFacts(
            device_id=match[1],
            kind=DeviceKind.CPU if match[1] == CPU_DEVICE_ID else DeviceKind.GPU,
            name=" ".join(match[2].split()),
            total_bytes=int(match[3]) * _MIB,
            available_bytes=int(match[4]) * _MIB,
        )
        for match in matches
        if int(match[3]) > 0 and not match[1].startswith("RPC")
    )


async def _ask(programs: Programs, *command: str) -> list[str]:
    lines: list[str] = []
    child = await ChildProcess.start(
        command,
        name="device probe",
        environment=programs.environment,
        on_line=lines.append,
        directory=programs.directory,
    )
    await child.wait()
    return lines
