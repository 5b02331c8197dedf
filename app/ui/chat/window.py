"""The chat window: picks a model, asks the local API, and shows the answer while it is written.

One conversation at a time, kept in memory. What the snapshot says comes in by `show_state`; questions go out over
HTTP like those of any other program.
"""

from collections.abc import AsyncIterator, Callable

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDesktopServices,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.chat.composer import Composer
from app.ui.chat.picker import Picker
from app.ui.chat.progress import AnswerInProgress
from app.ui.chat.stream import ChatEvent, stream_answer
from app.ui.chat.transcript import Transcript
from app.ui.chat.turns import Answer, Question, Turn, messages
from app.ui.chat.welcome import Welcome
from app.ui.dialogs import ConfirmDialog
from app.ui.present import chat_view
from app.ui.present.views import ChatView
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_SMALL, icon
from app.ui.widgets import Button, Text, column, row

REPAINT_MS = 50
"""Text is drawn at most so often, however fast it comes."""

type Stream = Callable[[str, str, list[dict[str, str]], float | None], AsyncIterator[ChatEvent]]


class ChatWindow(QWidget):
    """One conversation with the models of the swarm.

    Args:
        actions: Starts the asking.
        stream: Asks for one answer; the local API by default.
    """

    def __init__(self, actions: Actions, stream: Stream = stream_answer) -> None:
        super().__init__()
        self.setWindowTitle("Chat \u2013 Hearth")
        self.setWindowIcon(icon("hearth"))
        self.setMinimumSize(400, 420)
        self.resize(780, 720)
        self._actions, self._stream = actions, stream
        self._view = ChatView("", (), {}, {})
        self._turns: list[Turn] = []
        self._cancel: Callable[[], None] | None = None
        self._answer: AnswerInProgress | None = None
        self._build()
        self._timer = QTimer(self, interval=REPAINT_MS)
        self._timer.timeout.connect(self._draw_pending)
        self.show_state(None)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_state(self, state: AppState | None) -> None:
        """Render what the snapshot says of models."""
        view, before = chat_view(state), self._view
        self._view = view
        if view.choices != before.choices:
            self._fill_picker()
        self.composer.set_usable(bool(view.api_url and view.choices))
        self._show_demo_note()
        self._show_progress()

    @property
    def progress(self) -> str:
        """The line over the field."""
        return self._progress.text().strip()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The conversation so far."""
        return tuple(self._turns)

    def ask(self, text: str) -> None:
        """Ask a question."""
        if self._cancel is not None or not self._view.choices:
            return
        self._add(Question(text))
        self._begin()

    def stop(self) -> None:
        """End the answer that is being written; what came stays."""
        if self._cancel is not None:
            self._cancel()

    def new_chat(self) -> None:
        """Forget the conversation."""
        if self._answer is not None:
            self._answer.discarded = True
        self.stop()
        self.restore([])
        self.composer.edit.setFocus()

    def restore(self, turns: list[Turn]) -> None:
        """Show another conversation."""
        self._turns = list(turns)
        self.transcript.show_turns(self._turns)
        self._stack.setCurrentWidget(self.transcript if turns else self.welcome)

    # -- how it is built --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._picker = Picker()
        self._picker.setAccessibleName("Model")
        self._picker.setMinimumWidth(220)
        self._picker.view().setAccessibleName("Models")
        self._picker.currentIndexChanged.connect(lambda _: self.show_model())
        self._new = Button("New chat", symbol="plus")
        self._new.clicked.connect(self.new_chat)
        self.demo_note = Text("", "muted", size=0.92)
        top = row(self._picker, None, self._new, spacing=SPACE)
        self.transcript = Transcript()
        self.transcript.copy_answer.connect(self._copy)
        self.transcript.retry.connect(self._retry)
        self.transcript.open_link.connect(self._ask_link)
        self.welcome = Welcome()
        self.welcome.asked.connect(self.ask)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.transcript)
        self._progress = Text("", "muted", size=0.92)
        self.composer = Composer()
        self.composer.asked.connect(self.ask)
        self.composer.stopped.connect(self.stop)
        header = column(top, self.demo_note)
        header.setContentsMargins(SPACE_HUGE, SPACE, SPACE_HUGE, SPACE_SMALL)
        footer = column(self._progress, self.composer, spacing=SPACE_SMALL)
        footer.setContentsMargins(SPACE_HUGE, SPACE_SMALL, SPACE_HUGE, SPACE_HUGE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(header)
        outer.addWidget(self._stack, 1)
        outer.addLayout(footer)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.stop)
        QShortcut(QKeySequence.StandardKey.New, self, self.new_chat)
        self.composer.edit.setFocus()

    def _fill_picker(self) -> None:
        """New entries; the model that was picked stays picked."""
        picked = self._picker.currentData()
        self._picker.blockSignals(True)
        self._picker.clear()
        for choice in self._view.choices:
            self._picker.addItem(choice.label, choice.name)
        index = self._picker.findData(picked)
        self._picker.setCurrentIndex(max(0, index))
        self._picker.blockSignals(False)
        self.show_model()

    def show_model(self) -> None:
        """Say what the picked model is."""
        self._show_demo_note()

    @property
    def model(self) -> str:
        """Name of the picked model; empty when there is none."""
        return str(self._picker.currentData() or "")

    def _show_demo_note(self) -> None:
        demo = self._is_demo(self.model)
        self.demo_note.setVisible(demo)
        self.demo_note.setText(DEMO_WORDS if demo else "")
        self.welcome.show_suggestions(demo)

    def _is_demo(self, model: str) -> bool:
        return any(choice.name == model and choice.is_demo for choice in self._view.choices)

    # -- asking ---------------------------------------------------------------------------------------------------

    def _add(self, turn: Turn) -> None:
        self._turns.append(turn)
        self.transcript.add(turn)
        self._stack.setCurrentWidget(self.transcript)

    def _begin(self) -> None:
        label = next((choice.label for choice in self._view.choices if choice.name == self.model), self.model)
        answer = self._answer = AnswerInProgress(self.model, label)
        self.transcript.begin_answer()
        self.composer.set_answering(True)
        self._timer.start()
        self._cancel = self._actions.start(
            self._ask_api(answer), "answer", report=answer.fail, done=lambda: self._finish(answer)
        )
        self._show_progress()

    async def _ask_api(self, answer: AnswerInProgress) -> None:
        # The demo is too small to choose freely among words: it would lose its thread.
        temperature = 0.0 if self._is_demo(answer.model) else None
        async for event in self._stream(self._view.api_url, answer.model, messages(self.turns), temperature):
            answer.take(event)

    def _finish(self, progress: AnswerInProgress) -> None:
        """The answer ended: complete, stopped or failed."""
        self._timer.stop()
        self._draw_pending()
        self._cancel, self._answer = None, None
        self.composer.set_answering(False)
        self._show_progress()
        if progress.discarded:
            return
        answer = progress.answer(self._view.working.get(progress.model, ""))
        self.transcript.end_answer(answer)
        self._turns.append(answer)
        spoken = answer.text or (answer.problem.title if answer.problem else "")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _draw_pending(self) -> None:
        if self._answer is not None and not self._answer.discarded and (text := self._answer.undrawn()):
            self.transcript.write(text)
        if self._answer is not None and not self._answer.discarded:
            self.transcript.show_note(self._answer.interruption)
        self._show_progress()

    def _show_progress(self) -> None:
        """One line over the field: why nothing comes yet, or where it is written."""
        answer = self._answer
        # A space keeps the line's height, so that nothing jumps when there is something to say.
        self._progress.setText(answer.words(self._view.waiting.get(answer.model, "")) if answer else " ")

    # -- what is clicked in the conversation ---------------------------------------------------------------------------

    def _copy(self, number: int) -> None:
        turn = self._turns[number]
        QGuiApplication.clipboard().setText(turn.text)
        self._progress.setText("Copied")

    def _retry(self) -> None:
        """Ask the last question again, without the answer that failed."""
        if self._cancel is not None:
            return
        while self._turns and isinstance(self._turns[-1], Answer):
            self._turns.pop()
        if self._turns:
            self.transcript.show_turns(self._turns)
            self._begin()

    def _ask_link(self, address: str) -> None:
        url = QUrl(address)
        if url.scheme() not in ("http", "https"):
            return
        words = f"A model wrote this link. It opens in your browser:\n{address}"
        dialog = ConfirmDialog(self, "Open this link?", words, "Open", lambda: _open(url), dangerous=False)
        dialog.present()

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Draw the conversation again in another theme's colours; the open answer goes on where it was."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_timer"):
            self.transcript.show_turns(self._turns)
            if self._answer is not None:
                self.transcript.begin_answer()
                self.transcript.write(self._answer.text[: self._answer.drawn])


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)


DEMO_WORDS = (
    "Demo \u2014 shows the swarm working before any download. It is tiny: it knows about Hearth and a hundred "
    "everyday questions, nothing else."
)
