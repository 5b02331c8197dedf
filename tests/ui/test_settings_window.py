"""The Settings window and Connect an app, as a person uses them."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt, QTime
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QWidget,
)

from app.domain.errors import UserError
from app.domain.preference import LanAccess
from app.ui.present.settings import AFTER_RESTART, CLEAR_WARNING, settings_pages
from app.ui.present.views import Command
from app.ui.settings.connect_dialog import ConnectDialog
from app.ui.settings.controls import FIELD_WIDTH, ChoiceControl, HoursControl, NumberControl, ToggleControl
from app.ui.settings.wide_controls import FoldersControl, SharedMemoryControl
from app.ui.settings.window import SettingsWindow
from tests.fakes import states
from tests.ui.conftest import RunUi, until
from tests.ui.screens import settle
from tests.ui.world import World, world_of


async def opened(world: World) -> SettingsWindow:
    """The window, once it shows something."""
    world.windows.run(Command.SETTINGS)
    window = world.windows.settings
    assert window is not None
    await until(lambda: window.rows)
    return window


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_ctrl_comma_opens_the_settings(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.windows.run(Command.OPEN_SWARM)
            await until(lambda: world.swarm.isActiveWindow())
            QTest.keyClick(world.swarm, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: world.windows.settings is not None and world.windows.settings.rows)

    run_ui(scenario())


def test_every_setting_is_explained_and_named(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            pages = settings_pages(await world.node.preferences.all())
            assert {row.name for page in pages for row in page.rows} == set(window.rows)
            for page in pages:
                for shown in page.rows:
                    said = texts(window.rows[shown.name])
                    assert shown.text in said
                    assert shown.label in said
            nameless = [
                control
                for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider)
                for control in window.findChildren(kind)
                if not control.accessibleName()
                and control.parent().__class__.__name__ not in ("QSpinBox",)
                and not control.objectName().startswith("qt_")
            ]
            assert nameless == []

    run_ui(scenario())


def test_changes_take_effect_as_they_are_made(run_ui: RunUi) -> None:
    async def scenario() -> None:
        told: list[tuple[str, object]] = []
        async with world_of(states.PAIR) as world:
            world.windows._setting_changed = lambda name, value: told.append((name, value))
            window = await opened(world)
            settings = world.node.preferences.settings

            theme = window.rows["theme"].control
            assert isinstance(theme, ChoiceControl)
            theme.setFocus()
            QTest.keyClick(theme, Qt.Key.Key_Down)
            await until(lambda: told)
            assert told == [("theme", "light")]

            sharing = window.rows["sharing"].control
            assert isinstance(sharing, ToggleControl)
            QTest.keyClick(sharing, Qt.Key.Key_Space)
            await until(lambda: not world.node.preferences.settings.sharing)

            slots = window.rows["slots"].control
            assert isinstance(slots, NumberControl)
            slots.setValue(5)
            slots.editingFinished.emit()
            await until(lambda: "started again" in texts(window.rows["slots"]))
            assert world.node.preferences.settings.slots == 5

            login = window.rows["start_at_login"].control
            assert isinstance(login, ToggleControl)
            login.click()
            await until(lambda: world.node.preferences.starts_at_login)
            assert settings.theme == "system", "values are replaced, never changed"

    run_ui(scenario())


def test_hours_and_memory(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            preferences = world.node.preferences
            hours = window.rows["sharing_hours"].control
            assert isinstance(hours, HoursControl)
            assert hours.isHidden()
            hours.switch.click()
            await until(lambda: str(preferences.settings.sharing_hours) == "20:00-07:00")
            assert not hours.isHidden()
            hours.begin.setTime(QTime(21, 30))
            hours.begin.editingFinished.emit()
            await until(lambda: str(preferences.settings.sharing_hours) == "21:30-07:00")
            hours.switch.click()
            await until(lambda: preferences.settings.sharing_hours is None)
            assert hours.isHidden()

            memory = window.rows["offer"].control
            assert isinstance(memory, SharedMemoryControl)
            assert memory.automatic.isChecked()
            assert not memory.offer.slider.isEnabled()
            assert memory.offer.words.isEnabled(), "it says what is in force"
            memory.automatic.click()
            await until(lambda: preferences.settings.offer is not None)
            memory.offer.slider.setValue(30)
            await until(lambda: preferences.settings.offer == 3_000_000_000)
            memory.automatic.click()
            await until(lambda: preferences.settings.offer is None)

    run_ui(scenario())


def test_what_hearth_chooses_is_shown(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            memory = (await opened(world)).rows["offer"].control
            assert isinstance(memory, SharedMemoryControl)
            less = replace(states.PAIR.this_node, devices=(states.cpu(3 * states.GB),))
            world.node.become(replace(states.PAIR, peers=(less, *states.PAIR.peers[1:])))
            await until(lambda: "up to 3.0 GB" in memory.offer.words.text())
            memory.automatic.click()
            memory.offer.slider.setValue(50)
            world.node.become(states.PAIR)
            await until(lambda: world.node.preferences.settings.offer == 5_000_000_000)
            assert "up to 5.0 GB" in memory.offer.words.text(), "the owner's own choice stays"

    run_ui(scenario())


def test_a_language_waits_for_a_restart_as_all_settings_do(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            language = (await opened(world)).rows["language"]
            assert AFTER_RESTART not in texts(language)
            assert isinstance(language.control, ChoiceControl)
            language.control.setCurrentIndex(language.control.findData("de"))
            language.control.activated.emit(language.control.currentIndex())
            await until(lambda: AFTER_RESTART in texts(language))

    run_ui(scenario())


def test_nothing_moves_or_is_cut_in_a_narrow_window(run_ui: RunUi) -> None:
    """The list above a page and the page end at one line, and so do fields; a key is shown whole."""

    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            window.resize(420, 500)
            window.show_page(3)
            window.keys.name.setText("Open WebUI")
            window.keys.add.click()
            await until(lambda: window.keys.findChild(QPlainTextEdit))
            await settle()
            key = window.keys.findChild(QPlainTextEdit)
            assert isinstance(key, QPlainTextEdit)
            lines = key.document().size().height()
            assert lines == 2
            assert key.viewport().height() >= lines * key.fontMetrics().lineSpacing()
            page = window._pages.currentWidget()
            assert isinstance(page, QScrollArea)
            assert page.verticalScrollBar().isVisible()
            assert [_edges(window, part) for part in (window.picker, window.keys)] == [(24, 396)] * 2
            window.resize(760, 500)
            await settle()
            ends = {_edges(window, window.rows[name].control)[1] for name in ("api_port", "lan_access")}
            assert len(ends) == 1
            fields = [window.rows[name].control for name in ("lan_access", "lan_address")]
            assert {field.maximumWidth() for field in fields if isinstance(field, QWidget)} == {FIELD_WIDTH}

    run_ui(scenario())


def _edges(window: QWidget, part: object) -> tuple[int, int]:
    """Where a part begins and ends, from the left edge of its window."""
    assert isinstance(part, QWidget)
    left = part.mapTo(window, QPoint(0, 0)).x()
    return left, left + part.width()


def test_a_refused_change_springs_back_and_says_why(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            name = window.rows["node_name"].control
            assert isinstance(name, QLineEdit)
            name.setText("")
            name.editingFinished.emit()
            await until(lambda: "must be a name of 1 to 60 characters" in texts(window.rows["node_name"]))
            assert name.text() == "study"
            name.setText("attic")
            name.editingFinished.emit()
            await until(lambda: world.node.preferences.settings.node_name == "attic")
            await until(lambda: "must be" not in texts(window.rows["node_name"]))

            hours = window.rows["sharing_hours"].control
            assert isinstance(hours, HoursControl)
            hours.end.setTime(hours.begin.time())
            hours.switch.click()
            await until(lambda: "must be hours of the day" in texts(window.rows["sharing_hours"]))
            assert not hours.switch.isChecked()
            assert world.problems == []

    run_ui(scenario())


def test_folders_are_added_and_removed(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            folders = window.rows["models_directories"].control
            assert isinstance(folders, FoldersControl)
            for folder in ("/data/models", "/data/models", "/media/big"):
                folders._add(folder)
                await until(partial(_has_folder, world, folder))
            assert world.node.preferences.settings.models_directories == ("/data/models", "/media/big")
            await until(lambda: "Remove /media/big from the list" in _buttons(folders))
            _buttons(folders)["Remove /data/models from the list"].click()
            await until(lambda: world.node.preferences.settings.models_directories == ("/media/big",))

    run_ui(scenario())


def _has_folder(world: World, folder: str) -> bool:
    return folder in world.node.preferences.settings.models_directories


def _buttons(widget: QWidget) -> dict[str, QAbstractButton]:
    return {button.accessibleName(): button for button in widget.findChildren(QAbstractButton)}


def test_keys_are_made_shown_once_and_revoked(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            card = window.keys
            assert "There are no keys" in texts(card)
            card.name.setText("Open WebUI")
            QTest.keyClick(card.name, Qt.Key.Key_Return)
            await until(lambda: "shown this once" in texts(card))
            key = world.node.keys.all[0]
            assert key.name == "Open WebUI"
            _buttons(card)["Copy the key Open WebUI"].click()
            assert QGuiApplication.clipboard().text().startswith("sk-hearth-")
            assert QGuiApplication.clipboard().text().endswith(key.end)
            await until(lambda: "Revoke the key Open WebUI" in _buttons(card))
            _buttons(card)["Revoke the key Open WebUI"].click()
            await until(lambda: not world.node.keys.all)
            await until(lambda: "shown this once" not in texts(card))
            world.node.failure = UserError("Keys not kept", "The disk is full.", code="x")
            card.name.setText("again")
            card.add.click()
            await until(lambda: "The disk is full." in texts(card))

    run_ui(scenario())


def test_the_network_is_warned_of_and_shown(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            window.show_page(3)
            access = window.rows["lan_access"].control
            assert isinstance(access, ChoiceControl)
            access.setCurrentIndex(2)
            access.activated.emit(2)
            await until(lambda: CLEAR_WARNING in texts(window.rows["lan_access"]))
            lan = LanAccess(("https://192.168.1.20:4327/v1",), ":".join(["AB"] * 32))
            world.node.become(replace(states.PAIR, lan=lan))
            await until(lambda: "AB AB AB" in texts(window))
            assert "Copy https://192.168.1.20:4327/v1" in _buttons(window)

    run_ui(scenario())


def test_settings_before_the_node_is_there(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            world.node.failure = None
            world.windows._node._node = None  # as while it starts
            world.windows.run(Command.SETTINGS)
            window = world.windows.settings
            assert window is not None
            await until(lambda: "still starting" in texts(window))
            world.windows._node._node = world.node
            window._state = None
            world.node.become(states.PAIR)
            await until(lambda: window.rows)

    run_ui(scenario())


def test_scrolling_changes_nothing(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            window = await opened(world)
            from PySide6.QtCore import QPointF
            from PySide6.QtGui import QWheelEvent
            from PySide6.QtWidgets import QApplication

            for name in ("theme", "slots"):
                control = window.rows[name].control
                assert isinstance(control, QWidget)
                event = QWheelEvent(
                    QPointF(5, 5),
                    QPointF(5, 5),
                    QPoint(0, 0),
                    QPoint(0, -120),
                    Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier,
                    Qt.ScrollPhase.NoScrollPhase,
                    False,
                )
                QApplication.sendEvent(control, event)
            assert not [asked for asked in world.node.asked if asked[0] == "change"]

    run_ui(scenario())


# -- connecting an app ------------------------------------------------------------------------------------------------


def connecting(world: World) -> ConnectDialog:
    world.windows.run(Command.CONNECT_APP)
    dialog = world.windows.dialog("connect")
    assert isinstance(dialog, ConnectDialog)
    return dialog


def test_what_is_copied_has_the_address_the_key_and_the_model(run_ui: RunUi) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            dialog = connecting(world)
            url = states.PAIR.api_url
            for edit in dialog.tabs.findChildren(QPlainTextEdit):
                assert url in edit.toPlainText()
                assert "hearth" in edit.toPlainText()
            dialog.make.click()
            await until(lambda: dialog.key.text().startswith("sk-hearth-"))
            model = str(dialog.model.currentData())
            assert model
            python = dialog._tabs[0].text.toPlainText()
            assert dialog.key.text() in python
            assert model in python
            compile(python, "snippet", "exec")
            _buttons(dialog)["Copy what Python needs"].click()
            assert QGuiApplication.clipboard().text() == python

    run_ui(scenario())


@pytest.mark.parametrize("works", [True, False])
def test_the_test_button_shows_the_answer_or_the_error(run_ui: RunUi, works: bool) -> None:
    async def scenario() -> None:
        async with world_of(states.PAIR) as world:
            asked: list[tuple[str, str, str]] = []

            async def ask(url: str, key: str, model: str) -> str:
                asked.append((url, key, model))
                if not works:
                    raise UserError("Refused", "This API key is not valid here.")
                return "Hello there."

            dialog = ConnectDialog(None, world.actions, lambda name: world.node.keys.add(name), ask)
            dialog.show_state(states.PAIR)
            dialog.test.click()
            words = "It works. The model says: Hello there." if works else "Refused. This API key is not valid here."
            await until(lambda: dialog.answer.text() == words)
            assert dialog.test.isEnabled()
            assert asked[0][0] == states.PAIR.api_url
            dialog.close()

    run_ui(scenario())
