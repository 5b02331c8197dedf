"""The planner's arithmetic (app/domain/footprint.py) against real processes: never less than what they take."""

from pathlib import Path

import psutil
import pytest

from app.domain.footprint import footprint
from app.domain.model import ContextSettings
from app.engine.gguf import read_model
from tests.engine.conftest import StartHost, StartWorkers
from tests.engine.plans import make_plan
from tests.models.random_model import write_random_model


@pytest.mark.parametrize("context", [ContextSettings(512, 1), ContextSettings(4096, 2)])
async def test_a_split_model_takes_no_more_than_planned(
    start_host: StartHost, start_workers: StartWorkers, tmp_path: Path, context: ContextSettings
) -> None:
    model = write_random_model(tmp_path / "88M.gguf", size="88M", layers=4)
    planned = footprint(read_model(model), context)
    workers = await start_workers(2)
    plan = make_plan((2, 2), context_length=context.context_length, slots=context.slots)
    host = await start_host(plan, tuple(worker.port for worker in workers), model=model)
    await host.ready()
    for shard, worker in zip(plan.shards, workers, strict=True):
        where = (shard.first_layer, shard.layer_count, shard.holds_output)
        resident_bytes = psutil.Process(worker.pid).memory_info().rss
        assert planned.shard_weight_bytes(*where) < resident_bytes < planned.shard_bytes(*where)
    assert psutil.Process(host.pid).memory_info().rss < planned.host_bytes


async def test_a_whole_model_takes_no_more_than_planned(start_host: StartHost, tiny_model: Path) -> None:
    context = ContextSettings(4096, 2)
    host = await start_host(make_plan((12,), context_length=context.context_length, slots=context.slots))
    await host.ready()
    assert psutil.Process(host.pid).memory_info().rss < footprint(read_model(tiny_model), context).whole_bytes
