"""Carries out what the Models window asks: straight away, or after a question where something would be lost."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from app.domain.transfer import TransferKind
from app.domain.words import format_bytes
from app.ui.actions import Actions, Report
from app.ui.dialogs import ConfirmDialog, Dialog
from app.ui.node_face import NodeFace
from app.ui.present.language import tr
from app.ui.present.library_requests import (
    CopyHere,
    DeleteModel,
    DiscardTransfer,
    GetModel,
    KeepLoaded,
    LibraryRequest,
    LoadModel,
    ResumeTransfer,
    ShowPlan,
    StopTransfer,
    UnloadModel,
)


class LibraryNode(Protocol):
    """The node's thread: `NodeThread` is one."""

    async def ask[T](self, command: Callable[[NodeFace], Coroutine[Any, Any, T]]) -> T:
        """Run a command on the node's loop and wait for its answer on the caller's."""
        ...


class LibraryAsking:
    """Turns requests into commands of the node.

    Args:
        actions: Starts them.
        node: The node's thread.
        open_dialog: Opens a dialog by its name, at most one of each.
        parent: The window that dialogs belong to.
        report: Shows the problem of an action.
        begun: Called with the source and the transfer's id when something from the internet has begun.
    """

    def __init__(
        self,
        actions: Actions,
        node: LibraryNode,
        open_dialog: Callable[[str, Callable[[], Dialog]], None],
        parent: QWidget,
        report: Report,
        begun: Callable[[str, str], None],
    ) -> None:
        self._actions, self._node = actions, node
        self._open, self._parent = open_dialog, parent
        self._report, self._begun = report, begun

    def run(self, request: LibraryRequest) -> None:
        """Carry out a request."""
        match request:
            case LoadModel(name):
                self._start(lambda node: node.load(name), "load")
            case UnloadModel(name):
                self._start(lambda node: node.unload(name), "unload")
            case CopyHere(name):
                self._start(lambda node: node.library.copy(name), "copy")
            case KeepLoaded(name, keep):
                self._start(lambda node: node.plans.keep_loaded(name, keep), "keep loaded")
            case StopTransfer(transfer_id):
                self._start(lambda node: node.library.stop_transfer(transfer_id), "stop transfer")
            case ResumeTransfer(kind, name, source):
                self._resume(kind, name, source)
            case DeleteModel():
                self._open("delete-model", lambda: self._delete_dialog(request))
            case DiscardTransfer(_, _, lost_bytes) if lost_bytes:
                self._open("discard", lambda: self._discard_dialog(request))
            case DiscardTransfer():
                self._discard(request.transfer_id)
            case GetModel(_, _, warning) if warning:
                self._open("get-model", lambda: self._get_dialog(request))
            case GetModel(source):
                self._get(source)
            case ShowPlan():
                raise ValueError("plans are the window's")

    def _start[T](self, command: Callable[[NodeFace], Coroutine[Any, Any, T]], name: str) -> None:
        async def asking() -> None:
            await self._node.ask(command)

        self._actions.start(asking(), name, report=self._report)

    def _resume(self, kind: TransferKind, model_name: str, source: str) -> None:
        match kind:
            case TransferKind.COPY:
                self._start(lambda node: node.library.copy(model_name), "copy")
            case TransferKind.DOWNLOAD | TransferKind.IMPORT:
                self._get(source)

    def _get(self, source: str) -> None:
        async def getting() -> None:
            self._begun(source, await self._node.ask(lambda node: node.hub.get(source)))

        self._actions.start(getting(), "get", report=self._report)

    def _discard(self, transfer_id: str) -> None:
        self._start(lambda node: node.library.discard_transfer(transfer_id), "discard")

    def _delete(self, model_name: str) -> None:
        self._start(lambda node: node.library.delete(model_name), "delete")

    # -- questions ----------------------------------------------------------------------------------------------

    def _delete_dialog(self, request: DeleteModel) -> Dialog:
        return delete_dialog(self._parent, request, lambda: self._delete(request.model_name))

    def _discard_dialog(self, request: DiscardTransfer) -> Dialog:
        return discard_dialog(self._parent, request, lambda: self._discard(request.transfer_id))

    def _get_dialog(self, request: GetModel) -> Dialog:
        return get_dialog(self._parent, request, lambda: self._get(request.source))


def delete_dialog(parent: QWidget | None, request: DeleteModel, confirmed: Callable[[], None]) -> ConfirmDialog:
    """Ask before deleting a model's file."""
    what = tr(
        "{model} ({size}) is deleted from this computer's models folder. This cannot be undone.",
        model=request.model_name,
        size=format_bytes(request.file_bytes),
    )
    rest = tr(
        "Other devices keep theirs, and it can be copied from them."
        if request.has_others
        else "No other device has it: to have it again it must be downloaded."
    )
    return ConfirmDialog(
        parent,
        tr("Delete {model}?", model=request.title),
        f"{what} {rest}",
        tr("Delete"),
        confirmed,
    )


def discard_dialog(parent: QWidget | None, request: DiscardTransfer, confirmed: Callable[[], None]) -> ConfirmDialog:
    """Ask before deleting what has arrived of a model."""
    return ConfirmDialog(
        parent,
        tr("Discard {model}?", model=request.model_name),
        tr(
            "The {size} that have arrived are deleted, and would have to be transferred again. To continue later, "
            "stop it instead.",
            size=format_bytes(request.lost_bytes),
        ),
        tr("Discard"),
        confirmed,
        cancel=tr("Keep"),
    )


def get_dialog(parent: QWidget | None, request: GetModel, confirmed: Callable[[], None]) -> ConfirmDialog:
    """Ask before getting a model that would not fit now."""
    return ConfirmDialog(
        parent,
        tr("Get {model} all the same?", model=request.title),
        f"{request.warning} {tr('It can be downloaded now, and loaded once there is room for it.')}",
        tr("Get it"),
        confirmed,
        dangerous=False,
    )
