"""The chat window against a real HTTP server: streaming, stopping, errors, the demo's label."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit, QListWidget, QPlainTextEdit

from app.domain.errors import Problem
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.chat.files import MARKDOWN, all_branches
from app.ui.chat.keeper import FILE_NAME
from app.ui.chat.options_dialog import OptionsDialog
from app.ui.chat.shelf import RenameDialog
from app.ui.chat.turns import Answer, Attachment, End, Question
from app.ui.chat.window import ChatWindow
from app.ui.dialogs import ConfirmDialog
from app.ui.present.conversations import ConversationRow, Group
from app.ui.widgets import Banner
from tests.fakes import states
from tests.fakes.chat_api import DONE, LAST, ChatApi, chat_api, data, piece
from tests.ui.chats import close_chat
from tests.ui.conftest import RunUi, until


@asynccontextmanager
async def _chat(
    state: AppState = states.ALONE, folder: Path | None = None
) -> AsyncIterator[tuple[ChatWindow, ChatApi]]:
    problems: list[Problem] = []
    actions = Actions(problems.append)
    async with chat_api() as api:
        window = ChatWindow(actions, folder=folder)
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
            assert window.progress == "Writing on kitchen (CPU) and study…"
            assert window.composer.button.accessibleName() == "Stop"
            more.set()
            await until(lambda: len(window.turns) == 2)
            assert _last(window).text == "Hello **there**"
            shown = window.transcript.toPlainText()
            assert "Hello there" in shown
            assert "Hearth demo · 17 tokens · 42.5 tokens/s · on kitchen (CPU) and study · first word after" in shown
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


def test_nothing_is_asked_while_nobody_can_answer(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            wanted: list[str] = []
            window.models_wanted.connect(lambda: wanted.append("models"))
            for state in (None, replace(states.ALONE, api_url=""), states.state(models=())):
                window.show_state(state)
                window.composer.edit.clear()
                _type(window, "Hi")
                window.ask("Hi")
                assert (window.turns, api.bodies, window.composer.button.isEnabled()) == ((), [], False)
            window.welcome.find_button.click()
            assert wanted == ["models"]

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


def _ids(window: ChatWindow) -> list[str]:
    return [shown.entry.entry_id for shown in window.conversation.path]


def _texts(window: ChatWindow) -> list[str]:
    return [turn.text for turn in window.turns]


async def _answered(window: ChatWindow, api: ChatApi, question: str, answer: str) -> None:
    api.script = [piece(answer), LAST, DONE]
    before = len(api.bodies)
    _type(window, question)
    await until(lambda: len(api.bodies) > before and window.composer.button.accessibleName() == "Send")


def test_editing_a_question_makes_a_branch(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One")
            await _answered(window, api, "Second", "Two")
            window.transcript.edit.emit(_ids(window)[0])
            assert (window.composer.edit.toPlainText(), window.composer.is_editing) == ("First", True)
            window.composer.edit.clear()
            await _answered(window, api, "Otherwise", "Three")
            assert api.bodies[-1]["messages"] == [{"role": "user", "content": "Otherwise"}]
            assert _texts(window) == ["Otherwise", "Three"]
            assert not window.composer.is_editing
            assert "2/2" in window.transcript.toPlainText()
            window.transcript.step.emit(_ids(window)[0], -1)
            assert _texts(window) == ["First", "One", "Second", "Two"]
            assert "Otherwise" not in window.transcript.toPlainText()

    run_ui(scenario())


def test_up_takes_up_the_last_question_and_escape_leaves_it(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            edit = window.composer.edit
            QTest.keyClick(edit, Qt.Key.Key_Up)
            assert not window.composer.is_editing, "there is none yet"
            await _answered(window, api, "First", "One")
            QTest.keyClicks(edit, "x")
            QTest.keyClick(edit, Qt.Key.Key_Up)
            assert not window.composer.is_editing, "only in the empty field"
            edit.clear()
            QTest.keyClick(edit, Qt.Key.Key_Up)
            assert (edit.toPlainText(), window.composer.is_editing) == ("First", True)
            QTest.keyClick(window, Qt.Key.Key_Escape)
            assert (edit.toPlainText(), window.composer.is_editing) == ("", False)
            await _answered(window, api, "Second", "Two")
            assert _texts(window) == ["First", "One", "Second", "Two"], "it goes on at the end"

    run_ui(scenario())


def test_another_answer_stands_beside_the_first(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One")
            api.script = [piece("Other"), LAST, DONE]
            window.transcript.retry.emit(_ids(window)[1])
            await until(lambda: _texts(window) == ["First", "Other"])
            assert "2/2" in window.transcript.toPlainText()
            assert len(window.conversation.entries) == 3
            assert api.bodies[1]["messages"] == api.bodies[0]["messages"]

    run_ui(scenario())


def test_while_an_answer_is_written_branches_stay(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One")
            api.script = [piece("Oth"), asyncio.Event()]
            first = _ids(window)
            window.transcript.retry.emit(first[1])
            await until(lambda: "Oth" in window.transcript.toPlainText())
            window.transcript.step.emit(window.conversation.path[1].entry.entry_id, -1)
            window.transcript.edit.emit(first[0])
            window.transcript.retry.emit(first[1])
            assert not window.composer.is_editing
            assert window.transcript.toPlainText().count("Oth") == 1

    run_ui(scenario())


def test_thoughts_are_timed_and_kept(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            more = asyncio.Event()
            api.script = [data(choices=[{"delta": {"reasoning_content": "Hm"}}]), more, piece("Words"), LAST, DONE]
            _type(window, "Hi")
            await until(lambda: window.progress.startswith("Thinking for"))
            more.set()
            await until(lambda: len(window.turns) == 2)
            answer = _last(window)
            assert (answer.reasoning, answer.text, answer.node) == ("Hm", "Words", "kitchen")
            assert answer.thought_seconds is not None
            assert "Thought" in window.transcript.toPlainText()
            assert "Hm" not in window.transcript.toPlainText()

    run_ui(scenario())


def test_options_go_along_with_the_question(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat(states.PAIR) as (window, api):
            window.header.options_button.click()
            dialog = window.findChild(OptionsDialog)
            assert dialog is not None
            dialog.prompt.setPlainText("Be brief.")
            dialog.temperature.setValue(0.3)
            dialog.max_tokens.setValue(50)
            dialog.accept()
            await _answered(window, api, "Hi", "Yes")
            body = api.bodies[0]
            assert body["messages"][0] == {"role": "system", "content": "Be brief."}
            assert (body["temperature"], body["max_tokens"]) == (0.3, 50)
            window.new_chat()
            await _answered(window, api, "Hi", "Yes")
            assert "max_tokens" not in api.bodies[1], "it was for that conversation only"

    run_ui(scenario())


def test_files_are_read_dropped_and_refused(run_ui: RunUi, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("flour")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG....")
    (tmp_path / "long.txt").write_text("word " * 5000)

    async def scenario() -> None:
        async with _chat() as (window, api):
            dropped = QMimeData()
            dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("notes.txt", "photo.png")])
            window.composer.edit.insertFromMimeData(dropped)
            await until(lambda: "photo.png was not added" in _banners(window))
            assert [file.name for file in window.composer.attachments] == ["notes.txt"]
            window.composer.edit.files_given.emit([tmp_path / "long.txt"])
            await until(lambda: "long.txt was not added" in _banners(window))
            api.script = [piece("Yes"), LAST, DONE]
            window.composer.button.click()
            await until(lambda: len(window.turns) == 2)
            assert api.bodies[0]["messages"][0]["content"] == "notes.txt:\n```txt\nflour\n```"
            assert window.composer.attachments == ()
            assert _banners(window) == ""
            assert window.conversation.summary.title == "notes.txt"

    run_ui(scenario())


def _banners(window: ChatWindow) -> str:
    return " ".join(banner.accessibleName() for banner in window.findChildren(Banner) if banner.isVisible())


def test_everything_is_there_after_a_restart_and_is_found(run_ui: RunUi, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _chat(folder=tmp_path) as (window, api):
            await _answered(window, api, "How do I join?", "Paste the **token**.")
            window.new_chat()
            await _answered(window, api, "Something else", "Of course.")
        async with _chat(folder=tmp_path) as (window, api):
            await until(lambda: len(_titles(window)) == 2)
            QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(window.sidebar.search, "token")
            await until(lambda: _titles(window) == ["How do I join?"])
            QTest.keyClick(window.sidebar.search, Qt.Key.Key_Down)
            QTest.keyClick(window.sidebar.list, Qt.Key.Key_Return)
            await until(lambda: "Paste the token." in window.transcript.toPlainText())
            assert window.find_bar.count.text() == "1 of 1"
            assert window.windowTitle() == "How do I join? \u2013 Hearth"
            api.script = [piece("More"), LAST, DONE]
            window.ask("And then?")
            await until(lambda: len(window.turns) == 4)
            assert [message["role"] for message in api.bodies[-1]["messages"]] == ["user", "assistant", "user"]

    run_ui(scenario())


def _titles(window: ChatWindow) -> list[str]:
    return [row.title for row in window.sidebar.list.rows if isinstance(row, ConversationRow)]


def test_what_came_of_an_answer_is_kept_when_the_conversation_is_left(run_ui: RunUi, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _chat(folder=tmp_path) as (window, api):
            api.script = [piece("Half an ans"), asyncio.Event()]
            _type(window, "Hi")
            await until(lambda: "Half" in window.transcript.toPlainText())
            window.new_chat()
            await until(lambda: window.composer.button.accessibleName() == "Send")
            assert window.transcript.toPlainText() == ""
            row = next(row for row in window.sidebar.list.rows if isinstance(row, ConversationRow))
            window.sidebar.list.opened.emit(row)
            await until(lambda: len(window.turns) == 2)
            assert (_last(window).text, _last(window).end) == ("Half an ans", End.STOPPED)

    run_ui(scenario())


def test_what_came_until_a_second_ago_is_on_disk_while_it_is_written(run_ui: RunUi, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _chat(folder=tmp_path) as (window, api):
            api.script = [piece("Half an ans"), asyncio.Event()]
            _type(window, "Hi")

            def kept() -> bool:
                # As another program would see it if this one were killed now.
                with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
                    bodies = [row[0] for row in database.execute("SELECT body FROM turn")]
                return any("Half an ans" in body for body in bodies)

            await until(lambda: "Half" in window.transcript.toPlainText())
            await until(kept)

    run_ui(scenario())


def test_deleting_can_be_undone(run_ui: RunUi, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _chat(folder=tmp_path) as (window, api):
            await _answered(window, api, "First", "One")
            window.header.delete.emit()
            assert (_titles(window), window.turns) == ([], ())
            assert window.sidebar.can_undo
            window.sidebar.undo.emit()
            assert _titles(window) == ["First"]
            assert not window.sidebar.can_undo
            window.sidebar.list.opened.emit(window.sidebar.list.rows[1])
            await until(lambda: _texts(window) == ["First", "One"])
            window.sidebar.list.delete.emit(window.sidebar.list.rows[1])
        async with _chat(folder=tmp_path) as (window, _api):
            await until(window.sidebar.empty.text)
            assert _titles(window) == []

    run_ui(scenario())


def test_rename_and_pin(run_ui: RunUi, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _chat(folder=tmp_path) as (window, api):
            await _answered(window, api, "First", "One")
            window.header.rename.emit()
            dialog = window.findChild(RenameDialog)
            assert dialog is not None
            dialog.field.setText("Another name")
            dialog.accept()
            assert _titles(window) == ["Another name"]
            assert window.windowTitle() == "Another name \u2013 Hearth"
            window.sidebar.list.pin.emit(window.sidebar.list.rows[1])
            assert window.sidebar.list.rows[0] == Group("Pinned")

    run_ui(scenario())


def test_a_damaged_history_is_said_and_the_chat_goes_on(run_ui: RunUi, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 100)

    async def scenario() -> None:
        async with _chat(folder=tmp_path) as (window, api):
            await until(lambda: "Earlier conversations cannot be shown" in _banners(window))
            await _answered(window, api, "First", "One")
            assert _titles(window) == ["First"]

    run_ui(scenario())


def test_export_and_import(run_ui: RunUi, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One")
            for name, chosen, made in (("a", MARKDOWN, "a.md"), ("b", all_branches(), "b.json")):
                window.header.export.emit()
                dialog = next(d for d in window.findChildren(QFileDialog) if d.isVisible())
                dialog.selectNameFilter(chosen)
                dialog.fileSelected.emit(str(tmp_path / name))
                dialog.reject()
                await until(partial(_says, window, f"Exported to {made}"))
            assert "## Question\n\nFirst" in (tmp_path / "a.md").read_text(encoding="utf-8")
            window.header.import_file.emit()
            dialog = next(d for d in window.findChildren(QFileDialog) if d.isVisible())
            dialog.fileSelected.emit(str(tmp_path / "b.json"))
            dialog.reject()
            await until(lambda: len(_titles(window)) == 2)
            assert _texts(window) == ["First", "One"]

    run_ui(scenario())


def _says(window: ChatWindow, words: str) -> bool:
    return window.progress == words


def test_keys(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            control = Qt.KeyboardModifier.ControlModifier
            await _answered(window, api, "First", "One **first** one")
            asked: list[str] = []
            window.settings_requested.connect(lambda: asked.append("settings"))
            QTest.keyClick(window, Qt.Key.Key_Comma, control)
            assert asked == ["settings"]
            QTest.keyClick(window, Qt.Key.Key_C, control | Qt.KeyboardModifier.ShiftModifier)
            assert QGuiApplication.clipboard().text() == "One **first** one"
            QTest.keyClick(window, Qt.Key.Key_F, control)
            QTest.keyClicks(window.find_bar.field, "first")
            assert window.find_bar.count.text() == "1 of 2"
            QTest.keyClick(window.find_bar.field, Qt.Key.Key_Return)
            assert window.find_bar.count.text() == "2 of 2"
            QTest.keyClick(window.find_bar.field, Qt.Key.Key_Return)
            assert window.find_bar.count.text() == "1 of 2"
            QTest.keyClick(window.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            assert window.find_bar.count.text() == "2 of 2"
            QTest.keyClick(window, Qt.Key.Key_Escape)
            assert not window.find_bar.isVisible()
            QTest.keyClick(window, Qt.Key.Key_N, control)
            assert window.turns == ()

    run_ui(scenario())


def test_narrow_window_shows_one_of_both(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One")
            assert window.sidebar.isVisible()
            window.resize(440, 700)
            await until(lambda: not window.sidebar.isVisible())
            QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            assert (window.sidebar.isVisible(), window.composer.isVisible()) == (True, False)
            QTest.keyClick(window, Qt.Key.Key_Escape)
            assert (window.sidebar.isVisible(), window.composer.isVisible()) == (False, True)
            window.resize(1000, 700)
            await until(window.sidebar.isVisible)
            window.header.side_button.click()
            assert not window.sidebar.isVisible()

    run_ui(scenario())


def test_button_leads_back_to_the_end(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One.\n\n" * 200)
            assert not window.jump.isVisible()
            window.transcript.verticalScrollBar().setValue(0)
            assert window.jump.isVisible()
            window.jump.click()
            assert window.transcript.is_at_bottom
            assert not window.jump.isVisible()

    run_ui(scenario())


def test_every_control_has_a_name_and_is_reached_by_keyboard(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with _chat() as (window, api):
            await _answered(window, api, "First", "One")
            window.find_bar.open_bar()
            window.composer.show_files([Attachment("notes.txt", "x", 1)])
            kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QListWidget)
            controls = [widget for kind in kinds for widget in window.findChildren(kind) if widget.isVisible()]
            own = [widget for widget in controls if not widget.objectName().startswith("qt_")]
            own = [widget for widget in own if not isinstance(widget.parent(), QLineEdit)]
            assert len(own) >= 12
            assert [widget for widget in own if not widget.accessibleName()] == []
            assert [w.accessibleName() for w in own if not w.focusPolicy() & Qt.FocusPolicy.TabFocus] == []

    run_ui(scenario())
