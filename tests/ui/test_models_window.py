"""The Models window as a person uses it: what is clicked, what is asked of the node, and what stays in its place."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.domain.errors import Problem, UserError
from app.domain.hub import HubRepository
from app.domain.ids import ModelId
from app.domain.state import AppState
from app.domain.transfer import Moving, Stopped, TransferKind
from app.ui.actions import Actions
from app.ui.check_box import CheckBox
from app.ui.dialogs import ConfirmDialog, Dialog
from app.ui.models.window import ModelsWindow
from app.ui.present.library_views import Found, OnItsWay, OwnModel, Suggested
from app.ui.widgets import ElidedText
from tests.fakes import library
from tests.fakes.node import FakeNode
from tests.fakes.node_thread import DirectNode
from tests.ui.conftest import RunUi, until


class Opened:
    """The window with its node, and the dialogs that it asked for."""

    def __init__(self, state: AppState | None) -> None:
        self.problems: list[Problem] = []
        self.node = FakeNode()
        self.dialogs: list[Dialog] = []
        self.actions = Actions(self.problems.append)
        self.window = ModelsWindow(self.actions, DirectNode(self.node), self._open)
        self.window.resize(920, 680)
        self.window.show()
        self.window.show_state(state)

    def button(self, name: str) -> QAbstractButton:
        """A button by what a screen reader says."""
        found = self._buttons(name)
        assert len(found) == 1, f"{len(found)} buttons are called {name}"
        return found[0]

    async def appears(self, name: str) -> QAbstractButton:
        """The same, once it is there: Qt shows what is new in its next turn."""
        await until(lambda: self._buttons(name))
        return self.button(name)

    def _buttons(self, name: str) -> list[QAbstractButton]:
        buttons = self.window.findChildren(QAbstractButton)
        return [button for button in buttons if button.accessibleName() == name and button.isVisibleTo(self.window)]

    def asked(self, command: str) -> list[object]:
        """Arguments of each call of a command."""
        return [argument for name, argument in self.node.asked if name == command]

    @property
    def texts(self) -> str:
        """All that can be read outside of lists."""
        labels = [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]
        elided = [text.text for text in self.window.findChildren(ElidedText) if text.isVisible()]
        return "\n".join(labels + elided)

    @property
    def question(self) -> ConfirmDialog:
        """The question that was asked last."""
        dialog = self.dialogs[-1]
        assert isinstance(dialog, ConfirmDialog)
        return dialog

    def _open(self, _name: str, make: Callable[[], Dialog]) -> None:
        self.dialogs.append(make())


@asynccontextmanager
async def opened(state: AppState | None = library.LIBRARY) -> AsyncIterator[Opened]:
    """The window until the block ends."""
    made = Opened(state)
    try:
        yield made
    finally:
        await made.actions.close()
        made.window.close()
        made.window.deleteLater()


def pick(opened: Opened, name: str) -> None:
    opened.window.own.listing.pick(OwnModel(ModelId(name)))


def test_buttons_ask_the_node(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            pick(it, "Gemma-3-4B-Q4_K_M")
            it.button("Load Gemma 3 4B").click()
            await until(lambda: it.asked("load") == ["Gemma-3-4B-Q4_K_M"])
            it.button("Keep Gemma 3 4B loaded").click()
            await until(lambda: it.asked("keep_loaded") == [("Gemma-3-4B-Q4_K_M", True)])
            box = it.window.findChild(CheckBox)
            assert box is not None
            assert not box.isChecked(), "it is shown as the node has it"
            pick(it, "qwen")
            it.button("Unload Qwen3 14B").click()
            await until(lambda: it.asked("unload") == ["Qwen3-14B-Q4_K_M"])
            pick(it, "Phi-4-Q4_K_M")
            it.button("Copy here Phi 4").click()
            await until(lambda: it.asked("copy") == ["Phi-4-Q4_K_M"])
            assert it.problems == []

    run_ui(scenario())


def test_deleting_asks_first_and_says_what_is_lost(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            pick(it, "Gemma-3-4B-Q4_K_M")
            it.button("Delete Gemma 3 4B").click()
            words = "\n".join(it.question.texts)
            assert "Delete Gemma 3 4B?" in words
            assert "Gemma-3-4B-Q4_K_M (2.5 GB) is deleted from this computer's models folder." in words
            assert "cannot be undone" in words
            it.question.cancel.click()
            assert it.asked("delete") == []
            it.button("Delete Gemma 3 4B").click()
            it.question.confirm.click()
            await until(lambda: it.asked("delete") == ["Gemma-3-4B-Q4_K_M"])

    run_ui(scenario())


def test_disabled_button_says_why_as_a_tooltip_and_to_screen_readers(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            pick(it, "nomic-embed-text-v1.5")
            button = it.button("Delete Nomic Embed Text v1.5")
            assert not button.isEnabled()
            assert button.toolTip() == button.accessibleDescription() != ""
            pick(it, "Gemma-3-4B-Q4_K_M")
            assert it.button("Delete Gemma 3 4B").toolTip() == ""

    run_ui(scenario())


def test_plan_is_shown_and_hidden_again(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            pick(it, "Llama-3.3-70B-Q4_K_M")
            it.button("Show plan Llama 3.3 70B").click()
            await until(lambda: "Does not fit: 26.0 GB of memory is missing" in it.texts)
            assert it.asked("plan") == ["Llama-3.3-70B-Q4_K_M"]
            pick(it, "Phi-4-Q4_K_M")
            assert "Does not fit" not in it.texts, "each model has its own"
            pick(it, "Llama-3.3-70B-Q4_K_M")
            it.button("Hide plan Llama 3.3 70B").click()
            assert "Does not fit" not in it.texts

    run_ui(scenario())


def test_problem_of_an_action_is_shown_until_the_next(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            pick(it, "Gemma-3-4B-Q4_K_M")
            it.node.failure = UserError("Not enough memory", "study refused.", "Close a program.")
            it.button("Load Gemma 3 4B").click()
            await until(lambda: "Not enough memory" in it.texts)
            it.node.failure = None
            it.button("Load Gemma 3 4B").click()
            assert "Not enough memory" not in it.texts
            assert it.problems == [], "nothing goes elsewhere"

    run_ui(scenario())


def test_transfers_are_stopped_resumed_and_discarded(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            moving = OnItsWay("copy of Phi-4-mini-Q8_0")
            it.window.own.listing.pick(moving)
            assert "1.9 of 4.1 GB · 41.3 MB/s · about 53 s left" in it.texts
            it.button("Stop Phi-4-mini-Q8_0").click()
            await until(lambda: it.asked("stop_transfer") == ["copy of Phi-4-mini-Q8_0"])
            it.button("Discard Phi-4-mini-Q8_0").click()
            assert "1.9 GB that have arrived are deleted" in "\n".join(it.question.texts)
            it.question.confirm.click()
            await until(lambda: it.asked("discard_transfer") == ["copy of Phi-4-mini-Q8_0"])
            it.window.own.listing.pick(OnItsWay("copy of Qwen3-8B-Q4_K_M"))
            it.button("Try again Qwen3-8B-Q4_K_M").click()
            await until(lambda: it.asked("get") == ["Qwen/Qwen3-8B-GGUF:Qwen3-8B-Q4_K_M"])
            it.window.show_state(
                replace(library.LIBRARY, transfers=(library.transfer("phi", 1, 4, Stopped(None)),)),
            )
            it.window.own.listing.pick(OnItsWay("copy of phi"))
            it.button("Resume phi").click()
            await until(lambda: it.asked("copy") == ["phi"])
            assert library.TRANSFERS[1].kind is TransferKind.DOWNLOAD

    run_ui(scenario())


def test_figures_change_while_choice_and_focus_stay(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            item = OnItsWay("copy of Phi-4-mini-Q8_0")
            it.window.own.listing.pick(item)
            stop = it.button("Stop Phi-4-mini-Q8_0")
            stop.setFocus()
            further = library.transfer("Phi-4-mini-Q8_0", 3, 4.1, Moving(41.3e6))
            it.window.show_state(replace(library.LIBRARY, transfers=(further,)))
            assert it.window.own.listing.current == item
            assert it.button("Stop Phi-4-mini-Q8_0") is stop
            assert it.window.focusWidget() is stop
            assert "3.0 of 4.1 GB" in it.texts

    run_ui(scenario())


def test_what_goes_away_leaves_the_choice_to_its_neighbour(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened(library.QUIET) as it:
            pick(it, "Gemma-3-4B-Q4_K_M")
            it.window.show_state(replace(library.QUIET, models=library.QUIET.models[1:]))
            assert it.window.own.listing.current == OwnModel(ModelId("Mistral-Small-24B-Q4_K_M"))
            assert it.button("Load Mistral Small 24B").isVisible()
            it.window.show_state(library.EMPTY)
            assert it.window.own.listing.current is None
            assert "No models yet" in it.texts
            it.window.show_state(library.QUIET)
            assert it.window.own.listing.current is not None

    run_ui(scenario())


def test_list_is_walked_by_keys_past_its_headings(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened(library.QUIET) as it:
            listing = it.window.own.listing
            listing.setFocus()
            QTest.keyClick(listing, Qt.Key.Key_Home)
            seen = [listing.current]
            for _ in range(len(listing.rows.items) - 1):
                QTest.keyClick(listing, Qt.Key.Key_Down)
                seen.append(listing.current)
            assert seen == listing.rows.items
            QTest.keyClick(listing, Qt.Key.Key_Home)
            assert listing.current == listing.rows.items[0]
            QTest.keyClick(listing, Qt.Key.Key_End)
            assert listing.current == listing.rows.items[-1]

    run_ui(scenario())


def test_everything_is_reached_by_tab_and_has_a_name(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            pick(it, "Gemma-3-4B-Q4_K_M")
            it.window.activateWindow()
            await until(it.window.isActiveWindow)
            for page, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_2)):
                QTest.keyClick(it.window, key, Qt.KeyboardModifier.ControlModifier)
                if page == 1:
                    await until(lambda: not it.window.finder.is_busy)
                reached: list[QWidget] = []
                widget: QWidget | None = it.window.nextInFocusChain()
                while widget is not None and widget is not it.window:
                    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                        reached.append(widget)
                    widget = widget.nextInFocusChain()
                nameless = [type(w).__name__ for w in reached if not w.accessibleName() and not isinstance(w, QLabel)]
                assert nameless == []
                names = [w.accessibleName() for w in reached]
                wanted = ("Load Gemma 3 4B", "Models") if page == 0 else ("Models that could be got",)
                assert all(name in names for name in wanted), names

    run_ui(scenario())


def test_filter_narrows_the_list_and_leads_to_the_search(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened(library.QUIET) as it:
            QTest.keyClick(it.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(it.window.own.field, "gemma")
            assert it.window.own.listing.rows.items == [OwnModel(ModelId("Gemma-3-4B-Q4_K_M"))]
            it.window.own.field.setText("qwen3-14b-gguf")
            assert it.window.own.listing.rows.items == []
            assert "“qwen3-14b-gguf”" in it.texts
            buttons = [b for b in it.window.findChildren(QAbstractButton) if b.accessibleName() == "Find models"]
            next(b for b in buttons if not b.isCheckable()).click()
            await until(lambda: it.asked("search") == ["qwen3-14b-gguf"])
            await until(lambda: it.window.finder.listing.current == Found("Qwen/Qwen3-14B-GGUF"))

    run_ui(scenario())


def test_finding_and_getting(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            assert it.asked("recommended") == [], "nothing is asked before the page is shown"
            it.window.find_models()
            await until(lambda: it.window.finder.listing.current == Suggested("Qwen/Qwen3-4B-GGUF:Q4_K_M"))
            (await it.appears("Get Qwen/Qwen3-4B-GGUF:Q4_K_M")).click()
            await until(lambda: it.asked("get") == ["Qwen/Qwen3-4B-GGUF:Q4_K_M"])
            begun = library.transfer("Qwen3-4B", 1, 4, Moving(1e6), transfer_id="get of Qwen/Qwen3-4B-GGUF:Q4_K_M")
            it.window.show_state(replace(library.LIBRARY, transfers=(begun,)))
            assert not it.button("Getting Qwen/Qwen3-4B-GGUF:Q4_K_M").isEnabled()
            it.window.finder.field.setText("  qwen ")
            QTest.keyClick(it.window.finder.field, Qt.Key.Key_Return)
            await until(lambda: it.asked("look_up") == ["Qwen/Qwen3-14B-GGUF"])
            await until(lambda: not it.window.finder.is_busy)
            (await it.appears("Get Qwen/Qwen3-14B-GGUF Original · F16")).click()
            assert "Too big" in "\n".join(it.question.texts)
            assert len(it.asked("get")) == 1
            it.question.confirm.click()
            await until(lambda: it.asked("get")[1:] == ["Qwen/Qwen3-14B-GGUF:F16"])
            it.window.finder.field.clear()
            await until(lambda: it.window.finder.listing.current == Suggested("Qwen/Qwen3-4B-GGUF:Q4_K_M"))
            assert it.problems == []

    run_ui(scenario())


def test_failed_search_keeps_the_recommendations_and_is_tried_again(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            it.window.find_models()
            await until(lambda: it.window.finder.listing.rows.items)
            it.node.failure = UserError("No internet", "huggingface.co cannot be reached.", "", "offline")
            it.window.finder.look_for("qwen")
            await until(lambda: "No internet" in it.texts)
            assert it.window.finder.listing.rows.items, "what is built in stays"
            assert "Suggestions" in it.texts
            assert not (await it.appears("Get Qwen/Qwen3-4B-GGUF:Q4_K_M")).isEnabled()
            it.node.failure = None
            it.button("Search").click()
            await until(lambda: Found(library.REPOSITORIES[0].repository) in it.window.finder.listing.rows.items)
            assert "No internet" not in it.texts

    run_ui(scenario())


def test_what_was_refused_is_not_offered_as_if_it_could_be_got(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            it.window.find_models()
            get = await it.appears("Get Qwen/Qwen3-4B-GGUF:Q4_K_M")
            it.node.failure = UserError("Disk full", "It needs 1.3 GB more.", "", "disk_full")
            get.click()
            again = await it.appears("Try again Qwen/Qwen3-4B-GGUF:Q4_K_M")
            assert again.property("kind") == ""
            assert "Fits comfortably" not in it.texts
            it.node.failure = None
            again.click()
            await until(lambda: "Disk full" not in it.texts)

    run_ui(scenario())


def test_answer_of_an_older_search_is_not_shown(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            it.window.find_models("qwen")
            it.window.finder.look_for("nothing of this kind")
            it.window.finder._answer("qwen", (HubRepository("a/b"),))
            await until(lambda: "Nothing was found" in it.texts)
            assert Found("a/b") not in it.window.finder.listing.rows.items

    run_ui(scenario())


def test_catalogue_is_asked_for_again_when_another_device_is_there(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            it.window.find_models()
            await until(lambda: len(it.asked("recommended")) == 1)
            it.window.show_state(replace(library.LIBRARY, activity=("Something else.",)))
            it.window.show_state(replace(library.LIBRARY, peers=library.PEERS[:2]))
            await until(lambda: len(it.asked("recommended")) == 2)

    run_ui(scenario())


def test_two_hundred_models_do_not_stutter(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened(library.MANY) as it:
            it.window.grab()
            begun = time.process_time()
            for n in range(10):
                moved = library.transfer("phi", n, 10, Moving(1e6))
                it.window.show_state(replace(library.MANY, transfers=(moved,)))
                it.window.grab()
            assert (time.process_time() - begun) / 10 < 0.1, "seconds of processor for a snapshot, drawn"

    run_ui(scenario())


def test_size_is_remembered(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened() as it:
            it.window.resize(777, 555)
        actions = Actions(lambda _problem: None)
        again = ModelsWindow(actions, DirectNode(FakeNode()), lambda _name, _make: None)
        assert (again.width(), again.height()) == (777, 555)
        again.deleteLater()

    run_ui(scenario())


def test_whole_title_is_the_tooltip_of_its_row(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with opened(library.LONG_NAMES) as it:
            rows = it.window.own.listing.rows
            tip = rows.data(rows.place(OwnModel(ModelId("x" * 150))), Qt.ItemDataRole.ToolTipRole)
            assert str(tip).startswith(library.LONG_NAMES.models[0].title)

    run_ui(scenario())
