"""llama.cpp, a tiny model with random weights, and hosts that are ended with their test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.domain.model import ModelKind
from app.domain.placement import Plan
from app.engine.host import Host, HostSpec
from app.engine.programs import Programs, find_programs
from app.engine.worker import Worker
from app.lib.processes import ProcessEnd
from tests.models.random_model import write_random_model

type StartWorkers = Callable[[int], Awaitable[list[Worker]]]
type StartHost = Callable[..., Awaitable[Host]]


@pytest.fixture(scope="session")
def programs() -> Programs:
    return find_programs()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 blocks, 8 MB."""
    return write_random_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture
def ends() -> asyncio.Queue[ProcessEnd]:
    """How hosts and workers ended that were not stopped."""
    return asyncio.Queue()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def start_workers(programs: Programs, stack: AsyncExitStack, ends: asyncio.Queue[ProcessEnd]) -> StartWorkers:
    async def start(count: int) -> list[Worker]:
        workers = []
        for number in range(count):
            worker = await Worker.start(
                programs, name=f"worker {number}", threads=1, cache_directory=None, on_exit=ends.put_nowait
            )
            stack.push_async_callback(worker.stop)
            workers.append(worker)
        return workers

    return start


@pytest.fixture
def start_host(
    programs: Programs, stack: AsyncExitStack, ends: asyncio.Queue[ProcessEnd], tiny_model: Path, tmp_path: Path
) -> StartHost:
    async def start(
        plan: Plan,
        ports: tuple[int, ...] = (),
        model: Path | None = None,
        kind: ModelKind = ModelKind.CHAT,
        runtime_directory: Path | None = None,
    ) -> Host:
        spec = HostSpec(model or tiny_model, plan, ports, 1, kind, runtime_directory or tmp_path)
        host = await Host.start(programs, spec, on_exit=ends.put_nowait)
        stack.push_async_callback(host.stop)
        return host

    return start
