"""The tray application: Qt and qasync in the main thread, the node in a thread of its own.

The icon comes first; windows are imported when one is shown. Quit, SIGTERM, SIGINT and the command line end it the
same way: windows close, the node gives everything back, and the program ends, after `STOP_SECONDS` without it.
"""

import asyncio
import logging
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.domain.errors import Problem
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.bridge import STOP_SECONDS, Bridge, MakeNode, NodeThread
from app.ui.garbage import GarbageCollector
from app.ui.present import arrivals, knocks, tray_view
from app.ui.present.language import tr
from app.ui.present.requests import Request
from app.ui.present.views import Command, TrayView
from app.ui.signals import SignalWatcher
from app.ui.theme import ThemeManager, icon
from app.ui.translator import use_language
from app.ui.tray import Tray

if TYPE_CHECKING:
    from app.ui.windows import Windows

_log = logging.getLogger(__name__)

STARTED_MS = 5000
"""After so long all that stays has come: modules, the node, the first windows."""

QUIET_SECONDS = 20.0
"""After the start, members that are found are no news."""

_EXPLAINED = "closing_explained"


@dataclass(frozen=True, slots=True)
class FirstView:
    """What is seen at the start.

    Attributes:
        theme: `light`, `dark` or `system`.
        window: Whether a window opens; not when the desktop's session starts the program.
        welcome: Whether this window is that of the first steps.
        link: A link that was opened; empty without one.
        notifications: Whether devices that come, go, or ask to join are told of.
        language: `system`, or the code of one.
        data: The data folder, where conversations are kept; None to forget them with the program.
    """

    theme: str = "system"
    window: bool = True
    welcome: bool = False
    link: str = field(default="", repr=False)
    notifications: bool = True
    language: str = "system"
    data: Path | None = None


