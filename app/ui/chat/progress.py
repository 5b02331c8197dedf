"""An answer while it is written: what came, what is still to be drawn, and the words for it. Without Qt."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import Problem
from app.ui.chat.heard import heard
from app.ui.chat.stream import Began, ChatEvent, Ended, Piece, Reading, Thinking, Waiting
from app.ui.chat.turns import Answer, End, device_words, format_seconds
from app.ui.present.language import tr


@dataclass(slots=True)
class AnswerInProgress:
    """Takes events, one after the other.

    Attributes:
        model: The API's name of the model that is asked.
        label: What people call it.
        clock: Seconds that never go back.
        text: What came so far.
        reasoning: What the model thought so far.
        drawn: How many characters of the text are on the screen.
        devices: Who computes; empty until known.
        node: Whose host answers; empty until known.
    """

    model: str
    label: str
    clock: Callable[[], float] = time.monotonic
    text: str = ""
    reasoning: str = ""
    drawn: int = 0
    devices: str = ""
    node: str = ""
    _asked_at: float = 0.0
    _first_at: float | None = None
    _thinking_since: float | None = None
    _thought_seconds: float = 0.0
    _waits: bool = True
    _step: str = ""
    _end: End = End.STOPPED
    _tokens_per_second: float | None = None
    _tokens: int | None = None
    _problem: Problem | None = None

    def __post_init__(self) -> None:
        self._asked_at = self.clock()

    def take(self, event: ChatEvent) -> None:
        """What the stream says."""
        if not isinstance(event, Thinking):
            self._end_thought()
        match event:
            case Waiting(words):
                self._waits = True
                step = tr(heard(words.rstrip(".…")))
                self._step = step[:1].upper() + step[1:]
            case Began(devices, node):
                self.devices = devices or self.devices
                self.node = node or self.node
            case Reading(fraction):
                self._step = tr("Reading the question, {percent}%", percent=round(fraction * 100))
            case Thinking(text):
                self._begin_word()
                self._thinking_since = self._thinking_since or self.clock()
                self.reasoning += text
            case Piece(text):
                self._begin_word()
                self.text += text
                self._waits = False
            case Ended(cut, tokens_per_second, tokens):
                self._end = End.TOO_LONG if cut else End.COMPLETE
                self._tokens_per_second, self._tokens = tokens_per_second, tokens

    def fail(self, problem: Problem) -> None:
        """It ended with an error."""
        self._problem, self._end = problem, End.FAILED

    def undrawn(self) -> str:
        """What came since the last call."""
        new = self.text[self.drawn :]
        self.drawn = len(self.text)
        return new

    def words(self, waiting: str) -> str:
        """What happens now.

        Args:
            waiting: What the snapshot says the model waits for; the stream itself knows better when it says.
        """
        if self._thinking_since is not None:
            return tr("Thinking for {time}…", time=format_seconds(self._thought()))
        if self.text and not self._waits:
            if not self.devices:
                return tr("Writing…")
            return tr("Writing on {devices}…", devices=device_words(self.devices))
        return f"{self._step or waiting or tr('Waiting for the first word')}…"

    @property
    def interruption(self) -> str:
        """What an answer waits for that has begun already; empty while it is written."""
        return f"{self._step}…" if self.text and self._waits and self._step else ""

    def answer(self, devices: str) -> Answer:
        """The turn that it has become so far.

        Args:
            devices: Who computes by the snapshot, where the stream did not say.
        """
        first = self._first_at
        return Answer(
            self.text,
            self.label,
            self._end,
            (self.devices or devices) if self.text else "",
            self._tokens_per_second,
            self._problem,
            self.reasoning,
            self._thought() if self.reasoning else None,
            self._tokens,
            None if first is None else first - self._asked_at,
            self.node,
        )

    def _begin_word(self) -> None:
        if self._first_at is None:
            self._first_at = self.clock()

    def _end_thought(self) -> None:
        self._thought_seconds, self._thinking_since = self._thought(), None

    def _thought(self) -> float:
        """Seconds of all thoughts so far."""
        going_on = 0.0 if self._thinking_since is None else self.clock() - self._thinking_since
        return self._thought_seconds + going_on
