"""The API keys in the Settings window: made here, shown once, revoked here."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.domain.errors import Problem
from app.domain.preference import ApiKey, NewKey
from app.domain.sentence import marked
from app.ui.actions import Actions
from app.ui.buttons import Button, CopyButton
from app.ui.present.dates import month_name
from app.ui.present.language import problem_words, tr
from app.ui.settings.beside import Beside
from app.ui.theme import SPACE, SPACE_SMALL, monospace_font
from app.ui.widgets import Card, Text, clear, column, row

NO_KEYS = marked(
    "There are no keys. Programs of this computer may use any text as their key; other machines need one from here."
)
SOME_KEYS = marked("Programs need one of these keys.")

type ListKeys = Callable[[], Awaitable[tuple[ApiKey, ...]]]
type AddKey = Callable[[str], Awaitable[NewKey]]
type RemoveKey = Callable[[str], Awaitable[None]]


class KeysCard(Card):
    """Makes and revokes keys.

    Args:
        actions: Starts the work.
        list_keys: Gives the keys.
        add: Makes one.
        remove: Revokes one.
    """

    def __init__(self, actions: Actions, list_keys: ListKeys, add: AddKey, remove: RemoveKey) -> None:
        super().__init__(spacing=SPACE)
        self._actions = actions
        self._list_keys, self._add_key, self._remove_key = list_keys, add, remove
        self._new: NewKey | None = None
        self.words = Text(tr(NO_KEYS), "muted", size=0.92)
        self.body.addLayout(column(Text(tr("API keys"), bold=True), self.words, spacing=4))
        self._keys = column()
        self.body.addLayout(self._keys)
        self._shown = column()
        self.body.addLayout(self._shown)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("What it is for, such as {program}", program="Open WebUI"))
        self.name.setAccessibleName(tr("Name of the new key"))
        self.name.setMaxLength(60)
        self.add = Button(tr("Make a key"), symbol="plus")
        self.add.clicked.connect(self._make)
        self.name.returnPressed.connect(self._make)
        self.body.addWidget(Beside(self.name, self.add))
        self.problem = Text("", "danger", size=0.92)
        self.problem.hide()
        self.body.addWidget(self.problem)

    def load(self) -> None:
        """Show the keys as they are now."""
        self._actions.start(self._load(), "list keys", report=self._report)

    async def _load(self) -> None:
        keys = await self._list_keys()
        self.words.setText(tr(SOME_KEYS if keys else NO_KEYS))
        clear(self._keys)
        for key in keys:
            name, about = Text(key.name, bold=True), Text(_about(key), "muted", size=0.92)
            remove = Button(tr("Revoke"), name=tr("Revoke the key {name}", name=key.name))
            remove.clicked.connect(lambda _checked=False, name=key.name: self._remove(name))
            line = row(column(name, about, spacing=0), remove)
            line.setStretch(0, 1)
            self._keys.addLayout(line)

    def _make(self) -> None:
        if self.name.text().strip():
            self._actions.start(self._making(self.name.text()), "make key", report=self._report)

    async def _making(self, name: str) -> None:
        made = await self._add_key(name)
        self.problem.hide()
        self.name.clear()
        clear(self._shown)
        well = Card("well", margin=SPACE, spacing=SPACE_SMALL)
        copy = CopyButton(tr("Copy"), lambda: made.text, name=tr("Copy the key {name}", name=made.name))
        once = tr("{name}: Copy it now: it is shown this once.", name=made.name)
        well.body.addWidget(Text(once, bold=True))
        well.body.addWidget(_KeyText(made.text, tr("The key {name}", name=made.name)))
        well.body.addLayout(row(copy, None))
        self._shown.addWidget(well)
        copy.setFocus()
        await self._load()

    def _remove(self, name: str) -> None:
        self._actions.start(self._removing(name), "revoke key", report=self._report)

    async def _removing(self, name: str) -> None:
        await self._remove_key(name)
        clear(self._shown)
        self.problem.hide()
        await self._load()

    def _report(self, problem: Problem) -> None:
        self.problem.setText(problem_words(problem))
        self.problem.show()


class _KeyText(QPlainTextEdit):
    """A key, whole: it wraps anywhere and is as high as its lines.

    Args:
        key: The key.
        name: What a screen reader says.
    """

    def __init__(self, key: str, name: str) -> None:
        super().__init__(key)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(monospace_font())
        self.setAccessibleName(name)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Another width may need another number of lines, which is what the height of this kind of document is."""
        super().resizeEvent(event)
        lines, frame = round(self.document().size().height()), self.contentsMargins()
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame.top() + frame.bottom())


def _about(key: ApiKey) -> str:
    made = datetime.fromtimestamp(key.made_at).astimezone()
    return tr(
        "ends with {end}, made on {day} {month} {year}",
        end=key.end,
        day=made.day,
        month=month_name(made.month),
        year=str(made.year),
    )
