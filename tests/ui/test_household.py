"""What the windows do about the household: pauses, removals, invites, newcomers, plans; and their words."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from app.domain.errors import UserError
from app.domain.sharing import SHARING, Paused, Reduced, SharingStatus
from app.domain.state import AppState
from app.ui.asking import pause_end
from app.ui.dialogs import ConfirmDialog
from app.ui.invite_dialog import InviteDialog
from app.ui.offer import OfferDialog
from app.ui.present import knocks, present, tray_view
from app.ui.present.household import device_choices, moment, sharing_words
from app.ui.present.requests import PauseFor, PauseSharing, ResumeSharing, RotateToken
from app.ui.present.views import Command
from app.ui.rename_dialog import RenameDialog
from app.ui.troubleshoot_dialog import TroubleshootDialog
from tests.fakes import states
from tests.fakes.node import NEXT_TOKEN, TOKEN
from tests.ui.conftest import RunUi, until
from tests.ui.world import World, world_of

EVENING = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> float:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("when", "words"),
    [((22, 21), "21:00"), ((23, 7), "07:00 tomorrow"), ((24, 0), "00:00 on 24 November"), ((22, 20), "20:00")],
)
def test_moments_are_said_as_people_do(when: tuple[int, int], words: str) -> None:
    assert moment(at(*when), EVENING) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SHARING, ""),
        (Paused(None), "sharing is paused"),
        (Paused(at(23, 7)), "sharing is paused until 07:00 tomorrow"),
        (Reduced(1_500_000_000), "short of memory, shares 1.5 GB"),
    ],
)
def test_sharing_in_words(status: SharingStatus, words: str) -> None:
    assert sharing_words(status, EVENING) == words


@pytest.mark.parametrize(
    ("how_long", "end"),
    [(PauseFor.AN_HOUR, at(22, 21, 15)), (PauseFor.UNTIL_TOMORROW, at(23, 7)), (PauseFor.UNTIL_RESUMED, None)],
)
def test_pauses_end_when_they_say(how_long: PauseFor, end: float | None) -> None:
    assert pause_end(how_long, EVENING.timestamp(), EVENING) == end


@pytest.mark.parametrize(
    ("state", "requests"),
    [
        (None, []),
        (states.NOT_JOINED, []),
        (states.ALONE, [PauseSharing(how_long) for how_long in PauseFor]),
        (states.VISITED, [ResumeSharing()]),
    ],
)
def test_the_tray_pauses_and_resumes(state: AppState | None, requests: list[object]) -> None:
    entries = [entry for entry in tray_view(state).menu if entry is not None]
    offered = [choice.request for entry in entries for choice in entry.choices]
    offered += [entry.command for entry in entries if isinstance(entry.command, ResumeSharing)]
    assert offered == requests


def test_only_other_devices_can_be_removed() -> None:
    own, other = states.PAIR.peers
    assert not any("Remove" in choice.text for choice in device_choices(states.PAIR, own))
    assert [choice.text for choice in device_choices(states.PAIR, other)] == ["Remove from the swarm…"]


def test_a_newcomer_is_news_once() -> None:
    assert knocks(states.PAIR, states.VISITED) == ("tablet asks to join. It must show: amber kettle otter",)
    assert knocks(states.VISITED, states.VISITED) == ()


def test_what_only_the_head_can_do_is_offered_there_only() -> None:
    large, demo = present(states.VISITED).models
    assert large.better.startswith("study alone")
    assert large.can_pin
    assert large.is_pinned
    assert demo.news == "Fits now: study came."
    assert not demo.can_pin


def click(parent: QWidget, name: str) -> None:
    """Press the one button that a screen reader calls so."""
    buttons = parent.findChildren(QAbstractButton)
    (button,) = [button for button in buttons if button.accessibleName() == name and button.isVisibleTo(parent)]
    button.click()


def choose(world: World, device: str, text: str) -> None:
    """Choose from a device's menu."""
    click(world.swarm, f"What can be done with {device}")
    (menu,) = world.swarm.findChildren(QMenu)
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()
    menu.close()


