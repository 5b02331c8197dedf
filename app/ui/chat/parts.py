"""The parts of the chat window, and where each of them is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.ui.chat.composer import Composer
from app.ui.chat.find_bar import FindBar
from app.ui.chat.header import Header
from app.ui.chat.jump import JumpButton
from app.ui.chat.side import SideBySide
from app.ui.chat.sidebar import Sidebar
from app.ui.chat.transcript import Transcript
from app.ui.chat.welcome import Welcome
from app.ui.present.language import tr
from app.ui.present.views import Greeting
from app.ui.theme import SPACE_SMALL, icon
from app.ui.widgets import Banner, Text, clear, column


class ChatParts(QWidget):
    """Everything that is seen; what happens in it is the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(f"{tr('Chat')} \u2013 Hearth")
        self.setWindowIcon(icon("hearth"))
        self.setMinimumSize(400, 420)
        self.resize(1040, 760)
        self.sidebar = Sidebar()
        self.header = Header()
        self.transcript = Transcript()
        self.find_bar = FindBar(self.transcript)
        self.jump = JumpButton(self.transcript)
        self.welcome = Welcome()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.transcript)
        # Over the end of the conversation, so that nothing moves when there is something to say.
        self._progress_line = Text("", "over", size=0.92)
        self._progress_line.setIndent(0)
        self._progress_line.hide()
        middle = QGridLayout()
        middle.addWidget(self._stack, 0, 0)
        middle.addWidget(self._progress_line, 0, 0, Qt.AlignmentFlag.AlignBottom)
        self._problems = column()
        self.composer = Composer()
        footer = column(self._problems, self.composer, spacing=SPACE_SMALL)
        main = QWidget()
        inside = QVBoxLayout(main)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.header)
        inside.addWidget(self.find_bar)
        inside.addLayout(middle, 1)
        inside.addLayout(footer)
        self.side = SideBySide(self, self.sidebar, main, self._progress_line, footer, self.header.new_button)
        self.composer.edit.setFocus()

    def show_problem(self, problem: Problem | None) -> None:
        """Say calmly what did not work, above the field."""
        clear(self._problems)
        if problem is not None:
            self._problems.addWidget(Banner(problem, is_notice=True))

    @property
    def progress(self) -> str:
        """The line over the field."""
        return self._progress_line.text()

    def show_over(self, words: str) -> None:
        """Say something over the field; nothing when the words are empty."""
        if words != self._progress_line.text():
            self._progress_line.setText(words)
            self._progress_line.setVisible(bool(words))

    def show_greeting(self, greeting: Greeting) -> None:
        """What is said before the first question."""
        self.header.picker.setPlaceholderText(greeting.no_model)
        self.welcome.show_greeting(greeting)
