"""A list of rows below headings: only what can be seen is drawn, so that hundreds of models cost nothing."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from app.ui.models.row_painter import ENTRY_ROLE, RowPainter
from app.ui.present.library_views import Item, Row, Section

type Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class Rows(QAbstractListModel):
    """Headings and rows as Qt's views want them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[str | Row] = []

    def show_sections(self, sections: tuple[Section, ...]) -> bool:
        """Replace what is listed; True when other things are listed than before, or in another order."""
        entries: list[str | Row] = []
        for section in sections:
            entries.append(section.title)
            entries.extend(section.rows)
        if list(map(_identity, entries)) != list(map(_identity, self._entries)):
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()
            return True
        for place, (before, after) in enumerate(zip(self._entries, entries, strict=True)):
            if before != after:
                self._entries[place] = after
                self.dataChanged.emit(self.index(place), self.index(place))
        return False

    def entry(self, index: Index) -> str | Row:
        """A heading, or a row."""
        return self._entries[index.row()]

    def place(self, item: Item | None) -> QModelIndex:
        """Where an item is; an invalid index when it is not listed."""
        for place, entry in enumerate(self._entries):
            if isinstance(entry, Row) and entry.item == item:
                return self.index(place)
        return QModelIndex()

    @property
    def items(self) -> list[Item]:
        """What is listed."""
        return [entry.item for entry in self._entries if isinstance(entry, Row)]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # Qt's name
        """Headings and rows."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or isinstance(self.entry(index), str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, and the entry itself for the painter."""
        if not index.isValid():
            return None
        entry = self.entry(index)
        match role:
            case _ if role == ENTRY_ROLE:
                return entry
            case Qt.ItemDataRole.DisplayRole:
                return entry if isinstance(entry, str) else entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return entry if isinstance(entry, str) else entry.words
            case Qt.ItemDataRole.ToolTipRole if isinstance(entry, Row):
                return f"{entry.title}\n{entry.subtitle}" if entry.subtitle else entry.title
            case _:
                return None


class Listing(QListView):
    """The list of one page.

    Args:
        name: What a screen reader calls it.
    """

    picked = Signal(object)
    """An `Item` was chosen, by a click or by the keyboard; None when nothing is any more."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = Rows(self)
        self._picked: Item | None = None
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "listing")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(20)

    @property
    def current(self) -> Item | None:
        """What is chosen."""
        return self._picked

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """List other things; what was chosen stays so, and the list stays where it was scrolled to."""
        before, scrolled = self._picked, self.verticalScrollBar().value()
        place = max(0, self.rows.items.index(before)) if before in self.rows.items else 0
        if not self.rows.show_sections(sections):
            return
        self.verticalScrollBar().setValue(scrolled)
        items = self.rows.items
        if before in items:
            self._mark(before)
        else:  # what took its place, so that the keyboard goes on from there
            self._mark(items[min(place, len(items) - 1)] if items else None)
        if self._picked != before:
            self.picked.emit(self._picked)

    def pick(self, item: Item) -> None:
        """Choose something, and show where it is."""
        if item in self.rows.items:
            self.setCurrentIndex(self.rows.place(item))
            self.scrollTo(self.rows.place(item))

    def currentChanged(self, current: Index, previous: Index) -> None:  # Qt's name
        """Tell who shows the details."""
        super().currentChanged(current, previous)
        entry = self.rows.entry(current) if current.isValid() else None
        if isinstance(entry, Row) and entry.item != self._picked:
            self._picked = entry.item
            self.picked.emit(entry.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Home and End go to the first and last row, not to a heading."""
        items = self.rows.items
        if items and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.pick(items[0] if event.key() == Qt.Key.Key_Home else items[-1])
            if event.key() == Qt.Key.Key_Home:
                self.scrollToTop()
            return
        super().keyPressEvent(event)

    def _mark(self, item: Item | None) -> None:
        """Choose without telling."""
        self._picked = item
        index = self.rows.place(item)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)


def _identity(entry: str | Row) -> object:
    return entry if isinstance(entry, str) else entry.item
