"""The Models window: what the household has, what is on its way, and what could be got.

It renders snapshots by one path and asks for change by requests; who carries them out is `app.ui.models.asking`.
"""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.buttons import Button
from app.ui.dialogs import Dialog
from app.ui.models.asking import LibraryAsking, LibraryNode
from app.ui.models.find_page import FindPage
from app.ui.models.own_page import OwnPage
from app.ui.present.language import tr
from app.ui.present.library import library
from app.ui.present.library_requests import LibraryRequest
from app.ui.present.library_views import LibraryView
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, icon
from app.ui.widgets import Banner, Text, clear, column, row

WIDE = 640
"""From this width on the tabs have room beside the title."""

_GEOMETRY = "models/geometry"


class ModelsWindow(QWidget):
    """The window.

    Args:
        actions: Starts what asks the node.
        node: The node's thread.
        open_dialog: Opens a dialog by its name, at most one of each.
    """

    def __init__(
        self, actions: Actions, node: LibraryNode, open_dialog: Callable[[str, Callable[[], Dialog]], None]
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("Models"))
        self.setWindowIcon(icon("hearth"))
        self.setMinimumSize(420, 420)
        self._actions, self._node = actions, node
        self._state: AppState | None = None
        self._message: Problem | None = None
        self.own = OwnPage()
        self.finder = FindPage(actions, node)
        self._asking = LibraryAsking(
            actions,
            node,
            open_dialog,
            self,
            self.show_message,
            self.finder.note_transfer,
            self.finder.note_refusal,
        )
        self.own.asked.connect(self.ask)
        self.own.find_wanted.connect(lambda: self.find_models(self.own.field.text().strip()))
        self.own.plan.connect(self._plan)
        self.own.filtered.connect(lambda _text: self._render())
        self.finder.asked.connect(self.ask)
        self._build()
        self._restore_size()
        self.show_state(None)

    def show_state(self, state: AppState | None) -> None:
        """Another snapshot."""
        self._state = state
        self._render()
        self.finder.show_state(state)

    def show_message(self, problem: Problem | None) -> None:
        """Show the problem of an action above everything else, until the next action."""
        if problem != self._message:
            self._message = problem
            clear(self._banners)
            if problem is not None:
                self._banners.addWidget(Banner(problem))

    @property
    def message(self) -> Problem | None:
        """The problem that is shown above everything else."""
        return self._message

    def ask(self, request: LibraryRequest) -> None:
        """Carry out what a button asks."""
        self.show_message(None)
        self.finder.forget_refusals()
        self._asking.run(request)

    def find_models(self, text: str = "") -> None:
        """Show what could be got; with a text, search for it."""
        self._tabs.button(1).click()
        if text:
            self.finder.look_for(text)

    # -- how it is built ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._banners = column(spacing=SPACE_SMALL)
        self._banners.setContentsMargins(SPACE_HUGE, 0, SPACE_HUGE, 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.own)
        self._pages.addWidget(self.finder)
        line = QFrame()
        line.setProperty("kind", "line")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, SPACE_LARGE, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(column(self._header(), self._banners, line, spacing=SPACE))
        outer.addWidget(self._pages, 1)
        for place, key in enumerate(("Ctrl+1", "Ctrl+2")):
            QShortcut(QKeySequence(key), self, lambda place=place: self._tabs.button(place).click())
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_field)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    def _header(self) -> QHBoxLayout:
        self._summary = Text("", "muted")
        title = column(Text(tr("Models"), size=1.6, bold=True), self._summary, spacing=2)
        self._tabs = QButtonGroup(self)
        tabs = QFrame()
        tabs.setProperty("kind", "tabs")
        inner = row(spacing=2)
        inner.setContentsMargins(3, 3, 3, 3)
        for place, words in enumerate((tr("Your models"), tr("Find models"))):
            tab = Button(words, "tab")
            tab.setCheckable(True)
            tab.setAutoExclusive(True)  # to a screen reader one of several, not a check box
            self._tabs.addButton(tab, place)
            inner.addWidget(tab)
        tabs.setLayout(inner)
        self._tabs.button(0).setChecked(True)
        self._tabs.idClicked.connect(self._show_page)
        self._top = row(title, tabs, spacing=SPACE)
        self._top.setStretch(0, 1)
        self._top.setAlignment(tabs, Qt.AlignmentFlag.AlignVCenter)
        self._top.setContentsMargins(SPACE_HUGE, 0, SPACE_HUGE, 0)
        return self._top

    def _show_page(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        if place == 1:
            self.finder.refresh()
            self.finder.field.setFocus()
        else:
            self.own.listing.setFocus()

    def _focus_field(self) -> None:
        field = self.own.field if self._pages.currentWidget() is self.own else self.finder.field
        field.setFocus()
        field.selectAll()

    def _render(self) -> None:
        view: LibraryView = library(self._state, self.own.field.text())
        self._summary.setText(view.summary)
        words = tr("Your models · {count} on the way", count=view.moving) if view.moving else tr("Your models")
        self._tabs.button(0).setText(words)
        self._tabs.button(0).setAccessibleName(words)
        self.own.show_view(view, self._state)

    # -- plans --------------------------------------------------------------------------------------------------

    def _plan(self, model_name: str) -> None:
        self.show_message(None)
        self._actions.start(self._planning(model_name), "plan", report=self.show_message)

    async def _planning(self, model_name: str) -> None:
        self.own.show_plan(model_name, await self._node.ask(lambda node: node.plan(model_name)))

    # -- Qt -----------------------------------------------------------------------------------------------------

    def _restore_size(self) -> None:
        kept = QSettings("hearth", "ui").value(_GEOMETRY)
        if not isinstance(kept, QByteArray) or not self.restoreGeometry(kept):
            self.resize(920, 680)

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """Begin at the list."""
        super().showEvent(event)
        if self._pages.currentWidget() is self.own:
            self.own.listing.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # Qt's name
        """Closing only hides; the size is kept for the next time."""
        QSettings("hearth", "ui").setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Put the tabs below the title when there is no room beside it."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        self._top.setDirection(directions.LeftToRight if self.width() >= WIDE else directions.TopToBottom)
