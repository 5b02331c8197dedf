"""Real hosts with a tiny random model: whole, split over workers, and ended in every way."""

import asyncio
import contextlib
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from app.domain.errors import UserError
from app.domain.model import ModelKind
from app.engine.assignment import Assignment, compare
from app.engine.host import Host
from app.lib.processes import ProcessEnd
from tests.engine.conftest import StartHost, StartWorkers
from tests.engine.plans import make_plan
from tests.models.random_model import write_random_model

PROMPT = "The worker process reads what the host asks for."


async def post(host: Host, path: str, body: dict[str, Any]) -> Any:
    connector = aiohttp.UnixConnector(host.endpoint.removeprefix("unix:"))
    async with (
        aiohttp.ClientSession(connector=connector) as session,
        session.post(f"http://host{path}", json=body) as response,
    ):
        return await response.json()


async def tokens(host: Host) -> list[int]:
    body = {"prompt": PROMPT, "n_predict": 32, "temperature": 0, "return_tokens": True}
    found: list[int] = (await post(host, "/completion", body))["tokens"]
    return found


def spoilt(model: Path, folder: Path, spoil: Callable[[bytes], bytes | None]) -> Path:
    """A copy of a model with its bytes changed; none is written where there are none."""
    copy = folder / "spoilt.gguf"
    if (data := spoil(model.read_bytes())) is not None:
        copy.write_bytes(data)
    return copy


async def test_a_whole_model_answers_the_same_twice(
    start_host: StartHost, ends: asyncio.Queue[ProcessEnd], tmp_path: Path
) -> None:
    plan = make_plan((12,))
    host = await start_host(plan)
    assert await host.ready() == tuple(Assignment(layer, "CPU") for layer in range(13))
    first = await tokens(host)
    assert len(first) == 32
    assert len(set(first)) > 5
    assert await tokens(host) == first
    assert os.listdir(tmp_path) == [os.path.basename(host.endpoint)]
    await host.stop()
    assert os.listdir(tmp_path) == []
    assert not psutil.pid_exists(host.pid)
    assert ends.empty()


@pytest.mark.parametrize("counts", [(6, 6), (5, 4, 3), (1, 11), (12, 0), (1, 2, 9)])
async def test_a_split_model_follows_the_plan_and_answers_the_same(
    start_host: StartHost, start_workers: StartWorkers, counts: tuple[int, ...]
) -> None:
    whole = await start_host(make_plan((12,)))
    workers = await start_workers(len(counts))
    plan = make_plan(counts)
    split = await start_host(plan, tuple(worker.port for worker in workers))
    await whole.ready()
    assert compare(plan, await split.ready()) is None
    assert await tokens(split) == await tokens(whole)


async def test_chat_goes_through_the_template(start_host: StartHost) -> None:
    host = await start_host(make_plan((12,)))
    await host.ready()
    messages = [{"role": "user", "content": "hello"}]
    answer = await post(host, "/v1/chat/completions", {"messages": messages, "max_tokens": 4, "temperature": 0})
    assert answer["model"] == "tiny"
    assert answer["choices"][0]["message"]["content"]
    assert answer["usage"]["completion_tokens"] == 4


async def test_an_embedding_model(start_host: StartHost, tmp_path: Path) -> None:
    model = write_random_model(tmp_path / "embedding.gguf", kind="embedding")
    host = await start_host(make_plan((12,), context_length=1024), model=model, kind=ModelKind.EMBEDDING)
    await host.ready()
    # Longer than llama.cpp's usual batch of 512: it must fit one batch all the same.
    answer = await post(host, "/v1/embeddings", {"input": [PROMPT * 20, "another"]})
    assert [len(item["embedding"]) for item in answer["data"]] == [256, 256]


async def test_slots_are_not_shown(start_host: StartHost) -> None:
    host = await start_host(make_plan((12,)))
    await host.ready()
    connector = aiohttp.UnixConnector(host.endpoint.removeprefix("unix:"))
    async with aiohttp.ClientSession(connector=connector) as session, session.get("http://host/slots") as response:
        assert response.status in (404, 501)


async def test_prompts_are_neither_logged_nor_kept(
    start_host: StartHost, ends: asyncio.Queue[ProcessEnd], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    host = await start_host(make_plan((12,)))
    await host.ready()
    secret = "xyzzy plugh"
    await post(host, "/completion", {"prompt": secret, "n_predict": 4})
    os.kill(host.pid, signal.SIGKILL)
    end = await ends.get()
    assert end.signal == signal.SIGKILL
    assert "plugh" not in "\n".join(end.last_lines) + caplog.text


async def test_the_loss_of_a_worker_ends_the_host(
    start_host: StartHost, start_workers: StartWorkers, ends: asyncio.Queue[ProcessEnd]
) -> None:
    workers = await start_workers(2)
    host = await start_host(make_plan((6, 6)), tuple(worker.port for worker in workers))
    await host.ready()
    os.kill(workers[0].pid, signal.SIGKILL)
    with contextlib.suppress(aiohttp.ClientError):
        await tokens(host)
    assert {(await ends.get()).exit_code for _ in range(2)} == {137, 134}  # killed; aborted by llama.cpp
    assert not psutil.pid_exists(host.pid)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: data[:-100_000], "model_damaged"),
        (lambda data: data[:20_000], "model_damaged"),
        (lambda data: b"hello" * 1000, "model_not_gguf"),
        (lambda data: data.replace(b"blk.3.attn_q.weight", b"blk.3.attn_z.weight"), "model_damaged"),
        (lambda data: data.replace(b"llama", b"zebra"), "unknown_architecture"),
        (lambda data: None, "model_unreadable"),
    ],
    ids=["truncated", "header cut", "not gguf", "tensor missing", "unknown architecture", "no file"],
)
async def test_why_a_model_could_not_be_loaded(
    start_host: StartHost, tiny_model: Path, tmp_path: Path, spoil: Callable[[bytes], bytes | None], code: str
) -> None:
    host = await start_host(make_plan((12,)), model=spoilt(tiny_model, tmp_path, spoil))
    with pytest.raises(UserError) as raised:
        await host.ready()
    assert raised.value.problem.code == code


async def test_a_worker_that_is_gone_before_the_start(start_host: StartHost, start_workers: StartWorkers) -> None:
    workers = await start_workers(2)
    await workers[1].stop()
    host = await start_host(make_plan((6, 6)), tuple(worker.port for worker in workers))
    with pytest.raises(UserError) as raised:
        await host.ready()
    assert raised.value.problem.code == "device_lost"


async def test_a_worker_short_of_memory_is_named(start_host: StartHost, start_workers: StartWorkers) -> None:
    workers = await start_workers(2)
    limit = 120 * 1024 * 1024
    resource.prlimit(workers[1].pid, resource.RLIMIT_AS, (limit, limit))
    plan = make_plan((6, 6), context_length=4096, slots=20)
    host = await start_host(plan, tuple(worker.port for worker in workers))
    with pytest.raises(UserError) as raised:
        await host.ready()
    assert raised.value.problem.code == "out_of_memory"
    assert "node1 (CPU)" in raised.value.problem.message


async def test_a_runtime_folder_with_too_long_a_name(start_host: StartHost, tmp_path: Path) -> None:
    spec_folder = tmp_path / ("x" * 120)
    with pytest.raises(UserError) as raised:
        await start_host(make_plan((12,)), runtime_directory=spec_folder)
    assert raised.value.problem.code == "runtime_path_too_long"


async def test_ports_must_match_the_plan(start_host: StartHost) -> None:
    with pytest.raises(ValueError, match="ports"):
        await start_host(make_plan((6, 6)), (4000,))
