"""What can be got of a repository or of a recommended model: each with its size, its fit and a button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.domain.errors import Problem
from app.domain.sentence import figure
from app.ui.buttons import Button
from app.ui.models.fit_shape import FitPicture
from app.ui.models.parts import ActionButton, DetailArea
from app.ui.present.language import tr
from app.ui.present.library_views import Offering, Offerings
from app.ui.theme import SPACE, SPACE_TINY
from app.ui.widgets import Banner, Card, ElidedText, Text, clear, column, discard, row


class OfferingCard(Card):
    """One thing that can be got; filled again with each state."""

    asked = Signal(object)
    """A `LibraryRequest`."""

    def __init__(self) -> None:
        super().__init__(margin=SPACE)
        self._title = ElidedText("", bold=True)
        self._badge = Text("", "best", size=0.92)
        self._badge.setWordWrap(False)
        self._size = Text("", "muted", size=0.92)
        self._size.setWordWrap(False)
        self._picture = FitPicture()
        self._fit = Text("", "muted", size=0.92)
        self._problem = Text("", "danger", size=0.92)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._button = ActionButton()
        self._button.asked.connect(self.asked)
        top = row(self._title, self._badge, self._size, spacing=SPACE)
        top.setStretch(0, 1)
        fit = row(self._picture, self._fit)
        fit.setStretch(1, 1)
        words = column(top, fit, self._problem, spacing=SPACE_TINY + 2)
        line = row(words, self._button, spacing=SPACE)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._bar)

    def show_offering(self, offering: Offering, of: str) -> None:
        """Another state of it, or another thing."""
        self.setAccessibleName(", ".join(part for part in (offering.title, offering.size, offering.badge) if part))
        self._title.set_text(offering.title)
        self._badge.setText(offering.badge)
        self._badge.setVisible(bool(offering.badge))
        self._size.setText(offering.size)
        self._picture.show_fit(offering.fit)
        self._picture.setVisible(offering.fit is not None and not offering.problem)
        self._fit.setText(offering.fit.words if offering.fit else tr("Whether it would fit is not known yet."))
        self._fit.setVisible(not offering.problem)
        self._problem.setText(offering.problem)
        self._problem.setVisible(bool(offering.problem))
        self._bar.setVisible(offering.progress is not None)
        self._bar.setRange(0, 1000)
        self._bar.setValue(round((offering.progress or 0) * 1000))
        percent = figure((offering.progress or 0) * 100, ".0f")
        self._bar.setAccessibleName(tr("{title}: {percent}% is here", title=offering.title, percent=percent))
        self._button.show_action(offering.action, f"{of} {offering.title}".strip())

    @property
    def button_width(self) -> int:
        """What its button needs."""
        return self._button.sizeHint().width()

    def set_button_width(self, width: int) -> None:
        """As wide as those of the others, so that all sizes end in one line."""
        self._button.setMinimumWidth(width)


class OfferingsArea(DetailArea):
    """What was found, that it is being looked for, or why it was not found."""

    asked = Signal(object)
    """A `LibraryRequest`."""
    again = Signal()
    """To look once more."""

    def __init__(self) -> None:
        super().__init__(tr("What can be got"))
        self._title = ElidedText("", size=1.35, bold=True)
        self._words = Text("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(tr("Looking"))
        self._problem = column()
        self._retry = Button(tr("Try again"))
        self._retry.clicked.connect(self.again)
        self._cards: list[OfferingCard] = []
        self._list = column(spacing=SPACE)
        self.content.addLayout(column(self._title, self._words, spacing=SPACE_TINY))
        self.content.addWidget(self._bar)
        self.content.addLayout(self._problem)
        self.content.addLayout(row(self._retry, None))
        self.content.addLayout(self._list)
        self.content.addStretch(1)

    def show_offerings(self, view: Offerings) -> None:
        """What was found."""
        words = view.description
        if not view.offerings:
            words = tr("There is no model here that Hearth can run: it has no files of llama.cpp's format (GGUF).")
        self._show(view.title, words, None, is_looking=False)
        while len(self._cards) > len(view.offerings):
            discard(self._list, self._cards.pop())
        while len(self._cards) < len(view.offerings):
            card = OfferingCard()
            card.asked.connect(self.asked)
            self._cards.append(card)
            self._list.addWidget(card)
        of = view.title if len(view.offerings) > 1 else ""
        for card, offering in zip(self._cards, view.offerings, strict=True):
            card.show_offering(offering, of)
        width = max((card.button_width for card in self._cards), default=0)
        for card in self._cards:
            card.set_button_width(width)

    def show_looking(self, title: str) -> None:
        """It is being looked for."""
        self._clear_cards()
        self._show(title, tr("Looking for versions…"), None, is_looking=True)

    def show_problem(self, title: str, problem: Problem) -> None:
        """Why there is nothing to show."""
        self._clear_cards()
        self._show(title, "", problem, is_looking=False)

    def _show(self, title: str, words: str, problem: Problem | None, *, is_looking: bool) -> None:
        self._title.set_text(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._bar.setVisible(is_looking)
        clear(self._problem)
        if problem is not None:
            self._problem.addWidget(Banner(problem))
        self._retry.setVisible(problem is not None)

    def _clear_cards(self) -> None:
        while self._cards:
            discard(self._list, self._cards.pop())
