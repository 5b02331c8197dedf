"""An answer while it is written: what came, what is still to be drawn, and the words for it. Without Qt."""

from dataclasses import dataclass

from app.domain.errors import Problem
from app.ui.chat.stream import Began, ChatEvent, Ended, Piece, Reading, Thinking, Waiting
from app.ui.chat.turns import Answer, End


@dataclass(slots=True)
class AnswerInProgress:
    """Takes events, one after the other.

    Attributes:
        model: The API's name of the model that is asked.
        label: What people call it.
        text: What came so far.
        drawn: How many characters of it are on the screen.
        devices: Who computes; empty until known.
        discarded: Nobody wants to see it any more.
    """

    model: str
    label: str
    text: str = ""
    drawn: int = 0
    devices: str = ""
    discarded: bool = False
    _waits: bool = True
    _step: str = ""
    _end: End = End.STOPPED
    _tokens_per_second: float | None = None
    _problem: Problem | None = None

    def take(self, event: ChatEvent) -> None:
        """What the stream says."""
        match event:
            case Waiting(words):
                self._waits = True
                self._step = words[:1].upper() + words[1:].rstrip(".…")
            case Began(devices):
                self.devices = devices or self.devices
            case Reading(fraction):
                self._step = f"Reading the question, {fraction:.0%}"
            case Thinking():
                self._step = "Thinking"
            case Piece(text):
                self.text += text
                self._waits = False
            case Ended(cut, tokens_per_second):
                self._end = End.TOO_LONG if cut else End.COMPLETE
                self._tokens_per_second = tokens_per_second

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
        if self.text and not self._waits:
            return f"Writing on {self.devices}…" if self.devices else "Writing…"
        return f"{self._step or waiting or 'Waiting for the first word'}…"

    @property
    def interruption(self) -> str:
        """What an answer waits for that has begun already; empty while it is written."""
        return f"{self._step}…" if self.text and self._waits and self._step else ""

    def answer(self, devices: str) -> Answer:
        """The turn that it became.

        Args:
            devices: Who computes by the snapshot, where the stream did not say.
        """
        worked = (self.devices or devices) if self.text else ""
        return Answer(self.text, self.label, self._end, worked, self._tokens_per_second, self._problem)