def run_tray(make_node: MakeNode, view: FirstView | None = None) -> int:
    """Run until the user quits.

    Args:
        make_node: Makes the node, in its own thread; it gets a function that ends the program.
        view: What is seen at the start.

    Returns:
        The exit code of the program.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("hearth")
    application.setApplicationDisplayName("Hearth")
    application.setDesktopFileName("hearth")
    application.setQuitOnLastWindowClosed(False)
    view = view or FirstView()
    use_language(application, view.language)
    loop = qasync.QEventLoop(application)
    with loop:
        face = TrayApplication(application, make_node, view)
        try:
            loop.run_until_complete(face.run())
        except RuntimeError:
            # The desktop's session ended the loop itself: the node still has to give everything back.
            face.node.finish()
        face.node.join(STOP_SECONDS)
    return 0


class TrayApplication(QObject):
    """Wires tray, windows and node.

    Args:
        application: Qt's.
        make_node: Makes the node.
        view: What is seen at the start.
    """

    def __init__(self, application: QApplication, make_node: MakeNode, view: FirstView) -> None:
        super().__init__()
        self._application = application
        self._garbage = GarbageCollector(self)
        self._view = view
        self._themes = ThemeManager(application, view.theme)
        self._notifies = view.notifications
        application.setWindowIcon(icon("hearth"))
        # Links come as events on macOS alone, elsewhere with a second start: no event need go through Python for them.
        if sys.platform == "darwin":
            application.installEventFilter(self)
        self._state: AppState | None = None
        self._start_problem: Problem | None = None
        self._started_at = time.monotonic()
        self._quit = asyncio.Event()
        self._node_ended = asyncio.Event()
        self._windows: Windows | None = None
        self.actions = Actions(self._report)
        self.bridge = Bridge()
        self.node = NodeThread(make_node, self.bridge)
        self.tray = Tray(self._tray_view(), self._tray_view)
        self._connect()

    @property
    def windows(self) -> "Windows":
        """The windows, imported when the first is needed."""
        if self._windows is None:
            from app.ui.windows import Windows

            self._windows = Windows(self.actions, self.node, self._may_close, self._setting_changed, self._view.data)
            self._windows.show_state(self._state)
        return self._windows

    async def run(self) -> None:
        """Until quit."""
        signals = SignalWatcher(self, self.quit)
        self.node.start()
        QTimer.singleShot(STARTED_MS, self, self._garbage.forget_what_stays)
        if self._view.welcome and self._view.window:
            self.windows.welcome_somebody()
        elif self._view.window:
            self.windows.run(Command.OPEN_SWARM)
        if self._view.link:
            self.windows.open_link(self._view.link)
        try:
            await self._quit.wait()
        finally:
            await self._shut_down()
            signals.close()

    def quit(self) -> None:
        """End the program."""
        self._quit.set()

    async def _shut_down(self) -> None:
        self.tray.remove()
        if self._windows is not None:
            self._windows.hide()
        await self.actions.close()  # what ends here still writes into its window
        if self._windows is not None:
            self._windows.close()
        self.node.finish()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._node_ended.wait()
        except TimeoutError:
            _log.warning("the node did not stop within %.0f s; ending without it", STOP_SECONDS)

    # -- news of the node ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.changed.connect(self._changed, queued)
        self.bridge.show_requested.connect(self._show, queued)
        self.bridge.quit_requested.connect(self.quit, queued)
        self.bridge.start_failed.connect(self._start_failed, queued)
        self.bridge.ended.connect(self._node_ended.set, queued)
        self.tray.chosen.connect(self._chosen)
        self.tray.missing.connect(lambda: self._show(""))
        self._themes.changed.connect(self._theme_changed)

    def _changed(self, state: AppState) -> None:
        if self._quit.is_set():
            return
        before, self._state = self._state, state
        self.tray.show_view(self._tray_view())
        if self._windows is not None:
            self._windows.show_state(state)
        if not self._notifies:
            return
        for words in knocks(before, state):
            self.tray.notify("Hearth", words)
        if time.monotonic() - self._started_at > QUIET_SECONDS:
            for words in arrivals(before, state):
                self.tray.notify("Hearth", words)

    def _start_failed(self, problem: Problem) -> None:
        if self._quit.is_set():
            _log.error("%s: %s", problem.title, problem)
            return
        self._start_problem = problem
        self.tray.show_view(self._tray_view())
        self.windows.show_failure(problem)

    def _tray_view(self) -> TrayView:
        return tray_view(self._state, self._start_problem)

    # -- what the user asks --------------------------------------------------------------------------------------

    def _chosen(self, chosen: Command | Request) -> None:
        match chosen:
            case Command.QUIT:
                self.quit()
            case Command():
                self.windows.run(chosen)
            case _:
                self.windows.ask(chosen)

    def _show(self, link: str) -> None:
        """A second start, with what it was given."""
        if self._quit.is_set():
            return
        if link:
            self.windows.open_link(link)
        else:
            self.windows.run(Command.OPEN_SWARM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """macOS hands links over as events, to the program that runs."""
        if isinstance(event, QFileOpenEvent):
            self._show(event.url().toString())
            return True
        return super().eventFilter(watched, event)

    def _report(self, problem: Problem) -> None:
        if not self._quit.is_set():
            self.windows.report(problem)

    def _setting_changed(self, name: str, value: object) -> None:
        match name:
            case "theme":
                self._themes.choose(str(value))
            case "notifications":
                self._notifies = value is True

    def _theme_changed(self) -> None:
        if self._windows is not None:
            self._windows.show_state(self._state)

    def _may_close(self) -> bool:
        """With a tray the window may go; without one it would be lost, so it is minimised, with words."""
        settings = QSettings("hearth", "ui")
        if self.tray.is_there:
            if not settings.value(_EXPLAINED):
                settings.setValue(_EXPLAINED, "yes")
                self.tray.notify(
                    tr("Hearth is still here"), tr("It goes on in the tray. Quit it from the icon's menu.")
                )
            return True
        if self._quit.is_set():
            return True
        self._ask_without_tray()
        return False

    def _ask_without_tray(self) -> None:
        from app.ui.dialogs import ConfirmDialog

        swarm = self.windows.swarm
        words = tr(
            "This desktop has no tray, so there would be no way back to Hearth. It can stay as a minimised window."
        )
        dialog = ConfirmDialog(
            swarm, tr("Quit Hearth?"), words, tr("Quit"), self.quit, cancel=tr("Minimise"), dangerous=False
        )
        dialog.rejected.connect(swarm.showMinimized)
        dialog.present()
