"""A small OpenAI API on a real port, whose answers a test writes piece by piece."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class ChatApi:
    """Answers `POST /v1/chat/completions` with what `script` holds.

    Attributes:
        url: Base address for clients.
        bodies: What was asked.
        script: Bytes to send, in order; an `asyncio.Event` is waited for; an int answers with that status instead.
        hung_up: Set when a client went away before the end.
    """

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[dict[str, Any]] = []
        self.script: list[bytes | asyncio.Event | int] = []
        self.headers = {"X-Hearth-Devices": "kitchen%20%28CPU%29, study", "X-Hearth-Node": "kitchen"}
        self.hung_up = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One answer."""
        self.bodies.append(await request.json())
        if self.script and isinstance(self.script[0], int):
            error = {"message": "The prompt has 9000 tokens; demo takes 2048.", "code": "context_length_exceeded"}
            return web.json_response({"error": error}, status=self.script[0])
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **self.headers})
        await response.prepare(request)
        try:
            for step in self.script:
                if isinstance(step, asyncio.Event):
                    await step.wait()
                elif isinstance(step, bytes):
                    await response.write(step)
        except (asyncio.CancelledError, ConnectionError):
            self.hung_up.set()
            raise
        return response


@asynccontextmanager
async def chat_api() -> AsyncIterator[ChatApi]:
    """The API as long as the block lasts."""
    api = ChatApi()
    application = web.Application()
    application.router.add_post("/v1/chat/completions", api.answer)
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    api.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield api
    finally:
        await runner.cleanup()


def data(**chunk: object) -> bytes:
    """One server-sent event."""
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def piece(text: str) -> bytes:
    """A chunk with more of the answer."""
    return data(choices=[{"index": 0, "delta": {"content": text}}])


LAST = data(
    choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}],
    timings={"predicted_per_second": 42.5, "predicted_n": 17},
)
DONE = b"data: [DONE]\n\n"
