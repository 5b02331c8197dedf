"""Inviting: a code that works once, or the token, hidden until it is asked for, as text to copy and as a QR code."""

from functools import partial

import segno
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.domain.sentence import marked
from app.domain.state import AppState
from app.ui.buttons import Button, CopyButton
from app.ui.dialogs import Dialog
from app.ui.door_cards import NewcomerWidget
from app.ui.present import invite_cards, local_time, newcomer_cards
from app.ui.present.door_views import InviteCard, NewcomerCard
from app.ui.present.language import tr
from app.ui.present.requests import MakeInvite, RotateToken, WithdrawInvite
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_LARGE, current_theme, monospace_font
from app.ui.widgets import Card, Symbol, Text, clear, column, row

HIDDEN = "hearth1" + "•" * 28
MODULE, QUIET = 4, 3
"""Of the QR code: the side of a module in device-independent pixels, and the modules left free around it."""
STEPS = (
    marked("Start Hearth on the other device."),
    marked("Choose \u201cJoin swarm…\u201d there."),
    marked("Paste this token, or scan the QR code."),
)


class QrCode(QWidget):
    """A QR code, or a quiet square as long as it is hidden.

    Args:
        text: What it says; upper case is written more densely.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._hidden = True
        self.show_text(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("QR code of the token"))

    def show_text(self, text: str) -> None:
        """Say something else."""
        self._rows = tuple(segno.make_qr(text.upper(), error="m").matrix)
        self.updateGeometry()
        self.update()

    def show_code(self, shown: bool) -> None:
        """Show or hide it."""
        self._hidden = not shown
        self.update()

    def sizeHint(self) -> QSize:  # Qt's name
        """Large enough to be scanned from an arm's length."""
        side = (len(self._rows) + 2 * QUIET) * MODULE
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # Qt's name
        """Draw the code: always dark on light, since scanners fail on the opposite."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        painter.setPen(QColor(theme.border))
        painter.setBrush(QColor(theme.subtle if self._hidden else "#ffffff"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, 8, 8)
        if self._hidden:
            painter.setPen(QColor(theme.muted))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), tr("QR code hidden"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for line, modules in enumerate(self._rows):
            for place, is_dark in enumerate(modules):
                if is_dark:
                    left, top = (QUIET + place) * MODULE, (QUIET + line) * MODULE
                    painter.fillRect(left, top, MODULE, MODULE, Qt.GlobalColor.black)


class InviteDialog(Dialog):
    """Shows what another device needs to join.

    Args:
        parent: The window it belongs to, or None.
        token: The secret.
        swarm_name: The swarm's public name.
    """

    ask = Signal(object)
    """A `Request`."""

    def __init__(self, parent: QWidget | None, token: str, swarm_name: str) -> None:
        super().__init__(parent, tr("Invite a device to {swarm}", swarm=swarm_name), width=560)
        self._token = token
        self.code = QrCode(token)
        self.field = QLineEdit(HIDDEN)
        self.field.setReadOnly(True)
        self.field.setFont(monospace_font())
        self.field.setAccessibleName(tr("Token, hidden"))
        self.show_button = Button(tr("Show"), symbol="eye", name=tr("Show the token and its QR code"))
        self.copy_button = CopyButton(tr("Copy"), lambda: self._token, name=tr("Copy the token"), kind="primary")
        self.show_button.clicked.connect(self._toggle)
        self._door = column(spacing=SPACE)
        self._codes = column(spacing=SPACE)
        self._shown: tuple[object, ...] = ()
        self._build()

    def show_token(self, token: str) -> None:
        """Another token, hidden again."""
        self._token = token
        self.code.show_text(token)
        if self.field.text() != HIDDEN:
            self._toggle()

    def show_state(self, state: AppState | None) -> None:
        """Show the codes that are out, and who waits to be let in."""
        if state is None:
            return
        codes, newcomers = invite_cards(state, local_time()), newcomer_cards(state)
        if (codes, newcomers) == self._shown:
            return
        self._shown = (codes, newcomers)
        self._show_door(newcomers)
        self._show_codes(codes)
        self.fit()

    def _show_door(self, newcomers: tuple[NewcomerCard, ...]) -> None:
        clear(self._door)
        for newcomer in newcomers:
            widget = NewcomerWidget(newcomer)
            widget.ask.connect(self.ask)
            self._door.addWidget(widget)

    def _show_codes(self, codes: tuple[InviteCard, ...]) -> None:
        clear(self._codes)
        for card in codes:
            text = Text(card.code, size=1.2, bold=True, selectable=True)
            text.setFont(monospace_font())
            text.setAccessibleName(tr("Invite code {code}", code=card.code))
            withdraw = Button(tr("Withdraw"), "flat", name=tr("Withdraw the code {code}", code=card.code))
            withdraw.setAutoDefault(False)
            withdraw.clicked.connect(partial(self.ask.emit, WithdrawInvite(card.invite_id)))
            copy = CopyButton(tr("Copy"), partial(str, card.code), name=tr("Copy the code {code}", code=card.code))
            entry = row(column(text, Text(card.expiry, "muted", size=0.92), spacing=2), withdraw, copy, spacing=SPACE)
            entry.setStretch(0, 1)
            self._codes.addLayout(entry)

    def _build(self) -> None:
        steps = [
            row(column(Text(f"{number}", "badge", bold=True), None), Text(tr(words)), spacing=SPACE)
            for number, words in enumerate(STEPS, 1)
        ]
        for step in steps:
            step.setStretch(1, 1)
        self.content.addLayout(self._door)
        self.content.addWidget(self._code_card())
        self.content.addWidget(Text(tr("Or the token, which works until you change it"), "muted", size=0.92, bold=True))
        left = column(*steps, None, row(self.show_button, self.copy_button, None), spacing=SPACE)
        top = row(left, self.code, spacing=SPACE_LARGE)
        top.setStretch(0, 1)
        self.content.addLayout(top)
        self.content.addWidget(self.field)
        card = Card("well")
        warning = row(
            column(Symbol("info", 18, Tone.BUSY), None),
            Text(
                tr(
                    "Whoever has this token can join, ask, and lend memory. Devices work on each other's questions: "
                    "the device that answers can read them. Give it only to people you trust."
                ),
                "muted",
                size=0.92,
            ),
        )
        warning.setStretch(1, 1)
        card.body.addLayout(warning)
        self.content.addWidget(card)
        done = Button(tr("Done"))
        done.clicked.connect(self.accept)
        rotate = Button(tr("Make a new token…"), "flat")
        rotate.setAutoDefault(False)
        rotate.clicked.connect(lambda: self.ask.emit(RotateToken()))
        self.add_buttons(done, left=rotate)
        self.copy_button.setDefault(True)

    def _code_card(self) -> Card:
        card = Card("card")
        words = tr("Works once, for a day. You let the device in when both show the same three words.")
        made = Button(tr("Make a code"), symbol="plus", name=tr("Make an invite code that works once"))
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self.ask.emit(MakeInvite()))
        title = Text(tr("A short code for one device"), bold=True)
        heading = row(column(title, Text(words, "muted", size=0.92), spacing=2), made, spacing=SPACE)
        heading.setStretch(0, 1)
        card.body.addLayout(heading)
        card.body.addLayout(self._codes)
        return card

    def _toggle(self) -> None:
        shown = self.field.text() == HIDDEN
        self.field.setText(self._token if shown else HIDDEN)
        self.field.setCursorPosition(0)
        self.field.setAccessibleName(tr("Token" if shown else "Token, hidden"))
        self.code.show_code(shown)
        self.show_button.setText(tr("Hide" if shown else "Show"))
        self.show_button.set_symbol("eye-off" if shown else "eye")
