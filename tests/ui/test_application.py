"""The whole application without a tray: start, snapshots, second start, and every way to its end."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.domain.errors import UserError
from app.ui.application import FirstView, TrayApplication
from app.ui.join_dialog import JoinDialog
from app.ui.present.views import Command, TrayState
from app.ui.theme import ThemeManager
from tests.fakes import states
from tests.fakes.chat_api import chat_api, piece
from tests.fakes.node import TOKEN, FakeNode
from tests.ui.conftest import RunUi, until


@asynccontextmanager
async def _running(
    qapp: QApplication, node: FakeNode, *, show_window: bool = True, welcome: bool = False, link: str = ""
) -> AsyncIterator[TrayApplication]:
    """The application until the block ends it; the node has to be stopped then."""
    face = TrayApplication(qapp, lambda _quit: node, FirstView(window=show_window, welcome=welcome, link=link))
    running = asyncio.get_running_loop().create_task(face.run())
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
            await asyncio.to_thread(node.show, "")
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


def test_a_link_fills_the_form_and_joins_nothing(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode(states.NOT_JOINED)
        async with _running(qapp, node, link=f"hearth://join/{TOKEN}") as face:
            await until(lambda: _state(face) is TrayState.NOT_JOINED)
            dialog = face.windows.dialog("join")
            assert isinstance(dialog, JoinDialog)
            await until(dialog.join.isEnabled)
            assert dialog.token.toPlainText() == TOKEN
            assert [asked for asked in node.asked if asked[0] == "join"] == []
            dialog.reject()
            face.quit()

    run_ui(scenario())


def test_a_second_start_hands_its_link_over(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode(states.NOT_JOINED)
        async with _running(qapp, node) as face:
            await until(lambda: _state(face) is TrayState.NOT_JOINED)
            await asyncio.to_thread(node.show, "hearth://model/bartowski/Qwen3-4B-GGUF:Q4_K_M")
            await until(lambda: face.windows.models is not None and face.windows.models.isVisible())
            assert [asked for asked in node.asked if asked[0] == "get"] == []
            await asyncio.to_thread(node.show, "hearth://leave/everything")
            await until(lambda: "Link not understood" in _texts(face.windows.swarm))
            face.quit()

    run_ui(scenario())


def _texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_the_first_start_shows_the_first_steps(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode(states.NOT_JOINED)
        async with _running(qapp, node, welcome=True) as face:
            await until(lambda: _state(face) is TrayState.NOT_JOINED)
            welcome = face.windows.welcome
            assert welcome is not None
            assert welcome.isVisible()
            assert not face.windows.swarm.isVisible()
            welcome.close()
            assert ("first_run_done", None) in node.asked
            face.quit()

    run_ui(scenario())


def test_who_is_in_a_swarm_already_is_not_welcomed(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _running(qapp, FakeNode(states.PAIR), welcome=True) as face:
            await until(face.windows.swarm.isVisible)
            assert face.windows.welcome is not None
            assert not face.windows.welcome.isVisible()
            face.quit()

    run_ui(scenario())


def test_the_first_steps_wait_for_what_the_keyring_knows(qapp: QApplication, run_ui: RunUi) -> None:
    async def scenario() -> None:
        node = FakeNode(states.LOCKED)
        async with _running(qapp, node, welcome=True) as face:
            await until(lambda: "keyring" in face.tray.view.tooltip)
            assert face.windows.welcome is not None
            assert face.windows.welcome.isVisible()
            node.become(states.PAIR)
            await until(face.windows.swarm.isVisible)
            assert not face.windows.welcome.isVisible()
            face.quit()

    run_ui(scenario())


def test_theme_and_notifications_change_at_once(qapp: QApplication, run_ui: RunUi, themes: ThemeManager) -> None:
    async def scenario() -> None:
        node = FakeNode(states.PAIR)
        async with _running(qapp, node) as face:
            await until(lambda: _state(face) is TrayState.BUSY)
            face.windows.run(Command.SETTINGS)
            window = face.windows.settings
            assert window is not None
            await until(lambda: window.rows)
            window._change("theme", "dark")
            await until(lambda: face._themes.theme.name == "dark")
            window._change("notifications", False)
            await until(lambda: not face._notifies)
            window._change("theme", "light")
            await until(lambda: face._themes.theme.name == "light")
            face.quit()

    run_ui(scenario())
    themes.choose("light")


@pytest.mark.parametrize(("platform", "is_shown"), [("darwin", True), ("linux", False)])
def test_a_link_comes_as_an_event_on_macos_alone(
    qapp: QApplication, run_ui: RunUi, monkeypatch: pytest.MonkeyPatch, platform: str, is_shown: bool
) -> None:
    """Elsewhere no event goes through Python: there are thousands of them in each answer."""
    monkeypatch.setattr("app.ui.application.sys.platform", platform)

    async def scenario() -> None:
        async with _running(qapp, FakeNode(states.NOT_JOINED)) as face:
            await until(lambda: _state(face) is TrayState.NOT_JOINED)
            QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(f"hearth://join/{TOKEN}")))
            dialog = face.windows.dialog("join")
            assert (dialog is not None) is is_shown
            if isinstance(dialog, JoinDialog):
                assert dialog.token.toPlainText() == TOKEN
            face.quit()

    run_ui(scenario())


def test_what_stays_is_left_out_of_collections_once_it_has_come(
    qapp: QApplication, run_ui: RunUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.application.STARTED_MS", 0)

    async def scenario() -> None:
        async with _running(qapp, FakeNode(states.NOT_JOINED)) as face:
            await until(lambda: gc.get_freeze_count() > 10_000)
            face.quit()

    try:
        gc.unfreeze()
        run_ui(scenario())
    finally:
        gc.unfreeze()
