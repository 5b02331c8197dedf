"""Files of a conversation: those that go along with a question, and export and import."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import Problem, UserError
from app.domain.sentence import Sentence, say
from app.ui.actions import Actions
from app.ui.chat.attachments import check_room, read_attachment
from app.ui.chat.composer import Composer
from app.ui.chat.conversation import Conversation
from app.ui.chat.export import MAX_IMPORT_BYTES, file_name, from_json, to_json, to_markdown
from app.ui.present.language import tr
from app.ui.present.views import ModelChoice

MARKDOWN, JSON = "Markdown (*.md)", "JSON (*.json)"


class ChatFiles:
    """Asks for files, reads and writes them in a thread.

    Args:
        parent: The window that dialogs belong to.
        actions: Starts what has to wait for a disk.
        composer: Gets files that go along.
        report: Shows a problem, or says that something is done with None and words.
        choice: The model that is picked; None when there is none.
    """

    def __init__(
        self,
        parent: QWidget,
        actions: Actions,
        composer: Composer,
        report: Callable[[Problem], None],
        choice: Callable[[], ModelChoice | None],
    ) -> None:
        self._parent, self._actions, self._composer = parent, actions, composer
        self._report, self._choice = report, choice

    def choose(self) -> None:
        """Ask which files go along."""
        dialog = self._dialog(tr("Add text files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attach([Path(name) for name in names]))
        dialog.open()

    def attach(self, paths: Sequence[Path]) -> None:
        """Read files and let them go along with the question."""
        self._actions.start(self._attach(paths), "attach", report=self._report)

    def export(self, conversation: Conversation, said: Callable[[str], None]) -> None:
        """Ask where a conversation is to be written, and write it."""
        dialog = self._dialog(tr("Export conversation"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([MARKDOWN, all_branches()])
        dialog.selectFile(file_name(conversation, ".md"))
        dialog.fileSelected.connect(
            lambda name: self._actions.start(
                self._export(conversation, _with_suffix(Path(name), dialog.selectedNameFilter()), said),
                "export",
                report=self._report,
            )
        )
        dialog.open()

    def choose_import(self, imported: Callable[[Conversation], None]) -> None:
        """Ask for a file that was exported, and read it."""
        dialog = self._dialog(tr("Import conversation"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([JSON])
        dialog.fileSelected.connect(
            lambda name: self._actions.start(self._import(Path(name), imported), "import", report=self._report)
        )
        dialog.open()

    async def _attach(self, paths: Sequence[Path]) -> None:
        for path in paths:
            file = await asyncio.to_thread(read_attachment, path)
            files = (*self._composer.attachments, file)
            choice = self._choice()
            check_room(files, choice.context_length if choice else 0, choice.label if choice else "")
            self._composer.show_files(files)

    async def _export(self, conversation: Conversation, path: Path, said: Callable[[str], None]) -> None:
        text = to_json(conversation) if path.suffix.lower() == ".json" else to_markdown(conversation)
        try:
            await asyncio.to_thread(path.write_text, text, encoding="utf-8")
        except OSError as error:
            raise UserError(
                say("Not exported"),
                say("{name} cannot be written: {reason}.", name=path.name, reason=error.strerror or str(error)),
                say("Choose another place."),
            ) from error
        said(tr("Exported to {name}", name=path.name))

    async def _import(self, path: Path, imported: Callable[[Conversation], None]) -> None:
        imported(await asyncio.to_thread(_read_import, path))

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._parent, title, str(Path.home()))
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def all_branches() -> str:
    """The kind of export that leaves nothing out."""
    return f"{tr('JSON, with all branches')} (*.json)"


def _read_import(path: Path) -> Conversation:
    try:
        if path.stat().st_size > MAX_IMPORT_BYTES:
            raise _not_imported(say("{name} is too large for a conversation.", name=path.name))
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _not_imported(say("{name} is not a text.", name=path.name)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _not_imported(say("{name} cannot be read: {reason}.", name=path.name, reason=reason)) from error
    return from_json(text, time.time())


def _not_imported(message: Sentence) -> UserError:
    return UserError(say("Not imported"), message)


def _with_suffix(path: Path, chosen_filter: str) -> Path:
    """The path with the ending of the kind that was chosen, where it was left out or is the other's."""
    wanted = ".json" if chosen_filter == all_branches() else ".md"
    if path.suffix.lower() in (".json", ".md"):
        return path if path.suffix.lower() == ".json" or wanted == ".md" else path.with_suffix(wanted)
    return path.with_name(path.name + wanted)
