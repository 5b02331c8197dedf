"""Connect an app: address, key and model, what to copy for each program, and a test that really asks."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QLayout, QLineEdit, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.preference import NewKey
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.buttons import Button, CopyButton
from app.ui.chat.picker import Picker
from app.ui.dialogs import Dialog
from app.ui.present.connect import ANY_KEY, ConnectView, Snippet, connect_view, snippets
from app.ui.present.language import problem_line, tr
from app.ui.settings.trial import ask_once
from app.ui.theme import SPACE, SPACE_SMALL, monospace_font
from app.ui.widgets import Card, Text, column, name_by_label, row

_LINES = 12
_CAPTION_WIDTH = 72

type MakeKey = Callable[[str], Awaitable[NewKey]]
type Ask = Callable[[str, str, str], Awaitable[str]]


class ConnectDialog(Dialog):
    """Connects another program.

    Args:
        parent: The window it belongs to, or None.
        actions: Starts the work.
        make_key: Makes an API key of a name.
        ask: Asks a model by address, key and name.
    """

    def __init__(self, parent: QWidget | None, actions: Actions, make_key: MakeKey, ask: Ask = ask_once) -> None:
        super().__init__(parent, tr("Connect an app"), width=620)
        self._actions, self._make_key, self._ask = actions, make_key, ask
        self._view = ConnectView((), ())
        self._is_open = True
        self.finished.connect(self._closed)
        words = tr("Programs that speak OpenAI's API use the models of your swarm. Copy what yours needs.")
        self.content.addWidget(Text(words, "muted"))
        self._add_choices()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Programs"))
        self.tabs.setDocumentMode(True)
        self._tabs = [_SnippetTab(snippet) for snippet in snippets("", "", "")]
        for tab in self._tabs:
            self.tabs.addTab(tab, tab.title)
        self.content.addWidget(self.tabs)
        self._add_test()
        done = Button(tr("Done"), "primary")
        done.clicked.connect(self.accept)
        self.add_buttons(done)
        self._fill()

    def _add_choices(self) -> None:
        self.address, self.model = Picker(), Picker()
        self.key = QLineEdit()
        self.key.setPlaceholderText(tr("any text, until you make a key"))
        self.make = Button(tr("Make a key"), name=tr("Make a key for this app"))
        self.make.setAutoDefault(False)
        key = row(self.key, self.make)
        key.setStretch(0, 1)
        card = Card("well", margin=SPACE, spacing=SPACE_SMALL)
        fields: tuple[tuple[str, QWidget, QWidget | QLayout], ...] = (
            (tr("Address"), self.address, self.address),
            (tr("Model"), self.model, self.model),
            (tr("API key"), self.key, key),
        )
        captions = [name_by_label(control, Text(label, "muted", size=0.92)) for label, control, _ in fields]
        width = max(caption.fontMetrics().horizontalAdvance(caption.text()) for caption in captions)
        for caption, (_, _, field) in zip(captions, fields, strict=True):
            caption.setFixedWidth(max(_CAPTION_WIDTH, width + SPACE_SMALL))
            line = row(caption, field)
            line.setStretch(1, 1)
            card.body.addLayout(line)
        self.content.addWidget(card)
        self.address.currentIndexChanged.connect(lambda _index: self._fill())
        self.model.currentIndexChanged.connect(lambda _index: self._fill())
        self.key.textChanged.connect(lambda _text: self._fill())
        self.make.clicked.connect(self._make)

    def _add_test(self) -> None:
        self.test = Button(tr("Test it"), name=tr("Test the connection"))
        self.test.setAutoDefault(False)
        self.test.clicked.connect(self._try)
        words = tr("Asks the model for one sentence, the way your program will.")
        self.answer = Text(words, "muted", selectable=True)
        line = row(column(self.test, None), self.answer, spacing=SPACE)
        line.setStretch(1, 1)
        self.content.addLayout(line)

    def show_state(self, state: AppState | None) -> None:
        """Another snapshot: addresses and models come and go."""
        view = connect_view(state)
        if view == self._view:
            return
        self._view = view
        _refill(self.address, view.urls)
        _refill(self.model, tuple((name, name) for name in view.models))
        self._fill()

    @property
    def _chosen(self) -> tuple[str, str, str]:
        return (
            str(self.address.currentData() or ""),
            self.key.text().strip() or ANY_KEY,
            str(self.model.currentData() or ""),
        )

    def _fill(self) -> None:
        self.test.setEnabled(all(self._chosen))
        for tab, snippet in zip(self._tabs, snippets(*self._chosen), strict=True):
            tab.show_snippet(snippet)

    # -- asking -----------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.make.setEnabled(False)
        self._actions.start(self._making(), "make key", report=self._failed, done=self._made)

    async def _making(self) -> None:
        program = self._tabs[self.tabs.currentIndex()].title
        made = await self._make_key(tr("An app ({program})", program=program))
        if self._is_open:
            self.key.setText(made.text)
            self._say(tr("The key is put in above and below. Copy it now: it is shown this once."), "muted")

    def _made(self) -> None:
        if self._is_open:
            self.make.setEnabled(True)

    def _try(self) -> None:
        self.test.setEnabled(False)
        self._say(tr("Asking…"), "muted")
        self._actions.start(self._trying(), "test", report=self._failed, done=self._tried)

    async def _trying(self) -> None:
        answer = await self._ask(*self._chosen)
        if self._is_open:
            self._say(tr("It works. The model says: {answer}", answer=answer), "good")

    def _failed(self, problem: Problem) -> None:
        if self._is_open:
            self._say(problem_line(problem), "danger")

    def _tried(self) -> None:
        if self._is_open:
            self.test.setEnabled(True)

    def _say(self, words: str, kind: str) -> None:
        self.answer.set_kind(kind)
        self.answer.setText(words)
        self.fit()

    def _closed(self) -> None:
        """What still runs must not touch this dialog: Qt deletes it now."""
        self._is_open = False


class _SnippetTab(QWidget):
    """What one program needs."""

    def __init__(self, snippet: Snippet) -> None:
        super().__init__()
        self.title = snippet.title
        self.hint = Text("", "muted", size=0.92)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(monospace_font())
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(tr("For {program}", program=snippet.title))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 24)
        copy = CopyButton(
            tr("Copy"), self.text.toPlainText, name=tr("Copy what {program} needs", program=snippet.title)
        )
        copy.setAutoDefault(False)
        line = row(self.hint, copy)
        line.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE, 0, 0)
        layout.addLayout(column(line, self.text))
        self.show_snippet(snippet)

    def show_snippet(self, snippet: Snippet) -> None:
        """The same with another address, key or model."""
        self.hint.setText(snippet.hint)
        if self.text.toPlainText() != snippet.text:
            self.text.setPlainText(snippet.text)


def _refill(picker: Picker, entries: tuple[tuple[str, str], ...]) -> None:
    kept = picker.currentData()
    picker.blockSignals(True)
    picker.clear()
    for value, shown in entries:
        picker.addItem(shown, value)
    if (index := picker.findData(kept)) >= 0:
        picker.setCurrentIndex(index)
    picker.blockSignals(False)
