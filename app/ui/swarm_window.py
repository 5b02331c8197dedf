"""The Swarm window: devices, models with their layers, what is happening now, and the API address.

It renders a `SwarmView` by one path (`show_state`) and asks for change by signals; what they do is decided in
`application.py`.
"""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.placement import Plan, Refusal
from app.domain.state import AppState
from app.ui.buttons import Button, CopyButton
from app.ui.card_grid import CardGrid
from app.ui.device_card import AddDeviceCard, DeviceCardWidget
from app.ui.door_cards import KnockWidget, NewcomerWidget
from app.ui.model_cards import ModelCards
from app.ui.movements import Movements
from app.ui.present import plan_view, present
from app.ui.present.language import tr
from app.ui.present.requests import Troubleshoot
from app.ui.present.swarm_views import SwarmView
from app.ui.present.views import Choice
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, SPACE_TINY, icon, monospace_font
from app.ui.widgets import Banner, Card, Symbol, Text, clear, column, row

WIDE = 640
"""From this width on the buttons have room beside the title, if their words are no longer than in English."""

HEADING_HEIGHT = 28
"""Of what stands above a group of cards, with or without a button."""

TITLE_WIDTH = 180
"""What the title needs beside the buttons."""


class SwarmWindow(QWidget):
    """The main window.

    Args:
        may_close: Asked when the user closes the window; False keeps it.
    """

    join = Signal()
    invite = Signal()
    leave = Signal()
    open_chat = Signal()
    open_models = Signal()
    load = Signal(str)
    unload = Signal(str)
    plan = Signal(str)
    ask = Signal(object)
    """A `Request`."""

    def __init__(self, may_close: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self.setWindowTitle("Hearth")
        self.setWindowIcon(icon("hearth"))
        self.setMinimumSize(440, 420)
        self.resize(820, 760)
        self._may_close = may_close
        self._state: AppState | None = None
        self._view: SwarmView | None = None
        self._device_cards: dict[str, DeviceCardWidget] = {}
        self._invites_a_second = False
        self._message: Problem | None = None
        self._build()
        self.show_state(None)

    # -- what is shown ----------------------------------------------------------------------------------

    def show_state(self, state: AppState | None, start_problem: Problem | None = None) -> None:
        """Render a snapshot; parts that did not change are left alone, so that focus and scrolling stay.

        Args:
            state: None while there is none.
            start_problem: Why there will be none.
        """
        self._state = state
        view, before = present(state, start_problem), self._view
        self._view = view
        self._title.setText(view.title)
        self._status.setText(view.status)
        self._join.setVisible(view.can_join)
        self._invite.setVisible(view.can_invite)
        self._leave.setVisible(view.can_leave)
        self._leave.setText(view.leave_words)
        self._leave.setAccessibleName(view.leave_words)
        self._troubleshoot.setVisible(view.can_troubleshoot)
        self._arrange_buttons()
        self._started.setVisible(state is not None)
        self._address.setText(view.api_url)
        if before is None or (before.problems, before.notices) != (view.problems, view.notices):
            self._show_problems()
        if before is None or (before.newcomers, before.knock) != (view.newcomers, view.knock):
            self._show_door(view)
        if before is None or (before.activity, before.movements == ()) != (view.activity, view.movements == ()):
            self._show_activity(view)
        self._movements.show_movements(view.movements)
        self._devices_heading.setText(view.devices_heading)
        if before is None or (before.devices, before.can_invite) != (view.devices, view.can_invite):
            self._show_devices(view)
        if before is None or before.models != view.models or before.devices != view.devices:
            self._models.show_models(view.models)

    def show_message(self, problem: Problem | None) -> None:
        """Show the problem of an action above everything else, until the next action."""
        self._message = problem
        self._show_problems()

    def show_plan(self, model_name: str, outcome: Plan | Refusal | None) -> None:
        """Show a plan in its model's card; None when it could not be made."""
        self._models.show_plan(model_name, outcome)

    # -- how it is built ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._problems = column(spacing=SPACE)
        self._door = column(spacing=SPACE)
        self._activity = column(spacing=SPACE_SMALL)
        self._devices = CardGrid()
        self._models = self._model_cards()
        page = QWidget()
        page.setProperty("kind", "page")
        content = QVBoxLayout(page)
        content.setContentsMargins(SPACE_HUGE, SPACE_HUGE, SPACE_HUGE, SPACE_HUGE)
        content.setSpacing(SPACE_LARGE)
        content.addLayout(self._header())
        content.addLayout(self._problems)
        content.addLayout(self._door)
        content.addLayout(column(self._section(tr("Now")), self._now_card(), spacing=SPACE_TINY))
        content.addWidget(self._household())
        content.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        # What cannot be undone is not where the focus begins.
        for before, after in pairwise((self._join, self._chat, self._invite, self._leave)):
            QWidget.setTabOrder(before, after)

    def _header(self) -> QHBoxLayout:
        self._title = Text("", size=1.6, bold=True)
        self._status = Text("", "muted")
        self._chat = Button(tr("Open chat"), symbol="chat")
        self._join = Button(tr("Join swarm…"), symbol="link")
        self._invite = Button(tr("Invite a device…"), "primary", symbol="plus")
        self._leave = Button("", "flat")
        self._chat.clicked.connect(self.open_chat)
        self._join.clicked.connect(self.join)
        self._invite.clicked.connect(self.invite)
        self._leave.clicked.connect(self.leave)
        self._buttons, self._more_buttons = row(self._leave, self._join, self._chat, self._invite), row()
        buttons = column(self._buttons, self._more_buttons)
        identity = row(Symbol("hearth", 44), column(self._title, self._status, spacing=2), spacing=SPACE)
        identity.setStretch(1, 1)
        self._top = row(identity, buttons, spacing=SPACE)
        self._top.setStretch(0, 1)
        return self._top

    def _household(self) -> QWidget:
        """What there is only once the node has started."""
        self._devices_heading = self._section("")
        devices = self._heading(self._devices_heading, self._troubleshooter())
        models = self._heading(self._section(tr("Models")), self._library())
        self._started = QWidget()
        parts = column(
            column(devices, self._devices, spacing=SPACE_TINY),
            column(models, self._models, spacing=SPACE_TINY),
            column(self._section(tr("For your programs")), self._api_card(), spacing=SPACE_TINY),
            spacing=SPACE_LARGE,
        )
        parts.setContentsMargins(0, 0, 0, 0)
        self._started.setLayout(parts)
        return self._started

    def _now_card(self) -> Card:
        card = Card()
        card.body.addLayout(self._activity)
        self._movements = Movements()
        card.body.addWidget(self._movements)
        return card

    def _api_card(self) -> Card:
        card = Card()
        self._address = Text("", selectable=True, what=tr("API address"))
        self._address.setFont(monospace_font())
        self._copy = CopyButton(tr("Copy address"), lambda: self._address.text(), name=tr("Copy API address"))
        top = row(Symbol("layers", 20), self._address, self._copy, spacing=SPACE)
        top.setStretch(1, 1)
        card.body.addLayout(top)
        words = tr("Any program for the OpenAI API on this computer can use it, with any key.")
        card.body.addWidget(Text(words, "muted", size=0.92))
        return card

    def _troubleshooter(self) -> Button:
        self._troubleshoot = Button(tr("Missing a device?"), "heading", name=tr("Troubleshoot network"))
        self._troubleshoot.setToolTip(tr("Find out why devices do not see each other"))
        self._troubleshoot.clicked.connect(lambda: self.ask.emit(Troubleshoot()))
        return self._troubleshoot

    def _library(self) -> Button:
        button = Button(tr("All models…"), "heading", name=tr("Models: get, copy, delete"))
        button.setToolTip(tr("Get, copy, delete, and see what would fit"))
        button.clicked.connect(self.open_models)
        return button

    def _model_cards(self) -> ModelCards:
        cards = ModelCards(lambda outcome: plan_view(self._state, outcome) if self._state else None)
        cards.load.connect(self.load)
        cards.unload.connect(self.unload)
        cards.plan.connect(self.plan)
        cards.ask.connect(self.ask)
        return cards

    def _section(self, words: str) -> Text:
        text = Text(words, "muted", size=0.92, bold=True)
        text.setMinimumHeight(HEADING_HEIGHT)
        return text

    def _heading(self, words: Text, button: Button) -> QHBoxLayout:
        """Words, and a button at the end that looks like more of them."""
        button.setFixedHeight(HEADING_HEIGHT)
        heading = row(words, button)
        heading.setStretch(0, 1)
        return heading

    # -- parts that are made anew ---------------------------------------------------------------------------

    def _show_problems(self) -> None:
        clear(self._problems)
        problems = self._view.problems if self._view else ()
        for problem in dict.fromkeys((*([self._message] if self._message else []), *problems)):
            self._problems.addWidget(Banner(problem))
        for notice in self._view.notices if self._view else ():
            self._problems.addWidget(Banner(notice, is_notice=True))

    def _show_activity(self, view: SwarmView) -> None:
        clear(self._activity)
        activity = view.activity
        rest = () if view.movements else (tr("Nothing is running. Ask something in the chat."),)
        for index, words in enumerate(activity or rest):
            text = Text(words, "" if activity and index == 0 else "muted")
            entry = row(Symbol("flame", 18), text) if index == 0 else row(SPACE_HUGE + 2, text, spacing=0)
            entry.setStretch(1, 1)
            self._activity.addLayout(entry)

    def _show_door(self, view: SwarmView) -> None:
        clear(self._door)
        if view.knock is not None:
            self._door.addWidget(KnockWidget(view.knock))
        for newcomer in view.newcomers:
            widget = NewcomerWidget(newcomer)
            widget.ask.connect(self.ask)
            self._door.addWidget(widget)

    def _show_devices(self, view: SwarmView) -> None:
        """Fill the cards that are there again; lay them out anew only when other devices are shown."""
        invites = len(view.devices) == 1 and view.can_invite
        names = [card.peer_id for card in view.devices]
        if names == list(self._device_cards) and invites == self._invites_a_second:
            for card in view.devices:
                self._device_cards[card.peer_id].show_card(card)
            return
        self._invites_a_second = invites
        self._device_cards = {card.peer_id: DeviceCardWidget(card) for card in view.devices}
        for widget in self._device_cards.values():
            widget.choose.connect(self._open_menu)
        cards: list[QWidget] = [*self._device_cards.values()]
        if invites:
            add = AddDeviceCard()
            add.invite.connect(self.invite)
            cards.append(add)
        self._devices.show_cards(cards)

    def _open_menu(self, choices: tuple[Choice, ...], place: QPoint) -> None:
        """The menu belongs to the window: the card may be made anew while it is open."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in choices:
            action = menu.addAction(choice.text)
            action.triggered.connect(lambda _checked=False, request=choice.request: self.ask.emit(request))
        menu.popup(place)

    def _arrange_buttons(self) -> None:
        """Beside the title where there is room for their words, else below it; in two lines where one is too short."""
        shown = [button for button in (self._leave, self._join, self._chat, self._invite) if not button.isHidden()]
        needed = sum(button.sizeHint().width() for button in shown) + SPACE_SMALL * (len(shown) - 1)
        room = self.width() - 2 * SPACE_HUGE - self._scroll.verticalScrollBar().sizeHint().width()
        line = self._buttons if needed <= room else self._more_buttons
        if line.indexOf(self._chat) < 0:
            for button in (self._chat, self._invite):
                line.addWidget(button)
        directions = QBoxLayout.Direction
        is_beside = self.width() >= WIDE and needed + TITLE_WIDTH <= room
        self._top.setDirection(directions.LeftToRight if is_beside else directions.TopToBottom)

    # -- Qt ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Fit the buttons and the columns of cards to the width."""
        super().resizeEvent(event)
        self._arrange_buttons()
        self._devices.set_width(self.width() - 2 * SPACE_HUGE)

    def closeEvent(self, event: QCloseEvent) -> None:  # Qt's name
        """Closing only hides, where there is a tray to come back from."""
        event.setAccepted(self._may_close())
