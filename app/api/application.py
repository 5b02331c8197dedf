"""The two aiohttp applications, and how their open requests end: the part that both servers share."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Middleware

from app.api.errors import answer_errors
from app.api.guard import MAX_BODY_BYTES, Handler

_SHUTDOWN_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 75.0


class OpenRequests:
    """Knows which requests are being answered, so that they can be ended when the program stops: aiohttp would
    wait for open streams."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    @web.middleware
    async def track(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Middleware."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            return await handler(request)
        finally:
            self._tasks.discard(task)

    async def end(self, app: web.Application) -> None:
        """Cancel them all."""
        for task in self._tasks:
            task.cancel()


def make_application(*middlewares: Middleware) -> web.Application:
    """An application whose every error has one shape, with a limit on bodies."""
    requests = OpenRequests()
    app = web.Application(
        middlewares=[requests.track, answer_errors, *middlewares],
        client_max_size=MAX_BODY_BYTES,
    )
    app.on_shutdown.append(requests.end)
    return app


def make_runner(app: web.Application) -> web.AppRunner:
    """Runs it; a client that hangs up cancels the handler of its request."""
    return web.AppRunner(
        app,
        handler_cancellation=True,
        access_log=None,
        shutdown_timeout=_SHUTDOWN_SECONDS,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
    )
