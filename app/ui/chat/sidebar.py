"""The side of the window: a new conversation, the search, the list, and what can be undone."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from app.domain.errors import Problem
from app.ui.buttons import Button
from app.ui.chat.conversation_list import ConversationList
from app.ui.present.language import tr
from app.ui.theme import SPACE, SPACE_SMALL
from app.ui.widgets import Banner, ElidedText, Text, add_clear_button, clear, column, row

WIDTH = 268
UNDO_MS = 10_000
"""How long a deletion can be undone by a click."""
_TYPING_MS = 120


class Sidebar(QFrame):
    """Search field and list."""

    new = Signal()
    searched = Signal(str)
    """What is looked for; empty for everything."""
    left = Signal()
    """The conversation is to be seen again, in a window that has no room for both."""
    undo = Signal()
    """The last deletion is to be undone."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self.list = ConversationList()
        self.new_button = Button(tr("New chat"), symbol="plus")
        self.new_button.setToolTip(tr("Ctrl+N"))
        self.new_button.clicked.connect(self.new)
        self.back = Button("", "flat", symbol="sidebar", name=tr("Back to the conversation"))
        self.back.clicked.connect(self.left)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search conversations"))
        self.search.setAccessibleName(tr("Search conversations"))
        self.search.setToolTip(tr("Ctrl+K"))
        add_clear_button(self.search)
        self.search.installEventFilter(self)
        self.empty = Text("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._problems = column()
        self._undo = QWidget()
        self._deleted = ElidedText("")
        undo_button = Button(tr("Undo"), "link")
        undo_button.clicked.connect(self.undo)
        undo_row = row(self._deleted, undo_button)
        undo_row.setStretch(0, 1)
        undo_row.setContentsMargins(0, 0, 0, SPACE)
        self._undo.setLayout(undo_row)
        self._undo.hide()
        top = row(self.back, self.new_button)
        top.setStretch(1, 1)
        inside = column(top, self.search, self._problems, self.empty, self.list, self._undo, spacing=SPACE_SMALL)
        inside.setContentsMargins(SPACE, SPACE, SPACE, 0)
        inside.setStretch(4, 1)
        self.setLayout(inside)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.searched.emit(self.query))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self._forgetting = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._forgetting.timeout.connect(self._undo.hide)

    @property
    def query(self) -> str:
        """What is looked for."""
        return self.search.text().strip()

    def show_empty(self, words: str) -> None:
        """Say why the list is empty; nothing when it is not."""
        self.empty.setText(words)
        self.empty.setVisible(bool(words))

    def show_problem(self, problem: Problem | None) -> None:
        """What the user should know of the file of conversations."""
        clear(self._problems)
        if problem is not None:
            self._problems.addWidget(Banner(problem, is_notice=True))

    def offer_undo(self, title: str) -> None:
        """Say what was deleted, for some seconds."""
        self._deleted.set_text(tr("Deleted: {title}", title=title))
        self._undo.show()
        self._forgetting.start()

    def end_undo(self) -> None:
        """Nothing can be undone any more."""
        self._forgetting.stop()
        self._undo.hide()

    @property
    def can_undo(self) -> bool:
        """Whether a deletion is offered to be undone."""
        return not self._undo.isHidden()

    def focus_search(self) -> None:
        """Type what to look for."""
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Down goes from the field into the list; Esc empties the field first."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.list.count():
                self.list.setFocus()
                if self.list.currentRow() < 0:
                    self.list.go_to_first()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False
