"""Earlier conversations: lists them, searches them, opens, renames, pins and deletes them."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.sentence import marked
from app.ui.actions import Actions
from app.ui.buttons import Button
from app.ui.chat.conversation import Summary
from app.ui.chat.history import Hit
from app.ui.chat.keeper import Keeper
from app.ui.chat.notebook import Notebook
from app.ui.chat.sidebar import Sidebar
from app.ui.dialogs import Dialog
from app.ui.present.conversations import ConversationRow, grouped
from app.ui.present.language import tr

NOTHING_YET = marked("Your conversations will be listed here. They stay on this computer.")
NOTHING_FOUND = marked("No conversation has these words.")


class Shelf(QObject):
    """Keeps the sidebar's list as the history is.

    Args:
        parent: The window it lives and ends with.
        actions: Starts what has to wait for the disk.
        keeper: The history.
        notebook: The conversation that is open.
        sidebar: Shows the list.
    """

    opened = Signal(object, object)
    """A `Conversation` was fetched, and the entry to be shown, or None."""
    closed = Signal()
    """The conversation that is open was deleted."""
    export = Signal(object)
    """A `Conversation` is to be written into a file."""

    def __init__(self, parent: QObject, actions: Actions, keeper: Keeper, notebook: Notebook, sidebar: Sidebar) -> None:
        super().__init__(parent)
        self._actions, self._keeper, self._notebook, self._sidebar = actions, keeper, notebook, sidebar
        self._summaries: dict[str, Summary] = {}
        self._deleted: Summary | None = None
        self._hits: tuple[Hit, ...] | None = None
        rows = sidebar.list
        rows.opened.connect(self.open)
        rows.rename.connect(self._rename)
        rows.pin.connect(lambda row: self._change(row, lambda s: notebook.pin(s, not s.is_pinned)))
        rows.delete.connect(self.delete)
        rows.export.connect(self._export)
        sidebar.searched.connect(self.search)
        sidebar.undo.connect(self.undo)
        self._show()

    def load(self) -> None:
        """Read what there is."""
        self._actions.start(self._load(), "list conversations", report=self._sidebar.show_problem)

    def listed(self, summary: Summary) -> None:
        """A line is new or has changed."""
        self._summaries[summary.conversation_id] = summary
        self._show()

    def show_open(self) -> None:
        """Mark the conversation that is open now."""
        self._sidebar.list.mark(self._notebook.conversation.summary.conversation_id)

    def search(self, query: str) -> None:
        """Show only conversations that hold these words; all when there are none."""
        if query:
            self._actions.start(self._search(query), "search", report=self._sidebar.show_problem)
        else:
            self._hits = None
            self._show()

    def open(self, row: ConversationRow) -> None:
        """Fetch a conversation and show it."""
        self._actions.start(self._open(row), "open conversation", report=self._sidebar.show_problem)

    def delete(self, row: ConversationRow) -> None:
        """Take a conversation away; for some seconds it can be brought back."""
        summary = self._summaries.pop(row.conversation_id, None)
        if summary is None:
            return
        self._deleted = summary
        self._notebook.set_deleted(summary, True)
        self._sidebar.offer_undo(summary.title)
        self._show()
        if summary.conversation_id == self._notebook.conversation.summary.conversation_id:
            self.closed.emit()

    def undo(self) -> None:
        """Bring back what was deleted last."""
        self._sidebar.end_undo()
        if self._deleted is not None:
            self._notebook.set_deleted(self._deleted, False)
            self.listed(self._deleted)
            self._deleted = None

    def row_of_open(self) -> ConversationRow | None:
        """The row of the conversation that is open; None while it is not kept yet."""
        summary = self._notebook.conversation.summary
        return _row(summary) if summary.conversation_id in self._summaries else None

    # -- inside -----------------------------------------------------------------------------------------------

    async def _load(self) -> None:
        self._notebook.default_options = await self._keeper.read(lambda history: history.default_options())
        if not self._notebook.conversation.entries:
            self._notebook.conversation.options = self._notebook.default_options
        found = await self._keeper.read(lambda history: history.list())
        self._summaries = {summary.conversation_id: summary for summary in found} | self._summaries
        self._show()

    async def _search(self, query: str) -> None:
        hits = await self._keeper.read(lambda history: history.search(query))
        if query == self._sidebar.query:
            self._hits = hits
            self._show()

    async def _open(self, row: ConversationRow) -> None:
        conversation = await self._keeper.read(lambda history: history.load(row.conversation_id))
        if conversation is not None:
            self.opened.emit(conversation, row.entry_id)

    def _export(self, row: ConversationRow) -> None:
        async def fetch() -> None:
            conversation = await self._keeper.read(lambda history: history.load(row.conversation_id))
            if conversation is not None:
                self.export.emit(conversation)

        self._actions.start(fetch(), "export", report=self._sidebar.show_problem)

    def _show(self) -> None:
        current = self._notebook.conversation.summary.conversation_id
        if self._hits is None:
            rows = [(_row(summary), summary.changed_at) for summary in self._summaries.values()]
            self._sidebar.list.show_rows(grouped(rows, time.time()), current)
            self._sidebar.show_empty("" if rows else tr(NOTHING_YET))
        else:
            kept = [hit for hit in self._hits if hit.summary.conversation_id in self._summaries]
            self._sidebar.list.show_rows([self._hit_row(hit) for hit in kept], current)
            self._sidebar.show_empty("" if kept else tr(NOTHING_FOUND))

    def _hit_row(self, hit: Hit) -> ConversationRow:
        summary = self._summaries[hit.summary.conversation_id]
        text = hit.snippet.text if hit.entry_id else ""
        marks = hit.snippet.marks if hit.entry_id or hit.snippet.text == summary.title else ()
        return ConversationRow(summary.conversation_id, summary.title, summary.is_pinned, text, marks, hit.entry_id)

    def _rename(self, row: ConversationRow) -> None:
        dialog = RenameDialog(self._sidebar.window(), row.title)
        dialog.renamed.connect(lambda title: self._change(row, lambda summary: self._notebook.rename(summary, title)))
        dialog.present()

    def _change(self, row: ConversationRow, change: Callable[[Summary], None]) -> None:
        if (summary := self._summaries.get(row.conversation_id)) is not None:
            change(summary)


class RenameDialog(Dialog):
    """Asks for another title."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, tr("Rename conversation"), width=420)
        self.field = QLineEdit(title)
        self.field.setAccessibleName(tr("Title"))
        self.field.setMaxLength(200)
        self.field.selectAll()
        self.content.addWidget(self.field)
        cancel, rename = Button(tr("Cancel")), Button(tr("Rename"), "primary")
        rename.setDefault(True)
        cancel.clicked.connect(self.reject)
        rename.clicked.connect(self.accept)
        self.accepted.connect(lambda: self.renamed.emit(self.field.text()))
        self.add_buttons(cancel, rename)
        self.field.setFocus()


def _row(summary: Summary) -> ConversationRow:
    return ConversationRow(summary.conversation_id, summary.title, summary.is_pinned)
