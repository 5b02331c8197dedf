"""How fast the devices of this node compute: measured once, corrected by what answers show, kept in the data folder."""

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from app.domain.device import Device, DeviceKind, DeviceSpeed
from app.domain.prediction import corrected
from app.domain.record import decode_speed
from app.engine.programs import Programs
from app.engine.speeds import measure_speed
from app.lib.files import replace_file
from app.lib.tasks import TaskOwner
from app.node.run import ModelRun

_log = logging.getLogger(__name__)

SETTLE_SECONDS = 60.0
"""After a start of Hearth its computer has other things to do: measured then, devices would seem slow."""


class DeviceSpeeds:
    """The speeds of this node's devices.

    Args:
        path: Where they are kept; it need not exist.
        programs: llama.cpp.
        threads: Processor threads that models compute with: with others a device has another speed.

    Attributes:
        speeds: By device, as far as they are known.
    """

    def __init__(self, path: Path, programs: Programs, threads: int) -> None:
        self._path = path
        self._programs = programs
        self._threads = threads
        self._learnt: dict[str, float] = {}
        self._tasks = TaskOwner("device speeds")
        self.speeds: dict[str, DeviceSpeed] = _read(path, threads)

    def start(self, devices: tuple[Device, ...]) -> None:
        """Measure what is not known yet, in the background."""
        unknown = [d.device_id for d in devices if d.kind is not DeviceKind.RPC and d.device_id not in self.speeds]
        if unknown:
            self._tasks.spawn(self._measure(unknown), "measure")

    async def close(self) -> None:
        """Measure no more."""
        await self._tasks.close()

    async def _measure(self, device_ids: list[str]) -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        for device_id in device_ids:
            if (speed := await measure_speed(self._programs, device_id, self._threads)) is not None:
                _log.info("%s reads %.1f GB/s", device_id, speed.read_bytes_per_second / 1e9)
                self.speeds[device_id] = speed
        await self._save()

    def learn(self, runs: Iterable[ModelRun]) -> None:
        """Correct the speed of a device by what the last answer of a model showed that runs on it alone."""
        for run in runs:
            measured = run.tokens_per_second
            if measured is None or run.active or run.predicted is None or self._learnt.get(run.reservation) == measured:
                continue
            self._learnt[run.reservation] = measured
            device_id = run.plan.shards[0].device_id
            if not run.plan.is_split and device_id in self.speeds:
                self.speeds[device_id] = corrected(self.speeds[device_id], run.predicted, measured)
                self._tasks.spawn(self._save(), "save")

    async def _save(self) -> None:
        body = {"threads": self._threads, "devices": [asdict(speed) for speed in self.speeds.values()]}
        try:
            await asyncio.to_thread(replace_file, self._path, json.dumps(body))
        except OSError as error:  # measured again at the next start
            _log.warning("the speeds of devices cannot be kept: %s", error)


def _read(path: Path, threads: int) -> dict[str, DeviceSpeed]:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["threads"] != threads:
            return {}
        return {speed.device_id: speed for speed in map(decode_speed, body["devices"])}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        _log.warning("the speeds of devices cannot be read: %r", error)
        return {}
