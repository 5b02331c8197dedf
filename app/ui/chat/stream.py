"""Asks the local API for one answer and reads it as it is written.

The API is OpenAI's (https://platform.openai.com/docs/api-reference/chat-streaming) over server-sent events
(https://html.spec.whatwg.org/multipage/server-sent-events.html); comments say what holds up the first word.
"""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import aiohttp

from app.domain.errors import UserError
from app.domain.sentence import say
from app.ui.chat.heard import heard

SILENCE_SECONDS = 60
"""The API sends a comment at least every 15 seconds; when it is silent for longer, it is gone."""


_ANSWERED_BY = "answered by "


@dataclass(frozen=True, slots=True)
class Waiting:
    """What holds up the first word, in words."""

    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of the question is read, 0 to 1."""

    fraction: float


@dataclass(frozen=True, slots=True)
class Began:
    """Who computes and whose host answers, in words; both may be empty."""

    devices: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Thinking:
    """The model reasons; what it thinks is not part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event.

    Attributes:
        cut: Whether the length limit ended it.
        tokens_per_second: As the host measured; None when it did not say.
        tokens: How many were generated; None when it did not say.
    """

    cut: bool
    tokens_per_second: float | None
    tokens: int | None = None


type ChatEvent = Waiting | Reading | Began | Thinking | Piece | Ended


class EventReader:
    """Divides bytes into server-sent events: comments as `Waiting`, data as text."""

    def __init__(self) -> None:
        self._buffer = b""
        self._data: list[str] = []

    def feed(self, received: bytes) -> list[Waiting | str]:
        """Take more bytes; returns the events that they finished."""
        made: list[Waiting | str] = []
        *lines, self._buffer = (self._buffer + received).split(b"\n")
        for raw in lines:
            line = raw.rstrip(b"\r").decode("utf-8", errors="replace")
            if line.startswith(":"):
                made += [Waiting(words)] if (words := line[1:].strip()) else []
            elif line.startswith("data:"):
                self._data.append(line[5:].removeprefix(" "))
            elif not line and self._data:
                made.append("\n".join(self._data))
                self._data = []
        return made


class ChunkReader:
    """Reads the chunks of one answer."""

    def __init__(self) -> None:
        self._cut = False
        self._tokens_per_second: float | None = None
        self._tokens: int | None = None

    def read(self, chunk: dict[str, Any]) -> list[ChatEvent]:
        """What one chunk says.

        Raises:
            UserError: It is an error.
        """
        if "error" in chunk:
            raise problem_of(chunk)
        timings = chunk.get("timings") or {}
        if speed := timings.get("predicted_per_second"):
            self._tokens_per_second = float(speed)
        if count := timings.get("predicted_n"):
            self._tokens = int(count)
        made: list[ChatEvent] = []
        progress = chunk.get("prompt_progress") or {}
        if progress.get("total"):
            made.append(Reading(min(1.0, progress.get("processed", 0) / progress["total"])))
        for choice in chunk.get("choices") or []:
            delta = choice.get("delta") or {}
            if delta.get("reasoning_content"):
                made.append(Thinking(delta["reasoning_content"]))
            if delta.get("content"):
                made.append(Piece(delta["content"]))
            self._cut = self._cut or choice.get("finish_reason") == "length"
        return made

    def end(self) -> Ended:
        """The answer is complete."""
        return Ended(self._cut, self._tokens_per_second, self._tokens)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to the API.

    Attributes:
        api_url: Base address, `http://127.0.0.1:4327/v1`.
        model: Its name.
        messages: The conversation, OpenAI's way.
        temperature: How freely words are chosen, 0 for always the likeliest; None leaves it to the host.
        max_tokens: The longest answer; None for no limit of ours.
    """

    api_url: str
    model: str
    messages: list[dict[str, str]]
    temperature: float | None = None
    max_tokens: int | None = None

    def body(self) -> dict[str, Any]:
        """What is sent."""
        limits = {"temperature": self.temperature, "max_tokens": self.max_tokens}
        return {
            "model": self.model,
            "messages": self.messages,
            "stream": True,
            "return_progress": True,
            **{name: value for name, value in limits.items() if value is not None},
        }


async def stream_answer(asking: Asking, *, key: Callable[[], str] = str) -> AsyncIterator[ChatEvent]:
    """Ask for one answer; closing the iterator hangs up, which ends the work everywhere.

    Args:
        asking: What is asked.
        key: The key of this computer's own windows, needed once its owner has made keys for programs.

    Yields:
        Events in order; `Ended` is the last.

    Raises:
        UserError: It could not be asked, or ended with an error.
    """
    headers = {"Authorization": f"Bearer {shown}"} if (shown := key()) else {}
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=SILENCE_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(f"{asking.api_url}/chat/completions", json=asking.body(), headers=headers) as response,
        ):
            if response.status != 200:
                raise problem_of(_loads(await response.text()))
            devices, node = (response.headers.get(f"X-Hearth-{name}", "") for name in ("Devices", "Node"))
            yield Began(unquote(devices), unquote(node))
            async for event in _events(response):
                yield event
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise UserError(
            say("No answer"),
            say("Hearth's local API did not answer."),
            say("Try again in a moment."),
            "api_unreachable",
        ) from error


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[ChatEvent]:
    events, chunks = EventReader(), ChunkReader()
    async for received in response.content.iter_any():
        for event in events.feed(received):
            if isinstance(event, Waiting):
                # Who answers is only known after the headers went out, when the model had to be loaded first.
                devices = event.words.removeprefix(_ANSWERED_BY)
                yield Began(devices) if devices != event.words else event
            elif event == "[DONE]":
                yield chunks.end()
                return
            else:
                for said in chunks.read(_loads(event)):
                    yield said
    raise UserError(
        say("The answer broke off"),
        say("The connection ended before the answer did."),
        code="broken_off",
    )


def problem_of(body: dict[str, Any]) -> UserError:
    """The API's error object as an error for people."""
    error = body.get("error")
    details = error if isinstance(error, dict) else {}
    message = details.get("message")
    # The window has a button for that.
    said = (
        heard(str(message).removesuffix(" Ask again."))
        if message
        else say("The local API gave an error without a reason.")
    )
    return UserError(say("No answer"), said, code=str(details.get("code") or "api_error"))


def _loads(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise UserError(
            say("No answer"), say("The local API answered with something unreadable."), code="api_error"
        ) from error
    return body if isinstance(body, dict) else {}
