"""The list of conversations: rows with headings, drawn by a delegate of our own, moved through by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu

from app.ui.chat.row_painting import ROW, RowDelegate
from app.ui.present.conversations import ConversationRow, Group, Row
from app.ui.present.language import tr


class ConversationList(QListWidget):
    """Shows rows; a click or Enter opens one, a menu does the rest."""

    opened = Signal(object)
    """A `ConversationRow` was chosen."""
    rename = Signal(object)
    pin = Signal(object)
    export = Signal(object)
    delete = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "conversations")
        self.setAccessibleName(tr("Conversations"))
        self.setItemDelegate(RowDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(self._open)

    def show_rows(self, rows: Sequence[Row], current: str) -> None:
        """Replace the rows; the conversation that is open is marked."""
        place = self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem()
            item.setData(ROW, row)
            match row:
                case Group(words):
                    item.setText(words)
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                case ConversationRow():
                    spoken = tr("{title}, pinned", title=row.title) if row.is_pinned else row.title
                    item.setText(row.title)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken}. {row.snippet}".rstrip(". "))
            self.addItem(item)
        self.mark(current)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(place)

    def mark(self, conversation_id: str) -> None:
        """Another conversation is open now."""
        self.clearSelection()
        self.setCurrentRow(-1)
        for number in range(self.count()):
            row = row_of(self.item(number))
            if isinstance(row, ConversationRow) and row.conversation_id == conversation_id:
                self.setCurrentRow(number)

    def go_to_first(self) -> None:
        """Put the keyboard on the first conversation."""
        for number in range(self.count()):
            if isinstance(row_of(self.item(number)), ConversationRow):
                self.setCurrentRow(number)
                return

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return tuple(row for number in range(self.count()) if (row := row_of(self.item(number))))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter opens, F2 renames, Delete deletes."""
        row = row_of(self.currentItem())
        if isinstance(row, ConversationRow):
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.opened.emit(row)
                    return
                case Qt.Key.Key_F2:
                    self.rename.emit(row)
                    return
                case Qt.Key.Key_Delete:
                    self.delete.emit(row)
                    return
        super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        row = row_of(item)
        if isinstance(row, ConversationRow):
            self.opened.emit(row)

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place) or self.currentItem()
        row = row_of(item)
        if not isinstance(row, ConversationRow):
            return
        menu = row_menu(self, row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))


def row_menu(view: ConversationList, row: ConversationRow) -> QMenu:
    """What can be done with a conversation."""
    menu = QMenu(view)
    for words, signal in (
        (tr("Rename…"), view.rename),
        (tr("Unpin" if row.is_pinned else "Pin"), view.pin),
        (tr("Export…"), view.export),
        (tr("Delete"), view.delete),
    ):
        action = QAction(words, menu)
        action.triggered.connect(lambda _=False, signal=signal: signal.emit(row))
        menu.addAction(action)
    return menu


def row_of(item: QListWidgetItem | None) -> Row | None:
    """What an item shows."""
    row = item.data(ROW) if item is not None else None
    return row if isinstance(row, Group | ConversationRow) else None
