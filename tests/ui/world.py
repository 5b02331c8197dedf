"""Windows with a node in a thread of its own, as in the application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import Problem
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.bridge import Bridge, NodeThread
from app.ui.windows import Windows
from tests.fakes import states
from tests.fakes.node import FakeNode


class World:
    """Windows, and the node behind them."""

    def __init__(self, state: AppState) -> None:
        self.problems: list[Problem] = []
        self.node = FakeNode(state)
        self.bridge = Bridge()
        self.thread = NodeThread(lambda _quit: self.node, self.bridge)
        self.actions = Actions(self._report)
        self.windows = Windows(self.actions, self.thread, lambda: True)
        self.bridge.changed.connect(self.windows.show_state, Qt.ConnectionType.QueuedConnection)

    @property
    def swarm(self) -> QWidget:
        """The Swarm window."""
        return self.windows.swarm

    def asked(self, command: str) -> list[object]:
        """Arguments of each call of a command."""
        return [argument for name, argument in self.node.asked if name == command]

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.windows.report(problem)


@asynccontextmanager
async def world_of(state: AppState = states.NOT_JOINED) -> AsyncIterator[World]:
    """Windows and a node that runs, until the block ends."""
    world = World(state)
    shown = asyncio.Event()
    world.bridge.changed.connect(lambda _: shown.set(), Qt.ConnectionType.QueuedConnection)
    world.thread.start()
    await shown.wait()
    try:
        yield world
    finally:
        await world.actions.close()
        world.windows.close()
        world.thread.finish()
        await asyncio.to_thread(world.thread.join, 5)
        assert world.node.stopped
