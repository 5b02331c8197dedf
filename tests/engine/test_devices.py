"""Processors: llama.cpp's lists as text, and this machine's own."""

import psutil

from app.domain.device import DeviceKind
from app.engine.devices import DeviceFacts, parse_devices, probe_devices
from app.engine.programs import Programs

MIB = 1024 * 1024


def test_a_list_of_devices() -> None:
    lines = [
        "ggml_cuda_init: found 1 CUDA devices:",
        "  Device 0: NVIDIA GeForce RTX 3060, compute capability 8.6, VMM: yes",
        "Available devices:",
        "  CUDA0: NVIDIA GeForce RTX 3060 (12044 MiB, 11900 MiB free)",
        "  Vulkan1: Intel(R) Graphics (ADL GT2)   (15889 MiB, 14300 MiB free)",
        "  BLAS: Accelerate (0 MiB, 0 MiB free)",
        "  RPC0: 127.0.0.1:4000 (15889 MiB, 14300 MiB free)",
        "  CPU: 12th Gen Intel(R) Core(TM) i5-1240P (15889 MiB, 15889 MiB free)",
    ]
    assert parse_devices(lines) == (
        DeviceFacts("CUDA0", DeviceKind.GPU, "NVIDIA GeForce RTX 3060", 12044 * MIB, 11900 * MIB),
        DeviceFacts("Vulkan1", DeviceKind.GPU, "Intel(R) Graphics (ADL GT2)", 15889 * MIB, 14300 * MIB),
        DeviceFacts("CPU", DeviceKind.CPU, "12th Gen Intel(R) Core(TM) i5-1240P", 15889 * MIB, 15889 * MIB),
    )


def test_none() -> None:
    assert parse_devices(["Available devices:", "  (none)"]) == ()


async def test_this_machine(programs: Programs) -> None:
    cpu, *gpus = await probe_devices(programs)
    assert (cpu.device_id, cpu.kind) == ("CPU", DeviceKind.CPU)
    assert cpu.name not in ("", "CPU")
    assert cpu.total_bytes == psutil.virtual_memory().total
    assert 0 < cpu.available_bytes <= cpu.total_bytes
    assert all(gpu.kind is DeviceKind.GPU for gpu in gpus)
