"""A picture of each page of the settings and of Connect an app, in `build/screens`, for people to look at."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea

from app.domain.preference import LanAccess
from app.ui.actions import Actions
from app.ui.present.connect import snippets
from app.ui.present.views import Command
from app.ui.settings.connect_dialog import ConnectDialog
from tests.fakes import states
from tests.ui.conftest import RunUi, until
from tests.ui.screens import save, settle
from tests.ui.world import world_of

OPEN = replace(states.PAIR, lan=LanAccess(("https://192.168.1.20:4327/v1",), ":".join(["A7", "3E"] * 16)))
CLEAR = replace(states.PAIR, lan=LanAccess(("http://192.168.1.20:4327/v1",)))

FOLDERS = ("/media/a long name of a disk/models", "/data")
KEYS = ("Open WebUI", "Editor")
FOLDERS_AND_KEYS = frozenset({*FOLDERS, *KEYS})


@pytest.mark.parametrize("size", [(760, 640), (430, 620)])
@pytest.mark.parametrize("page", range(4))
def test_settings_page(run_ui: RunUi, theme: str, page: int, size: tuple[int, int]) -> None:
    is_clear = theme == "dark"

    async def scenario() -> None:
        async with world_of(CLEAR if is_clear else OPEN) as world:
            await world.node.preferences.change("lan_access", "http" if is_clear else "https")
            await world.node.preferences.change("sharing_hours", "20:00-07:00")
            await world.node.preferences.change("slots", 4)
            await world.node.preferences.change("models_directories", list(FOLDERS))
            await world.node.keys.add(KEYS[0])
            world.windows.run(Command.SETTINGS)
            window = world.windows.settings
            assert window is not None
            await until(lambda: window.rows)
            window.resize(*size)
            window.show_page(page)
            await settle()
            if page == 3:
                window.keys.name.setText(KEYS[1])
                window.keys.add.click()
                await until(lambda: any(f"{KEYS[1]}:" in t.text() for t in window.keys.findChildren(QLabel)))
                await settle()
            await settle()
            await settle()
            where = "wide" if size[0] > 600 else "narrow"
            save(window, f"settings-{page}-{where}", theme, data=FOLDERS_AND_KEYS)
            area = window._pages.currentWidget()
            assert isinstance(area, QScrollArea)
            content = area.widget()
            assert content is not None
            save(content, f"settings-{page}-{where}-whole", theme, data=FOLDERS_AND_KEYS)

    run_ui(scenario())


PROGRAMS = frozenset(snippet.title for snippet in snippets("", "", ""))
QT_SAYS = frozenset({"Scroll Left", "Scroll Right"})
"""Buttons of Qt's own tabs: in another language Qt's own translator names them."""


@pytest.mark.parametrize("tab", range(5))
def test_connect(run_ui: RunUi, theme: str, tab: int) -> None:
    async def ask(_url: str, _key: str, _model: str) -> str:
        return "Hello, it is good to meet you."

    async def scenario() -> None:
        async with world_of(OPEN) as world:
            actions = Actions(lambda problem: pytest.fail(str(problem)))
            dialog = ConnectDialog(None, actions, world.node.keys.add, ask)
            dialog.show_state(OPEN)
            dialog.show()
            dialog.tabs.setCurrentIndex(tab)
            dialog.test.click()
            await until(lambda: "good to meet you" in dialog.answer.text())
            await settle()
            await asyncio.sleep(0.05)
            save(dialog, f"connect-{tab}", theme, data=PROGRAMS | QT_SAYS)
            dialog.close()
            await actions.close()

    run_ui(scenario())
