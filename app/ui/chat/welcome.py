"""What the chat shows before the first question: a greeting and, for the demo model, questions it can answer.

Where there is nobody to ask it says so.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.buttons import Button
from app.ui.present.language import tr
from app.ui.present.views import Greeting
from app.ui.theme import SPACE_HUGE, SPACE_SMALL
from app.ui.widgets import Symbol, Text, column, row

DEMO_QUESTIONS = ("How do I join a swarm?", "What is a token?", "What can Hearth do?")
"""In English in every language of the windows: the demo knows no other."""


class Welcome(QWidget):
    """A greeting in the middle of the empty window."""

    asked = Signal(str)
    """A suggested question was chosen."""
    find_models = Signal()
    """There is no model, and one is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._words = Text("", size=1.35, bold=True), Text("", "muted")
        for text in (self._heading, self._words):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.find_button = Button(tr("Find models"), "primary")
        self.find_button.clicked.connect(self.find_models)
        self._suggestions = QWidget()
        buttons = [Button(question, "suggestion") for question in DEMO_QUESTIONS]
        for button in buttons:
            button.clicked.connect(partial(self._ask, button.text()))
        self._suggestions.setLayout(row(None, column(*buttons, spacing=SPACE_SMALL), None))
        inside = column(
            None,
            row(None, Symbol("hearth", 56), None),
            self._heading,
            self._words,
            SPACE_SMALL,
            row(None, self.find_button, None),
            self._suggestions,
            None,
        )
        inside.setContentsMargins(SPACE_HUGE, SPACE_HUGE, SPACE_HUGE, SPACE_HUGE)
        self.setLayout(inside)

    def _ask(self, question: str, _checked: bool = False) -> None:
        self.asked.emit(question)

    def show_greeting(self, greeting: Greeting) -> None:
        """What is said."""
        self._heading.setText(greeting.heading)
        self._words.setText(greeting.words)
        self.find_button.setVisible(greeting.can_find)

    def show_suggestions(self, shown: bool) -> None:
        """Whether the demo's questions are offered."""
        self._suggestions.setVisible(shown)
