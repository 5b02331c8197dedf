"""Keeps the windows: opens them, raises them, gives them snapshots, and carries out what they ask.

Each kind is there at most once; asking again raises it. Dialogs are kept by `open_dialogs.py`; what they do is decided
in `belonging.py`, `asking.py` and `help`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.deep_link import JoinLink, ModelLink, parse_link
from app.domain.errors import Problem, UserError
from app.domain.preference import NewKey
from app.domain.sentence import say
from app.domain.state import AppState, NotJoined, WaitingForKeyring
from app.ui.actions import Actions
from app.ui.asking import Asking
from app.ui.belonging import Belonging
from app.ui.bridge import NodeThread
from app.ui.chat.stream import stream_answer
from app.ui.chat.window import ChatWindow
from app.ui.dialogs import Dialog
from app.ui.first_run.hooks import first_run_hooks
from app.ui.first_run.window import FirstRunWindow, Start
from app.ui.help.helping import Helping
from app.ui.models.window import ModelsWindow
from app.ui.open_dialogs import OpenDialogs
from app.ui.present.requests import Request
from app.ui.present.views import Command
from app.ui.settings.connect_dialog import ConnectDialog
from app.ui.settings.hooks import settings_hooks
from app.ui.settings.window import SettingsWindow
from app.ui.swarm_window import SwarmWindow


class Windows:
    """Everything with a title bar.

    Args:
        actions: Starts coroutines.
        node: The node's thread.
        may_close: Asked when the user closes the Swarm window.
        setting_changed: Told of each setting that was changed, with its value as the file has it.
        data: The data folder; None to keep no conversations.
    """

    def __init__(
        self,
        actions: Actions,
        node: NodeThread,
        may_close: Callable[[], bool],
        setting_changed: Callable[[str, object], None] = lambda _name, _value: None,
        data: Path | None = None,
    ) -> None:
        self._actions, self._node, self._data = actions, node, data
        self._state: AppState | None = None
        self.swarm = SwarmWindow(may_close)
        self.chat: ChatWindow | None = None
        self.settings: SettingsWindow | None = None
        self.welcome: FirstRunWindow | None = None
        self.models: ModelsWindow | None = None
        self._is_welcome_due = False
        self._setting_changed = setting_changed
        self._dialogs = OpenDialogs(self.swarm)
        self._belonging = Belonging(
            actions, node, self._dialogs, lambda: self._state, self.ask, lambda: raise_window(self.swarm)
        )
        self._asking = Asking(
            actions, node, self._dialogs.open, self._dialogs.parent, lambda: self._state, self._belonging.show_token
        )
        self.help = Helping(actions, node, self._dialogs.open, self._dialogs.parent)
        self._add_shortcut(self.swarm)
        self.swarm.ask.connect(self.ask)
        self.swarm.open_chat.connect(lambda: self.run(Command.OPEN_CHAT))
        self.swarm.open_models.connect(lambda: self.run(Command.OPEN_MODELS))
        self.swarm.join.connect(lambda: self.run(Command.JOIN))
        self.swarm.invite.connect(lambda: self.run(Command.INVITE))
        self.swarm.leave.connect(lambda: self.run(Command.LEAVE))
        self.swarm.plan.connect(self._plan)
        self.swarm.load.connect(self._load)
        self.swarm.unload.connect(self._unload)

    def show_state(self, state: AppState | None) -> None:
        """Render a snapshot everywhere."""
        self._state = state
        self.swarm.show_state(state)
        if self.chat is not None:
            self.chat.show_state(state)
        for window in (self.settings, self.welcome, self.models):
            if window is not None:
                window.show_state(state)
        self._end_welcome(state)
        self._dialogs.show_state(state)

    def show_failure(self, problem: Problem) -> None:
        """Say why the node did not start."""
        self.swarm.show_state(None, problem)
        raise_window(self.swarm)

    def report(self, problem: Problem) -> None:
        """Show a problem that has no place of its own."""
        self.swarm.show_message(problem)
        raise_window(self.swarm)

    def run(self, command: Command) -> None:
        """Carry out a command of the menu or of a button, except quitting."""
        self.swarm.show_message(None)
        match command:
            case Command.OPEN_SWARM:
                raise_window(self.swarm)
            case Command.OPEN_CHAT:
                raise_window(self._chat())
            case Command.OPEN_MODELS:
                raise_window(self._models())
            case Command.JOIN:
                self._belonging.join()
            case Command.INVITE:
                self._belonging.invite()
            case Command.LEAVE:
                self._belonging.leave()
            case Command.COPY_ADDRESS:
                QGuiApplication.clipboard().setText(self._state.api_url if self._state else "")
            case Command.SETTINGS:
                self._open_settings()
            case Command.CONNECT_APP:
                self._dialogs.open("connect", self._connect_dialog)
            case Command.WELCOME:
                self._open_welcome()
            case Command.COPY_DIAGNOSTICS:
                self.help.copy_diagnostics()
            case Command.OPEN_LOGS:
                self.help.open_logs()
            case Command.ABOUT:
                self.help.about()
            case Command.QUIT:
                raise ValueError("quitting is the application's")

    def ask(self, request: Request) -> None:
        """Carry out what a menu or a card asks."""
        self.swarm.show_message(None)
        self._asking.run(request)

    def welcome_somebody(self) -> None:
        """Show the first steps, unless it turns out that this computer is in a swarm already."""
        self._is_welcome_due = True
        self._open_welcome()

    def open_link(self, text: str) -> None:
        """Show what a link asks for: a form that is filled in, and waits for its button."""
        try:
            link = parse_link(text)
        except ValueError as error:
            self.report(Problem(say("Link not understood"), error.args[0], "", "link_wrong"))
            return
        match link:
            case JoinLink(token_text):
                raise_window(self.swarm)
                self._belonging.join(token_text)
            case ModelLink(source):
                self._find_models(source)

    def hide(self) -> None:
        """Let everything vanish from the screen."""
        self._dialogs.hide()
        for window in self._all:
            if window is not None:
                window.hide()

    def close(self) -> None:
        """Close everything."""
        self._dialogs.close()
        if self.chat is not None:
            self.chat.finish()
        for window in self._all:
            if window is not None:
                window.hide()
                window.deleteLater()

    @property
    def _all(self) -> tuple[QWidget | None, ...]:
        return self.swarm, self.chat, self.settings, self.welcome, self.models

    @property
    def dialogs(self) -> tuple[str, ...]:
        """Names of the dialogs that are open."""
        return self._dialogs.names

    def dialog(self, name: str) -> Dialog | None:
        """An open dialog."""
        return self._dialogs.get(name)

    # -- windows and dialogs ----------------------------------------------------------------------------------

    def _chat(self) -> ChatWindow:
        if self.chat is None:
            stream = partial(stream_answer, key=lambda: self._node.local_key)
            self.chat = ChatWindow(self._actions, stream, self._data)
            self.chat.settings_requested.connect(lambda: self.run(Command.SETTINGS))
            self.chat.models_wanted.connect(self._find_models)
            self.chat.show_state(self._state)
        return self.chat

    def _models(self) -> ModelsWindow:
        if self.models is None:
            self.models = ModelsWindow(self._actions, self._node, self._dialogs.open)
            self.models.show_state(self._state)
        return self.models

    def _find_models(self, text: str = "") -> None:
        self._models().find_models(text)
        raise_window(self._models())

    def _open_welcome(self) -> None:
        if self.welcome is None:
            hooks = first_run_hooks(self._node, self._begin, lambda: raise_window(self._models()))
            self.welcome = FirstRunWindow(self._actions, hooks)
            self.welcome.show_state(self._state)
        raise_window(self.welcome)

    def _begin(self, start: Start) -> None:
        self._is_welcome_due = False
        match start:
            case Start.JOIN:
                raise_window(self.swarm)
                self.run(Command.JOIN)
            case Start.CREATE:
                raise_window(self.swarm)
                self.run(Command.INVITE)
            case Start.CHAT:
                self.run(Command.OPEN_CHAT)

    def _end_welcome(self, state: AppState | None) -> None:
        """Who is in a swarm already, as after an update, needs no welcome; what the keyring knows is still to come."""
        if not self._is_welcome_due or self.welcome is None or state is None:
            return
        if not isinstance(state.swarm, NotJoined | WaitingForKeyring):
            self._is_welcome_due = False
            self.welcome.close()
            raise_window(self.swarm)

    def _open_settings(self) -> None:
        if self.settings is None:
            self.settings = SettingsWindow(self._actions, settings_hooks(self._node))
            self.settings.changed.connect(self._setting_changed)
            self.settings.connect_app.connect(lambda: self.run(Command.CONNECT_APP))
            self.settings.show_state(self._state)
        self.settings.load()
        raise_window(self.settings)

    def _add_shortcut(self, window: QWidget) -> None:
        QShortcut(QKeySequence("Ctrl+,"), window, lambda: self.run(Command.SETTINGS))

    def _connect_dialog(self) -> ConnectDialog:
        return ConnectDialog(self._dialogs.parent(), self._actions, self._make_key)

    async def _make_key(self, name: str) -> NewKey:
        return await self._node.ask(lambda node: node.keys.add(name))

    # -- what they ask of the node ------------------------------------------------------------------------------

    def _plan(self, model_name: str) -> None:
        self._actions.start(self._planning(model_name), "plan")

    async def _planning(self, model_name: str) -> None:
        try:
            outcome = await self._node.ask(lambda node: node.plan(model_name))
        except UserError:
            self.swarm.show_plan(model_name, None)
            raise
        self.swarm.show_plan(model_name, outcome)

    def _load(self, model_name: str) -> None:
        self.swarm.show_message(None)
        self._actions.start(self._node.ask(lambda node: node.load(model_name)), "load")

    def _unload(self, model_name: str) -> None:
        self.swarm.show_message(None)
        self._actions.start(self._node.ask(lambda node: node.unload(model_name)), "unload")


def raise_window(window: QWidget) -> None:
    """Bring a window to the front, also from being minimised."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
