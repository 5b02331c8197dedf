"""Carries out what concerns belonging to a swarm: joining with a token or code, inviting a device, leaving."""

from collections.abc import Callable

from app.domain.state import AppState, Joined
from app.ui.actions import Actions
from app.ui.asking import processor_memory
from app.ui.bridge import NodeThread
from app.ui.dialogs import Dialog, leave_dialog
from app.ui.invite_dialog import InviteDialog
from app.ui.join_dialog import JoinDialog
from app.ui.open_dialogs import OpenDialogs
from app.ui.present import is_knocking
from app.ui.present.requests import Request


class Belonging:
    """The dialogs for joining, inviting and leaving.

    Args:
        actions: Starts what takes a moment.
        node: The node's thread.
        dialogs: Where they are opened.
        state: The snapshot now.
        ask: Takes what the invite dialog asks.
        joined: Called when this computer has joined a swarm.
    """

    def __init__(
        self,
        actions: Actions,
        node: NodeThread,
        dialogs: OpenDialogs,
        state: Callable[[], AppState | None],
        ask: Callable[[Request], None],
        joined: Callable[[], None],
    ) -> None:
        self._actions, self._node, self._dialogs = actions, node, dialogs
        self._state, self._ask, self._joined = state, ask, joined

    def join(self, token_text: str = "") -> None:
        """Ask for a token or code.

        Args:
            token_text: Fills the form in; empty to leave it as it is.
        """
        self._dialogs.open("join", self._join_dialog)
        dialog = self._dialogs.get("join")
        if token_text and isinstance(dialog, JoinDialog):
            dialog.token.setPlainText(token_text)

    def invite(self) -> None:
        """Show the token of the swarm; a swarm is made when there is none."""
        self._actions.start(self._inviting(), "invite")

    def leave(self) -> None:
        """Ask whether this computer is to leave; a request to be let in is taken back at once."""
        if is_knocking(self._state()):
            self._leave()
        else:
            self._dialogs.open("leave", self._leave_dialog)

    def show_token(self, token: str, swarm_name: str) -> None:
        """Show a token; one that is shown already is replaced."""
        shown = self._dialogs.get("invite")
        if isinstance(shown, InviteDialog):
            shown.show_token(token)
        self._dialogs.open("invite", lambda: self._invite_dialog(token, swarm_name))

    def _join_dialog(self) -> JoinDialog:
        offered_bytes, total_bytes = processor_memory(self._state())
        return JoinDialog(
            self._dialogs.parent(),
            self._actions,
            lambda text: self._node.ask(lambda node: node.read_token(text)),
            self._joining,
            self._leave,
            offered_bytes=offered_bytes,
            total_bytes=total_bytes,
        )

    def _leave_dialog(self) -> Dialog:
        state = self._state()
        swarm = state.swarm if state else None
        name = swarm.swarm_name if isinstance(swarm, Joined) else ""
        return leave_dialog(self._dialogs.parent(), name, self._leave)

    def _invite_dialog(self, token: str, swarm_name: str) -> InviteDialog:
        dialog = InviteDialog(self._dialogs.parent(), token, swarm_name)
        dialog.ask.connect(self._ask)
        return dialog

    def _leave(self) -> None:
        self._actions.start(self._node.ask(lambda node: node.leave()), "leave")

    async def _joining(self, token_text: str, offered_bytes: int | None) -> None:
        if offered_bytes is not None:
            await self._node.ask(lambda node: node.set_offer(offered_bytes))
        await self._node.ask(lambda node: node.join(token_text))
        self._joined()

    async def _inviting(self) -> None:
        invitation = await self._node.ask(lambda node: node.invite())
        self.show_token(invitation.token, invitation.swarm_name)
