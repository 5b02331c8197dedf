"""One answer on its way to the client, event by event, over all hosts that it takes: what is lost goes on elsewhere.

Which host is next, and what it is asked, are for `exchange` and `continuation`.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable

import aiohttp

from app.lib.tasks import TaskOwner
from app.routing.continuation import NothingLeft
from app.routing.events import TIMES, EventCutter, ModelRenamer, comment, error_in, speed_in
from app.routing.exchange import Exchange, PeerUnable, raise_if
from app.routing.failure import AnswerError, Failure

_COMMENT_SECONDS = 5.0
"""Silence after which a comment is sent."""

_SILENT = "waiting for the next word"

_NEWS_SECONDS = 0.25
"""How often to look, while a host is sought, whether there is something new to say of it."""


class Answering:
    """Reads an answer to its end.

    Args:
        exchange: The request.
        opening: It waits for the first host.
        progress: What is happening now, in words, for as long as there is nothing else to send.
        tasks: Owns what waits for the next host.
    """

    def __init__(
        self, exchange: Exchange, opening: asyncio.Task[Failure | None], progress: Callable[[], str], tasks: TaskOwner
    ) -> None:
        self.exchange = exchange
        self._opening = opening
        self._progress = progress
        self._tasks = tasks
        self._lost_head: str | None = None
        self._was_lost = False

    async def chunks(self) -> AsyncGenerator[bytes]:
        """The events, some at a time, each time whole ones.

        Raises:
            AnswerError: There is no answer, or no rest of it.
        """
        names_workers = self.exchange.target is None
        while True:
            try:
                async for words in self._opened():
                    yield words
            except NothingLeft as end:
                yield end.events
                return
            if names_workers and self.exchange.target is not None:
                yield comment(f"answered by {', '.join(self.exchange.target.device_names)}")
            if self._was_lost:
                yield comment(self._words())
            try:
                async for events in self._events():
                    yield events
                return
            except PeerUnable as unable:
                last_words = self._after_loss(unable.failure)
            except (aiohttp.ClientError, OSError):
                last_words = self._after_loss(None)
            if last_words is not None:
                yield last_words
                return
            names_workers = True

    async def close(self) -> None:
        """Give everything back; stops the host's work when the answer was not read to its end."""
        await self.exchange.give_up(self._opening, self._tasks)

    def _after_loss(self, failure: Failure | None) -> bytes | None:
        """Look for another host; what is still to be said when everything else was.

        Args:
            failure: Why a peer cannot go on, as it says.

        Raises:
            AnswerError: The answer cannot go on.
        """
        continuation, target = self.exchange.continuation, self.exchange.target
        if (why_not := continuation.why_not()) is not None:
            raise AnswerError(failure or why_not)
        if (last_words := continuation.last_words()) is not None:
            return last_words
        if target is not None and not target.is_local:
            self._lost_head = target.node_name
        self._was_lost = True
        self._opening = self._tasks.spawn(self.exchange.open_again(), "go on", awaited=True)
        return None

    async def _opened(self) -> AsyncGenerator[bytes]:
        """Words about what is happening, until a host answers. Raises AnswerError when none does."""
        said, spoken = "", 0.0
        while not self._opening.done():
            words, now = self._words(), time.monotonic()
            if words != said or now - spoken > _COMMENT_SECONDS:
                said, spoken = words, now
                yield comment(words)
            await asyncio.wait({self._opening}, timeout=_NEWS_SECONDS)
        raise_if(self._opening.result())

    def _resumed(self) -> None:
        if self._was_lost:
            self._lost_head, self._was_lost = None, False
            self.exchange.note_resumed()

    def _words(self) -> str:
        if words := self.exchange.words():
            return words
        if self._lost_head is None:
            return self._progress()
        step = "reading the conversation again" if self._opening.done() else "looking for another device that has it"
        return f"{self._lost_head} left; {step}"

    async def _events(self) -> AsyncGenerator[bytes]:
        target, content = self.exchange.target, self.exchange.response.content
        assert target is not None
        cutter, renamer, continuation = EventCutter(), ModelRenamer(target.model_name), self.exchange.continuation
        timed = b""
        spoken = time.monotonic()
        while True:
            try:
                async with asyncio.timeout(_COMMENT_SECONDS):
                    data = await content.readany()
            except TimeoutError:
                yield comment(self._words() if self._was_lost or not continuation.has_begun else _SILENT)
                continue
            if not data:
                break
            if not (events := cutter.feed(data)):
                continue
            timed = events if TIMES in events else timed
            if (found := error_in(events)) is not None:
                start, body = found
                yield renamer.rename(continuation.read(events[:start]))
                raise AnswerError(self.exchange.refusal(500, body))
            if passed := continuation.read(events):
                self._resumed()
                yield renamer.rename(passed)
                spoken = time.monotonic()
            elif time.monotonic() - spoken > _COMMENT_SECONDS:
                yield comment("going over what was said before")
                spoken = time.monotonic()
        if continuation.is_unfinished:
            raise aiohttp.ClientPayloadError("the answer ended in the middle")
        self.exchange.note_speed(speed_in(timed))
