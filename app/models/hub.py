"""The hub as the node sees it: questions with answers, and downloads with events. A process of its own does the work
(`hub_process.py`); this starts it, reads what it says, and ends it."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import app
from app.domain.errors import UserError
from app.domain.hub import HubRepository
from app.domain.hub_choice import HubFile
from app.domain.sentence import say
from app.lib.processes import ChildProcess
from app.models.hub_request import Done, Download, Event, Failed, Found, Listed, LookUp, Request, Search, to_text
from app.models.hub_request import event_from_text as read_event

QUESTION_SECONDS = 60.0
"""A question that has no answer by then gets none."""

MOST_RESULTS = 30
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(app.__file__).parent.parent),
    "PYTHONUNBUFFERED": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    # Its own protocol can neither be limited nor gone on with after a restart.
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_SYMLINKS_WARNING": "1",
}


class HubClient:
    """Asks the hub that HF_ENDPOINT names, Hugging Face's by default.

    Args:
        question_seconds: How long an answer may take.
    """

    def __init__(self, question_seconds: float = QUESTION_SECONDS) -> None:
        self._question_seconds = question_seconds

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Repositories with models in the GGUF format, the most used first. Raises UserError."""
        events = await self._ask(Search(text, MOST_RESULTS))
        return tuple(event.repository for event in events if isinstance(event, Found))

    async def look_up(self, repository: str) -> tuple[str, tuple[HubFile, ...]]:
        """The version of a repository that is current, and its GGUF files. Raises UserError."""
        events = [event for event in await self._ask(LookUp(repository)) if isinstance(event, Listed)]
        return (events[0].commit if events else "", tuple(event.file for event in events))

    async def download(self, request: Download, on_event: Callable[[Event], None]) -> None:
        """Bring files; returns when they are there. Cancelled, it ends at once and what has arrived stays.

        Raises:
            UserError: It does not work, with what has arrived kept.
        """
        await _run(request, on_event)

    async def _ask(self, request: Request) -> list[Event]:
        events: list[Event] = []
        try:
            await asyncio.wait_for(_run(request, events.append), self._question_seconds)
        except TimeoutError as error:
            raise UserError(
                say("No answer"), say("The hub does not answer in time."), say("Try again later."), "hub_silent"
            ) from error
        return events


async def _run(request: Request, on_event: Callable[[Event], None]) -> None:
    """Run the process to its end."""
    last: list[Event] = []

    def receive(line: str) -> None:
        event = read_event(line)
        if isinstance(event, Done | Failed):
            last.append(event)
        elif event is not None:
            on_event(event)

    try:
        child = await ChildProcess.start(
            [*_command(), to_text(request)], name="hub", environment=_ENVIRONMENT, on_line=receive
        )
    except OSError as error:
        raise UserError(
            say("Cannot be started"),
            say("The hub process cannot be started: {error}.", error=str(error)),
            code="hub_failed",
        ) from error
    try:
        end = await child.wait()
    finally:
        await child.stop(grace_seconds=0.5)
    match last:
        case [Done(), *_]:
            return
        case [Failed(problem), *_]:
            raise UserError(problem.title, problem.message, problem.hint, problem.code)
    words = end.last_lines[-1][:200] if end.last_lines else say("it ended with {code}", code=str(end.exit_code))
    raise UserError(
        say("Download failed"),
        say("The hub process ended before it was done: {words}", words=words),
        code="hub_failed",
    )


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "hub"]
    return [sys.executable, "-m", "app.models.hub_process"]
