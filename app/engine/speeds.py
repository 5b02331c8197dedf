"""Measures how fast the devices of this machine compute, in a process of its own that ends after a second or two."""

import asyncio
import json
import logging
import sys
from pathlib import Path

from app.domain.device import DeviceSpeed
from app.engine import speed_program
from app.engine.programs import Programs
from app.lib.processes import ChildProcess

_log = logging.getLogger(__name__)

_MOST_SECONDS = 60.0


async def measure_speed(programs: Programs, device_id: str, threads: int) -> DeviceSpeed | None:
    """How fast a device is; None when it cannot be measured, of which the log says why.

    Args:
        programs: llama.cpp.
        device_id: The device.
        threads: Processor threads to compute with.
    """
    lines: list[str] = []
    command = [*_program(), str(programs.library_path), device_id, str(threads)]
    try:
        child = await ChildProcess.start(
            command, name=f"speed of {device_id}", environment=programs.environment, on_line=lines.append
        )
    except OSError as error:
        _log.warning("the speed of %s cannot be measured: %s", device_id, error)
        return None
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            await child.wait()
    except TimeoutError:
        _log.warning("the speed of %s was not measured within %.0f s", device_id, _MOST_SECONDS)
    finally:
        await child.stop(grace_seconds=0.0)
    return _read(device_id, lines)


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "speed"]
    return [sys.executable, "-I", "-S", str(Path(speed_program.__file__))]


def _read(device_id: str, lines: list[str]) -> DeviceSpeed | None:
    try:
        body = json.loads(next(line for line in reversed(lines) if line.startswith("{")))
        return DeviceSpeed(
            device_id,
            int(body["read_bytes_per_second"]),
            int(body["prompt_weights_per_second"]),
            int(body["step_seconds"] * 1e9),
        )
    except (StopIteration, ValueError, KeyError, TypeError, OverflowError):
        _log.warning("the speed of %s was not measured: %s", device_id, lines[-1:] or "it said nothing")
        return None
