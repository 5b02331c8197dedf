"""Real nodes in this process, with small real models and without a keyring."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.state import AppState
from app.node.node import Node
from app.node.options import NodeOptions
from app.system.paths import Paths
from app.system.settings import Settings
from tests.models.random_model import write_random_model

type MakeNode = Callable[..., Awaitable[Node]]


async def until(node: Node, condition: Callable[[AppState], bool]) -> AppState:
    """Wait for a snapshot that is so; returns it."""
    changed = asyncio.Event()
    unsubscribe = node.subscribe(lambda _: changed.set())
    async with asyncio.timeout(20):
        while not condition(node.snapshot):
            await changed.wait()
            changed.clear()
    unsubscribe()
    return node.snapshot


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model of 12 layers and a few million weights."""
    return write_random_model(tmp_path_factory.mktemp("models") / "tiny.gguf", "tiny", seed=3)


@pytest.fixture
def second_model(tiny_model: Path, tmp_path: Path) -> Path:
    """The same model under another title, so that it is another file."""
    path = tmp_path / "second.gguf"
    path.write_bytes(tiny_model.read_bytes().replace(b"Random tiny", b"Random Tiny"))
    return path


@pytest.fixture
async def make_node(tmp_path: Path) -> AsyncIterator[MakeNode]:
    """Start nodes; all of them are stopped at the end."""
    nodes: list[Node] = []

    async def make(*model_files: Path, name: str = "desk", token: str | None = None, **settings: Any) -> Node:
        root = tmp_path / name
        paths = Paths(root, root / "cache", root / "run", root / "log")
        for folder in (paths.data, paths.cache, paths.runtime, paths.log):
            folder.mkdir(parents=True, exist_ok=True)
        wanted = Settings(node_name=name, secrets="memory", context_length=512, threads=1)
        options = NodeOptions(
            settings=replace(wanted, **settings),
            settings_path=root / "settings.toml",
            paths=paths,
            model_files=model_files,
            token=token,
            demo_model=tmp_path / "no-demo.gguf",
        )
        node = Node(options)
        nodes.append(node)
        await node.start()
        return node

    yield make
    for node in nodes:
        await node.stop()
