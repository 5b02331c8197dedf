"""Joining: a pasted token is checked while it is typed, and nothing is joined before the button is pressed."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.sentence import marked
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.buttons import Button
from app.ui.dialogs import Dialog
from app.ui.door_cards import KnockWidget
from app.ui.node_face import TokenReportFace
from app.ui.offer import OfferControl
from app.ui.present import knock_card
from app.ui.present.door_views import KnockCard
from app.ui.present.language import problem_line, tr
from app.ui.present.views import Tone
from app.ui.theme import SPACE_LARGE, SPACE_SMALL, monospace_font
from app.ui.widgets import Card, Symbol, Text, clear, column, row

CHECK_DELAY_MS = 150
"""How long typing must rest before the text is checked."""

EMPTY = marked("Nothing happens until you press \u201cJoin\u201d.")

type ReadToken = Callable[[str], Awaitable[TokenReportFace]]
type Join = Callable[[str, int | None], Awaitable[None]]
type GiveUp = Callable[[], None]


class JoinDialog(Dialog):
    """Asks for a token and for how much memory to share.

    Args:
        parent: The window it belongs to, or None.
        actions: Starts the checks and the joining.
        read_token: Judges a text.
        join: Joins with a text and the memory to share in bytes (None: as it is).
        give_up: Asks no more to be let in; called when the user cancels while this computer waits.
        offered_bytes: What this computer shares now.
        total_bytes: What it has.
    """

    def __init__(
        self,
        parent: QWidget | None,
        actions: Actions,
        read_token: ReadToken,
        join: Join,
        give_up: GiveUp,
        *,
        offered_bytes: int,
        total_bytes: int,
    ) -> None:
        super().__init__(parent, tr("Join a swarm"), width=520)
        self._actions, self._read_token, self._do_join, self._give_up = actions, read_token, join, give_up
        self._is_open = True
        self._has_given_up = False
        self.finished.connect(self._closed)
        self._offered_bytes = offered_bytes
        self._valid_text: str | None = None
        self._timer = QTimer(self, singleShot=True, interval=CHECK_DELAY_MS)
        self._timer.timeout.connect(self._start_check)
        words = tr("Paste the token, or type the code, that another device shows under \u201cInvite a device\u201d.")
        self._knock = column()
        self._knocking: KnockCard | None = None
        self.content.addLayout(self._knock)
        self.offer = OfferControl(offered_bytes, total_bytes)
        self._form = QWidget()
        form = column(Text(words, "muted"), self._token_entry(), self._sharing(), spacing=SPACE_LARGE)
        form.setContentsMargins(0, 0, 0, 0)
        self._form.setLayout(form)
        self.content.addWidget(self._form)
        self._add_buttons()
        self._say("", None, tr(EMPTY))
        self.token.setFocus()

    def _token_entry(self) -> QVBoxLayout:
        self.token = QPlainTextEdit()
        self.token.setPlaceholderText(tr("{token}  or  {code}", token="hearth1…", code="4821-amber-kettle-otter"))
        self.token.setAccessibleName(tr("Token or code"))
        self.token.setTabChangesFocus(True)
        self.token.setFont(monospace_font())
        self.token.setFixedHeight(76)
        self.token.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.token.textChanged.connect(self._typed)
        self.paste = Button(tr("Paste"), symbol="paste", name=tr("Paste the token"))
        self.paste.clicked.connect(self._paste)
        self._symbol = Symbol("info", 18, Tone.NEUTRAL)
        self.report = Text("")
        self.report.setMinimumHeight(self.report.fontMetrics().lineSpacing() * 2 + 2)
        self.report.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        said = row(column(self._symbol, None), self.report)
        said.setStretch(1, 1)
        said.setContentsMargins(0, SPACE_SMALL, 0, 0)  # its first line beside the button's words
        report = row(said, column(self.paste, None))
        report.setStretch(0, 1)
        return column(self.token, report)

    def _sharing(self) -> Card:
        card = Card("well", spacing=SPACE_SMALL)
        card.body.addWidget(self.offer)
        privacy = tr(
            "Devices of a swarm work on each other's questions: the device that answers can read "
            "them. Only join swarms of people you trust."
        )
        card.body.addWidget(Text(privacy, "muted", size=0.92))
        return card

    def _add_buttons(self) -> None:
        self.cancel = Button(tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.join = Button(tr("Join"), "primary", name=tr("Join the swarm"))
        self.join.setDefault(True)
        self.join.setEnabled(False)
        self.cancel.clicked.connect(self._cancel)
        self.join.clicked.connect(self._join)
        self.paste.setAutoDefault(False)
        self.add_buttons(self.cancel, self.join)

    def show_state(self, state: AppState | None) -> None:
        """While this computer waits to be let in: the words that the other device must show, and nothing else."""
        card = knock_card(state)
        if card == self._knocking:
            return
        self._knocking = card
        clear(self._knock)
        if card is not None:
            self._knock.addWidget(KnockWidget(card))
        self._form.setVisible(card is None)
        self.join.setVisible(card is None)
        self.cancel.setText(tr("Cancel" if card is None else "Stop asking"))
        self.fit()

    # -- checking -------------------------------------------------------------------------------------------

    def _paste(self) -> None:
        """The clipboard is read here and nowhere else: only when the user asks."""
        self.token.setPlainText(QGuiApplication.clipboard().text())
        self.token.setFocus()

    def _typed(self) -> None:
        self._valid_text = None
        self.join.setEnabled(False)
        self._timer.start()

    def _start_check(self) -> None:
        self._actions.start(self._check(self.token.toPlainText()), "check token", report=self._check_failed)

    async def _check(self, text: str) -> None:
        if not text.strip():
            self._say("", None, tr(EMPTY))
            return
        report = await self._read_token(text)
        if not self._is_open or text != self.token.toPlainText():
            return
        if report.problem is not None:
            self._show_problem(report.problem)
        elif report.already_member:
            self._say(
                "info", Tone.BUSY, tr("This computer is in the swarm {swarm} already.", swarm=report.swarm_name or "")
            )
        else:
            self._valid_text = text
            words = tr("An invite code: the other device is asked.")
            if report.swarm_name is not None:
                words = tr("This is the swarm {swarm}.", swarm=report.swarm_name)
            self._say("check", Tone.GOOD, words)
            self.join.setEnabled(True)

    def _check_failed(self, problem: Problem) -> None:
        if self._is_open:
            self._show_problem(problem)

    def _show_problem(self, problem: Problem) -> None:
        self._say("warning", Tone.DANGER, problem_line(problem))

    def _say(self, symbol: str, tone: Tone | None, words: str) -> None:
        self._symbol.setVisible(bool(symbol))
        if symbol:
            self._symbol.show_symbol(symbol, tone)
        self.report.set_kind({Tone.DANGER: "danger", Tone.GOOD: "good"}.get(tone, "muted") if tone else "muted")
        self.report.setText(words)

    # -- joining ----------------------------------------------------------------------------------------------

    def _join(self) -> None:
        if self._valid_text is None:
            return
        self._lock(True)
        self._say("info", Tone.BUSY, tr("Joining…"))
        self._actions.start(self._joining(self._valid_text), "join", report=self._failed)

    async def _joining(self, text: str) -> None:
        wanted = self.offer.offered_bytes
        await self._do_join(text, None if wanted == self._offered_bytes else wanted)
        if self._is_open:
            self.accept()

    def _failed(self, problem: Problem) -> None:
        if self._is_open:
            self._lock(False)
            self._show_problem(problem)
        elif not self._has_given_up:
            self._actions.report(problem)

    def _cancel(self) -> None:
        """Closing leaves a knock as it is, and the Swarm window shows its words; cancelling takes it back."""
        if self._knocking is not None:
            self._has_given_up = True
            self._give_up()
        self.reject()

    def _closed(self) -> None:
        """What still runs must not touch this dialog: Qt deletes it now."""
        self._is_open = False

    def _lock(self, locked: bool) -> None:
        for control in (self.token, self.paste, self.join, self.offer):
            control.setEnabled(not locked)
