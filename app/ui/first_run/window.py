"""The first steps: what is this computer to do, how much memory does it share, does Hearth start at login."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.hub import Recommendation
from app.domain.sentence import marked
from app.domain.state import AppState
from app.domain.words import format_bytes
from app.ui.actions import Actions
from app.ui.asking import processor_memory
from app.ui.buttons import Button
from app.ui.offer import OfferControl
from app.ui.present.language import problem_line, tr
from app.ui.settings.controls import Toggle
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, SPACE_TINY, icon
from app.ui.widgets import Card, Symbol, Text, clear, column, line, row

FRAME = 4
"""Around a choice, where it shows that it has the focus, in device-independent pixels."""


class Start(StrEnum):
    """What somebody begins with."""

    JOIN = "join"
    CREATE = "create"
    CHAT = "chat"


_CHOICES = (
    (
        Start.JOIN,
        marked("Join a swarm"),
        marked("Another device of your household runs Hearth already, and shows a token or a code."),
    ),
    (
        Start.CREATE,
        marked("Start a swarm"),
        marked("This is the first device. You get a token for the next one."),
    ),
    (
        Start.CHAT,
        marked("Just chat here"),
        marked("Only this computer for now. You can join or start a swarm at any time."),
    ),
)


@dataclass(frozen=True, slots=True)
class FirstRunHooks:
    """What the window asks for.

    Attributes:
        begin: Goes on with a choice, after what was chosen besides was put in force.
        share: Shares so much memory, in bytes.
        start_at_login: Starts Hearth at login, or not.
        recommended: The model to recommend; None when there is none that fits.
        get: Gets a model from the internet.
        done: The window was closed, in whatever way.
    """

    begin: Callable[[Start], None]
    share: Callable[[int], Awaitable[None]]
    start_at_login: Callable[[bool], Awaitable[None]]
    recommended: Callable[[], Awaitable[Recommendation | None]]
    get: Callable[[str], Awaitable[None]]
    done: Callable[[], None]


class FirstRunWindow(QWidget):
    """Welcomes somebody.

    Args:
        actions: Starts what it asks.
        hooks: What it asks for.
    """

    def __init__(self, actions: Actions, hooks: FirstRunHooks) -> None:
        super().__init__()
        self._actions, self._hooks = actions, hooks
        self._offered_bytes: int | None = None
        self._asked_for_a_model = False
        self.offer: OfferControl | None = None
        self.setWindowTitle(tr("Welcome to Hearth"))
        self.setWindowIcon(icon("hearth"))
        self.setMinimumSize(420, 420)
        self.resize(600, 700)
        self.choices: dict[Start, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._memory = column(Text(tr("Checking this computer…"), "muted"))
        self._model = column()
        self.login = Toggle(tr("Start Hearth at login"))
        self.problem = Text("", "danger")
        self.problem.hide()
        self.go_on = Button(tr("Continue"), "primary")
        self.go_on.clicked.connect(self._go_on)
        self._build()

    # -- how it is built ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("kind", "page")
        content = QVBoxLayout(page)
        content.setContentsMargins(SPACE_HUGE, SPACE_HUGE, SPACE_HUGE, SPACE_LARGE)
        content.setSpacing(SPACE_LARGE)
        words = column(
            Text(tr("Welcome to Hearth"), size=1.6, bold=True),
            Text(tr("It turns the laptops of one household into one AI. Nothing leaves your home."), "muted"),
            spacing=SPACE_TINY,
        )
        heading = row(Symbol("hearth", 44), words, spacing=SPACE)
        heading.setStretch(1, 1)
        content.addLayout(heading)
        content.addWidget(self._choices_card())
        content.addWidget(self._wishes_card())
        content.addLayout(self._model)
        content.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        foot = row(self.problem, None, self.go_on, spacing=SPACE)
        foot.setStretch(0, 1)
        foot.setContentsMargins(SPACE_HUGE, SPACE, SPACE_HUGE, SPACE_LARGE)
        self.setLayout(column(scroll, line(), foot, spacing=0))
        self.choices[Start.CHAT].setFocus()  # else the first has it, and the space bar would choose another

    def _choices_card(self) -> Card:
        card = Card(spacing=SPACE)
        for number, (start, title, explanation) in enumerate(_CHOICES):
            if number:
                card.body.addWidget(line())
            choice = QRadioButton(tr(title))
            font = choice.font()
            font.setBold(True)
            choice.setFont(font)
            choice.setAccessibleName(tr(title))
            choice.setAccessibleDescription(tr(explanation))
            choice.setCursor(Qt.CursorShape.PointingHandCursor)
            words = Text(tr(explanation), "muted", size=0.92)
            words.setContentsMargins(FRAME + 26, 0, 0, 0)
            card.body.addLayout(column(row(choice, None), words, spacing=0))
            self.choices[start] = choice
            self._group.addButton(choice)
        self.choices[Start.CHAT].setChecked(True)
        return card

    def _wishes_card(self) -> Card:
        card = Card(spacing=SPACE)
        card.body.addLayout(self._memory)
        card.body.addWidget(line())
        words = column(
            Text(tr("Start at login"), bold=True),
            Text(tr("Without a window, so that this computer is there for the others."), "muted", size=0.92),
            spacing=SPACE_TINY,
        )
        wish = row(words, self.login, spacing=SPACE)
        wish.setStretch(0, 1)
        card.body.addLayout(wish)
        return card

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_state(self, state: AppState | None) -> None:
        """Another snapshot: once this computer is known, its memory can be shared and a model recommended."""
        offered_bytes, total_bytes = processor_memory(state)
        if total_bytes and self.offer is None:
            self._offered_bytes = offered_bytes
            self.offer = OfferControl(offered_bytes, total_bytes)
            clear(self._memory)
            self._memory.addWidget(self.offer)
        if total_bytes and not self._asked_for_a_model:
            self._asked_for_a_model = True
            self._actions.start(self._recommend(), "recommend a model", report=lambda _problem: None)

    async def _recommend(self) -> None:
        model = await self._hooks.recommended()
        if model is None:
            return
        card = Card("well", spacing=SPACE_SMALL)
        title = tr("A model that fits: {model} ({size})", model=model.title, size=format_bytes(model.size_bytes))
        card.body.addWidget(Text(title, bold=True))
        words = (tr(model.description) if model.description else "", tr("A small demo is built in until you have it."))
        card.body.addWidget(Text(" ".join(words), "muted", size=0.92))
        get = Button(tr("Download {model}", model=model.title))
        get.clicked.connect(lambda: self._actions.start(self._getting(get, model.source), "get", report=self._report))
        card.body.addLayout(row(get, None))
        self._model.addWidget(card)

    async def _getting(self, button: Button, source: str) -> None:
        button.setEnabled(False)
        try:
            await self._hooks.get(source)
        except BaseException:
            button.setEnabled(True)
            raise
        button.setText(tr("Downloading…"))

    def _report(self, problem: Problem) -> None:
        self.problem.setText(problem_line(problem))
        self.problem.show()

    # -- going on -------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Start:
        """What is to be begun with."""
        return next(start for start, choice in self.choices.items() if choice.isChecked())

    def _go_on(self) -> None:
        self.go_on.setEnabled(False)
        self._actions.start(self._going_on(), "first steps", report=self._report, done=self._went_on)

    async def _going_on(self) -> None:
        if self.offer is not None and self.offer.offered_bytes != self._offered_bytes:
            await self._hooks.share(self.offer.offered_bytes)
        if self.login.isChecked():
            await self._hooks.start_at_login(True)
        self._hooks.begin(self.chosen)
        self.close()

    def _went_on(self) -> None:
        self.go_on.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go_on.isEnabled():
            self._go_on()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:  # Qt's name
        """However it is closed, it was shown."""
        self._hooks.done()
