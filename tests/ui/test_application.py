"""The whole application without a tray: start, snapshots, second start, and every way to its end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.errors import UserError
from app.ui.application import TrayApplication
from app.ui.present.views import Command, TrayState
from tests.fakes import states
from tests.fakes.chat_api import chat_api, piece
from tests.fakes.node import FakeNode
from tests.ui.conftest import RunUi, until


@asynccontextmanager
async def _running(qapp: QApplication, node: FakeNode, *, show_window: bool = True) -> AsyncIterator[TrayApplication]:
    """The application until the block ends it; the node has to be stopped then."""
    face = TrayApplication(qapp, lambda _quit: node, "light")
    running = asyncio.get_running_loop().create_task(face.run(show_window))
    try:
        yield face
        await running
        await asyncio.to_thread(face.node.join, 5)
        assert not face.node.is_alive()
    finally:
        running.cancel()


def _state(face: TrayApplication) -> TrayState:
    return face.tray.view.state


@pytest.mark.parametrize("how", ["quit", "SIGTERM", "SIGINT", "command line"])
def test_ends_cleanly(qapp: QApplication, run_ui: RunUi, how: str) -> None:
    async def scenario() -> None:
        node = FakeNode(states.PAIR)
        async with _running(qapp, node) as face:
            await until(lambda: _state(face) is TrayState.BUSY)
            match how:
                case "quit":
                    face.quit()
                case "command line":
                    await asyncio.to_thread(face.bridge.quit_requested.emit)
                case name:
                    os.kill(os.getpid(), signal.Signals[name])
        assert node.stopped

    before = signal.getsignal(signal.SIGTERM)
    run_ui(scenario())
    assert signal.getsignal(signal.SIGTERM) is before


def test_quit_while_an_answer_is_written(qapp: QApplication, run_ui: RunUi, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with chat_api() as api:
            api.script = [piece("Half an ans"), asyncio.Event()]
            async with _running(qapp, FakeNode(replace(states.ALONE, api_url=api.url))) as face:
                await until(lambda: _state(face) is not TrayState.CONNECTING)
                face.windows.run(Command.OPEN_CHAT)
                chat = face.windows.chat
                assert chat is not None
                chat.ask("Hi")
                await until(lambda: "Half" in chat.transcript.toPlainText())
                face.quit()
        assert [record for record in caplog.records if record.levelname == "ERROR"] == []

    run_ui(scenario())


def test_second_start_raises_the_window(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode(states.NOT_JOINED)
        async with _running(qapp, node, show_window=False) as face:
            await until(lambda: _state(face) is TrayState.NOT_JOINED)
            assert not face.windows.swarm.isVisible()
            await asyncio.to_thread(node.show)
            await until(face.windows.swarm.isVisible)
            face.quit()

    run_ui(scenario())


def test_node_that_cannot_start_says_why(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode()
        node.start_failure = UserError("Port in use", "Port 4327 is used by ollama.", "Close it.")
        async with _running(qapp, node, show_window=False) as face:
            await until(lambda: _state(face) is TrayState.ERROR)
            assert face.windows.swarm.isVisible()
            face.quit()
        assert node.stopped, "what it had begun is given back"

    run_ui(scenario())


def test_quit_while_the_node_still_starts(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode()
        node.start_delay_seconds = 60
        async with _running(qapp, node) as face:
            await until(lambda: node.starting)
            face.quit()
        assert node.stopped

    run_ui(scenario())


def test_without_a_tray_closing_asks_and_does_not_hide_for_ever(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _running(qapp, FakeNode()) as face:
            await until(lambda: _state(face) is TrayState.NOT_JOINED)
            swarm = face.windows.swarm
            assert not face.tray.is_there, "there is none in these tests"
            swarm.close()
            assert swarm.isVisible()
            face.quit()

    run_ui(scenario())
