"""A Qt application with its own look, and a way to run a coroutine in the loop that Qt and asyncio share."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextlib import ExitStack
from typing import Any

import pytest
import qasync
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.ui.buttons import Button
from app.ui.garbage import GarbageCollector
from app.ui.theme import ThemeManager
from tests.ui import fixed_time, languages, pseudo
from tests.ui.picture_run import NAME, PictureRun

PATIENCE_SECONDS = 20.0

type RunUi = Callable[[Coroutine[Any, Any, None]], None]


def pytest_configure(config: pytest.Config) -> None:
    """Pictures are compared with those that were accepted."""
    config.pluginmanager.register(PictureRun(), NAME)


@pytest.fixture(autouse=True)
def same_moment(request: pytest.FixtureRequest) -> Generator[None]:
    """What is pictured happens at the same time and place in every run."""
    if "theme" not in request.fixturenames:
        yield
        return
    with pytest.MonkeyPatch.context() as patch, fixed_time.fixed(patch):
        yield


@pytest.fixture(scope="session")
def themes(qapp: QApplication) -> ThemeManager:
    """The look of the application, the same on every machine that has the fonts."""
    qapp.setFont(QFont("Noto Sans", 10))
    # A cursor that blinks would be in some pictures and not in others.
    qapp.setCursorFlashTime(0)
    # As the application itself does: else closing a window would end the loop of a test.
    qapp.setQuitOnLastWindowClosed(False)
    GarbageCollector(qapp)
    return ThemeManager(qapp, "light")


@pytest.fixture(scope="session")
def loops() -> list[object]:
    """All loops of a run: timers of one that is closed may still be due, and must not be collected by a thread."""
    return []


@pytest.fixture(autouse=True)
def by_pointer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has used the keys yet, whatever another test did: buttons show no ring."""
    monkeypatch.setattr(Button, "by_keys", False)


@pytest.fixture(params=["light", "dark", languages.GERMAN, pseudo.NAME])
def theme(request: pytest.FixtureRequest, themes: ThemeManager, qapp: QApplication) -> Generator[str]:
    """Each theme in turn, then German, then the language that marks what it says, by which `save` judges windows."""
    name = str(request.param)
    with ExitStack() as stack:
        if name == pseudo.NAME:
            pseudo.speak_marked()
            stack.callback(pseudo.speak_english)
        elif name == languages.GERMAN:
            stack.enter_context(languages.german(qapp))
        else:
            themes.choose(name)
            stack.callback(themes.choose, "light")
        yield name


@pytest.fixture
def run_ui(qapp: QApplication, themes: ThemeManager, loops: list[object]) -> Generator[RunUi]:
    """Run a coroutine to its end while Qt goes on."""
    loop = qasync.QEventLoop(qapp)
    loops.append(loop)

    def run(coroutine: Coroutine[Any, Any, None]) -> None:
        loop.run_until_complete(asyncio.wait_for(coroutine, PATIENCE_SECONDS))

    with loop:
        yield run


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so; the time limit is the test's."""
    for _ in range(round(PATIENCE_SECONDS / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen in time")
