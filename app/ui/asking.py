"""Carries out what the windows ask of the node: straight away, or after a question where it cannot be undone."""

import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.device import DeviceKind
from app.domain.diagnosis import Diagnosis
from app.domain.ids import PeerId
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.bridge import NodeThread
from app.ui.dialogs import Dialog, remove_dialog, rotate_dialog
from app.ui.node_face import NodeFace
from app.ui.offer import OfferDialog
from app.ui.present import local_time
from app.ui.present.requests import (
    ChangeOffer,
    LetIn,
    MakeInvite,
    PauseFor,
    PauseSharing,
    PinPlan,
    RemoveDevice,
    Rename,
    Request,
    ResumeSharing,
    RotateToken,
    Troubleshoot,
    TurnAway,
    UnpinPlan,
    UseBetterPlan,
    WithdrawInvite,
)
from app.ui.rename_dialog import RenameDialog
from app.ui.troubleshoot_dialog import TroubleshootDialog

HOUR_SECONDS = 3600
MORNING_HOUR = 7


class Asking:
    """Turns requests into commands of the node.

    Args:
        actions: Starts them.
        node: The node's thread.
        open_dialog: Opens a dialog by its name, at most one of each.
        parent: The window that a dialog belongs to now.
        state: The snapshot now.
        token_changed: Called with a new token and the swarm's name.
    """

    def __init__(
        self,
        actions: Actions,
        node: NodeThread,
        open_dialog: Callable[[str, Callable[[], Dialog]], None],
        parent: Callable[[], QWidget | None],
        state: Callable[[], AppState | None],
        token_changed: Callable[[str, str], None],
    ) -> None:
        self._actions, self._node = actions, node
        self._open, self._parent, self._state = open_dialog, parent, state
        self._token_changed = token_changed

    def run(self, request: Request) -> None:
        """Carry out a request; errors go where those of all actions go."""
        match request:
            case PauseSharing(how_long):
                self._start(lambda node: node.sharing.pause(pause_end(how_long, time.time(), local_time())))
            case ResumeSharing():
                self._start(lambda node: node.sharing.resume())
            case PinPlan(name):
                self._start(lambda node: node.plans.pin(name))
            case UnpinPlan(name):
                self._start(lambda node: node.plans.unpin(name))
            case UseBetterPlan(name):
                self._start(lambda node: node.plans.apply_better(name))
            case LetIn(knock_id):
                self._start(lambda node: node.invites.accept(knock_id))
            case TurnAway(knock_id):
                self._start(lambda node: node.invites.reject(knock_id))
            case MakeInvite():
                self._actions.start(self._make_invite(), "make invite")
            case WithdrawInvite(invite_id):
                self._start(lambda node: node.invites.cancel(invite_id))
            case ChangeOffer():
                self._open("offer", self._offer_dialog)
            case Rename():
                self._open("rename", self._rename_dialog)
            case RemoveDevice(peer_id, name):
                self._open("remove", lambda: self._remove_dialog(peer_id, name))
            case Troubleshoot():
                self._open("troubleshoot", self._troubleshoot_dialog)
            case RotateToken():
                self._open("rotate", lambda: rotate_dialog(self._parent(), self._rotate))

    def _start(self, command: Callable[[NodeFace], Coroutine[Any, Any, None]]) -> None:
        self._actions.start(self._node.ask(command), "ask")

    async def _make_invite(self) -> None:
        await self._node.ask(lambda node: node.invites.create())

    def _remove_dialog(self, peer_id: PeerId, name: str) -> Dialog:
        return remove_dialog(self._parent(), name, lambda: self._start(lambda node: node.household.remove(peer_id)))

    def _rotate(self) -> None:
        self._actions.start(self._rotating(), "rotate")

    async def _rotating(self) -> None:
        invitation = await self._node.ask(lambda node: node.household.rotate_token())
        self._token_changed(invitation.token, invitation.swarm_name)

    def _troubleshoot_dialog(self) -> Dialog:
        return TroubleshootDialog(self._parent(), self._actions, self._diagnose, self._add_address)

    async def _diagnose(self) -> Diagnosis:
        return await self._node.ask(lambda node: node.network.diagnose())

    async def _add_address(self, address: str) -> None:
        await self._node.ask(lambda node: node.network.add_address(address))

    def _rename_dialog(self) -> RenameDialog:
        state = self._state()
        return RenameDialog(self._parent(), state.node_name if state else "", self._rename)

    def _rename(self, name: str) -> None:
        self._start(lambda node: node.rename(name))

    def _offer_dialog(self) -> OfferDialog:
        offered_bytes, total_bytes = processor_memory(self._state())
        return OfferDialog(self._parent(), self._offer, offered_bytes=offered_bytes, total_bytes=total_bytes)

    def _offer(self, offered_bytes: int) -> None:
        self._start(lambda node: node.set_offer(offered_bytes))


def processor_memory(state: AppState | None) -> tuple[int, int]:
    """Memory of this computer that is offered, and all of it, in bytes."""
    devices = state.this_node.devices if state and state.peers else ()
    for device in devices:
        if device.kind is DeviceKind.CPU:
            return device.offered_bytes, device.total_bytes
    return 0, 0


def pause_end(how_long: PauseFor, now_seconds: float, now: datetime) -> float | None:
    """When a pause ends, in wall-clock seconds since 1970; None when the owner ends it.

    Args:
        how_long: What was chosen.
        now_seconds: The same moment as `now`.
        now: Local time: tomorrow morning is the owner's.
    """
    match how_long:
        case PauseFor.AN_HOUR:
            return now_seconds + HOUR_SECONDS
        case PauseFor.UNTIL_TOMORROW:
            morning = (now + timedelta(days=1)).replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
            return morning.timestamp()
        case PauseFor.UNTIL_RESUMED:
            return None
