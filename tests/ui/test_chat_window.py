"""The chat window against a real HTTP server: streaming, stopping, errors, the demo's label."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from app.domain.errors import Problem
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.chat.turns import Answer, End, Question
from app.ui.chat.window import ChatWindow
from app.ui.dialogs import ConfirmDialog
from tests.fakes import states
from tests.fakes.chat_api import DONE, LAST, ChatApi, chat_api, data, piece
from tests.ui.chats import close_chat
from tests.ui.conftest import RunUi, until


@asynccontextmanager
async def _chat(state: AppState = states.ALONE) -> AsyncIterator[tuple[ChatWindow, ChatApi]]:
    problems: list[Problem] = []
    actions = Actions(problems.append)
    async with chat_api() as api:
        window = ChatWindow(actions)
        window.show_state(replace(state, api_url=api.url))
        window.show()
        try:
            yield window, api
        finally:
            await actions.close()
            await close_chat(window)
    assert problems == []


def _type(window: ChatWindow, text: str) -> None:
    QTest.keyClicks(window.composer.edit, text)
    QTest.keyClick(window.composer.edit, Qt.Key.Key_Return)


def _last(window: ChatWindow) -> Answer:
    turn = window.turns[-1]
    assert isinstance(turn, Answer)
    return turn


def test_streams_an_answer_and_says_who_worked(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            more = asyncio.Event()
            api.script = [b": asking study for memory\n\n", piece("Hello "), more, piece("**there**"), LAST, DONE]
            _type(window, "Hi")
            await until(lambda: "Hello" in window.transcript.toPlainText())
            assert window.progress == "Writing on kitchen (CPU), study…"
            assert window.composer.button.accessibleName() == "Stop"
            more.set()
            await until(lambda: len(window.turns) == 2)
            assert _last(window).text == "Hello **there**"
            shown = window.transcript.toPlainText()
            assert "Hello there" in shown
            assert "Hearth demo · 17 tokens · 42.5 tokens/s · on kitchen (CPU), study · first word after" in shown
            assert window.composer.button.accessibleName() == "Send"
            assert (api.bodies[0]["model"], api.bodies[0]["temperature"]) == ("demo", 0)

    run_ui(scenario())


def test_an_interruption_is_said_in_the_answer(run_ui: RunUi) -> None:
    """Also below an open block of code; it is gone with the next word."""

    async def scenario() -> None:
        async with _chat() as (window, api):
            lost, back = asyncio.Event(), asyncio.Event()
            words = b": kitchen left; moving 6 layers of demo to study\n\n"
            api.script = [piece("Look:\n```\nprint("), lost, words, back, piece("1)\n```\nDone"), LAST, DONE]
            _type(window, "Hi")
            await until(lambda: "print(" in window.transcript.toPlainText())
            lost.set()
            note = "Kitchen left; moving 6 layers of demo to study…"
            await until(lambda: note in window.transcript.toPlainText())
            assert window.progress == note
            assert window.transcript.toPlainText().count("print(") == 1
            back.set()
            await until(lambda: len(window.turns) == 2)
            shown = window.transcript.toPlainText()
            assert note not in shown
            assert "print(1)" in shown
            assert _last(window).text == "Look:\n```\nprint(1)\n```\nDone"

    run_ui(scenario())


def test_an_answer_that_breaks_off_is_not_called_none(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [piece("Half an ans"), data(error={"message": "study left the swarm.", "code": "peer_lost"})]
            _type(window, "Hi")
            await until(lambda: len(window.turns) == 2)
            assert "The answer broke off. study left the swarm." in window.transcript.toPlainText()

    run_ui(scenario())


def test_waiting_is_said_in_words(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat(states.LOADING) as (window, api):
            api.script = [asyncio.Event()]
            _type(window, "Hi")
            assert window.progress == "Loading layers · 3.1 of 8.2 GB…"

    run_ui(scenario())


def test_escape_stops_and_keeps_what_came(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [piece("Half an ans"), asyncio.Event()]
            _type(window, "Hi")
            await until(lambda: "Half" in window.transcript.toPlainText())
            QTest.keyClick(window, Qt.Key.Key_Escape)
            await until(lambda: len(window.turns) == 2)
            await api.hung_up.wait()
            assert (_last(window).text, _last(window).end) == ("Half an ans", End.STOPPED)
            assert "Try again" in window.transcript.toPlainText()

    run_ui(scenario())


def test_error_is_calm_text_with_a_retry(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [400]
            _type(window, "Hi")
            await until(lambda: len(window.turns) == 2)
            assert "No answer. The prompt has 9000 tokens; demo takes 2048." in window.transcript.toPlainText()
            api.script = [piece("Now"), LAST, DONE]
            window.transcript.retry.emit(window.conversation.path[-1].entry.entry_id)
            await until(lambda: len(window.turns) == 2 and _last(window).end is End.COMPLETE)
            assert window.turns[0] == Question("Hi")
            assert api.bodies[1]["messages"] == [{"role": "user", "content": "Hi"}]

    run_ui(scenario())


def test_conversation_goes_along_and_new_chat_forgets_it(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [piece("One"), LAST, DONE]
            _type(window, "First")
            await until(lambda: len(window.turns) == 2)
            _type(window, "Second")
            await until(lambda: len(window.turns) == 4)
            assert [message["content"] for message in api.bodies[1]["messages"]] == ["First", "One", "Second"]
            window.new_chat()
            assert (window.turns, window.transcript.toPlainText()) == ((), "")
            assert window.welcome.isVisible()

    run_ui(scenario())


def test_new_chat_in_the_middle_of_an_answer_stays_empty(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [piece("Hello"), asyncio.Event()]
            _type(window, "Hi")
            await until(lambda: "Hello" in window.transcript.toPlainText())
            window.new_chat()
            await api.hung_up.wait()
            await until(lambda: window.composer.button.accessibleName() == "Send")
            assert (window.turns, window.transcript.toPlainText()) == ((), "")

    run_ui(scenario())


def test_shift_enter_is_a_new_line(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [piece("x"), LAST, DONE]
            edit = window.composer.edit
            height = edit.height()
            QTest.keyClicks(edit, "a")
            QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            QTest.keyClicks(edit, "b")
            assert (edit.toPlainText(), window.turns) == ("a\nb", ())
            assert edit.height() > height
            QTest.keyClick(edit, Qt.Key.Key_Return)
            await until(lambda: len(window.turns) == 2)
            assert window.turns[0] == Question("a\nb")

    run_ui(scenario())


def test_demo_says_what_it_is_and_other_models_do_not(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat(states.PAIR) as (window, _api):
            assert not window.header.demo_note.isVisible()
            picker = window.findChild(QComboBox)
            assert picker is not None
            picker.setCurrentIndex(picker.findData("demo"))
            assert window.header.demo_note.isVisible()
            assert window.header.demo_note.text().startswith("Demo — shows the swarm working before any download")
            # A snapshot with another model must not change what is picked.
            window.show_state(replace(states.LOADING, models=(states.large(name="a", title="A"), *states.PAIR.models)))
            assert window.header.picker.picked == "demo"

    run_ui(scenario())


def test_copy_takes_the_markdown(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            api.script = [piece("**bold**"), LAST, DONE]
            _type(window, "Hi")
            await until(lambda: len(window.turns) == 2)
            window.transcript.copy_turn.emit(window.conversation.path[-1].entry.entry_id)
            assert QGuiApplication.clipboard().text() == "**bold**"

    run_ui(scenario())


def test_link_is_asked_about_with_its_whole_address(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, _api):
            window.transcript.open_link.emit("file:///etc/passwd")
            assert window.findChild(ConfirmDialog) is None
            window.transcript.open_link.emit("https://example.org/a?b=c")
            dialog = window.findChild(ConfirmDialog)
            assert dialog is not None
            assert any("https://example.org/a?b=c" in text for text in dialog.texts)
            dialog.reject()

    run_ui(scenario())
