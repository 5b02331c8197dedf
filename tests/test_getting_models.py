"""A model from the internet as its user gets it: by the real command line, from a small hub, with interruptions."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from app.lib.processes import ChildProcess
from app.models.hub_files import repository_folder
from tests.fakes.hub_server import FakeHub, running_hub
from tests.models.random_model import write_random_model

REPOSITORY = "acme/Swift-GGUF"


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncGenerator[FakeHub]:
    content = write_random_model(tmp_path / "swift.gguf", "tiny", seed=3).read_bytes()
    async with running_hub(monkeypatch, tmp_path) as hub:
        hub.add(REPOSITORY, **{"swift-Q4_0": content, "mmproj-swift": b"projector"})
        yield hub


class Command:
    """A command line that runs, with what it prints."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._came = asyncio.Event()

    async def start(self, stack: AsyncExitStack, folder: Path, *words: str) -> None:
        environment = {"PYTHONUNBUFFERED": "1", "HEARTH_SECRETS": "memory", "HEARTH_API_PORT": "0"}
        self._child = await ChildProcess.start(
            [sys.executable, "-m", "app", "--data-dir", os.fspath(folder), *words],
            name=f"hearth {words[0]}",
            environment={"PYTHONPATH": os.fspath(Path(__file__).parents[1]), **environment},
            on_line=self._received,
            guarded=False,
        )
        stack.push_async_callback(self._child.stop)

    def _received(self, line: str) -> None:
        self.lines.append(line)
        self._came.set()

    async def wait_for(self, words: str) -> None:
        async with asyncio.timeout(60):
            while not any(words in line for line in self.lines):
                self._came.clear()
                await self._came.wait()

    async def end(self, number: signal.Signals | None = None) -> int:
        """Its exit code, after a signal if one is given."""
        if number is not None:
            os.kill(self._child.pid, number)
        return (await asyncio.wait_for(self._child.wait(), 60)).exit_code


async def start(stack: AsyncExitStack, folder: Path, *words: str) -> Command:
    command = Command()
    await command.start(stack, folder, *words)
    return command


async def run(stack: AsyncExitStack, folder: Path, *words: str) -> list[str]:
    command = await start(stack, folder, *words)
    assert await command.end() == 0, command.lines
    return command.lines


async def serve(stack: AsyncExitStack, folder: Path) -> Command:
    node = await start(stack, folder, "serve")
    await node.wait_for("Ctrl+C ends Hearth")
    return node


def blobs(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (repository_folder(tmp_path / "hf" / "hub", REPOSITORY) / "blobs").iterdir())


async def answer(node: Command) -> str:
    """What the model says."""
    url = next(line for line in node.lines if "is ready at" in line).split()[-1]
    question = {"model": "swift-Q4_0", "max_tokens": 4, "messages": [{"role": "user", "content": "What is a token?"}]}
    async with aiohttp.ClientSession() as session, session.post(f"{url}/chat/completions", json=question) as response:
        body = await response.json()
        assert response.status == 200, body
        return str(body["choices"][0]["message"]["content"])


async def test_a_model_is_got_through_every_interruption_answers_and_is_deleted(hub: FakeHub, tmp_path: Path) -> None:
    folder = tmp_path / "node"
    async with AsyncExitStack() as stack:
        node = await serve(stack, folder)
        shown = await run(stack, folder, "models", "show", REPOSITORY)
        assert any(line.startswith("Q4_0") and "take this one" in line for line in shown)
        assert not any("mmproj" in line for line in shown)

        hub.faults.bytes_per_second = 200_000
        get = await start(stack, folder, "models", "get", REPOSITORY)
        await get.wait_for("B/s, ")
        assert await get.end(signal.SIGINT) == 130, get.lines
        assert any("the same command goes on from there" in line for line in get.lines)
        (partial,) = blobs(tmp_path)
        assert partial.endswith(".incomplete")

        get = await start(stack, folder, "models", "get", REPOSITORY)
        await get.wait_for("B/s, ")
        await node.end(signal.SIGKILL)
        assert await get.end() == 1
        assert blobs(tmp_path) == [partial]

        hub.faults.bytes_per_second, hub.sent_bytes = 0, 0
        node = await serve(stack, folder)
        assert (await run(stack, folder, "models", "get", REPOSITORY))[-1] in (
            "swift-Q4_0 is ready to use.",
            "swift-Q4_0 is on this computer's disk.",  # it went on by itself
        )
        assert hub.sent_bytes < len(hub.repositories[REPOSITORY].files["swift-Q4_0.gguf"])
        assert await answer(node)

        (model, _) = json.loads("".join(await run(stack, folder, "models", "--json")))
        assert (model["name"], model["can_delete"]) == ("swift-Q4_0", True)
        await run(stack, folder, "unload", "swift-Q4_0")
        await run(stack, folder, "models", "delete", "swift-Q4_0")
        assert blobs(tmp_path) == []
        assert await node.end(signal.SIGTERM) == 0
