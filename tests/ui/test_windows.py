"""Windows and dialogs with a node in a thread of its own, as in the application."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import Problem, UserError
from app.domain.state import Knocking, Loading, OnDisk
from app.ui.bridge import UNEXPECTED
from app.ui.buttons import Button
from app.ui.device_card import DeviceCardWidget
from app.ui.dialogs import ConfirmDialog
from app.ui.invite_dialog import HIDDEN, InviteDialog
from app.ui.join_dialog import JoinDialog
from app.ui.model_card import ModelCardWidget, PlanPreview
from app.ui.present.views import Command
from app.ui.widgets import ElidedText, column
from tests.fakes import states
from tests.fakes.node import TOKEN
from tests.ui.conftest import RunUi, until
from tests.ui.world import World, world_of


def _button(parent: QWidget, name: str) -> QAbstractButton:
    """A button by what a screen reader says."""
    found = [b for b in parent.findChildren(QAbstractButton) if b.accessibleName() == name and b.isVisibleTo(parent)]
    assert len(found) == 1, f"{len(found)} buttons are called {name}"
    return found[0]


def _texts(parent: QWidget) -> str:
    labels = [label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent)]
    elided = [text.text for text in parent.findChildren(ElidedText) if text.isVisibleTo(parent)]
    return "\n".join(labels + elided)


def _join_dialog(world: World) -> JoinDialog:
    world.windows.run(Command.JOIN)
    dialog = world.windows.dialog("join")
    assert isinstance(dialog, JoinDialog)
    return dialog


def test_joining_with_a_pasted_token(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            QGuiApplication.clipboard().setText(TOKEN)
            dialog = _join_dialog(world)
            assert dialog.token.toPlainText() == "", "the clipboard is read only when asked"
            assert not dialog.join.isEnabled()
            dialog.paste.click()
            await until(dialog.join.isEnabled)
            assert dialog.report.text() == "This is the swarm amber-fox."
            assert world.asked("join") == [], "nothing is joined before the button"
            dialog.join.click()
            await until(lambda: not world.windows.dialogs)
            assert world.asked("join") == [TOKEN]
            assert world.asked("set_offer") == [], "the offer stays as it was"
            await until(lambda: "amber-fox" in _texts(world.swarm))

    run_ui(scenario())


def test_mistyped_token_is_said_while_typing(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            dialog = _join_dialog(world)
            QTest.keyClicks(dialog.token, TOKEN[:-1])
            await until(lambda: "Mistyped" in dialog.report.text())
            assert not dialog.join.isEnabled()
            QTest.keyClicks(dialog.token, TOKEN[-1])
            assert not dialog.join.isEnabled(), "what was not checked cannot be joined"
            await until(dialog.join.isEnabled)

    run_ui(scenario())


def test_member_is_told_so(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.ALONE) as world:
            dialog = _join_dialog(world)
            dialog.token.setPlainText(TOKEN)
            await until(lambda: "already" in dialog.report.text())
            assert not dialog.join.isEnabled()

    run_ui(scenario())


def test_offer_is_set_before_joining_when_it_was_moved(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            dialog = _join_dialog(world)
            assert dialog.offer.words.text() == "This computer will share up to 8.0 GB of its memory."
            dialog.offer.slider.setValue(30)
            assert dialog.offer.words.text() == "This computer will share up to 3.0 GB of its memory."
            dialog.token.setPlainText(TOKEN)
            await until(dialog.join.isEnabled)
            dialog.join.click()
            await until(lambda: not world.windows.dialogs)
            assert world.node.asked[-2:] == [("set_offer", 3_000_000_000), ("join", TOKEN)]

    run_ui(scenario())


def test_failed_join_stays_open_and_says_why(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            dialog = _join_dialog(world)
            dialog.token.setPlainText(TOKEN)
            await until(dialog.join.isEnabled)
            world.node.failure = UserError("Keyring locked", "The token cannot be kept.", "Unlock it first.")
            dialog.join.click()
            await until(lambda: "Keyring locked" in dialog.report.text())
            assert dialog.join.isEnabled()
            assert world.problems == []

    run_ui(scenario())


def test_dialog_that_is_closed_while_it_joins_reports_elsewhere(
    run_ui: RunUi, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            dialog = _join_dialog(world)
            dialog.token.setPlainText(TOKEN)
            await until(dialog.join.isEnabled)
            world.node.failure = UserError("Keyring locked", "The token cannot be kept.", "Unlock it first.")
            dialog.join.click()
            dialog.reject()
            await until(lambda: world.problems)
            assert world.problems[0].title == "Keyring locked"
        assert not caplog.records, "the dialog is gone, and nothing touched it"

    run_ui(scenario())


def test_cancelling_while_this_computer_waits_at_the_door_asks_no_more(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            _join_dialog(world).cancel.click()
            assert world.asked("leave") == []
            dialog = _join_dialog(world)
            assert dialog.token.isVisible()
            dialog.show_state(replace(states.NOT_JOINED, swarm=Knocking(("reef", "milk", "vase"))))
            assert not dialog.token.isVisible(), "there is nothing to fill in any more"
            assert not dialog.join.isVisible()
            dialog.cancel.click()
            await until(lambda: world.asked("leave") == [None])

    run_ui(scenario())


def test_who_waits_at_the_door_stops_asking_without_a_question(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.KNOCKING) as world:
            world.windows.run(Command.LEAVE)
            await until(lambda: world.asked("leave") == [None])
            assert world.windows.dialogs == ()

    run_ui(scenario())


def test_the_window_says_why_hearth_did_not_start(run_ui: RunUi) -> None:
    problem = Problem("Port 4327 is in use", "Another program has it.", "End that program.")

    async def scenario() -> None:
        async with world_of() as world:
            world.windows.show_failure(problem)
            shown = [label.text() for label in world.swarm.findChildren(QLabel) if label.isVisible()]
            assert {"Hearth did not start", "Not running", problem.title} <= set(shown)
            assert not {"Devices", "Models", "Starting…"} & set(shown)

    run_ui(scenario())


def test_double_click_is_one_click(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            world.windows.run(Command.INVITE)
            await until(lambda: world.windows.dialogs)
            dialog = world.windows.dialog("invite")
            assert isinstance(dialog, InviteDialog)
            asked: list[object] = []
            dialog.ask.connect(asked.append)
            made = _button(dialog, "Make an invite code that works once")
            QTest.mouseClick(made, Qt.MouseButton.LeftButton)
            QTest.mouseDClick(made, Qt.MouseButton.LeftButton)
            assert len(asked) == 1, "the second click of a double click is none"

    run_ui(scenario())


def test_invitation_hides_the_token_until_asked(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            world.windows.run(Command.INVITE)
            await until(lambda: world.windows.dialogs)
            dialog = world.windows.dialog("invite")
            assert isinstance(dialog, InviteDialog)
            assert dialog.field.text() == HIDDEN
            hidden = dialog.code.grab().toImage()
            dialog.show_button.click()
            assert dialog.field.text() == TOKEN
            assert dialog.code.grab().toImage() != hidden
            dialog.copy_button.click()
            assert QGuiApplication.clipboard().text() == TOKEN
            dialog.show_button.click()
            assert (dialog.field.text(), dialog.code.grab().toImage()) == (HIDDEN, hidden)
            assert TOKEN not in _texts(world.swarm)

    run_ui(scenario())


def test_leaving_asks_first(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.ALONE) as world:
            for confirm in (False, True):
                world.windows.run(Command.LEAVE)
                dialog = world.windows.dialog("leave")
                assert isinstance(dialog, ConfirmDialog)
                assert "Leave amber-fox?" in dialog.texts
                (dialog.confirm if confirm else dialog.cancel).click()
                assert world.windows.dialogs == ()
                if not confirm:
                    assert world.asked("leave") == []
            await until(lambda: world.asked("leave"))

    run_ui(scenario())


def test_swarm_window_shows_devices_layers_and_address(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            assert [w.accessibleName() for w in world.swarm.findChildren(DeviceCardWidget)] == [
                "kitchen, This computer. 5.2 GB of 8.0 GB shared memory in use. "
                "Answering, 7.2 tokens/s · Qwen3 14B. "
                "Holds layers 24\u201339 and output of Qwen3-14B-Q4_K_M.",
                "study, Online. 5.9 GB of 11.5 GB shared memory in use. "
                "Answering, 7.2 tokens/s · Qwen3 14B. "
                "Holds layers 0\u201313 and layers 14\u201323 of Qwen3-14B-Q4_K_M.",
            ]
            _button(world.swarm, "Copy API address").click()
            assert QGuiApplication.clipboard().text() == states.API_URL
            assert "Writing an answer with Qwen3-14B-Q4_K_M on 2 devices." in _texts(world.swarm)
            assert "Demo — shows the swarm working before any download" in _texts(world.swarm)

    run_ui(scenario())


def test_plan_is_shown_before_loading(run_ui: RunUi) -> None:
    async def scenario() -> None:
        model = states.large(plan=None, status=OnDisk())
        async with world_of(states.state(*states.PAIR_PEERS, models=(model,))) as world:
            world.windows.run(Command.OPEN_SWARM)
            _button(world.swarm, "Show plan of Qwen3 14B").click()
            await until(lambda: world.swarm.findChildren(PlanPreview))
            assert world.asked("plan") == ["Qwen3-14B-Q4_K_M"]
            await until(lambda: "Would be split over study and kitchen" in _texts(world.swarm))
            _button(world.swarm, "Load Qwen3 14B").click()
            await until(lambda: world.asked("load") == ["Qwen3-14B-Q4_K_M"])
            world.node.become(states.PAIR)
            await until(lambda: "Answering" in _texts(world.swarm))
            assert "Would be split" not in _texts(world.swarm)
            _button(world.swarm, "Unload Qwen3 14B").click()
            await until(lambda: world.asked("unload") == ["Qwen3-14B-Q4_K_M"])

    run_ui(scenario())


def test_refused_plan_is_shown_in_its_card(run_ui: RunUi) -> None:
    async def scenario() -> None:
        name = "Llama-3.3-70B-Q4_K_M"
        model = states.large(name=name, title="Llama 70B", plan=None, status=OnDisk())
        async with world_of(states.state(models=(model,))) as world:
            world.windows.run(Command.OPEN_SWARM)
            _button(world.swarm, "Show plan of Llama 70B").click()
            await until(lambda: "Does not fit: 26.0 GB of memory is missing" in _texts(world.swarm))

    run_ui(scenario())


@pytest.mark.parametrize(
    ("failure", "title"),
    [(UserError("Not enough memory", "study refused."), "Not enough memory"), (ValueError("x"), UNEXPECTED.title)],
)
def test_failed_action_is_shown_above_everything(run_ui: RunUi, failure: Exception, title: str) -> None:
    async def scenario() -> None:
        async with world_of(states.state(models=(states.demo(plan=None, status=OnDisk()),))) as world:
            world.windows.run(Command.OPEN_SWARM)
            world.node.failure = failure
            _button(world.swarm, "Load Hearth demo").click()
            await until(lambda: title in _texts(world.swarm))
            world.windows.run(Command.OPEN_SWARM)
            assert title not in _texts(world.swarm), "the next action clears it"

    run_ui(scenario())


def test_cards_that_did_not_change_are_kept(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.LOADING) as world:
            world.windows.run(Command.OPEN_SWARM)
            before = {card.accessibleName(): card for card in world.swarm.findChildren(ModelCardWidget)}
            moved = replace(states.LOADING.models[0], status=Loading(5_000_000_000, 8_200_000_000, "loading"))
            world.node.become(replace(states.LOADING, models=(moved, states.LOADING.models[1])))
            await until(lambda: "5.0 of 8.2 GB" in _texts(world.swarm))
            assert before["Hearth demo, Starting"] in world.swarm.findChildren(ModelCardWidget)

    run_ui(scenario())


def test_commands_before_the_node_runs_are_a_calm_sentence(run_ui: RunUi) -> None:
    async def scenario() -> None:
        world = World(states.NOT_JOINED)
        world.windows.run(Command.INVITE)
        await until(lambda: world.problems)
        assert world.problems[0].title == "Not ready yet"
        world.windows.close()

    run_ui(scenario())


def test_everything_that_can_be_used_has_a_name(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            for command in (Command.OPEN_SWARM, Command.OPEN_CHAT, Command.JOIN, Command.INVITE, Command.LEAVE):
                world.windows.run(command)
            await until(lambda: len(world.windows.dialogs) == 3)
            roots = [world.swarm, world.windows.chat, *map(world.windows.dialog, world.windows.dialogs)]
            nameless = [
                type(widget).__name__
                for root in roots
                if root is not None
                for widget in root.findChildren(QWidget)
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not widget.accessibleName()
                and not (isinstance(widget, QLabel) and widget.text())
                and type(widget).__name__ not in ("QScrollArea", "QWidget", "QFrame")
            ]
            assert nameless == []

    run_ui(scenario())


def test_chat_without_a_model_leads_to_those_that_could_be_got(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.state(models=())) as world:
            world.windows.run(Command.OPEN_CHAT)
            assert world.windows.chat is not None
            _button(world.windows.chat, "Find models").click()
            await until(lambda: world.asked("recommended"))
            assert world.windows.models is not None
            assert world.windows.models.isVisible()

    run_ui(scenario())


def test_a_ring_is_for_those_who_go_by_keys(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Button("One"), Button("Two")
    window.setLayout(column(first, second))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    assert not first.property("ring")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert second.property("ring")
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    second.setFocus()
    assert not second.property("ring")
