"""Everything about a model on its way, and what can be done about it."""

from PySide6.QtCore import Signal

from app.ui.models.parts import ActionRow, DetailArea, StatusLine
from app.ui.present.language import tr
from app.ui.present.library_views import TransferDetail
from app.ui.theme import SPACE_TINY
from app.ui.widgets import Banner, ElidedText, Text, clear, column


class TransferDetailArea(DetailArea):
    """Filled again with each state, so that its buttons keep the focus while figures change."""

    asked = Signal(object)
    """A `LibraryRequest`."""

    def __init__(self) -> None:
        super().__init__(tr("About the transfer"))
        self._problem_shown: object = None
        self._title = ElidedText("", size=1.35, bold=True)
        self._status = StatusLine()
        self._figures, self._sources, self._note = Text(), Text("", "muted"), Text("", "muted")
        self._problem = column()
        self._actions = ActionRow()
        self._actions.asked.connect(self.asked)
        self.content.addLayout(column(self._title, self._status, spacing=SPACE_TINY))
        self.content.addLayout(column(self._figures, self._sources, self._note, spacing=SPACE_TINY))
        self.content.addLayout(self._problem)
        self.content.addWidget(self._actions)
        self.content.addStretch(1)

    def show_detail(self, detail: TransferDetail) -> None:
        """Another state of it, or another transfer."""
        self._title.set_text(detail.title)
        self._status.show_status(detail.status, detail.tone, detail.progress)
        self._figures.setText(detail.figures)
        self._sources.setText(detail.sources)
        self._sources.setVisible(bool(detail.sources))
        self._note.setText(detail.note)
        self._note.setVisible(bool(detail.note))
        self._actions.show_actions(detail.actions, detail.title)
        if detail.problem != self._problem_shown:
            self._problem_shown = detail.problem
            clear(self._problem)
            if detail.problem is not None:
                self._problem.addWidget(Banner(detail.problem))
