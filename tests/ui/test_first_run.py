"""The first steps and the Help menu, as a person goes them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.domain.errors import UserError
from app.system.licences import Licence
from app.ui.first_run.window import FirstRunWindow, Start
from app.ui.help.about_dialog import AboutDialog
from app.ui.help.diagnostics_dialog import DiagnosticsDialog
from app.ui.invite_dialog import InviteDialog
from app.ui.join_dialog import JoinDialog
from app.ui.present.language import tr
from app.ui.present.views import Command
from tests.fakes import states
from tests.ui.conftest import RunUi, until
from tests.ui.screens import save, settle
from tests.ui.world import World, world_of


def welcome_of(world: World) -> FirstRunWindow:
    world.windows.run(Command.WELCOME)
    window = world.windows.welcome
    assert window is not None
    return window


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize("start", Start)
def test_each_choice_leads_on(run_ui: RunUi, start: Start) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            window = welcome_of(world)
            assert window.chosen is Start.CHAT
            assert window.focusWidget() is window.choices[Start.CHAT], "the space bar changes nothing by mistake"
            window.choices[start].click()
            window.go_on.click()
            await until(lambda: not window.isVisible())
            assert ("first_run_done", None) in world.node.asked
            match start:
                case Start.JOIN:
                    assert isinstance(world.windows.dialog("join"), JoinDialog)
                case Start.CREATE:
                    await until(lambda: isinstance(world.windows.dialog("invite"), InviteDialog))
                case Start.CHAT:
                    assert world.windows.chat is not None
                    assert world.windows.chat.isVisible()
            assert world.asked("set_offer") == [], "what was not moved stays as it is"
            assert world.asked("change") == []

    run_ui(scenario())


def test_memory_and_login_are_put_in_force_first(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            window = welcome_of(world)
            await until(lambda: window.offer is not None)
            assert window.offer is not None
            assert window.offer.words.text() == "This computer will share up to 8.0 GB of its memory."
            window.offer.slider.setValue(20)
            window.login.click()
            window.choices[Start.CREATE].click()
            QTest.keyClick(window, Qt.Key.Key_Return)
            await until(lambda: world.asked("invite"))
            commands = [name for name, _ in world.node.asked if name in ("set_offer", "change", "invite")]
            assert commands == ["set_offer", "change", "invite"]
            assert world.asked("set_offer") == [2_000_000_000]
            assert world.node.preferences.starts_at_login

    run_ui(scenario())


def test_a_refusal_is_said_and_the_window_stays(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            window = welcome_of(world)
            world.node.failure = UserError("Not changed", "The folder is not yours.")
            window.login.click()
            window.go_on.click()
            await until(lambda: "The folder is not yours." in window.problem.text())
            assert window.isVisible()
            await until(window.go_on.isEnabled)

    run_ui(scenario())


def test_a_model_that_fits_is_one_click_away(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            window = welcome_of(world)
            (best,) = [model for model in await world.node.hub.recommended() if model.is_best]
            await until(lambda: best.title in texts(window))
            (get,) = [b for b in window.findChildren(QAbstractButton) if b.text().startswith("Download ")]
            get.click()
            await until(lambda: world.asked("get") == [best.source])
            await until(lambda: get.text() == "Downloading…")

    run_ui(scenario())


@pytest.mark.parametrize("size", [(600, 700), (430, 560)])
def test_screens_of_the_first_steps(run_ui: RunUi, theme: str, size: tuple[int, int]) -> None:
    async def scenario() -> None:
        async with world_of() as world:
            window = welcome_of(world)
            await until(lambda: tr("A model that fits: {model} ({size})").partition(":")[0] in texts(window))
            window.resize(*size)
            window.choices[Start.JOIN].setFocus()
            await settle()
            await settle()
            save(window, f"first-run-{size[0]}", theme)

    run_ui(scenario())


def test_diagnostics_are_copied_and_shown(run_ui: RunUi, theme: str) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.COPY_DIAGNOSTICS)
            await until(lambda: "diagnostics" in world.windows.dialogs)
            dialog = world.windows.dialog("diagnostics")
            assert isinstance(dialog, DiagnosticsDialog)
            assert QGuiApplication.clipboard().text() == world.node.diagnostics.text()
            assert dialog.text.toPlainText() == world.node.diagnostics.text()
            await settle()
            save(dialog, "diagnostics", theme)

    run_ui(scenario())


def test_the_log_folder_is_opened_or_named(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            opened: list[QUrl] = []

            def open_url(url: QUrl) -> bool:
                opened.append(url)
                return len(opened) == 1

            world.windows.help.open_url = open_url
            world.windows.run(Command.OPEN_LOGS)
            await until(lambda: opened)
            assert Path(opened[0].toLocalFile()) == world.node.diagnostics.log_folder
            assert world.problems == []
            world.windows.run(Command.OPEN_LOGS)
            await until(lambda: world.problems)
            assert "/nowhere/log" in world.problems[0].message

    run_ui(scenario())


def test_about_has_everything_that_is_shipped(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.ABOUT)
            dialog = world.windows.dialog("about")
            assert isinstance(dialog, AboutDialog)
            await until(lambda: dialog.list.count() > 20)
            names = [dialog.list.item(number).text() for number in range(dialog.list.count())]
            for name in ("aiohttp", "libp2p", "llama"):
                assert any(name in shown for shown in names)
            dialog.list.setCurrentRow(next(i for i, shown in enumerate(names) if shown.startswith("aiohttp ")))
            assert "Apache" in dialog.text.toPlainText()

    run_ui(scenario())


def test_about_of_some_version(run_ui: RunUi, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = "Permission is granted to whoever has a copy.\n\n" * 12
    licences = tuple(Licence(f"part-{number}", f"{number}.0", "MIT", terms) for number in range(1, 31))
    monkeypatch.setattr("app.ui.help.about_dialog.shipped_licences", lambda: licences)
    monkeypatch.setattr("app.ui.help.about_dialog.__version__", "0.1.0")

    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.ABOUT)
            dialog = world.windows.dialog("about")
            assert isinstance(dialog, AboutDialog)
            await until(lambda: dialog.list.count() == len(licences))
            dialog.list.setCurrentRow(1)
            await settle()
            names = [licence.name for licence in licences]
            save(dialog, "about", theme, data=(*names, *(terms.split("\n")), "MIT"))

    run_ui(scenario())


def test_the_first_steps_before_anything_is_known(run_ui: RunUi, theme: str) -> None:
    async def scenario() -> None:
        async with world_of(replace(states.NOT_JOINED, peers=())) as world:
            window = welcome_of(world)
            await settle()
            save(window, "first-run-starting", theme)
            window.go_on.click()
            await until(lambda: not window.isVisible())

    run_ui(scenario())
