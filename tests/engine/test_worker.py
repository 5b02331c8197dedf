"""Real workers: where they listen, how they end, what they keep."""

import asyncio
import os
import signal
from pathlib import Path

import psutil
import pytest

from app.domain.errors import UserError
from app.domain.footprint import WORKER_PROCESS_BYTES
from app.engine.programs import Programs
from app.engine.worker import Worker
from app.lib.processes import ProcessEnd
from tests.engine.conftest import StartHost, StartWorkers
from tests.engine.plans import make_plan
from tests.models.random_model import write_random_model


async def test_it_listens_on_loopback_only(start_workers: StartWorkers) -> None:
    (worker,) = await start_workers(1)
    connections = psutil.Process(worker.pid).net_connections()
    assert [(c.laddr.ip, c.laddr.port) for c in connections] == [("127.0.0.1", worker.port)]


async def test_an_idle_worker_takes_less_than_is_planned_for_it(start_workers: StartWorkers) -> None:
    (worker,) = await start_workers(1)
    assert psutil.Process(worker.pid).memory_info().rss < WORKER_PROCESS_BYTES


async def test_stop_is_no_exit(start_workers: StartWorkers, ends: asyncio.Queue[ProcessEnd]) -> None:
    (worker,) = await start_workers(1)
    await worker.stop()
    assert not psutil.pid_exists(worker.pid)
    assert ends.empty()


async def test_an_unexpected_end_is_told(start_workers: StartWorkers, ends: asyncio.Queue[ProcessEnd]) -> None:
    (worker,) = await start_workers(1)
    os.kill(worker.pid, signal.SIGKILL)
    assert (await ends.get()).signal == signal.SIGKILL


async def test_a_device_that_is_not_there(programs: Programs) -> None:
    with pytest.raises(UserError) as raised:
        await Worker.start(
            programs,
            name="worker",
            threads=1,
            cache_directory=None,
            device_id="CUDA7",
            on_exit=lambda end: None,
        )
    assert raised.value.problem.code == "worker_failed"
    assert "CUDA7" in raised.value.problem.message


async def test_large_weights_are_kept(programs: Programs, start_host: StartHost, tmp_path: Path) -> None:
    """The output matrix of this model is 11 MiB: a worker keeps what is above 10 MiB."""
    model = write_random_model(tmp_path / "88M.gguf", size="88M", layers=2)
    worker = await Worker.start(
        programs,
        name="worker",
        threads=1,
        cache_directory=tmp_path / "cache",
        on_exit=lambda end: None,
    )
    other = await Worker.start(programs, name="other", threads=1, cache_directory=None, on_exit=lambda end: None)
    host = await start_host(make_plan((1, 1)), (other.port, worker.port), model=model)
    await host.ready()
    await host.stop()
    await worker.stop()
    await other.stop()
    kept = list((tmp_path / "cache" / "rpc").iterdir())
    assert [file.stat().st_size for file in kept] == [14336 * 768 * 34 // 32]
