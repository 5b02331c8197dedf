"""The answer that is being written: asked for, drawn at most 20 times a second, kept each second as far as it came."""

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.actions import Actions
from app.ui.chat.conversation import Conversation, Shown
from app.ui.chat.notebook import Notebook
from app.ui.chat.progress import AnswerInProgress
from app.ui.chat.stream import Asking, ChatEvent
from app.ui.chat.transcript import Transcript
from app.ui.chat.turns import Answer, messages
from app.ui.present.views import ChatView, ModelChoice

REPAINT_MS = 50
"""Text is drawn at most so often, however fast it comes."""
SAVE_SECONDS = 1.0
"""So much of an answer may be lost when the computer stops."""

type Stream = Callable[[Asking], AsyncIterator[ChatEvent]]


@dataclass(slots=True)
class _Current:
    """One answer on its way.

    Attributes:
        conversation: Where it belongs; another one may be shown by now.
        entry_id: Its place there.
        progress: What came.
        is_shown: Whether its conversation is shown.
        thoughts_drawn: Whether its thoughts stand before it already.
        saved_at: When what came was last kept.
        cancel: Ends it.
    """

    conversation: Conversation
    entry_id: str
    progress: AnswerInProgress
    is_shown: bool = True
    thoughts_drawn: bool = False
    saved_at: float = 0.0
    cancel: Callable[[], None] | None = None


class Answering(QObject):
    """At most one answer at a time.

    Args:
        parent: The window it lives and ends with.
        actions: Starts the asking.
        stream: Asks for one answer.
        notebook: Keeps it.
        transcript: Shows it.
        view: Gives what the snapshot says of models.
    """

    changed = Signal()
    """It began, went on or ended: the words for it may be others."""
    ended = Signal(object)
    """It is complete, stopped or failed: the `Answer`; not emitted when nobody sees it."""

    def __init__(
        self,
        parent: QObject,
        actions: Actions,
        stream: Stream,
        notebook: Notebook,
        transcript: Transcript,
        view: Callable[[], ChatView],
    ) -> None:
        super().__init__(parent)
        self._actions, self._stream, self._notebook = actions, stream, notebook
        self._transcript, self._view = transcript, view
        self._current: _Current | None = None
        self._timer = QTimer(self, interval=REPAINT_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_busy(self) -> bool:
        """Whether one is on its way."""
        return self._current is not None

    @property
    def entry_id(self) -> str | None:
        """The entry that is being written; None when there is none."""
        return self._current.entry_id if self._current else None

    @property
    def words(self) -> str:
        """What happens now; empty when nothing does."""
        if self._current is None:
            return ""
        progress = self._current.progress
        return progress.words(self._view().waiting.get(progress.model, ""))

    def begin(self, question_id: str, choice: ModelChoice) -> None:
        """Ask a model for an answer to a question of the open conversation."""
        conversation = self._notebook.conversation
        progress = AnswerInProgress(choice.name, choice.label)
        entry = self._notebook.add(progress.answer(""), question_id, finished=False)
        current = self._current = _Current(conversation, entry.entry_id, progress, saved_at=time.monotonic())
        self._transcript.begin_answer()
        self._transcript.keep_bottom(True)
        self._timer.start()
        # The demo is too small to choose freely among words: it would lose its thread.
        temperature = 0.0 if choice.is_demo else conversation.options.temperature
        asking = Asking(
            self._view().api_url,
            choice.name,
            messages(conversation.turns, conversation.options.system_prompt),
            temperature,
            conversation.options.max_tokens,
        )
        current.cancel = self._actions.start(
            self._ask(current, asking), "answer", report=progress.fail, done=lambda: self._finish(current)
        )
        self.changed.emit()

    def stop(self) -> None:
        """End it; what came stays."""
        if self._current is not None and self._current.cancel is not None:
            self._current.cancel()

    def leave(self) -> None:
        """Its conversation is not shown any more: end it, and keep what came."""
        if self._current is not None:
            self._current.is_shown = False
        self.stop()

    def draw_again(self) -> None:
        """The rest of the conversation was drawn anew; the answer goes on below."""
        if (current := self._current) is not None and current.is_shown:
            self._transcript.begin_answer()
            if current.thoughts_drawn:
                self._transcript.write_thoughts(current.entry_id, current.progress.answer(""))
            self._transcript.write(current.progress.text[: current.progress.drawn])

    async def _ask(self, current: _Current, asking: Asking) -> None:
        async for event in self._stream(asking):
            current.progress.take(event)

    def _tick(self) -> None:
        if (current := self._current) is None:
            return
        self._draw(current)
        now = time.monotonic()
        if now - current.saved_at >= SAVE_SECONDS:
            current.saved_at = now
            self._keep(current, finished=False)
        self.changed.emit()

    def _draw(self, current: _Current) -> None:
        if not current.is_shown:
            return
        progress = current.progress
        if text := progress.undrawn():
            if progress.reasoning and not current.thoughts_drawn:
                current.thoughts_drawn = True
                self._transcript.write_thoughts(current.entry_id, progress.answer(""))
            self._transcript.write(text)
        self._transcript.show_note(progress.interruption)

    def _keep(self, current: _Current, *, finished: bool) -> Answer:
        answer = current.progress.answer(self._view().working.get(current.progress.model, ""))
        self._notebook.update(current.conversation, current.entry_id, answer, finished=finished)
        return answer

    def _finish(self, current: _Current) -> None:
        """It ended: complete, stopped or failed."""
        self._timer.stop()
        self._draw(current)
        self._current = None
        progress = current.progress
        if not current.is_shown and not progress.text and not progress.reasoning:
            self._notebook.remove(current.conversation, current.entry_id)
            self.changed.emit()
            return
        answer = self._keep(current, finished=True)
        if current.is_shown:
            entry = current.conversation.entry(current.entry_id)
            shown = next((s for s in current.conversation.path if s.entry is entry), Shown(entry))
            self._transcript.end_answer(shown)
            self.ended.emit(answer)
        self.changed.emit()