def test_a_device_is_removed_after_a_question(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            choose(world, "study", "Remove from the swarm…")
            dialog = world.windows.dialog("remove")
            assert isinstance(dialog, ConfirmDialog)
            assert world.asked("remove") == []
            dialog.confirm.click()
            await until(lambda: world.asked("remove") == [states.STUDY])

    run_ui(scenario())


def test_the_menu_of_a_device_stays_open_while_figures_change(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            click(world.swarm, "What can be done with study")
            (menu,) = world.swarm.findChildren(QMenu)
            world.node.become(states.VISITED)
            await until(
                lambda: any(b.accessibleName() == "Let it in" for b in world.swarm.findChildren(QAbstractButton))
            )
            assert menu.isVisible()
            menu.close()

    run_ui(scenario())


def test_sharing_is_paused_from_the_own_card_and_resumed(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            choose(world, "kitchen", "Pause sharing until I resume it")
            await until(lambda: world.asked("pause") == [None])
            world.node.become(states.VISITED)
            await until(lambda: present(world.node.snapshot).newcomers)
            world.windows.ask(ResumeSharing())
            await until(lambda: world.asked("resume") == [None])

    run_ui(scenario())


def test_the_offer_is_changed_while_running(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            choose(world, "kitchen", "Change shared memory…")
            dialog = world.windows.dialog("offer")
            assert isinstance(dialog, OfferDialog)
            dialog.offer.slider.setValue(20)
            click(dialog, "Save")
            await until(lambda: world.asked("set_offer") == [2_000_000_000])

    run_ui(scenario())


@pytest.mark.parametrize(("button", "command"), [("Let it in", "accept"), ("Turn away", "reject")])
def test_a_newcomer_is_answered_with_one_click(run_ui: RunUi, button: str, command: str) -> None:
    async def scenario() -> None:
        async with world_of(states.VISITED) as world:
            world.windows.run(Command.OPEN_SWARM)
            click(world.swarm, button)
            await until(lambda: world.asked(command) == ["knock-1"])

    run_ui(scenario())


def test_codes_are_made_shown_and_withdrawn(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.ALONE) as world:
            world.windows.run(Command.INVITE)
            await until(lambda: world.windows.dialogs)
            dialog = world.windows.dialog("invite")
            assert isinstance(dialog, InviteDialog)
            click(dialog, "Make an invite code that works once")
            await until(lambda: world.asked("create") == [24])
            world.node.become(states.VISITED)
            await until(lambda: "4821-amber-kettle-otter" in dialog.texts)
            click(dialog, "Withdraw the code 4821-amber-kettle-otter")
            await until(lambda: world.asked("cancel") == ["invite-1"])

    run_ui(scenario())


def test_a_new_token_takes_the_place_of_the_one_shown(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.ALONE) as world:
            world.windows.run(Command.INVITE)
            await until(lambda: world.windows.dialogs)
            dialog = world.windows.dialog("invite")
            assert isinstance(dialog, InviteDialog)
            dialog.show_button.click()
            assert dialog.field.text() == TOKEN
            world.windows.ask(RotateToken())
            question = world.windows.dialog("rotate")
            assert isinstance(question, ConfirmDialog)
            question.confirm.click()
            await until(lambda: world.asked("rotate_token") == [None])
            await until(lambda: dialog.field.text() != TOKEN)
            dialog.show_button.click()
            assert dialog.field.text() == NEXT_TOKEN

    run_ui(scenario())


def test_plans_are_kept_and_changed_from_the_card(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.VISITED) as world:
            world.windows.run(Command.OPEN_SWARM)
            title = present(world.node.snapshot).models[0].title
            click(world.swarm, f"Load {title} by its better plan")
            click(world.swarm, f"Keep the plan of {title}")
            name = states.VISITED.models[0].name
            await until(lambda: world.asked("apply_better") == [name] and world.asked("unpin") == [name])

    run_ui(scenario())


def test_the_network_is_looked_at_and_an_address_kept(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            click(world.swarm, "Troubleshoot network")
            dialog = world.windows.dialog("troubleshoot")
            assert isinstance(dialog, TroubleshootDialog)
            await until(lambda: dialog.again.isEnabled())
            assert dialog.summary.text() == states.DIAGNOSIS.summary
            assert states.DIAGNOSIS.findings[0].hint in dialog.texts
            assert "192.168.1.17:4329" in dialog.own.text()
            dialog.copy.click()
            assert "study" in QGuiApplication.clipboard().text()
            dialog.address.setText(" 192.168.1.20:4329 ")
            dialog.add.click()
            await until(lambda: world.asked("add_address") == ["192.168.1.20:4329"])
            await until(dialog.add.isEnabled)
            world.node.failure = UserError("Not an address", "It has no port.", "Write HOST:PORT.")
            dialog.address.setText("study")
            dialog.add.click()
            await until(lambda: "Not an address" in dialog.answer.text())
            assert dialog.address.text() == "study", "what was typed is not lost"

    run_ui(scenario())


def test_this_computer_is_renamed(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            choose(world, "kitchen", "Rename this computer…")
            dialog = world.windows.dialog("rename")
            assert isinstance(dialog, RenameDialog)
            assert dialog.field.text() == "kitchen"
            dialog.field.setText("   ")
            assert not dialog.save.isEnabled()
            dialog.field.setText(" Küche 台所 ")
            dialog.save.click()
            await until(lambda: world.asked("rename") == ["Küche 台所"])

    run_ui(scenario())


def test_models_are_opened_from_the_swarm_window(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            click(world.swarm, "Models: get, copy, delete")
            first = world.windows.models
            assert first is not None
            assert first.isVisible()
            world.windows.run(Command.OPEN_MODELS)
            assert world.windows.models is first, "there is one"
            first.find_models()
            await until(lambda: world.asked("recommended"))

    run_ui(scenario())
