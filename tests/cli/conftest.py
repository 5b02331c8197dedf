"""A node that only notes what it is asked, for commands that need one that runs."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from app.api.server import ApiServer
from app.cli import parse_command, run_client
from app.domain.model import ModelKind
from app.system.instance import InstanceLock, write_instance
from tests.api.serving_node import ServingNode, model_state, state_with


def run_line(folder: Path, line: str) -> int:
    """Carry out a command line for the node of a data folder; the exit code."""
    command = parse_command(["--data-dir", str(folder), *line.split()], {})
    return run_client(command, {"HEARTH_SECRETS": "file"})


class RunningNode:
    """A node that serves the local API, and its data folder."""

    def __init__(self, node: ServingNode, folder: Path) -> None:
        self.node = node
        self.folder = folder

    async def run(self, line: str) -> int:
        return await asyncio.to_thread(run_line, self.folder, line)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncGenerator[RunningNode]:
    node = ServingNode({})
    node.snapshot = state_with((model_state("tiny", ModelKind.CHAT),))
    server = ApiServer(node, 0, who_listens=lambda _: None, quit_app=lambda: node.asked.append(("quit", None)))
    await server.start()
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    write_instance(tmp_path, server.port, node.local_key)
    yield RunningNode(node, tmp_path)
    lock.release()
    await server.stop()
